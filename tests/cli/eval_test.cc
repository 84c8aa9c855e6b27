// eval: one request, streams, explanations, output that fails.

#include <unistd.h>

#include "command.h"

namespace bylaw::test {
namespace {

const std::string kLending = Example("fintech-lending.strict.yaml");

TEST(EvalTest, MembersStandInTheDocumentedOrder) {
  const RunResult result = Bylaw({"eval", kLending, "--json"}, {.in = kPayment15000});
  EXPECT_EQ(result.exit_code, 11);
  const auto json = nlohmann::ordered_json::parse(result.out);
  std::vector<std::string> names;
  for (const auto& [name, value] : json.items()) names.push_back(name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"decision", "code", "reason", "route_to", "rules",
                                      "constitution_version", "constitution_digest", "steps"}));
  EXPECT_EQ(json["rules"].dump(), R"([{"id":"pay-large","outcome":"applies"}])");
}

TEST(EvalTest, PeopleGetABlockWithoutColourInAPipe) {
  const RunResult result = Bylaw({"eval", kLending, "--explain"}, {.in = kPayment15000});
  EXPECT_EQ(result.exit_code, 11);
  EXPECT_TRUE(result.out.starts_with("ESCALATE (matched)\n")) << result.out;
  EXPECT_NE(result.out.find("route to senior_ops\n"), std::string::npos);
  EXPECT_NE(result.out.find("✓ amount >= 10000"), std::string::npos);
  EXPECT_NE(result.out.find("✗ amount < 10000"), std::string::npos);
  EXPECT_EQ(result.out.find('\x1b'), std::string::npos);
}

TEST(EvalTest, DataCannotSteerTheTerminal) {
  const RunResult result = Bylaw(
      {"eval", Example("fintech-lending.yaml"), "--explain"},
      {.in = R"({"agent_id":"a","action":"initiate_payment","params":{"amount":1},"context":)"
             R"({"identity_verified":true,"account_status":"\u001b[2J\u202eevil\nPERMIT"}})"});
  EXPECT_EQ(result.exit_code, 10);
  EXPECT_EQ(result.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(result.out.find("\u202e"), std::string::npos);
  EXPECT_EQ(result.out.find("\nPERMIT"), std::string::npos);
}

TEST(EvalTest, ExplainAsJson) {
  const RunResult result = Bylaw({"eval", kLending, "--explain", "--json"}, {.in = kPayment15000});
  const Json rules = Json::parse(result.out)["rules"];
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0]["conditions"],
            Json::parse(R"([{"text":"amount >= 10000","value":"true","facts":{"amount":15000}}])"));
}

TEST(EvalTest, AReasonHoldsItsValuesAndPersonalFactsAreMarked) {
  const TemporaryDirectory directory;
  const std::string constitution = directory.Write("c.yaml", R"(
constitution:
  id: transfers
  facts:
    amount: {type: decimal, from: params}
    payee: {type: string, from: params, personal: true}
  prohibited:
    - id: too-much
      action: pay
      conditions: ['amount > 10000 && payee != ""']
      reason: "{amount} is above 10000"
)");
  const std::string request =
      R"({"agent_id":"a","action":"pay","params":{"amount":15000.50,"payee":"Anna Weber"}})";
  const RunResult shown = Bylaw({"eval", constitution, "--explain"}, {.in = request});
  EXPECT_EQ(shown.exit_code, 10);
  EXPECT_NE(shown.out.find("15000.5 is above 10000\n"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("payee = \"Anna Weber\" (personal)"), std::string::npos) << shown.out;
  const Json json =
      Json::parse(Bylaw({"eval", constitution, "--explain", "--json"}, {.in = request}).out);
  EXPECT_EQ(json["reason"], "15000.5 is above 10000");
  EXPECT_EQ(json["rules"][0]["conditions"][0]["personal"], Json({"payee"}));
  const std::string module = directory / "c.bylaw";
  EXPECT_EQ(Bylaw({"compile", constitution, "-o", module}).exit_code, 0);
  const std::string listing = Bylaw({"disasm", module}).out;
  EXPECT_NE(listing.find("reason \"too-much\"\n"), std::string::npos) << listing;
  EXPECT_NE(listing.find("fact \"payee\" string source=params fact_flags=declared+personal"),
            std::string::npos)
      << listing;
}

TEST(EvalTest, AStreamAnswersEveryLineInOrder) {
  const TemporaryDirectory directory;
  const std::string requests = directory.Write(
      "requests.jsonl", kPayment2500 + "\n" + kPayment15000 + "\r\nnot json\n\n" + kPayment2500);
  const RunResult result = Bylaw({"eval", kLending, "--requests", requests});
  EXPECT_EQ(result.exit_code, 0);
  const auto lines = SplitLines(result.out);
  const std::vector<std::string> expected = {"PERMIT", "ESCALATE", "DENY", "DENY", "PERMIT"};
  ASSERT_EQ(lines.size(), expected.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(Json::parse(lines[i])["decision"], expected[i]) << i;
  }
  EXPECT_EQ(Bylaw({"eval", kLending, "--requests", "-"}, {.in_file = requests}).out, result.out);
}

TEST(EvalTest, AnEmptyStreamHasNoAnswers) {
  const RunResult result = Bylaw({"eval", kLending, "--requests", "/dev/null"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "");
}

TEST(EvalTest, LinesAroundTheLongestRequestAndAcrossReads) {
  const TemporaryDirectory directory;
  const auto padded = [](size_t bytes) {
    return kPayment2500 + std::string(bytes - kPayment2500.size(), ' ');
  };
  constexpr size_t kMax = 1 << 20;
  std::string text;
  for (const size_t bytes : {kMax, kMax + 1, kMax - 1, size_t{5'000'000}, kPayment2500.size()}) {
    text += padded(bytes) + "\n";
  }
  const std::string requests = directory.Write("long.jsonl", text);
  const RunResult result = Bylaw({"eval", kLending, "--requests", requests});
  EXPECT_EQ(result.exit_code, 0);
  const auto lines = SplitLines(result.out);
  const std::vector<std::string> codes = {"matched", "invalid_request", "matched",
                                          "invalid_request", "matched"};
  ASSERT_EQ(lines.size(), codes.size());
  for (size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(Json::parse(lines[i])["code"], codes[i]) << i;
}

TEST(EvalTest, ALineWithoutEndTakesNoMemory) {
  const TemporaryDirectory directory;
  const std::string big = directory / "big.jsonl";
  WriteAll(big, "");
  ASSERT_EQ(::truncate(big.c_str(), off_t{1} << 30), 0);  // 1 GiB of NUL, no newline.
  RunOptions options;
  if (!BYLAW_SANITIZED) options.memory_bytes_max = uint64_t{256} << 20;
  const RunResult result = Bylaw({"eval", kLending, "--requests", big}, options);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(Json::parse(result.out)["code"], "invalid_request");
}

TEST(EvalTest, AReaderThatGoesAwayIsNoError) {
  const TemporaryDirectory directory;
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += kPayment2500 + "\n";
  const RunResult result =
      Bylaw({"eval", kLending, "--requests", directory.Write("many.jsonl", text)},
            {.close_output_after = 1});
  EXPECT_EQ(result.signal, 0);
  EXPECT_EQ(result.exit_code, 1) << "not every line got its answer";
  EXPECT_EQ(result.err, "") << "quietly";
}

TEST(EvalTest, TimeIsTakenInADryRunOnly) {
  const std::string request =
      R"({"agent_id":"lending-agent-v2","action":"display_account_balance",)"
      R"("context":{"identity_verified":true},"time":"2026-05-01T00:00:00Z"})";
  EXPECT_EQ(Bylaw({"eval", kLending}, {.in = request}).exit_code, 0);
  const TemporaryDirectory directory;
  const RunResult live = Bylaw(
      {"eval", kLending, "--ledger", directory / "audit", "--key", MakeKey(directory), "--json"},
      {.in = request});
  EXPECT_EQ(live.exit_code, 10);
  EXPECT_EQ(Json::parse(live.out)["code"], "invalid_request");
}

struct UsageCase {
  std::vector<std::string> arguments;
  int exit_code;
};

TEST(UsageTest, WrongArgumentsAreExitCode2) {
  const UsageCase cases[] = {
      {{}, 2},
      {{"evaluate"}, 2},
      {{"eval"}, 2},
      {{"eval", kLending, "--no-such-option"}, 2},
      {{"eval", kLending, "--request", "a", "--requests", "b"}, 2},
      {{"eval", kLending, "--ledger", "/tmp/never-made"}, 2},
      {{"eval", kLending, "--key", "k"}, 2},
      {{"eval", kLending, "--ledger", "d", "--key", "k", "--durability", "maybe"}, 2},
      {{"ledger"}, 2},
      {{"ledger", "verify", "/tmp"}, 2},
      {{"keygen"}, 2},
      {{"bench", kLending, "--seconds", "-1"}, 2},
      {{"--help"}, 0},
      {{"--version"}, 0},
  };
  for (const UsageCase& c : cases) {
    const RunResult result = Bylaw(c.arguments);
    EXPECT_EQ(result.exit_code, c.exit_code) << result.err;
    if (c.exit_code == 2) ExpectOneSentence(result.err);
  }
}

TEST(UsageTest, EverySubcommandHelpsWithAnExample) {
  const std::vector<std::vector<std::string>> commands = {{"compile"},
                                                          {"check"},
                                                          {"eval"},
                                                          {"test"},
                                                          {"bench"},
                                                          {"fmt"},
                                                          {"verify"},
                                                          {"disasm"},
                                                          {"asm"},
                                                          {"keygen"},
                                                          {"key", "show"},
                                                          {"key", "import"},
                                                          {"key", "revoke"},
                                                          {"ledger", "revoke"},
                                                          {"ledger", "init"},
                                                          {"ledger", "verify"},
                                                          {"ledger", "show"},
                                                          {"completion"}};
  for (std::vector<std::string> command : commands) {
    command.push_back("--help");
    const RunResult result = Bylaw(command);
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_NE(result.out.find("Example"), std::string::npos) << command[0];
  }
}

TEST(UsageTest, CompletionKnowsEveryCommand) {
  const RunResult result = Bylaw({"completion", "bash"});
  EXPECT_EQ(result.exit_code, 0);
  for (const char* word : {"compile", "fmt", "ledger verify", "--requests", "--no-passphrase"}) {
    EXPECT_NE(result.out.find(word), std::string::npos) << word;
  }
  EXPECT_EQ(RunProgram({"/bin/bash", "-n"}, {.in = result.out}).exit_code, 0);
}

TEST(BenchTest, MeasuresAndShowsTheFloors) {
  const TemporaryDirectory directory;
  const std::string request = directory.Write("r.json", kPayment2500);
  const RunResult result =
      Bylaw({"bench", kLending, "--request", request, "--seconds", "0.02", "--json", "--ledger",
             directory / "bench", "--key", MakeKey(directory)});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json rows = Json::parse(result.out);
  ASSERT_EQ(rows.size(), 5U);
  for (const Json& row : rows) EXPECT_GT(row["p50_ns"], 0) << row;
  const RunResult table = Bylaw({"bench", kLending, "--seconds", "0.02"});
  EXPECT_EQ(table.exit_code, 0);
  EXPECT_NE(table.out.find("a second"), std::string::npos);
}

}  // namespace
}  // namespace bylaw::test
