// What must hold of every input, on generated ones (fixed seeds): the order of rules means nothing;
// an input that is missing or of another type never loosens a decision; and every text is decided,
// whatever its bytes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline.h"

namespace bylaw::threats {
namespace {

using Json = nlohmann::json;

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}

  size_t Below(size_t count) {
    return std::uniform_int_distribution<size_t>(0, count - 1)(engine_);
  }
  bool OneIn(size_t count) { return Below(count) == 0; }
  template <typename T>
  const T& Of(const std::vector<T>& all) {
    return all[Below(all.size())];
  }
  template <typename T>
  void Shuffle(std::vector<T>& all) {
    for (size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[Below(i)]);
  }

 private:
  std::mt19937 engine_;
};

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The requests of a file beside an example: one JSON object a line, the request as JSON or raw.
std::vector<std::string> RequestsOf(const std::string& path) {
  std::vector<std::string> requests;
  for (const std::string& line : Lines(ProjectFile(path))) {
    const Json test = Json::parse(line);
    if (test.contains("request")) requests.push_back(test["request"].dump());
    if (test.contains("raw")) requests.push_back(test["raw"]);
  }
  return requests;
}

std::vector<std::string> LendingRequests() {
  std::vector<std::string> requests;
  for (const char* action : {"display_account_balance", "initiate_payment", "modify_credit_limit",
                             "share_account_data", "wire_money"}) {
    for (const char* params :
         {R"({"amount":2500})", R"({"amount":9999.99})", R"({"amount":15000,"to":"x"})", "{}"}) {
      for (const char* context : {R"({"identity_verified":true,"account_status":"active"})",
                                  R"({"identity_verified":false,"account_status":"active"})",
                                  R"({"identity_verified":true,"account_status":"frozen"})"}) {
        for (const char* more : {"", R"(,"target":"third_parties")", R"(,"targets":["x","y"])"}) {
          requests.push_back(Request(action, params, context, more));
        }
      }
    }
  }
  return requests;
}

// Complete requests to examples/semantics/core.yaml, in every combination that its rules tell
// apart.
std::vector<std::string> CoreRequests() {
  std::vector<std::string> requests;
  for (const char* action :
       {"order",   "buy",         "refund", "quote", "vet",      "ship",   "rate",          "pay",
        "archive", "stock.count", "pack",   "split", "demote",   "screen", "remit",         "memo",
        "share",   "publish",     "label",  "move",  "override", "export", "stock.a.delete"}) {
    for (const char* verified : {R"("verified":true)", R"("verified":false)"}) {
      for (const char* more : {R"("exempt":true,"frozen":true)", R"("exempt":false,"frozen":true)",
                               R"("exempt":false,"frozen":false)"}) {
        for (const char* who :
             {R"("level":"senior","region":"us")", R"("level":"lead","region":"eu")"}) {
          for (
              const char* params :
              {R"({"price":1500,"qty":3,"code":"ABC","force":true,"country":"KP","memo":"secret"})",
               R"({"price":20.5,"qty":1,"code":"a","force":false,"country":"DE","memo":"x"})"}) {
            Json request = Json::parse(
                Request(action, params, "{" + std::string(verified) + "," + more + "," + who + "}",
                        R"(,"session_id":"s-1","targets":["web","press"])"));
            request["agent_id"] = "buyer-1";
            requests.push_back(request.dump());
          }
        }
      }
    }
  }
  return requests;
}

// The same for examples/coding-agent.yaml: commands and files that its rules refuse or escalate.
std::vector<std::string> CodingRequests() {
  std::vector<std::string> requests;
  const auto add = [&](const std::string& action, const Json& params) {
    for (const char* mode : {"default", "plan", "bypassPermissions"}) {
      for (const int secrets : {0, 2}) {
        for (const char* branch : {"main", "feature/x"}) {
          requests.push_back(Json({{"agent_id", "coding-agent-7"},
                                   {"action", action},
                                   {"params", params},
                                   {"context",
                                    {{"permission_mode", mode},
                                     {"secrets_found", secrets},
                                     {"branch", branch},
                                     {"repo_path", params.value("path", "README.md")},
                                     {"in_repository", params.value("path", "") != "../x"},
                                     {"url_host", params.value("host", "localhost")}}}})
                                 .dump());
        }
      }
    }
  };
  for (const char* command :
       {"ls", "git push origin feature/x", "git push origin main", "git push -f origin feature/x",
        "rm -rf build", "sudo ls", "curl x", "cat /etc/passwd", "ls; ls", "npm install x",
        "git tag v1", "git reset --hard"}) {
    add("Bash", {{"command", command}});
  }
  for (const char* path : {"src/a.cc", "../x", ".env", ".git/hooks/x", "deploy/a", "go.mod"}) {
    for (const char* action : {"Read", "Edit", "Write"}) add(action, {{"path", path}});
  }
  for (const char* url : {"https://nodejs.org/", "http://nodejs.org/"}) {
    for (const char* host : {"nodejs.org", "10.0.0.1", "example.com"}) {
      add("WebFetch", {{"url", url}, {"host", host}});
    }
  }
  for (const char* owner : {"acme", "other"}) {
    for (const bool draft : {true, false}) {
      add("mcp__github__create_pull_request", {{"owner", owner}, {"draft", draft}});
      add("mcp__github__merge_pull", {{"owner", owner}, {"draft", draft}});
    }
  }
  return requests;
}

std::vector<std::string> OpenRequests() {
  std::vector<std::string> requests;
  for (const char* action : {"display", "pay", "close_account", "mail", "lookup", "wipe", "wink"}) {
    for (const char* amount : {"20", "70", "500"}) {
      for (const char* status : {"active", "frozen"}) {
        requests.push_back(Request(action, R"({"amount":)" + std::string(amount) + "}",
                                   R"({"identity_verified":true,"account_status":")" +
                                       std::string(status) +
                                       R"(","region":"north","kind":"firm"})"));
      }
    }
  }
  return requests;
}

std::vector<std::string> Both(std::vector<std::string> some, const std::vector<std::string>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

// ---- (a) Rules in any order.

// A constitution in block style, cut into its keys, and its three sections into their rules.
class Pieces {
 public:
  explicit Pieces(const std::string& text) {
    for (const std::string& line : Lines(text)) {
      const size_t indent = line.find_first_not_of(' ');
      const bool content = indent != std::string::npos && line[indent] != '#';
      if (content && indent == 0) {
        head_ += line + "\n";
      } else if (content && indent == 2) {
        keys_.push_back({line + "\n", {}, IsSection(line)});
      } else if (keys_.empty()) {
        head_ += line + "\n";
      } else if (keys_.back().section && content && indent == 4 && line[4] == '-') {
        keys_.back().rules.push_back(line + "\n");
      } else if (!keys_.back().rules.empty()) {
        keys_.back().rules.back() += line + "\n";
      } else {
        keys_.back().head += line + "\n";
      }
    }
  }

  std::string Shuffled(Random& random) const {
    std::vector<Key> keys = keys_;
    random.Shuffle(keys);
    std::string text = head_;
    for (Key& key : keys) {
      random.Shuffle(key.rules);
      text += key.head;
      for (const std::string& rule : key.rules) text += rule;
    }
    return text;
  }

  size_t rules() const {
    size_t count = 0;
    for (const Key& key : keys_) count += key.rules.size();
    return count;
  }

 private:
  struct Key {
    std::string head;
    std::vector<std::string> rules;
    bool section;
  };

  static bool IsSection(std::string_view line) {
    return line.starts_with("  permitted:") || line.starts_with("  prohibited:") ||
           line.starts_with("  escalate:");
  }

  std::string head_;
  std::vector<Key> keys_;
};

// Decides every request under every order of the rules; gives the different verdicts seen.
std::set<std::string> ExpectSameInAnyOrder(const std::string& yaml,
                                           const std::vector<std::string>& requests, int orders,
                                           Random& random) {
  Policy policy(yaml);
  std::vector<std::string> expected;
  for (const std::string& request : requests) {
    const vm::Verdict verdict = policy.context().DecideRequest(request, kNow, true);
    expected.push_back(VerdictText(policy.context(), verdict));
  }
  const Pieces pieces(yaml);
  EXPECT_EQ(pieces.rules(), policy.module().rule_count()) << "each rule was found";
  for (int order = 0; order < orders; ++order) {
    const std::string shuffled_text = pieces.Shuffled(random);
    Policy shuffled(shuffled_text);
    EXPECT_EQ(shuffled.module().rule_count(), policy.module().rule_count());
    for (size_t i = 0; i < requests.size() && !testing::Test::HasFailure(); ++i) {
      const vm::Verdict verdict = shuffled.context().DecideRequest(requests[i], kNow, true);
      EXPECT_EQ(VerdictText(shuffled.context(), verdict), expected[i])
          << requests[i] << "\n"
          << yaml << "\nin another order:\n"
          << shuffled_text;
    }
  }
  return {expected.begin(), expected.end()};
}

TEST(ThreatProperties, TheExamplesDecideTheSameInAnyOrder) {
  Random random(1);
  struct Example {
    std::string file;
    std::vector<std::string> requests;
    size_t verdicts;  // At least so many different ones, or the requests show little.
  };
  const Example kExamples[] = {
      {"examples/fintech-lending.strict.yaml", LendingRequests(), 6},
      {"examples/coding-agent.yaml",
       Both(RequestsOf("examples/coding-agent.requests.jsonl"), CodingRequests()), 20},
      {"examples/semantics/core.yaml",
       Both(RequestsOf("examples/semantics/core.cases.jsonl"), CoreRequests()), 20},
  };
  for (const Example& example : kExamples) {
    SCOPED_TRACE(example.file);
    const auto verdicts =
        ExpectSameInAnyOrder(ProjectFile(example.file), example.requests, 12, random);
    EXPECT_GE(verdicts.size(), example.verdicts);
  }
}

std::string Quoted(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? ", '" : "'") + item + "'";
  return text + "]";
}

// Rules that meet, override and contradict each other over three actions.
std::string RandomConstitution(Random& random) {
  static const std::vector<std::string> kSections = {"permitted", "prohibited", "escalate"};
  static const std::vector<std::string> kActions = {"pay",         "'p*'", "'*.x'",
                                                    "[pay, list]", "'*'",  "list"};
  static const std::vector<std::string> kConditions = {"a",     "b",      "!a",          "a || b",
                                                       "n < 9", "n >= 9", "a && n < 50", "n == 9"};
  static const std::vector<std::string> kRoutes = {"r1", "r2", "[r1, r2]", "[r3]"};
  std::string sections[3];
  std::vector<std::string> ids[3];
  std::vector<int> names;
  const size_t count = 3 + random.Below(8);
  for (size_t i = 0; i < count; ++i) names.push_back(static_cast<int>(i));
  random.Shuffle(names);  // So that the least id stands anywhere.
  std::vector<size_t> section_of;
  for (size_t i = 0; i < count; ++i) {
    section_of.push_back(random.Below(3));
    ids[section_of[i]].push_back("rule-" + std::to_string(names[i]));
  }
  for (size_t i = 0; i < count; ++i) {
    const size_t section = section_of[i];
    std::string rule =
        "    - {id: rule-" + std::to_string(names[i]) + ", action: " + random.Of(kActions);
    std::vector<std::string> conditions;
    for (size_t n = random.Below(3); n > 0; --n) {
      const std::string& condition = random.Of(kConditions);
      if (std::find(conditions.begin(), conditions.end(), condition) == conditions.end()) {
        conditions.push_back(condition);
      }
    }
    if (!conditions.empty()) rule += ", conditions: " + Quoted(conditions);
    if (random.OneIn(5)) rule += ", unless: ['b']";
    if (random.OneIn(3)) rule += ", priority: " + std::to_string(random.Below(3));
    if (random.OneIn(4)) rule += ", on_error: escalate";
    if (section == 2) rule += ", route_to: " + random.Of(kRoutes);
    if (section != 1 && !ids[1].empty() && random.OneIn(3)) {
      rule += ", overrides: [" + random.Of(ids[1]) + "]";
    }
    sections[section] += rule + "}\n";
  }
  std::string text =
      "  facts:\n    a: {type: bool, from: context}\n    b: {type: bool, from: context}\n"
      "    n: {type: decimal, from: params, min: 0}\n";
  if (random.OneIn(2)) {
    std::vector<std::string> order = kSections;
    random.Shuffle(order);
    text += "  precedence: [" + order[0] + ", " + order[1] + ", " + order[2] + "]\n";
  }
  for (size_t i = 0; i < 3; ++i) {
    if (!sections[i].empty()) text += "  " + kSections[i] + ":\n" + sections[i];
  }
  text += "  routes:\n";
  for (const char* route : {"r1", "r2", "r3", "default"}) {
    text +=
        "    " + std::string(route) + ": {reviewers: [\"role:desk\"], quorum: 1, expires_in: 1h}\n";
  }
  return Document(text);
}

TEST(ThreatProperties, GeneratedRulesDecideTheSameInAnyOrder) {
  std::vector<std::string> requests;
  for (const char* action : {"pay", "pay.x", "list", "see"}) {
    for (const char* a : {R"("a":true,)", R"("a":false,)", ""}) {
      for (const char* b : {R"("b":true)", R"("b":false)", R"("b":"true")"}) {
        for (const char* params : {R"({"n":1})", R"({"n":9})", R"({"n":70})", R"({"n":"9"})"}) {
          std::string context = "{" + std::string(a) + b + "}";
          requests.push_back(Request(action, params, context));
        }
      }
    }
  }
  Random random(2);
  int compiled = 0;
  std::set<std::string> verdicts;
  for (int i = 0; i < 300 && !HasFailure(); ++i) {
    const std::string yaml = RandomConstitution(random);
    const Compiled result = Compile(yaml);
    // An override between rules that never meet is refused.
    if (!result.module) continue;
    ++compiled;
    verdicts.merge(ExpectSameInAnyOrder(yaml, requests, 4, random));
  }
  EXPECT_GE(compiled, 120);
  for (const char* prefix : {"PERMIT matched", "DENY matched", "DENY no_rule", "DENY undecidable",
                             "ESCALATE matched", "ESCALATE conflict", "ESCALATE undecidable"}) {
    EXPECT_TRUE(std::any_of(verdicts.begin(), verdicts.end(),
                            [&](const std::string& text) { return text.starts_with(prefix); }))
        << prefix << " was never decided";
  }
}

// ---- (b) Missing and mistyped input.

// Facts of every type and every kind of reading, for what the examples do not use.
const std::string kEveryFact = Document(R"(
  precedence: [prohibited, escalate, permitted]
  facts:
    flag: {type: bool, from: context}
    count: {type: int, from: params, min: 0}
    units: {type: uint, from: params}
    ratio: {type: double, from: params}
    amount: {type: decimal, from: params.order.amount, min: 0}
    price: {type: decimal, from: params, encoding: string}
    mode: {type: enum, values: [slow, fast], from: params, default: slow}
    name: {type: string, from: context, min_length: 2}
    code: {type: string, from: params, pattern: "[A-Z]{3}"}
    tags: {type: list, from: params, max_items: 4}
    extra: {type: map, from: params}
  define:
    odd: ratio > 1.5 || units == 7u
  permitted:
    - {id: p, action: "*"}
  prohibited:
    - {id: x-flag, action: flag, conditions: [flag]}
    - {id: x-not-flag, action: not_flag, unless: [flag]}
    - {id: x-count, action: count, conditions: [count > 3, 'count * 2 < 100']}
    - {id: x-odd, action: odd, conditions: [odd]}
    - {id: x-price, action: price, conditions: [price >= 12.50]}
    - {id: x-mode, action: mode, conditions: [mode == fast]}
    - {id: x-name, action: name, conditions: ['name.startsWith("ro") && name != "rose"']}
    - {id: x-code, action: code, unless: ['code in ["ABC", "DEF"]']}
    - {id: x-tags, action: tags, conditions: ['"secret" in tags']}
    - {id: x-first, action: first, conditions: ['tags[0] == "secret" && size(tags) < 3']}
    - {id: x-extra, action: extra, conditions: ['extra.level > 3', '"level" in extra']}
    - {id: x-path, action: path, conditions: ['params.a.b.c == "x"']}
    - {id: x-listed, action: listed, conditions: ['params.a.b.c in ["x", "y"]']}
    - {id: x-not, action: unlike, conditions: ['!(params.a.b.c in ["z"])']}
    - {id: x-item, action: item, conditions: ['"x" in params.items']}
    - {id: x-either, action: either, conditions: ['count > 3 || amount > 5']}
    - {id: x-ternary, action: ternary, conditions: ['flag ? count > 3 : count < 1']}
    - {id: x-target, action: target, targets: [press]}
    - {id: x-session, action: session, conditions: ['session_id == "s-1"']}
  escalate:
    - {id: e-amount, action: amount, conditions: [amount >= 10000], route_to: desk}
    - {id: e-q, action: ask, conditions: [amount > 9999, flag], on_error: escalate, route_to: desk}
    - {id: e-sum, action: sum, conditions: ['params.n + amount > 100'], route_to: desk}
  routes:
    desk: {reviewers: ["role:desk"], quorum: 1, expires_in: 1h}
)");

std::vector<std::string> EveryFactRequests() {
  std::vector<std::string> requests;
  const std::string params =
      R"({"count":5,"units":7,"ratio":2.5,"order":{"amount":15000.5},"price":"13.00",)"
      R"("mode":"fast","code":"XYZ","tags":["secret","b"],"extra":{"level":4},)"
      R"("a":{"b":{"c":"x"}},"items":["x"],"n":90})";
  for (const char* action :
       {"flag",    "not_flag", "count",   "odd",    "price",  "mode",   "name", "code",
        "tags",    "first",    "extra",   "path",   "listed", "unlike", "item", "either",
        "ternary", "target",   "session", "amount", "ask",    "sum"}) {
    for (const char* flag : {"true", "false"}) {
      requests.push_back(Request(action, params,
                                 R"({"name":"root","flag":)" + std::string(flag) + "}",
                                 R"(,"session_id":"s-1","targets":["web","press"])"));
    }
  }
  return requests;
}

using Path = std::vector<std::string>;

Json* Find(Json& request, const Path& path) {
  Json* at = &request;
  for (const std::string& name : path) {
    if (!at->is_object() || !at->contains(name)) return nullptr;
    at = &(*at)[name];
  }
  return at;
}

void Remove(Json& request, const Path& path) {
  Json* const parent = Find(request, Path(path.begin(), path.end() - 1));
  if (parent != nullptr && parent->is_object()) parent->erase(path.back());
}

// Where a request gives a fact, or no path if it does not.
Path PlaceOf(const vm::Module& module, vm::FactId fact, Json& request) {
  const vm::FactRow& row = module.fact_row(fact);
  const auto below = [&](const char* root) {
    Path path{root};
    for (const uint32_t name : module.indices(row.path)) path.emplace_back(module.string(name));
    return Find(request, path) == nullptr ? Path() : path;
  };
  const auto top = [&](const char* name) { return request.contains(name) ? Path{name} : Path(); };
  switch (row.source) {
    case vm::Source::kContext:
    case vm::Source::kContextUndeclared:
      return below("context");
    case vm::Source::kParams:
      return below("params");
    case vm::Source::kEither: {
      const Path path = below("context");
      return path.empty() ? below("params") : path;
    }
    case vm::Source::kAction:
      return top("action");
    case vm::Source::kAgent:
      return top("agent_id");
    case vm::Source::kSession:
      return top("session_id");
    case vm::Source::kTarget:
    case vm::Source::kTargets:
      return request.contains("target") ? top("target") : top("targets");
    case vm::Source::kNow:
      return {};
  }
  return {};
}

// Whether a value in the place of `was` breaks what the fact is declared to be; of a fact without a
// type, whether it is of another kind.
bool IsMistyped(const vm::FactRow& row, const Json& was, const Json& value) {
  switch (row.type.kind) {
    case vm::Kind::kBool:
      return !value.is_boolean();
    case vm::Kind::kInt:
    case vm::Kind::kUint:
      return !value.is_number() || value.get<double>() != std::floor(value.get<double>());
    case vm::Kind::kDouble:
      return !value.is_number();
    case vm::Kind::kDecimal:
      return row.type.encoding == vm::Encoding::kText ? !value.is_string() : !value.is_number();
    case vm::Kind::kString:
      // None of the texts below is a value of an enum.
      return !value.is_string() || row.type.values != vm::kNone;
    case vm::Kind::kList:
      return !value.is_array();
    case vm::Kind::kMap:
      return !value.is_object();
    default:
      return was.is_number() ? !value.is_number() : was.type() != value.type();
  }
}

// What may stand in the place of a value that was `was`.
std::vector<Json> Replacements(const Json& was) {
  std::vector<Json> all = {"",
                           " ",
                           "15000",
                           "true",
                           "no such value",
                           0,
                           1,
                           -1,
                           0.5,
                           true,
                           false,
                           nullptr,
                           99999,
                           1e15,
                           "null",
                           "[]",
                           Json::array(),
                           Json::object(),
                           "a b",
                           "{}",
                           "0",
                           "x y",
                           Json::array({was}),
                           Json::array({0, "x"})};
  all.push_back(Json::array({Json::array({was})}));
  all.push_back(Json::object({{"value", was}}));
  all.push_back(Json::object({{"", was}}));
  all.push_back(Json::object({{"0", was}}));
  all.push_back(Json::array({nullptr}));
  if (!was.is_string()) all.emplace_back(was.dump());
  return all;
}

// Every request with one input of the deciding rule missing or of another type.
class Loosening {
 public:
  Loosening(const std::string& name, const std::string& yaml) : name_(name), policy_(yaml) {}

  void Try(const std::string& text) {
    Json request = Json::parse(text, nullptr, false);
    if (!request.is_object()) return;
    vm::Context& context = policy_.context();
    const std::string complete = request.dump();
    const vm::Verdict verdict = context.DecideRequest(complete, kNow, true);
    // An undecidable request is not complete: what is missing may well permit.
    if (verdict.permitted() || verdict.rule == vm::kNoRuleId ||
        verdict.code == vm::Code::kUndecidable) {
      return;
    }
    base_ = VerdictText(context, verdict) + " for " + complete;
    std::set<vm::FactId> facts;
    std::string conditions;
    for (const vm::RuleExplanation& rule : context.Explain()) {
      if (rule.rule != verdict.rule) continue;
      for (const vm::ConditionExplanation& condition : rule.conditions) {
        facts.insert(condition.facts.begin(), condition.facts.end());
        conditions.append(condition.text).append("\n");
      }
    }
    if (!facts.empty()) ++decided_;
    for (const vm::FactId fact : facts) {
      const Path path = PlaceOf(policy_.module(), fact, request);
      if (!path.empty()) Mutate(request, fact, path, conditions);
    }
  }

  int decided() const { return decided_; }
  int mutations() const { return mutations_; }

 private:
  void Mutate(Json& request, vm::FactId fact, const Path& path, const std::string& conditions) {
    const vm::Module& module = policy_.module();
    const vm::FactRow& row = module.fact_row(fact);
    const Json was = *Find(request, path);
    // A rule that asks has(fact), or a fact with a default, says itself what absence means.
    const bool absence_is_meant =
        row.fallback != vm::kNone ||
        conditions.find("has(" + std::string(module.fact_name(fact)) + ")") != std::string::npos;

    for (const Json& value : Replacements(was)) {
      const bool targets = row.source == vm::Source::kTargets || row.source == vm::Source::kTarget;
      if (targets ? !value.is_array() && !value.is_string() : IsMistyped(row, was, value)) {
        Json changed = request;
        *Find(changed, path) = value;
        Expect(changed);
      }
    }
    if (absence_is_meant) return;
    Json removed = request;
    Remove(removed, path);
    Expect(removed);
    if (path.size() < 2) return;

    // The same value under another name, beside or above its place.
    for (const std::string& name :
         {path.back() + " ", "\u200b" + path.back(), std::string("value"), std::string()}) {
      Json changed = removed;
      Json* const parent = Find(changed, Path(path.begin(), path.end() - 1));
      if (parent->contains(name)) continue;
      (*parent)[name] = was;
      Expect(changed);
    }
    std::string dotted;
    for (size_t i = 1; i < path.size(); ++i) dotted += (i > 1 ? "." : "") + path[i];
    if (path.size() > 2) {
      Json changed = removed;
      changed[path[0]][dotted] = was;
      Expect(changed);
      changed = removed;
      changed[path[0]][path.back()] = was;
      Expect(changed);
    }
    // A fact of one side, only on the other.
    if (row.source != vm::Source::kEither) {
      Json changed = removed;
      changed[path[0] == "params" ? "context" : "params"][dotted] = was;
      Expect(changed);
      changed = removed;
      Json* at = &changed[path[0] == "params" ? "context" : "params"];
      for (size_t i = 1; i < path.size(); ++i) at = &(*at)[path[i]];
      *at = was;
      Expect(changed);
    }
    // What it stands in is missing, or something else.
    for (size_t length = path.size() - 1; length > 0; --length) {
      const Path outer(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(length));
      Json changed = request;
      Remove(changed, outer);
      Expect(changed);
      for (const Json& value : Replacements(was)) {
        if (value.is_object() && value.contains(path[length])) continue;
        changed = request;
        *Find(changed, outer) = value;
        Expect(changed);
      }
    }
  }

  void Expect(const Json& changed) {
    ++mutations_;
    const std::string text = changed.dump();
    const vm::Verdict verdict = policy_.context().DecideRequest(text, kNow, true);
    EXPECT_FALSE(verdict.permitted()) << name_ << ": " << base_ << "\nbecame "
                                      << VerdictText(policy_.context(), verdict) << " for " << text;
  }

  std::string name_;
  Policy policy_;
  std::string base_;
  int decided_ = 0;
  int mutations_ = 0;
};

TEST(ThreatProperties, MissingOrMistypedInputNeverPermitsWhatWasNotPermitted) {
  struct Example {
    std::string name;
    std::string yaml;
    std::vector<std::string> requests;
    int decided;    // Requests that a rule with conditions refuses, at least.
    int mutations;  // Of their inputs, at least.
  };
  const Example kExamples[] = {
      {"the article", Article(), LendingRequests(), 20, 700},
      {"strict", Strict(), LendingRequests(), 20, 700},
      {"coding agent", ProjectFile("examples/coding-agent.yaml"),
       Both(RequestsOf("examples/coding-agent.requests.jsonl"), CodingRequests()), 300, 15'000},
      {"core", ProjectFile("examples/semantics/core.yaml"),
       Both(RequestsOf("examples/semantics/core.cases.jsonl"), CoreRequests()), 150, 8'000},
      {"open", ProjectFile("examples/semantics/open.yaml"),
       Both(RequestsOf("examples/semantics/open.cases.jsonl"), OpenRequests()), 5, 300},
      {"every fact", kEveryFact, EveryFactRequests(), 40, 3'000},
  };
  int mutations = 0;
  for (const Example& example : kExamples) {
    Loosening loosening(example.name, example.yaml);
    for (const std::string& request : example.requests) loosening.Try(request);
    EXPECT_GE(loosening.decided(), example.decided) << example.name;
    EXPECT_GE(loosening.mutations(), example.mutations) << example.name;
    mutations += loosening.mutations();
  }
  EXPECT_GE(mutations, 30'000) << mutations;
}

// ---- (c) Any bytes.

// Another reader's opinion: the value, or a discarded one where it is no JSON or a name stands
// twice in one object.
Json PeerParse(const std::string& text) {
  std::vector<std::set<std::string>> names;
  bool twice = false;
  const auto watch = [&](int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) names.emplace_back();
    if (event == Json::parse_event_t::object_end) names.pop_back();
    if (event == Json::parse_event_t::key) {
      twice = twice || !names.back().insert(value.get<std::string>()).second;
    }
    return true;
  };
  Json value = Json::parse(text, watch, false);
  return twice ? Json(Json::value_t::discarded) : value;
}

bool IsName(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return !text.empty() && text.size() <= 256 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

// Whether the reference may permit this, said without the compiler and the VM.
bool MayPermit(const Json& request) {
  static const std::set<std::string> kMembers = {"request_id", "agent_id", "session_id", "action",
                                                 "params",     "context",  "target",     "targets"};
  if (!request.is_object()) return false;
  for (const auto& [name, value] : request.items()) {
    if (!kMembers.contains(name)) return false;
  }
  const Json none = Json::object();
  const Json params = request.value("params", none);
  const Json context = request.value("context", none);
  if (!params.is_object() || !context.is_object()) return false;
  if (!IsName(request.value("agent_id", Json())) || !IsName(request.value("action", Json()))) {
    return false;
  }
  if (!request["agent_id"].get<std::string>().starts_with("lending-agent-")) return false;
  if (context.value("identity_verified", Json()) != Json(true)) return false;
  const std::string action = request["action"];
  if (action == "display_account_balance") return true;
  const Json amount = params.value("amount", Json());
  return action == "initiate_payment" && context.value("account_status", Json()) == "active" &&
         amount.is_number() && amount.get<double>() >= 0 && amount.get<double>() < 10'000;
}

// A few bytes changed, cut out, doubled, or put in from what tends to mean something.
std::string Damage(std::string text, const std::vector<std::string>& others, Random& random) {
  static const std::vector<std::string> kParts = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  "\"",
                                                  ",",
                                                  ":",
                                                  "\\",
                                                  "null",
                                                  "true",
                                                  "false",
                                                  "0",
                                                  "-",
                                                  "e",
                                                  "1e400",
                                                  ".",
                                                  "\\u0000",
                                                  "\\ud800",
                                                  "\xff",
                                                  "\xc3",
                                                  "\x80",
                                                  "\x01",
                                                  "\x7f",
                                                  " ",
                                                  "\n",
                                                  "\xef\xbb\xbf",
                                                  "\xe2\x80\x8b",
                                                  "amount",
                                                  "\"x\":1,",
                                                  "//",
                                                  "/**/",
                                                  "'",
                                                  "NaN",
                                                  "{}",
                                                  "[]",
                                                  "\"\"",
                                                  "9999",
                                                  "\\u0061",
                                                  "\"amount\":1,",
                                                  "\"action\":\"display_account_balance\",",
                                                  "\"identity_verified\":true,"};
  for (size_t n = 1 + random.Below(3); n > 0 && !text.empty(); --n) {
    const size_t at = random.Below(text.size());
    switch (random.Below(8)) {
      case 0:
        text[at] = static_cast<char>(random.Below(256));
        break;
      case 1:
        text[at] = static_cast<char>(text[at] ^ (1 << random.Below(8)));
        break;
      case 2:
        text.erase(at, 1 + random.Below(12));
        break;
      case 3:
        text.insert(at, random.Of(kParts));
        break;
      case 4:
        text.insert(random.Below(text.size() + 1), text.substr(at, 1 + random.Below(30)));
        break;
      case 5:
        text.resize(at);
        break;
      case 6: {
        const std::string& other = random.Of(others);
        text = text.substr(0, at) + other.substr(std::min(at, other.size()));
        break;
      }
      default:
        text.insert(at, 1, static_cast<char>(random.Below(256)));
        break;
    }
  }
  return text;
}

void ExpectTotal(const std::string& yaml, const std::vector<std::string>& requests, int cases,
                 const std::function<bool(const Json&)>& may_permit, uint32_t seed) {
  Policy policy(yaml);
  vm::Context& context = policy.context();
  Random random(seed);
  int no_json = 0;
  int permitted = 0;
  int refused = 0;
  for (int i = 0; i < cases && !testing::Test::HasFailure(); ++i) {
    const std::string text = Damage(random.Of(requests), requests, random);
    const vm::Verdict verdict = context.DecideRequest(text, kNow);
    const Json peer = PeerParse(text);
    EXPECT_LE(verdict.steps, policy.module().steps_max()) << text;
    if (peer.is_discarded()) {
      ++no_json;
      EXPECT_EQ(verdict.decision, vm::Decision::kDeny) << text;
      EXPECT_EQ(verdict.code, vm::Code::kInvalidRequest) << text;
      EXPECT_NE(context.request().error, vm::RequestError::kValid) << text;
    } else if (verdict.permitted()) {
      ++permitted;
      EXPECT_TRUE(may_permit(peer)) << text;
    } else {
      ++refused;
    }
  }
  // Each kind was met often enough to mean something.
  EXPECT_GT(no_json, cases / 5);
  EXPECT_GT(permitted, cases / 200);
  EXPECT_GT(refused, cases / 20);
}

TEST(ThreatProperties, DamagedRequestsToTheReferenceAreNeverPermittedByMistake) {
  ExpectTotal(Strict(), LendingRequests(), 100'000, MayPermit, 3);
}

TEST(ThreatProperties, DamagedRequestsAreDecidedWhateverReadsThem) {
  const auto is_request = [](const Json& request) {
    return request.is_object() && IsName(request.value("agent_id", Json())) &&
           IsName(request.value("action", Json()));
  };
  ExpectTotal(ProjectFile("examples/semantics/core.yaml"),
              RequestsOf("examples/semantics/core.cases.jsonl"), 40'000, is_request, 4);
  ExpectTotal(ProjectFile("examples/coding-agent.yaml"),
              RequestsOf("examples/coding-agent.requests.jsonl"), 40'000, is_request, 5);
  ExpectTotal(kEveryFact, EveryFactRequests(), 40'000, is_request, 6);
}

}  // namespace
}  // namespace bylaw::threats
