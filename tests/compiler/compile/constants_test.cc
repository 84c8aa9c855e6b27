// Lists and tables of `constants`, written in the document or in files: what conditions decide with
// them, what they cost, and what the module says of them.

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "bylaw/stdlib/functions.h"
#include "fixture.h"

namespace bylaw::compiler {
namespace {

using Json = nlohmann::json;

constexpr char kFacts[] =
    "amount: {type: decimal, from: params, min: 0}\n"
    "paid: {type: decimal, from: context, min: 0}\n"
    "qty: {type: int, from: params}\n"
    "rate: {type: double, from: params}\n"
    "currency: {type: enum, values: [EUR, CHF, USD], from: params}\n"
    "name: {type: string, from: params}";

constexpr char kConstants[] = R"(
  constants:
    authority: {EUR: 5000, CHF: 4800.50, "JPY": 123456789012345678901234567890}
    mixed: {flag: true, text: "5", number: 5, "no": "x y"}
    words: [KP, IR]
)";

std::string Asked(const std::string& condition, const std::string& params,
                  const std::string& context = "{}") {
  return Decide(CompileText(Document(kFacts, {condition}, kConstants)), Request(params, context));
}

// A permission: DENY means false or undecidable, which its negation tells apart.
struct Case {
  const char* condition;
  const char* params;
  const char* context;
  const char* decision;
};

TEST(Tables, AreLookedUp) {
  constexpr Case kCases[] = {
      {"amount + paid > authority[currency]", R"({"amount":2500.5,"currency":"EUR"})",
       R"({"paid":2500})", "PERMIT"},
      {"amount + paid > authority[currency]", R"({"amount":2500,"currency":"EUR"})",
       R"({"paid":2500})", "DENY"},
      {"!(amount + paid > authority[currency])", R"({"amount":2500,"currency":"EUR"})",
       R"({"paid":2500})", "PERMIT"},
      {"amount > authority[currency]", R"({"amount":4800.49,"currency":"CHF"})", "{}", "DENY"},
      {"amount > authority[currency]", R"({"amount":4800.51,"currency":"CHF"})", "{}", "PERMIT"},
      {"amount == authority[currency]", R"({"amount":4800.5,"currency":"CHF"})", "{}", "PERMIT"},
      // No such key: undecidable either way.
      {"amount > authority[currency]", R"({"amount":1e9,"currency":"USD"})", "{}", "DENY"},
      {"!(amount > authority[currency])", R"({"amount":1e9,"currency":"USD"})", "{}", "DENY"},
      {"!(currency in authority) || amount < authority[currency]",
       R"({"amount":1,"currency":"USD"})", "{}", "PERMIT"},
      {"amount < authority.EUR", R"({"amount":4999.99})", "{}", "PERMIT"},
      {"amount < authority.EUR", R"({"amount":5000})", "{}", "DENY"},
      {"amount < authority[name]", R"({"amount":1e30,"name":"JPY"})", "{}", "DENY"},
      {"amount < authority[name]", R"({"amount":1e29,"name":"JPY"})", "{}", "PERMIT"},
      {"amount * 2 <= authority[currency]", R"({"amount":2400.25,"currency":"CHF"})", "{}",
       "PERMIT"},
      {"authority[currency] - amount == 0.5", R"({"amount":4800,"currency":"CHF"})", "{}",
       "PERMIT"},
      // A number of a table reads as what it stands opposite.
      {"qty == authority[currency]", R"({"qty":5000,"currency":"EUR"})", "{}", "PERMIT"},
      {"qty < authority[currency]", R"({"qty":4800,"currency":"CHF"})", "{}", "PERMIT"},
      {"rate == authority[currency]", R"({"rate":4800.5,"currency":"CHF"})", "{}", "PERMIT"},
      {"currency in authority", R"({"currency":"CHF"})", "{}", "PERMIT"},
      {"currency in authority", R"({"currency":"USD"})", "{}", "DENY"},
      {"!(currency in authority)", R"({"currency":"USD"})", "{}", "PERMIT"},
      {"!(name in authority)", R"({"name":5})", "{}", "DENY"},
      {"params.x in authority && qty == 1", R"({"x":"EUR","qty":1})", "{}", "PERMIT"},
      {"!(params.x in authority) && qty == 1", R"({"x":["EUR"],"qty":1})", "{}", "DENY"},
      {"has(authority.EUR)", "{}", "{}", "PERMIT"},
      {"has(authority.USD)", "{}", "{}", "DENY"},
      {"authority.?EUR.orValue(0) == 5000", "{}", "{}", "PERMIT"},
      {"authority[?currency].orValue(100) < amount", R"({"amount":101,"currency":"USD"})", "{}",
       "PERMIT"},
      {"size(authority) == 3", "{}", "{}", "PERMIT"},
      {"authority.exists(k, k == name)", R"({"name":"JPY"})", "{}", "PERMIT"},
      {"authority.all(k, v, amount < v)", R"({"amount":4800})", "{}", "PERMIT"},
      {"authority.all(k, v, amount < v)", R"({"amount":4801})", "{}", "DENY"},
      {"authority.map(k, k)[0] == 'CHF'", "{}", "{}", "PERMIT"},
      {"authority.filter(k, authority[k] < amount).size() == 1", R"({"amount":4900})", "{}",
       "PERMIT"},
      {"authority == {'JPY': 123456789012345678901234567890, 'CHF': 4800.5, 'EUR': 5000}", "{}",
       "{}", "PERMIT"},
      {"mixed.flag && mixed.text == '5' && mixed.number == 5 && mixed['no'] == name",
       R"({"name":"x y"})", "{}", "PERMIT"},
      {"mixed[name] == 5", R"({"name":"number"})", "{}", "PERMIT"},
      {"!(mixed[name] == 5)", R"({"name":"text"})", "{}", "DENY"},
      {"name in words", R"({"name":"KP"})", "{}", "PERMIT"},
      {"words[0] == name", R"({"name":"KP"})", "{}", "PERMIT"},
      // A map that is written in a condition is looked up alike, in whatever order it is written.
      {"amount < {'CHF': 10, 'EUR': 20}[currency]", R"({"amount":15,"currency":"EUR"})", "{}",
       "PERMIT"},
      {"amount < {'EUR': 20, 'CHF': 10}[currency]", R"({"amount":15,"currency":"CHF"})", "{}",
       "DENY"},
      {"{'b': 1, 'a': 2}.map(k, k + name)[0] == 'bx'", R"({"name":"x"})", "{}", "PERMIT"},
      {"{'a': 1, 'b': 2}.map(k, k + name)[0] == 'ax'", R"({"name":"x"})", "{}", "PERMIT"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Asked(c.condition, c.params, c.context), c.decision)
        << c.condition << " " << c.params;
  }
}

TEST(Tables, AreChecked) {
  const struct {
    const char* condition;
    const char* mark;
  } kCases[] = {
      {"amount > authority", "E0407 `amount > authority`"},
      {"authority < authority", "E0406 `authority < authority`"},
      {"authority[qty] > 5", "E0406 `authority[qty]`"},
      {"qty in authority", "E0406 `qty in authority`"},
      {"authority", "E0405 `authority`"},
      {"authority + 1 > 0", "E0406 `authority + 1`"},
      {"authority.USD > amount", "W0607 `authority.USD`"},
  };
  for (const auto& [condition, mark] : kCases) {
    const Compiled compiled = CompileText(Document(kFacts, {condition}, kConstants));
    EXPECT_EQ(compiled.Marks(), std::vector<std::string>{mark}) << condition;
  }
}

// ---------------------------------------------------------------- files

using Folder = std::map<std::string, std::string>;

Compiled CompileIn(const Folder& folder, const std::string& text, bool strict = false) {
  Compiled compiled{SourceFile("test.yaml", text), {}, {}};
  CompileOptions options{.strict = strict, .functions = stdlib::Functions()};
  options.read_file = [&](const std::string& path) -> FileText {
    const auto file = folder.find(path);
    if (file == folder.end()) return {{}, "there is no such file"};
    return {file->second, {}};
  };
  DiagnosticSink sink;
  compiled.result = Compile(compiled.source, options, sink);
  compiled.diagnostics = sink.Sorted();
  EXPECT_EQ(compiled.ok(), !sink.has_errors()) << compiled.Said();
  return compiled;
}

std::string WithFile(const std::string& reference, const std::string& condition) {
  return Document(kFacts, {condition}, "\n  constants:\n    embargo: " + reference + "\n");
}

TEST(FilesOfConstants, AreListsAndTables) {
  const Folder folder = {{"lists/embargo.csv", "KP\nIR\n"},
                         {"lists/embargo.txt", "# names\nKP\nIR\n"},
                         {"lists/embargo.json", R"(["KP", "IR"])"},
                         {"t.csv", "KP,10.5\nIR,20\n"},
                         {"t.json", R"({"KP": 10.5, "IR": 20})"}};
  for (const char* path : {"lists/embargo.csv", "lists/embargo.txt", "lists/embargo.json"}) {
    const Compiled compiled =
        CompileIn(folder, WithFile("{file: " + std::string(path) + "}", "name in embargo"));
    EXPECT_EQ(Decide(compiled, Request(R"({"name":"IR"})")), "PERMIT") << path;
    EXPECT_EQ(Decide(compiled, Request(R"({"name":"CH"})")), "DENY") << path;
  }
  for (const char* path : {"t.csv", "t.json"}) {
    const Compiled compiled =
        CompileIn(folder, WithFile("{file: " + std::string(path) + "}", "amount < embargo[name]"));
    EXPECT_EQ(Decide(compiled, Request(R"({"name":"KP","amount":10.4})")), "PERMIT") << path;
    EXPECT_EQ(Decide(compiled, Request(R"({"name":"KP","amount":10.5})")), "DENY") << path;
    EXPECT_EQ(Decide(compiled, Request(R"({"name":"CH","amount":1})")), "DENY") << path;
  }
}

constexpr char kDigestOfKp[] = "05ccd2f6065698abce6b83169dd163422f2c8e3fb1dc805b48d7c3aeb1562cbd";

// As a bank and an insurer write them.
TEST(FilesOfConstants, StandInDefinitions) {
  const Folder folder = {{"lists/embargo.csv", "KP\nIR\nSY\nRU\nBY\n"}};
  const Compiled bank = CompileIn(folder, Document("", {"!embargoed"}, R"(
  constants: {embargo: {file: lists/embargo.csv}}
  define: {embargoed: params.creditor.country in embargo}
)"));
  EXPECT_EQ(Decide(bank, Request(R"({"creditor":{"country":"DE"}})")), "PERMIT");
  EXPECT_EQ(Decide(bank, Request(R"({"creditor":{"country":"KP"}})")), "DENY");
  // Undecidable: nobody knows the country.
  for (const char* params : {"{}", R"({"creditor":{}})", R"({"creditor":{"country":["DE"]}})",
                             R"({"creditor":{"country":null}})", R"({"creditor":{"country":1}})"}) {
    EXPECT_EQ(Decide(bank, Request(params)), "DENY") << params;
  }
  const Compiled insurer = CompileText(Document(kFacts, {"!above_authority"}, R"(
  constants: {authority: {EUR: 5000, CHF: 4800}}
  define: {above_authority: "paid + amount > authority[currency]"}
)"));
  const std::string paid = R"({"paid":4000})";
  EXPECT_EQ(Decide(insurer, Request(R"({"amount":1000,"currency":"EUR"})", paid)), "PERMIT");
  EXPECT_EQ(Decide(insurer, Request(R"({"amount":1000,"currency":"CHF"})", paid)), "DENY");
  EXPECT_EQ(Decide(insurer, Request(R"({"amount":1,"currency":"USD"})", paid)), "DENY");
}

// A file that changes under its digest is no longer what was reviewed.
TEST(FilesOfConstants, HaveTheDigestThatTheDocumentSays) {
  const std::string text = WithFile("{file: a.txt}", "name in embargo");
  const Compiled first = CompileIn({{"a.txt", "KP\n"}}, text);
  ASSERT_TRUE(first.ok());
  const vm::LoadResult module = vm::Module::Load(*first.result.module, stdlib::Functions());
  ASSERT_TRUE(module);
  const Json about = Json::parse(module->about());
  ASSERT_EQ(about["files"].size(), 1U);
  EXPECT_EQ(about["files"][0]["path"], "a.txt");
  const std::string sha256 = about["files"][0]["sha256"];
  EXPECT_EQ(sha256, kDigestOfKp);

  const std::string pinned =
      WithFile("{file: a.txt, digest: \"sha256:" + sha256 + "\"}", "name in embargo");
  EXPECT_TRUE(CompileIn({{"a.txt", "KP\n"}}, pinned).ok());
  for (const char* changed : {"KP\nIR\n", "KP", "KP\r\n", "# KP\nKP\n", ""}) {
    const Compiled compiled = CompileIn({{"a.txt", changed}}, pinned);
    EXPECT_EQ(compiled.Codes(), std::vector<std::string>{"E0231"}) << changed;
    EXPECT_NE(compiled.Said().find(sha256), std::string::npos);
  }
  EXPECT_EQ(CompileIn({{"a.txt", "KP\n"}}, text).result.module, first.result.module);
  EXPECT_NE(CompileIn({{"a.txt", "# KP\nKP\n"}}, text).result.module, first.result.module);
}

TEST(FilesOfConstants, NeedADigestInAStrictDocument) {
  const Folder folder = {{"a.txt", "KP\n"}};
  const auto missing = [&](const std::string& reference) {
    std::vector<std::string> marks;
    const Compiled compiled = CompileIn(folder, WithFile(reference, "name in embargo"), true);
    for (const std::string& mark : compiled.Marks()) {
      if (mark.find("a.txt") != std::string::npos) marks.push_back(mark);
    }
    return marks;
  };
  EXPECT_EQ(missing("{file: a.txt}"), std::vector<std::string>{"E0418 `a.txt`"});
  EXPECT_TRUE(
      missing("{file: a.txt, digest: \"sha256:" + std::string(kDigestOfKp) + "\"}").empty());
}

TEST(FilesOfConstants, WithoutAHostNothingCompiles) {
  const Compiled compiled = CompileText(WithFile("{file: a.txt}", "name in embargo"));
  EXPECT_EQ(compiled.Codes(), std::vector<std::string>{"E0230"});
}

// ---------------------------------------------------------------- long lists

std::string Names(int count, const char* separator) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "name-" + std::to_string((i * 7919) % count) + separator;
  return text;
}

uint32_t StepsOf(const Compiled& compiled) {
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  EXPECT_TRUE(module);
  return module ? module->steps_max() : 0;
}

TEST(LongLists, AreSearchedByHalving) {
  constexpr int kCount = 20'000;
  const Folder folder = {{"a.txt", Names(kCount, "\n")}, {"t.csv", Names(kCount, ",1\n")}};
  for (const char* condition : {"name in embargo", "!(name in embargo)",
                                "qty == 1 || name in embargo", "[name].exists(n, n in embargo)"}) {
    const Compiled compiled = CompileIn(folder, WithFile("{file: a.txt}", condition));
    ASSERT_TRUE(compiled.ok()) << compiled.Said();
    EXPECT_LT(StepsOf(compiled), 100U) << condition;
    const bool negated = condition[0] == '!';
    for (const int i : {0, 1, 4711, kCount - 1}) {
      const std::string request = Request(R"({"qty":2,"name":"name-)" + std::to_string(i) + "\"}");
      EXPECT_EQ(Decide(compiled, request), negated ? "DENY" : "PERMIT") << condition << i;
    }
    for (const char* name : {"name-20000", "name", "", "Name-1", "zzz"}) {
      const std::string request = Request(R"({"qty":2,"name":")" + std::string(name) + "\"}");
      EXPECT_EQ(Decide(compiled, request), negated ? "PERMIT" : "DENY") << condition << name;
    }
  }
  const Compiled table =
      CompileIn(folder, WithFile("{file: t.csv}", "name in embargo && qty == embargo[name]"));
  ASSERT_TRUE(table.ok()) << table.Said();
  EXPECT_LT(StepsOf(table), 100U);
  EXPECT_EQ(Decide(table, Request(R"({"qty":1,"name":"name-4711"})")), "PERMIT");
  EXPECT_EQ(Decide(table, Request(R"({"qty":2,"name":"name-4711"})")), "DENY");
}

// The order of a list shows only where it is not searched, and texts that stand twice do not
// matter.
TEST(LongLists, KeepTheirOrderElsewhere) {
  const std::string words = "[z, y, x, w, v, u, t, s, r, q, p, o, n, m, l, k, z]";
  const std::string text = Document(
      kFacts, {"name in words && words[0] == 'z' && size(words) == 17 && words[16] == 'z'"},
      "\n  constants:\n    words: " + words + "\n");
  const Compiled compiled = CompileText(text);
  EXPECT_EQ(Decide(compiled, Request(R"({"name":"k"})")), "PERMIT");
  EXPECT_EQ(Decide(compiled, Request(R"({"name":"a"})")), "DENY");
}

TEST(LongLists, AreBounded) {
  const auto numbers = [](int count) {
    std::string text = "[";
    for (int i = 0; i < count; ++i) text += (i > 0 ? "," : "") + std::to_string(i);
    return text + "]";
  };
  const Compiled few =
      CompileIn({{"a.json", numbers(1'024)}}, WithFile("{file: a.json}", "qty in embargo"));
  EXPECT_EQ(Decide(few, Request(R"({"qty":1023})")), "PERMIT");
  const Compiled many =
      CompileIn({{"a.json", numbers(1'025)}}, WithFile("{file: a.json}", "qty in embargo"));
  EXPECT_EQ(many.Marks(), std::vector<std::string>{"E0502 `embargo`"});
  const Compiled too_many =
      CompileIn({{"a.json", numbers(65'537)}}, WithFile("{file: a.json}", "qty in embargo"));
  EXPECT_EQ(too_many.Codes(), std::vector<std::string>{"E0208"});
}

}  // namespace
}  // namespace bylaw::compiler
