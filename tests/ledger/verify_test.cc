// Verification finds every change: each bit, each line removed, repeated, moved or forged, and with
// a checkpoint kept elsewhere a cut or rewritten ledger too.
#include "bylaw/ledger/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "bylaw/ledger/canonical_json.h"
#include "chain.h"
#include "fixtures.h"
#include "record_writer.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

class VerifyTest : public testing::Test {
 protected:
  void SetUp() override {
    FillLedger(host_, 5);
    lines_ = LinesOf(SegmentOn(host_));
    ASSERT_EQ(lines_.size(), 10U);
  }

  VerifyReport VerifyText(const std::string& text, std::optional<Checkpoint> expect = std::nullopt,
                          std::uint64_t first_seq = 0) {
    host_.Write(SegmentPath(kDirectory), text);
    return VerifyOn(host_, std::move(expect), first_seq);
  }

  // The ledger's last checkpoint, as it would be kept elsewhere.
  Checkpoint Last() const {
    const std::string note = *ValidCheckpoint(lines_.back(), ChainAt(0), FixedKey().public_key());
    return *OpenCheckpoint(note, FixedKey().public_key());
  }

  // The chain behind so many lines.
  Chain ChainAt(std::size_t count) const {
    LineChecker checker(FixedKey().public_key(), {});
    for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) {
      EXPECT_TRUE(checker.Check(lines_[i], Signatures::kCheck));
    }
    return checker.chain();
  }

  FakeHost host_;
  std::vector<std::string> lines_;
};

TEST_F(VerifyTest, AGoodLedger) {
  const VerifyReport report = VerifyOn(host_, Last());
  EXPECT_TRUE(report.good());
  EXPECT_EQ(report.records, 8U);
  EXPECT_EQ(report.signatures, 8U);
  EXPECT_EQ(report.checkpoints, 2U);
  EXPECT_EQ(report.checkpoint_size, 8U);
  EXPECT_THAT(report.origin, testing::StartsWith("bylaw/ledger-"));
  EXPECT_EQ(TimestampText(report.first_time), "2026-04-14T11:42:09.000000Z");
  EXPECT_EQ(TimestampText(report.last_time), "2026-04-14T11:42:10.250000Z");
}

TEST_F(VerifyTest, EveryBit) {
  const std::string good = JoinLines(lines_);
  std::size_t line = 0;
  std::uint64_t seq = 0;  // of the record in this line, or of the next one
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = good;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      // Signatures before the change are those of the good ledger; leaving them out keeps this
      // fast.
      const bool whole = (8 * at + static_cast<std::size_t>(bit)) % 211 == 0;
      const VerifyReport report = VerifyText(changed, std::nullopt, whole ? 0 : seq);
      ASSERT_FALSE(report.good()) << "bit " << bit << " of byte " << at << ", line " << line + 1;
      ASSERT_EQ(report.bad->line, line + 1) << report.bad->why;
      ASSERT_EQ(report.bad->file, SegmentPath(kDirectory));
    }
    if (good[at] != '\n') continue;
    if (!lines_[line].starts_with(kCheckpointStart)) ++seq;
    ++line;
    if (line + 1 == lines_.size()) seq = 7;  // a range must begin with a record that exists
  }
}

TEST_F(VerifyTest, EveryLineRemoved) {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    auto changed = lines_;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    const bool last = i + 1 == lines_.size();
    const VerifyReport report = VerifyText(JoinLines(changed));
    EXPECT_EQ(report.good(), last) << "line " << i + 1;
    if (!last) {
      EXPECT_EQ(report.bad->line, i + 1);
    }
  }
}

TEST_F(VerifyTest, EveryLineRepeatedAnywhere) {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    for (std::size_t at = 0; at <= lines_.size(); ++at) {
      auto changed = lines_;
      changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), lines_[i]);
      const VerifyReport report = VerifyText(JoinLines(changed));
      ASSERT_FALSE(report.good()) << "line " << i + 1 << " again as " << at + 1;
      EXPECT_EQ(report.bad->line, at == i ? at + 2 : at + 1);
    }
  }
}

TEST_F(VerifyTest, EveryTwoLinesSwapped) {
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    for (std::size_t j = i + 1; j < lines_.size(); ++j) {
      auto changed = lines_;
      std::swap(changed[i], changed[j]);
      const VerifyReport report = VerifyText(JoinLines(changed));
      ASSERT_FALSE(report.good());
      EXPECT_EQ(report.bad->line, i + 1);
    }
  }
}

// Without the expected checkpoint a tail cut between lines is a good, shorter ledger; with it, it
// never is.
TEST_F(VerifyTest, EveryTailCut) {
  const std::string good = JoinLines(lines_);
  const Checkpoint last = Last();
  std::set<std::size_t> ends;
  for (std::size_t end = 0, i = 0; i < lines_.size(); ++i) ends.insert(end += lines_[i].size() + 1);
  for (std::size_t size = 0; size < good.size(); size += ends.contains(size + 1) ? 1U : 7U) {
    const std::string cut = good.substr(0, size);
    const bool all_records = size == good.size() - lines_.back().size() - 1;
    EXPECT_EQ(VerifyText(cut, last).good(), all_records) << size;
    EXPECT_EQ(VerifyText(cut).good(), ends.contains(size)) << size;
  }
  const auto report = VerifyText(good.substr(0, *ends.begin()), last);
  EXPECT_EQ(report.bad->line, 2U);
  EXPECT_THAT(report.bad->why, HasSubstr("states 8"));
}

TEST_F(VerifyTest, BlankLinesAreGoodAtTheEndOnly) {
  const std::string good = JoinLines(lines_);
  for (const std::size_t count : {1U, 2U, 511U, 100'000U}) {
    EXPECT_TRUE(VerifyText(good + std::string(count, '\n')).good());
  }
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    auto changed = lines_;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), "");
    const VerifyReport report = VerifyText(JoinLines(changed));
    ASSERT_FALSE(report.good());
    EXPECT_EQ(report.bad->line, i + 2) << "the line behind the blank one";
  }
}

TEST_F(VerifyTest, NotALedger) {
  for (const std::string& text :
       {std::string(), std::string("\n\n"), std::string("{}\n"), std::string(1'000'000, 'x'),
        std::string(10'000, '\0') + "\n", std::string(200'000, 'x') + "\n"}) {
    const VerifyReport report = VerifyText(text);
    EXPECT_FALSE(report.good());
    EXPECT_EQ(report.records, 0U);
    EXPECT_THAT(report.bad->line, testing::AnyOf(1U, 3U));
  }
  VerifyOptions options;
  options.read.host = &host_;
  EXPECT_EQ(Verify("/none", FixedKey().public_key(), options).error().code, ErrorCode::kNotFound);
}

TEST_F(VerifyTest, AnotherKey) {
  const auto key = SecretKey::Generate("test-ledger");
  VerifyOptions options;
  options.read.host = &host_;
  const auto report = Verify(kDirectory, key->public_key(), options);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->bad->line, 1U);
  EXPECT_THAT(report->bad->why, HasSubstr("made with key"));
}

// Lines that are correctly signed by the ledger's own key and still do not belong there.
TEST_F(VerifyTest, ForgedByTheKeysHolder) {
  struct Forgery {
    const char* what;
    std::function<void(Record&, LedgerFields&)> change;
    const char* why;
  };
  const Chain chain = ChainAt(4);
  const std::vector<Forgery> forgeries{
      {"seq", [](Record&, LedgerFields& f) { f.seq = 5; }, "stands where 4 belongs"},
      {"prev_hash", [](Record&, LedgerFields& f) { f.prev_hash = Hash{}; }, "prev_hash"},
      {"origin", [](Record&, LedgerFields& f) { f.origin = "other-0123456789abcdef"; },
       "record of another ledger, other-"},
      {"time",
       [](Record& r, LedgerFields&) { r.timestamp = Timestamp{r.timestamp->us - 1'000'000}; },
       "timestamp earlier"},
      {"commit back", [](Record&, LedgerFields& f) { f.commit = 1; }, "commit 1"},
      {"commit ahead", [](Record&, LedgerFields& f) { f.commit = 5; }, "commit 5"},
      {"event_id", [](Record&, LedgerFields& f) { f.event_id = "evt_1"; }, "event_id"},
      {"checkpoint_size", [](Record&, LedgerFields& f) { f.checkpoint_size = 2; }, "checkpoint"},
      {"version", [](Record&, LedgerFields& f) { f.v = 2; }, "version"},
      {"second genesis",
       [](Record& r, LedgerFields&) {
         r = {.kind = "genesis", .timestamp = r.timestamp};
         r.durability = r.mode = r.key = r.software = "x";
       },
       "second genesis"},
  };
  std::vector<std::string> kept(lines_.begin(), lines_.begin() + 4);
  for (const Forgery& forgery : forgeries) {
    Record record = Evaluation(chain.timestamp);
    LedgerFields fields;
    fields.commit = 4;
    fields.event_id = "evt_0123456789abcdef0123456789abcdef";
    fields.origin = chain.origin;
    fields.prev_hash = chain.prev_hash;
    fields.seq = 4;
    fields.v = 1;
    std::string good;
    ASSERT_TRUE(RecordWriter().AppendSigned(record, fields, FixedKey(), good));
    ASSERT_TRUE(VerifyText(JoinLines(kept) + good + "\n").good());
    forgery.change(record, fields);
    std::string line;
    ASSERT_TRUE(RecordWriter().AppendSigned(record, fields, FixedKey(), line));
    const VerifyReport report = VerifyText(JoinLines(kept) + line + "\n");
    ASSERT_FALSE(report.good()) << forgery.what;
    EXPECT_EQ(report.bad->line, 5U);
    EXPECT_THAT(report.bad->why, HasSubstr(forgery.why)) << forgery.what;
  }
}

TEST_F(VerifyTest, ForgedCheckpoints) {
  const Chain chain = ChainAt(4);
  std::vector<std::string> kept(lines_.begin(), lines_.begin() + 4);
  const auto line_of = [&](const Checkpoint& checkpoint) {
    std::string line(kCheckpointStart);
    AppendJsonString(*SignCheckpoint(checkpoint, FixedKey()), line);
    return line + "}\n";
  };
  const Checkpoint good = chain.ToCheckpoint();
  EXPECT_TRUE(VerifyText(JoinLines(kept) + line_of(good)).good());
  Checkpoint other = good;
  other.origin = "other-0123456789abcdef";
  EXPECT_THAT(VerifyText(JoinLines(kept) + line_of(other)).bad->why, HasSubstr("another ledger"));
  other = good;
  other.size = 3;
  EXPECT_THAT(VerifyText(JoinLines(kept) + line_of(other)).bad->why, HasSubstr("of 3 records"));
  other = good;
  other.root = Hash{};
  EXPECT_THAT(VerifyText(JoinLines(kept) + line_of(other)).bad->why, HasSubstr("other records"));
  EXPECT_THAT(VerifyText(JoinLines(kept) + line_of(good) + line_of(good)).bad->why,
              HasSubstr("as the one before"));
}

// Whoever holds the key writes the whole history anew; only the checkpoint that was kept tells.
TEST_F(VerifyTest, ARewrittenHistoryNeedsTheKeptCheckpoint) {
  const Checkpoint kept = Last();
  FakeHost other;
  FillLedger(other, 7);
  EXPECT_TRUE(VerifyOn(other).good());
  const VerifyReport report = VerifyOn(other, kept);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("not those of the expected checkpoint"));
  EXPECT_EQ(report.bad->line, 9U);
  EXPECT_EQ(OpenOn(other, kept).error().code, ErrorCode::kRolledBack);
}

// Two that both go on from one ledger: each is good alone, and a checkpoint of one tells on the
// other, of the same size or a larger one.
TEST_F(VerifyTest, AForkIsNamed) {
  const auto fork = host_.Clone();
  const auto go_on = [](FakeHost& host, std::uint64_t random_state) {
    host.random_state = random_state;
    auto ledger = OpenOn(host);
    const auto note = ledger->WriteCheckpoint();
    EXPECT_TRUE(ledger->Close());
    EXPECT_TRUE(VerifyOn(host).good());
    return *OpenCheckpoint(*note, FixedKey().public_key());
  };
  const Checkpoint here = go_on(host_, 7);
  const Checkpoint there = go_on(*fork, 8);
  EXPECT_EQ(here.size, there.size);
  EXPECT_NE(here.root, there.root);
  const auto named = HasSubstr("forked or rewritten: the first " + std::to_string(here.size));
  EXPECT_THAT(VerifyOn(host_, there).bad->why, named);
  EXPECT_THAT(VerifyOn(*fork, here).bad->why, named);
  EXPECT_THAT(OpenOn(host_, there).error().message, named);
}

TEST_F(VerifyTest, ARange) {
  VerifyOptions options;
  options.read.host = &host_;
  options.first_seq = 3;
  options.last_seq = 5;
  const auto report = Verify(kDirectory, FixedKey().public_key(), options);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good());
  EXPECT_EQ(report->signatures, 3U);
  EXPECT_EQ(report->records, 6U);
  options.expect = Last();
  EXPECT_EQ(Verify(kDirectory, FixedKey().public_key(), options)->records, 8U);
  options.expect.reset();
  options.first_seq = 8;
  options.last_seq = 9;
  EXPECT_EQ(Verify(kDirectory, FixedKey().public_key(), options).error().code,
            ErrorCode::kInvalidArgument);
}

TEST_F(VerifyTest, ProgressAndStopping) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  auto ledger = OpenOn(host);
  for (int i = 0; i < 1'500; ++i) {
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  }
  VerifyOptions options;
  options.read.host = &host;
  options.first_seq = 1'400;
  std::vector<std::uint64_t> seen;
  options.read.progress = [&](std::uint64_t done, std::uint64_t all) {
    EXPECT_LE(done, all);
    seen.push_back(done);
    return true;
  };
  ASSERT_TRUE(Verify(kDirectory, FixedKey().public_key(), options));
  EXPECT_THAT(seen, testing::SizeIs(1));
  options.read.progress = [](std::uint64_t, std::uint64_t) { return false; };
  EXPECT_EQ(Verify(kDirectory, FixedKey().public_key(), options).error().code, ErrorCode::kClosed);
}

// What decided is evidence too.
TEST_F(VerifyTest, AModuleThatIsGoneOrChangedIsNamedWhereItDecidedFirst) {
  EXPECT_EQ(VerifyOn(host_).modules, 1U);
  const std::string path = ModulePath(kDirectory, HashOf(kModule));
  host_.Write(path, "another module");
  const VerifyReport changed = VerifyOn(host_);
  ASSERT_FALSE(changed.good());
  EXPECT_EQ(changed.bad->line, 3U);
  EXPECT_THAT(changed.bad->why, HasSubstr("holds other bytes"));
  EXPECT_EQ(changed.records, 8U) << "the records are good";

  FakeHost without;
  without.Write(SegmentPath(kDirectory), JoinLines(lines_));
  EXPECT_THAT(VerifyOn(without).bad->why, HasSubstr("there is no " + path));
  // Nothing was decided in what is asked about.
  VerifyOptions options;
  options.read.host = &without;
  options.last_seq = 1;
  EXPECT_TRUE(Verify(kDirectory, FixedKey().public_key(), options)->good());
}

// A record's signature with one bit changed: the chain holds, as no hash covers it.
std::string Forged(std::string line) {
  char& digit = line[line.find("ed25519:") + 8];
  digit = digit == '0' ? '1' : '0';
  return line;
}

// Signatures are checked in no order, and reading runs ahead: the report is as if they were not.
TEST(VerifyThreadsTest, TheFirstForgedSignatureIsNamedHoweverManyCheck) {
  FakeHost host;
  FillLedger(host, 600);
  const std::vector<std::string> lines = LinesOf(SegmentOn(host));
  std::mt19937 random(20260414);
  for (int i = 0; i < 12; ++i) {
    std::vector<std::string> forged = lines;
    std::size_t first = forged.size();
    for (int n = 0; n < 3; ++n) {
      const std::size_t at = random() % forged.size();
      if (forged[at].starts_with("{\"checkpoint\"")) continue;
      forged[at] = Forged(lines[at]);
      first = std::min(first, at);
    }
    host.Write(SegmentPath(kDirectory), JoinLines(forged));
    std::uint64_t records = 0;
    for (std::size_t at = 0; at < first; ++at) {
      if (!lines[at].starts_with("{\"checkpoint\"")) ++records;
    }
    for (const unsigned threads : {1U, 2U, 5U}) {
      VerifyOptions options;
      options.read.host = &host;
      options.threads = threads;
      const auto report = Verify(kDirectory, FixedKey().public_key(), options);
      ASSERT_TRUE(report) << report.error().message;
      EXPECT_EQ(report->good(), first == lines.size());
      EXPECT_EQ(report->records, records);
      EXPECT_EQ(report->signatures, records);
      if (report->good()) continue;
      EXPECT_EQ(report->bad->line, first + 1);
      EXPECT_THAT(report->bad->why, HasSubstr("seq " + std::to_string(records)));
    }
  }
}

// A line that does not hold, and behind it nothing is read; before it, a signature that is forged.
TEST(VerifyThreadsTest, AForgedSignatureBeforeOtherDamageIsNamed) {
  FakeHost host;
  FillLedger(host, 50);
  std::vector<std::string> lines = LinesOf(SegmentOn(host));
  lines[40][0] = 'x';
  host.Write(SegmentPath(kDirectory), JoinLines(lines));
  EXPECT_EQ(VerifyOn(host).bad->line, 41U);
  lines[7] = Forged(lines[7]);
  lines[45] = Forged(lines[45]);
  host.Write(SegmentPath(kDirectory), JoinLines(lines));
  EXPECT_EQ(VerifyOn(host).bad->line, 8U);
  lines[0] = Forged(lines[0]);
  host.Write(SegmentPath(kDirectory), JoinLines(lines));
  const VerifyReport report = VerifyOn(host);
  EXPECT_EQ(report.bad->line, 1U);
  EXPECT_EQ(report.records, 0U);
  EXPECT_EQ(report.origin, "");
}

}  // namespace
}  // namespace bylaw::ledger
