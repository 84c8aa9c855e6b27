// The writer: what it writes, what it refuses, and that nothing goes on behind a failure.
#include "bylaw/ledger/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

TEST(LedgerTest, WritesTheLifeOfALedger) {
  FakeHost host;
  FillLedger(host, 5);
  const std::string segment = SegmentOn(host);
  const std::vector<std::string> lines = LinesOf(segment);
  std::vector<std::string> kinds;
  for (const std::string& line : lines) {
    const auto record = RecordView::Parse(line);
    kinds.push_back(record ? record->text(Field::kind) : "checkpoint");
  }
  EXPECT_THAT(kinds, testing::ElementsAre("genesis", "opened", "evaluation", "evaluation",
                                          "evaluation", "evaluation", "checkpoint", "evaluation",
                                          "closed", "checkpoint"));
  EXPECT_EQ(segment, JoinLines(lines)) << "the file is cut to its size when it is closed";
  EXPECT_TRUE(VerifyOn(host).good());
}

// A fixed key, fixed clocks and fixed random bits give this file, byte for byte. Whoever changes
// the format changes its version too.
TEST(LedgerTest, GoldenLedger) {
  FakeHost host;
  FillLedger(host, 5);
  const std::string path = BYLAW_LEDGER_TEST_DIR "/golden/00000000000000000000.jsonl";
  if (std::getenv("BYLAW_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << SegmentOn(host);
  }
  std::ostringstream golden;
  golden << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(SegmentOn(host), golden.str());
  EXPECT_EQ(FixedKey().public_key().Line(), [] {
    return PublicKey::Load(BYLAW_LEDGER_TEST_DIR "/golden/ledger.key.pub")->Line();
  }());
}

TEST(LedgerTest, TheFileIsFilledAheadWithNewlines) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  const std::string segment = SegmentOn(host);
  EXPECT_EQ(segment.substr(segment.find("\n\n")).find_first_not_of('\n'), std::string::npos);
  EXPECT_GE(segment.size(), 65'536U);
  EXPECT_TRUE(VerifyOn(host).good()) << "a ledger that is being written verifies";
}

TEST(LedgerTest, ACheckpointComesWithTheCommitAfter256Records) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  for (int i = 0; i < 600; ++i) ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  const VerifyReport report = VerifyOn(host);
  EXPECT_EQ(report.records, 602U);
  EXPECT_EQ(report.checkpoints, 2U);
  EXPECT_EQ(report.checkpoint_size, 512U);
}

TEST(LedgerTest, ABatchIsOneCommit) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  const std::uint64_t calls = host.calls;
  const std::vector<Record> batch(3, Evaluation(ledger->ReadClock().time));
  const auto receipts = ledger->AppendBatch(batch);
  ASSERT_TRUE(receipts);
  EXPECT_EQ(host.calls - calls, 2U) << "one write, one sync";
  ASSERT_EQ(receipts->size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto record = RecordView::Parse((*receipts)[i].line);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->number(Field::seq), 2 + i);
    EXPECT_EQ(record->number(Field::commit), 2U);
    EXPECT_EQ(record->text(Field::event_id), (*receipts)[i].event_id.view());
  }
  EXPECT_FALSE(ledger->AppendBatch({}));
}

TEST(LedgerTest, AReceiptHoldsWhatTheArticleNames) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  const auto receipt = ledger->Append(Evaluation(ledger->ReadClock().time));
  ASSERT_TRUE(receipt);
  for (const char* member :
       {R"("event_id":"evt_)", R"("timestamp":"2026-04-14T11:42:09.000000Z")",
        R"("agent_id":"lending-agent-v2")", R"("action_requested":"initiate_payment")",
        R"("action_params":{"amount":15000,"destination":"external-account"})",
        R"("constitution_version":"fintech-lending-agent-v3")", R"("decision":"ESCALATE")",
        R"("reason":"amount >= 10000 threshold triggers senior_ops review")",
        R"("signature":"ed25519:)", R"("prev_hash":"sha256:)"}) {
    EXPECT_THAT(std::string(receipt->line), HasSubstr(member));
  }
}

struct Refusal {
  const char* what;
  void (*change)(Record& record);
  ErrorCode code;
  const char* message;
};

class RefusalTest : public testing::TestWithParam<Refusal> {};

TEST_P(RefusalTest, LeavesTheLedgerReadyForAnotherRecord) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  const std::string before = SegmentOn(host);
  Record record = Evaluation(ledger->ReadClock().time);
  GetParam().change(record);
  const std::array<Record, 2> batch{Evaluation(ledger->ReadClock().time), record};
  for (const auto& error : {ledger->Append(record).error(), ledger->AppendBatch(batch).error()}) {
    EXPECT_EQ(error.code, GetParam().code);
    EXPECT_THAT(error.message, HasSubstr(GetParam().message));
  }
  EXPECT_EQ(SegmentOn(host), before);
  EXPECT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  EXPECT_TRUE(VerifyOn(host).good());
}

const std::string& Long() {
  static const std::string text(kRecordBytesMax, 'x');
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusalTest,
    testing::Values(
        Refusal{"too_long", [](Record& r) { r.reason = Long(); }, ErrorCode::kRecordTooLong,
                "65535"},
        Refusal{"not_json", [](Record& r) { r.action_params = JsonObject{"{\"a\":01}"}; },
                ErrorCode::kInvalidJson, "action_params"},
        Refusal{"not_an_object", [](Record& r) { r.context = JsonObject{"[1]"}; },
                ErrorCode::kInvalidJson, "context"},
        Refusal{"not_utf8", [](Record& r) { r.reason = "\xff"; }, ErrorCode::kInvalidArgument,
                "reason"},
        Refusal{"not_utf8_in_a_list",
                [](Record& r) {
                  static constexpr std::array<std::string_view, 1> kBad{"\xC0\x80"};
                  r.targets = kBad;
                },
                ErrorCode::kInvalidArgument, "targets"},
        Refusal{"number", [](Record& r) { r.steps = kNumberMax + 1; }, ErrorCode::kInvalidArgument,
                "steps"},
        Refusal{"time", [](Record& r) { r.timestamp = Timestamp{INT64_MAX}; },
                ErrorCode::kInvalidArgument, "timestamp"},
        Refusal{"back_in_time", [](Record& r) { r.timestamp->us -= 1; }, ErrorCode::kTimeRunsBack,
                "before"},
        Refusal{"no_kind", [](Record& r) { r.kind.reset(); }, ErrorCode::kInvalidArgument, "kind"},
        Refusal{"reserved_kind", [](Record& r) { r.kind = "vote"; }, ErrorCode::kInvalidArgument,
                "later"},
        Refusal{"no_agent", [](Record& r) { r.agent_id.reset(); }, ErrorCode::kInvalidArgument,
                "agent_id"},
        Refusal{"no_such_decision", [](Record& r) { r.decision = "ALLOW"; },
                ErrorCode::kInvalidArgument, "PERMIT"},
        Refusal{"invalid_request_without_its_digest", [](Record& r) { r.code = "invalid_request"; },
                ErrorCode::kInvalidArgument, "error"}),
    [](const auto& test) { return test.param.what; });

TEST(LedgerTest, ARecordOfExactlyTheGreatestLengthFits) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  Record record = Evaluation(ledger->ReadClock().time);
  record.reason = "";
  const auto empty = ledger->Append(record);
  ASSERT_TRUE(empty);
  const std::size_t room = kRecordBytesMax - empty->line.size();
  const std::string longer(room + 1, 'x');
  record.reason = longer;
  EXPECT_EQ(ledger->Append(record).error().code, ErrorCode::kRecordTooLong);
  record.reason = std::string_view(longer).substr(1);
  const auto full = ledger->Append(record);
  ASSERT_TRUE(full);
  EXPECT_EQ(full->line.size(), kRecordBytesMax);
  EXPECT_TRUE(VerifyOn(host).good());
}

TEST(LedgerTest, AnInvalidRequestIsRecordedByItsDigest) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  Record record;
  record.kind = "evaluation";
  record.timestamp = ledger->ReadClock().time;
  record.code = "invalid_request";
  record.decision = "DENY";
  record.error = "a member name stands twice at byte 7";
  record.request_bytes = 9;
  record.request_sha256 = HashOf("{\"a\":1,…");
  EXPECT_TRUE(ledger->Append(record));
  EXPECT_TRUE(VerifyOn(host).good());
}

TEST(LedgerTest, OneWriterAtATime) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto first = OpenOn(host);
  ASSERT_TRUE(first);
  EXPECT_EQ(OpenOn(host).error().code, ErrorCode::kLocked);
  ASSERT_TRUE(first->Close());
  EXPECT_TRUE(OpenOn(host));
}

TEST(LedgerTest, ClosedIsClosed) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger->Close());
  EXPECT_EQ(ledger->Append(Evaluation({host.wall_us})).error().code, ErrorCode::kClosed);
  EXPECT_EQ(ledger->WriteCheckpoint().error().code, ErrorCode::kClosed);
  EXPECT_EQ(ledger->ArchiveModule({}, "").error().code, ErrorCode::kClosed);
  EXPECT_EQ(ledger->AcceptClock("").error().code, ErrorCode::kClosed);
  EXPECT_EQ(ledger->Close().error().code, ErrorCode::kClosed);
}

TEST(LedgerTest, InitNeedsAnEmptyDirectory) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  EXPECT_EQ(InitOn(host).error().code, ErrorCode::kExists);
  FakeHost other;
  ASSERT_TRUE(other.CreateDirectory(kDirectory));
  EXPECT_EQ(OpenOn(other).error().code, ErrorCode::kNotFound);
  other.Write("/audit/notes.txt", "mine");
  EXPECT_EQ(InitOn(other).error().code, ErrorCode::kExists);
}

TEST(LedgerTest, AnotherKeyIsRefused) {
  FakeHost host;
  FillLedger(host, 1);
  const std::string before = SegmentOn(host);
  const auto key = SecretKey::Generate("test-ledger");
  const auto ledger = Ledger::Open(kDirectory, *key, {.software = "", .expect = {}, .host = &host});
  EXPECT_EQ(ledger.error().code, ErrorCode::kKeyMismatch);
  EXPECT_EQ(SegmentOn(host), before);
}

TEST(LedgerTest, ModulesAreArchivedOnce) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  const Hash digest = HashOf("the module");
  ASSERT_TRUE(ledger->ArchiveModule(digest, "the module"));
  const std::string path = "/audit/modules/" + DigestText(digest).substr(7) + ".bylaw";
  EXPECT_EQ(host.Read(path), "the module");
  const std::uint64_t calls = host.calls;
  ASSERT_TRUE(ledger->ArchiveModule(digest, "the module"));
  EXPECT_EQ(host.calls, calls + 2) << "only the directories are synced again";
}

// Every call that changes something fails once, from the first to the last; behind it, nothing goes
// on.
TEST(LedgerTest, AFailureClosesTheLedger) {
  FakeHost made;
  ASSERT_TRUE(InitOn(made));
  bool failed = true;
  for (std::uint64_t call = 0; failed; ++call) {
    SCOPED_TRACE("failing call " + std::to_string(call));
    const auto host = made.Clone();
    std::vector<std::string> acknowledged;
    auto ledger = OpenOn(*host);
    ASSERT_TRUE(ledger);
    const auto append = [&] {
      const auto receipt = ledger->Append(Evaluation(ledger->ReadClock().time));
      if (receipt) acknowledged.emplace_back(receipt->line);
      return receipt;
    };
    host->fail_from = host->calls + call;
    host->fail_count = 1;
    Result<Receipt> receipt = append();
    for (int i = 0; i < 300 && receipt; ++i) receipt = append();
    failed = !receipt;
    if (failed) {
      EXPECT_EQ(receipt.error().code, ErrorCode::kIo);
      EXPECT_THAT(receipt.error().message, HasSubstr("closed until it is opened again"));
      const std::uint64_t calls = host->calls;
      EXPECT_EQ(append().error().message, receipt.error().message);
      EXPECT_EQ(ledger->Close().error().message, receipt.error().message);
      EXPECT_EQ(host->calls, calls) << "nothing is tried again";
    }
    const auto after = host->Restart(Survival::kSyncedOnly, 1);
    ASSERT_TRUE(OpenOn(*after));
    for (const std::string& line : acknowledged) {
      EXPECT_NE(SegmentOn(*after).find(line), std::string::npos);
    }
    if (call >= 12 && failed) call += 61;  // every write and sync is alike; look at some
  }
}

TEST(LedgerTest, AFullDiskLosesNothing) {
  for (const std::uint64_t space : {0U, 700U, 1'000U, 1'400U, 5'000U, 263'000U, 264'000U}) {
    FakeHost host;
    ASSERT_TRUE(InitOn(host));
    host.space_bytes = space;
    auto ledger = OpenOn(host);
    std::size_t appended = 0;
    if (ledger) {
      Result<Receipt> receipt = ledger->Append(Evaluation(ledger->ReadClock().time));
      for (; receipt; receipt = ledger->Append(Evaluation(ledger->ReadClock().time))) ++appended;
      EXPECT_THAT(receipt.error().message, HasSubstr("No space left"));
    }
    const auto after = host.Restart(Survival::kEverything, 1);
    ASSERT_TRUE(OpenOn(*after)) << "with space again, space was " << space;
    const VerifyReport report = VerifyOn(*after);
    EXPECT_TRUE(report.good());
    EXPECT_GE(report.records, appended);
  }
}

TEST(LedgerTest, ShortWritesAreCompleted) {
  FakeHost host;
  host.write_bytes_max = 613;
  FillLedger(host, 3);
  EXPECT_TRUE(VerifyOn(host).good());
}

TEST(LedgerTest, AsyncSyncsWithTheCheckpointOnly) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host, Durability::kAsync));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  EXPECT_EQ(ledger->durability(), Durability::kAsync);
  const std::uint64_t calls = host.calls;
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  EXPECT_EQ(host.calls - calls, 100U) << "one write a record, no sync";
  host.Advance(kCheckpointIntervalUs);
  ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  EXPECT_EQ(host.calls - calls, 102U);
  const auto after = host.Restart(Survival::kSyncedOnly, 1);
  EXPECT_EQ(VerifyOn(*after).records, 103U);
  ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  const VerifyReport report = VerifyOn(host);
  EXPECT_TRUE(report.good());
  EXPECT_EQ(report.checkpoints, 1U);
}

TEST(LedgerTest, AsyncLosesOnlyTheRunningCommit) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    FakeHost host;
    ASSERT_TRUE(InitOn(host, Durability::kAsync));
    auto ledger = OpenOn(host);
    for (int i = 0; i < 60; ++i) {
      host.Advance(50'000);
      ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    }
    const auto after = host.Restart(Survival::kSomeSectors, seed);
    auto again = OpenOn(*after);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_GT(again->size(), 40U);
    EXPECT_TRUE(VerifyOn(*after).good());
  }
}

TEST(LedgerTest, ACheckpointCanBeTakenAtAnyTime) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  const auto note = ledger->WriteCheckpoint();
  ASSERT_TRUE(note);
  const auto checkpoint = OpenCheckpoint(*note, FixedKey().public_key());
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->size, ledger->size());
  EXPECT_EQ(checkpoint->origin, ledger->origin());
  EXPECT_EQ(ledger->WriteCheckpoint().value_or(""), *note) << "nothing new, the same note";
  ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  EXPECT_TRUE(VerifyOn(host, *checkpoint).good());
  EXPECT_EQ(VerifyOn(host).checkpoints, 1U);
}

TEST(LedgerTest, AClockSetBackIsRecordedOnce) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  host.wall_us -= 3'600'000'000;
  for (int i = 0; i < 3; ++i) {
    host.Advance(1'000);
    const Now now = ledger->ReadClock();
    EXPECT_TRUE(now.trusted);
    EXPECT_EQ(TimestampText(now.time), "2026-04-14T11:42:09.000000Z");
    ASSERT_TRUE(ledger->Append(Evaluation(now.time)));
  }
  const std::string segment = SegmentOn(host);
  const std::size_t first = segment.find("\"kind\":\"clock\"");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(segment.find("\"kind\":\"clock\"", first + 1), std::string::npos);
  EXPECT_THAT(segment, HasSubstr("\"clock_timestamp\":\"2026-04-14T10:42:09.001000Z\""));
  EXPECT_TRUE(VerifyOn(host).good());
}

TEST(LedgerTest, AClockThatJumpsForwardMustBeAccepted) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  EXPECT_TRUE(ledger->ReadClock().trusted);
  host.wall_us += 3'600'000'000;
  host.Advance(1'000'000);
  for (int i = 0; i < 3; ++i) {
    const Now now = ledger->ReadClock();
    EXPECT_FALSE(now.trusted);
    EXPECT_EQ(TimestampText(now.time), "2026-04-14T11:42:10.000000Z");
    ASSERT_TRUE(ledger->Append(Evaluation(now.time))) << "the refusal is recorded";
  }
  Record timeless = Evaluation({});
  timeless.timestamp.reset();
  EXPECT_EQ(ledger->Append(timeless).error().code, ErrorCode::kClockJumped)
      << "nobody has seen that its time is not to be trusted";
  ASSERT_TRUE(ledger->AcceptClock("summer time was set by hand"));
  EXPECT_TRUE(ledger->ReadClock().trusted);
  EXPECT_EQ(TimestampText(ledger->ReadClock().time), "2026-04-14T12:42:10.000000Z");
  EXPECT_THAT(SegmentOn(host), HasSubstr("\"kind\":\"admin\""));
  EXPECT_THAT(ledger->Append(timeless)->line, HasSubstr("2026-04-14T12:42:10.000000Z"));
  EXPECT_TRUE(VerifyOn(host).good());
}

TEST(LedgerTest, AClockBehindTheLastRecordIsRecordedAtOpening) {
  FakeHost host;
  FillLedger(host, 1);
  host.wall_us -= 86'400'000'000;
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_THAT(SegmentOn(host), HasSubstr("\"kind\":\"clock\""));
  EXPECT_TRUE(VerifyOn(host).good());
}

}  // namespace
}  // namespace bylaw::ledger
