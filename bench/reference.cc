#include "reference.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "bylaw/compiler/compile.h"
#include "bylaw/compiler/source.h"
#include "bylaw/stdlib/functions.h"

namespace bylaw::bench {
namespace {

constexpr std::string_view kActions[] = {"display_account_balance", "initiate_payment",
                                         "modify_credit_limit", "share_account_data",
                                         "close_account"};

std::string JsonOf(std::string_view action, const Facts& facts) {
  std::string json = R"({"request_id":"req-2026-000123","agent_id":"lending-agent-v2","action":")";
  json.append(action).append(R"(","params":{"amount":)");
  char amount[32];
  std::snprintf(amount, sizeof amount, "%lld.%02d",
                static_cast<long long>(facts.amount_cents / 100),
                static_cast<int>(facts.amount_cents % 100));
  json.append(amount).append(
      R"(,"destination":"external-account"},"context":{"identity_verified":)");
  json.append(facts.identity_verified ? "true" : "false").append(R"(,"account_status":")");
  json.append(StatusText(facts.account_status)).append(R"("})");
  if (!facts.target.empty()) json.append(R"(,"target":")").append(facts.target).append("\"");
  return json.append("}");
}

std::vector<Request> MakeRequests() {
  std::vector<Request> requests;
  for (size_t i = 0; i < AllFacts().size(); ++i) {
    for (const std::string_view action : kActions)
      requests.push_back({action, i, JsonOf(action, AllFacts()[i])});
  }
  std::shuffle(requests.begin(), requests.end(), std::mt19937(20260414));
  return requests;
}

}  // namespace

std::string_view StatusText(AccountStatus status) {
  constexpr std::string_view kTexts[] = {"active", "frozen", "closed"};
  return kTexts[static_cast<uint8_t>(status)];
}

HandDecision DecideByHand(std::string_view action, const Facts& facts) {
  if (action == "display_account_balance") {
    return facts.identity_verified ? HandDecision{Answer::kPermit, 0}
                                   : HandDecision{Answer::kDeny, -1};
  }
  if (action == "initiate_payment") {
    if (facts.amount_cents >= 10'000'00) return {Answer::kEscalate, 4};
    const bool permitted =
        facts.identity_verified && facts.account_status == AccountStatus::kActive;
    return permitted ? HandDecision{Answer::kPermit, 1} : HandDecision{Answer::kDeny, -1};
  }
  if (action == "modify_credit_limit") return {Answer::kDeny, 2};
  if (action == "share_account_data") {
    return facts.target == "third_parties" ? HandDecision{Answer::kDeny, 3}
                                           : HandDecision{Answer::kDeny, -1};
  }
  return {Answer::kDeny, -1};
}

const std::vector<Facts>& AllFacts() {
  static const std::vector<Facts> facts = [] {
    std::mt19937 random(42);
    std::vector<Facts> made;
    constexpr size_t kSets = 64;
    for (size_t i = 0; i < kSets; ++i) {
      made.push_back({random() % 4 != 0, static_cast<AccountStatus>(random() % 4 == 0 ? 1 : 0),
                      static_cast<int64_t>(random() % 20'000'00),
                      random() % 2 == 0 ? std::string_view("third_parties") : std::string_view()});
    }
    return made;
  }();
  return facts;
}

const std::vector<std::string_view>& ActionSequence() {
  static const std::vector<std::string_view> sequence = [] {
    std::mt19937 random(7);
    std::vector<std::string_view> made(AllFacts().size() * kActionsPerFacts);
    for (std::string_view& action : made) action = kActions[random() % std::size(kActions)];
    return made;
  }();
  return sequence;
}

const std::vector<Request>& Requests() {
  static const std::vector<Request> requests = MakeRequests();
  return requests;
}

std::string ReferenceModuleBytes() {
  const std::string path = BYLAW_SOURCE_DIR "/examples/fintech-lending.yaml";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const compiler::SourceFile source(path, text.str());
  compiler::DiagnosticSink sink;
  compiler::CompileResult result = compiler::Compile(source, {false, stdlib::Functions()}, sink);
  if (!result.module) {
    std::fprintf(stderr, "%s does not compile\n", path.c_str());
    std::exit(1);
  }
  return *std::move(result.module);
}

}  // namespace bylaw::bench
