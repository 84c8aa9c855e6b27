// Keys that were stolen: the root key puts another in their place, and whatever is signed with them
// from then on is found, in the ledger and in the thief's copy of it.
#include "bylaw/ledger/revocation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bylaw/ledger/prove.h"
#include "chain.h"
#include "fixtures.h"
#include "signed_by.h"

namespace bylaw::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const SecretKey& ThirdKey() {
  static const SecretKey key = KeyOfByte("test-ledger-3", 0x55);
  return key;
}

// The chain behind these lines of a ledger.
Chain ChainOf(const std::vector<std::string>& lines, const PublicKey& first) {
  LineChecker checker(first, {});
  for (const std::string& line : lines) {
    const auto done = checker.Check(line, Signatures::kTrust);
    EXPECT_TRUE(done) << done.error().message;
  }
  return checker.chain();
}

// A `key` record behind a chain, well-formed and well-signed by `signer`, whatever it says.
std::string KeyLine(const Chain& chain, const SecretKey& next, const SecretKey& signer,
                    std::optional<Signature> root_proof) {
  const std::string key_line = next.public_key().Line();
  Record record;
  record.kind = "key";
  record.timestamp = chain.timestamp;
  record.key = key_line;
  record.key_proof = next.Sign(KeyProofText(chain.origin, chain.seq()));
  record.root_proof = root_proof;
  LedgerFields fields;
  fields.commit = chain.seq();
  fields.event_id = "evt_00000000000000000000000000000000";
  fields.origin = chain.origin;
  fields.prev_hash = chain.prev_hash;
  fields.seq = chain.seq();
  fields.v = 1;
  if (chain.after_checkpoint) fields.checkpoint_size = chain.checkpoint_size;
  std::string line;
  RecordWriter writer;
  if (chain.mode == SigningMode::kRecord) {
    EXPECT_TRUE(writer.AppendSigned(record, fields, signer, line));
  } else {
    EXPECT_TRUE(writer.AppendUnsigned(writer.Draft(record).value(), fields, chain.mode, line));
  }
  return line;
}

class RevocationTest : public testing::TestWithParam<SigningMode> {
 protected:
  // genesis, opened, 2 evaluations, closed.
  void SetUp() override {
    ASSERT_TRUE(InitOn(host_, Durability::kCommit, GetParam(), RootKey().public_key()));
    ASSERT_NO_FATAL_FAILURE(AppendSession(host_, 2));
  }

  static RevocationStatement StatementOn(FakeHost& host, const SecretKey& next = OtherKey()) {
    const auto draft = Ledger::DraftRevocation(kDirectory, next.public_key(), OpenOptionsOn(host));
    if (!draft) {
      ADD_FAILURE() << draft.error().message;
      std::abort();
    }
    return *SignRevocation(*draft, RootKey());
  }

  static Result<Ledger> Revoke(FakeHost& host, const RevocationStatement& statement,
                               const SecretKey& next = OtherKey(),
                               std::uint64_t segment_bytes = kSegmentBytes) {
    return Ledger::OpenRevoking(kDirectory, next, statement, "stolen",
                                OpenOptionsOn(host, std::nullopt, segment_bytes));
  }

  // The revocation is record 5; then opened, an evaluation, closed.
  RevocationStatement RevokeAndGoOn() {
    RevocationStatement statement = StatementOn(host_);
    auto ledger = Revoke(host_, statement);
    EXPECT_TRUE(ledger) << ledger.error().message;
    EXPECT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    EXPECT_TRUE(ledger->Close());
    return statement;
  }

  std::vector<std::string> Lines() const { return LinesOf(SegmentOn(host_)); }
  VerifyReport VerifyLines(const std::vector<std::string>& lines) {
    host_.Write(SegmentPath(kDirectory), JoinLines(lines));
    return VerifyOn(host_);
  }
  static std::size_t LineOf(const std::vector<std::string>& lines, std::uint64_t seq) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto record = RecordView::Parse(lines[i]);
      if (record && record->number(Field::seq) == seq) return i;
    }
    ADD_FAILURE() << "no record " << seq;
    return 0;
  }

  static constexpr std::uint64_t kRevocation = 5;

  FakeHost host_;
};

TEST_P(RevocationTest, TheLedgerGoesOnUnderTheNewKeyAndVerifiesWithTheFirst) {
  const RevocationStatement statement = RevokeAndGoOn();
  const VerifyReport report = VerifyOn(host_, std::nullopt, 0, statement);
  EXPECT_TRUE(report.good()) << report.bad->line << report.bad->why;
  EXPECT_EQ(report.records, 9U);
  EXPECT_EQ(report.revocations, 1U);
  const auto lines = Lines();
  const auto record = RecordView::Parse(lines[LineOf(lines, kRevocation)]);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->text(Field::kind), "key");
  EXPECT_EQ(record->text(Field::reason), "stolen");
  EXPECT_EQ(record->number(Field::commit), kRevocation);
  EXPECT_TRUE(RootKey().public_key().Verifies(RevocationText(statement.revocation),
                                              record->signature(Field::root_proof)));
  EXPECT_TRUE(lines[LineOf(lines, kRevocation) + 1].starts_with(kCheckpointStart));

  const auto keys = KeysOf(kDirectory, FixedKey().public_key(), {.progress = {}, .host = &host_});
  ASSERT_TRUE(keys);
  EXPECT_THAT(*keys, ElementsAre(FixedKey().public_key(), OtherKey().public_key()));
  const auto old = OpenOn(host_);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code, ErrorCode::kKeyMismatch);
  EXPECT_TRUE(OpenOn(host_, std::nullopt, kSegmentBytes, OtherKey()));
  const auto again = Revoke(host_, statement);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("signs the ledger already"));
}

TEST_P(RevocationTest, EveryByteOfIt) {
  const RevocationStatement statement = RevokeAndGoOn();
  const auto good = Lines();
  const std::size_t begin = LineOf(good, kRevocation);
  for (const std::size_t line : {begin, begin + 1}) {
    for (std::size_t at = 0; at < good[line].size(); ++at) {
      auto lines = good;
      lines[line][at] = static_cast<char>(lines[line][at] ^ (1 << at % 7));
      ASSERT_FALSE(VerifyLines(lines).good()) << line << ":" << at;
    }
  }
}

TEST_P(RevocationTest, TheTextOfAStatementByteForByte) {
  const RevocationStatement statement = StatementOn(host_);
  const auto lines = Lines();
  const Chain chain = ChainOf(lines, FixedKey().public_key());
  const std::string text = "bylaw-revocation\n" + chain.origin + "\n5\n" +
                           DigestText(chain.prev_hash) + "\n" + FixedKey().public_key().Line() +
                           "\n" + OtherKey().public_key().Line() + "\n";
  EXPECT_EQ(RevocationText(statement.revocation), text);
  EXPECT_TRUE(statement.note.starts_with(text + "\n— test-root ")) << statement.note;
  const auto parsed = ParseStatement(statement.note);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->revocation, statement.revocation);
  const auto proof = RootProof(*parsed, RootKey().public_key());
  ASSERT_TRUE(proof);
  EXPECT_EQ(*proof, RootKey().Sign(text));
  EXPECT_FALSE(RootProof(*parsed, OtherKey().public_key()));
  for (std::size_t at = 0; at < statement.note.size(); ++at) {
    std::string changed = statement.note;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto other = ParseStatement(changed);
    EXPECT_FALSE(other && RootProof(*other, RootKey().public_key())) << at;
  }
  EXPECT_FALSE(ParseStatement(text));
  EXPECT_FALSE(ParseRevocation(statement.note));
  EXPECT_FALSE(ParseRevocation(text + "more\n"));
}

TEST_P(RevocationTest, AProofThatIsNotForJustThisIsRefused) {
  auto lines = Lines();
  const Chain chain = ChainOf(lines, FixedKey().public_key());
  const Revocation right = RevocationBehind(chain, OtherKey().public_key());
  const auto proof = [](Revocation revocation, const SecretKey& root = RootKey()) {
    return root.Sign(RevocationText(revocation));
  };
  const auto with = [&](auto change) {
    Revocation revocation = right;
    change(revocation);
    return proof(revocation);
  };
  const struct {
    const char* what;
    Signature proof;
  } cases[] = {
      {"by the stolen key", proof(right, FixedKey())},
      {"by the new key", proof(right, OtherKey())},
      {"for another seq", with([](Revocation& r) { ++r.seq; })},
      {"replayed from another ledger", with([](Revocation& r) { r.origin += "0"; })},
      {"behind another history", with([](Revocation& r) { r.prev_hash[0] ^= 1; })},
      {"for another new key", with([](Revocation& r) { r.new_key = ThirdKey().public_key(); })},
      {"of another old key", with([](Revocation& r) { r.old_key = ThirdKey().public_key(); })},
      {"of a change of the key", RootKey().Sign(KeyProofText(chain.origin, chain.seq()))},
  };
  lines.emplace_back();
  for (const auto& each : cases) {
    lines.back() = KeyLine(chain, OtherKey(), OtherKey(), each.proof);
    const VerifyReport report = VerifyLines(lines);
    ASSERT_FALSE(report.good()) << each.what;
    EXPECT_EQ(report.bad->line, lines.size());
    EXPECT_THAT(report.bad->why, HasSubstr("root_proof is not by the root key, test-root+"))
        << each.what;
  }
  lines.back() = KeyLine(chain, OtherKey(), OtherKey(), proof(right));
  LineChecker checker(FixedKey().public_key(), chain);
  EXPECT_TRUE(checker.Check(lines.back(), Signatures::kTrust));
}

TEST_P(RevocationTest, ByTheOldKeyItIsNone) {
  if (GetParam() != SigningMode::kRecord) return;  // no record is signed there
  auto lines = Lines();
  const Chain chain = ChainOf(lines, FixedKey().public_key());
  const Revocation right = RevocationBehind(chain, OtherKey().public_key());
  lines.push_back(KeyLine(chain, OtherKey(), FixedKey(), RootKey().Sign(RevocationText(right))));
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("does not fit the record (seq 5) and key test-ledger-2+"));
}

TEST_P(RevocationTest, ALedgerWithoutARootKeyHasNone) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host, Durability::kCommit, GetParam()));
  ASSERT_NO_FATAL_FAILURE(AppendSession(host, 2));
  const auto draft =
      Ledger::DraftRevocation(kDirectory, OtherKey().public_key(), OpenOptionsOn(host));
  ASSERT_FALSE(draft);
  EXPECT_THAT(draft.error().message, HasSubstr("names no root key"));
  auto lines = LinesOf(SegmentOn(host));
  const Chain chain = ChainOf(lines, FixedKey().public_key());
  const auto statement =
      SignRevocation(RevocationBehind(chain, OtherKey().public_key()), RootKey());
  const std::string before = LedgerOn(host);
  EXPECT_FALSE(Revoke(host, *statement));
  EXPECT_EQ(LedgerOn(host), before);
  lines.push_back(
      KeyLine(chain, OtherKey(), OtherKey(), *RootProof(*statement, RootKey().public_key())));
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("names no root key"));
}

TEST_P(RevocationTest, TheRevokedKeyNeverSignsAgain) {
  RevokeAndGoOn();
  {
    auto ledger = OpenOn(host_, std::nullopt, kSegmentBytes, OtherKey());
    ASSERT_TRUE(ledger);
    const auto back = ledger->ChangeKey(FixedKey(), "");
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(back.error().message, HasSubstr("was revoked"));
    EXPECT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time))) << "and it goes on";
    ASSERT_TRUE(ledger->Close());
  }
  EXPECT_TRUE(VerifyOn(host_).good());
  const auto draft =
      Ledger::DraftRevocation(kDirectory, FixedKey().public_key(), OpenOptionsOn(host_));
  ASSERT_FALSE(draft) << "not by a second revocation either";
  EXPECT_THAT(draft.error().message, HasSubstr("was revoked"));
  auto lines = Lines();
  const Chain chain = ChainOf(lines, FixedKey().public_key());
  lines.push_back(KeyLine(chain, FixedKey(), OtherKey(), std::nullopt));
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, lines.size());
  EXPECT_THAT(report.bad->why, HasSubstr("was revoked"));
}

// Opening reads the last segment only: which keys were revoked before it is read when it matters.
TEST_P(RevocationTest, NorWhereTheRevocationStandsInAnEarlierSegment) {
  {
    auto ledger = Revoke(host_, StatementOn(host_), OtherKey(), 1);
    ASSERT_TRUE(ledger) << ledger.error().message;
    ASSERT_TRUE(ledger->WriteCheckpoint());
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    ASSERT_TRUE(ledger->Close());
  }
  ASSERT_GE(ListSegments(host_, kDirectory)->size(), 3U);
  const auto open = [&] { return OpenOn(host_, std::nullopt, kSegmentBytes, OtherKey()); };
  ASSERT_TRUE(open());
  auto ledger = open();
  ASSERT_TRUE(ledger);
  const auto back = ledger->ChangeKey(FixedKey(), "");
  ASSERT_FALSE(back);
  EXPECT_THAT(back.error().message, HasSubstr("was revoked"));
  EXPECT_TRUE(ledger->ChangeKey(ThirdKey(), ""));
  ASSERT_TRUE(ledger->Close());
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  // A statement for the key that was revoked then is no better.
  const Chain chain = ChainOf(LinesOf(LedgerOn(host_)), FixedKey().public_key());
  const auto statement =
      SignRevocation(RevocationBehind(chain, FixedKey().public_key()), RootKey());
  const auto revived = Revoke(host_, *statement, FixedKey());
  ASSERT_FALSE(revived);
  EXPECT_THAT(revived.error().message, HasSubstr("was revoked"));
}

// The revocation is the last record of a segment.
TEST_P(RevocationTest, ASegmentThatItEndsOpensFast) {
  {
    auto ledger = Revoke(host_, StatementOn(host_), OtherKey(), 1);
    ASSERT_TRUE(ledger) << ledger.error().message;
  }
  std::string first = SegmentOn(host_);
  first[first.find("evt_", first.find("\"opened\"")) + 10] ^= 1;
  host_.Write(SegmentPath(kDirectory), first);
  ASSERT_EQ(ListSegments(host_, kDirectory)->back(), kRevocation + 1);
  EXPECT_TRUE(OpenOn(*host_.Clone(), std::nullopt, 1, OtherKey())) << "reads not all";
  const auto old = OpenOn(host_, std::nullopt, 1);
  ASSERT_FALSE(old);
}

// A power cut behind the record, before its checkpoint.
TEST_P(RevocationTest, ATornOneIsMadeOrNotMade) {
  const RevocationStatement statement = RevokeAndGoOn();
  auto lines = Lines();
  lines.resize(LineOf(lines, kRevocation) + 1);
  host_.Write(SegmentPath(kDirectory), JoinLines(lines));
  const bool made = GetParam() == SigningMode::kRecord;  // else nothing signs it yet
  EXPECT_EQ(OpenOn(*host_.Clone(), std::nullopt, kSegmentBytes, OtherKey()).has_value(), made);
  EXPECT_EQ(OpenOn(*host_.Clone()).has_value(), !made);
  EXPECT_EQ(Revoke(*host_.Clone(), statement).has_value(), !made)
      << "the same statement does again";
  auto ledger = made ? OpenOn(host_, std::nullopt, kSegmentBytes, OtherKey())
                     : Revoke(host_, StatementOn(host_));
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_EQ(ledger->recovered().size(), made ? 0U : 1U);
  ASSERT_TRUE(ledger->Close());
  const VerifyReport report = VerifyOn(host_, std::nullopt, 0, statement);
  EXPECT_TRUE(report.good()) << report.bad->why;
}

TEST_P(RevocationTest, AKeyThatWasNamedAndHasNotSignedIsRevoked) {
  {
    auto ledger = OpenOn(host_);
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(ledger->ChangeKey(OtherKey(), ""));
  }
  const RevocationStatement statement = StatementOn(host_, ThirdKey());
  EXPECT_EQ(statement.revocation.old_key, OtherKey().public_key());
  auto ledger = Revoke(host_, statement, ThirdKey());
  ASSERT_TRUE(ledger) << ledger.error().message;
  ASSERT_TRUE(ledger->ChangeKey(FixedKey(), "the first was not revoked"));
  ASSERT_TRUE(ledger->Close());
  const VerifyReport report = VerifyOn(host_, std::nullopt, 0, statement);
  EXPECT_TRUE(report.good()) << report.bad->why;
}

TEST_P(RevocationTest, AStatementThatDoesNotFitChangesNothing) {
  const RevocationStatement early = StatementOn(host_);
  ASSERT_NO_FATAL_FAILURE(AppendSession(host_, 1));
  const RevocationStatement good = StatementOn(host_);
  const std::string before = LedgerOn(host_);
  const auto refused = [&](const RevocationStatement& statement, const SecretKey& next,
                           const char* why) {
    const auto ledger = Revoke(host_, statement, next);
    ASSERT_FALSE(ledger) << why;
    EXPECT_THAT(ledger.error().message, HasSubstr(why));
    EXPECT_THAT(ledger.error().message, HasSubstr("nothing was changed"));
    EXPECT_EQ(LedgerOn(host_), before);
  };
  refused(early, OtherKey(), "the statement is for record 5");
  refused(good, ThirdKey(), "the statement puts key test-ledger-2+");
  refused(*SignRevocation(good.revocation, ThirdKey()), OtherKey(),
          "no well-formed signature line of key test-root");
  RevocationStatement forged = good;
  forged.note = SignRevocation(early.revocation, RootKey())->note;
  refused(forged, OtherKey(), "the statement's note is of another text");
  for (const SecretKey* const root : {&FixedKey(), &OtherKey()}) {
    const auto both = SignRevocation(good.revocation, *root);
    ASSERT_FALSE(both);
    EXPECT_EQ(both.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_TRUE(OpenOn(host_)) << "the old key signs on";
}

// The clock was set back meanwhile: the record that says so is by the new key, behind the
// revocation.
TEST_P(RevocationTest, NothingStandsBeforeIt) {
  host_.wall_us -= 10'000'000;
  RevokeAndGoOn();
  const VerifyReport report = VerifyOn(host_);
  EXPECT_TRUE(report.good()) << report.bad->why;
  const auto lines = Lines();
  EXPECT_TRUE(RecordView::Parse(lines[LineOf(lines, kRevocation)])->has(Field::root_proof));
}

// The thief has the ledger and its old key, and keeps the revocation back.
TEST_P(RevocationTest, TheThiefsOwnLedgerIsGoodUntilTheStatementIsThere) {
  const RevocationStatement statement = StatementOn(host_);
  const auto at_revocation = host_.Clone();
  EXPECT_TRUE(VerifyOn(*at_revocation, std::nullopt, 0, statement).good())
      << "nothing behind it is signed yet";

  ASSERT_NO_FATAL_FAILURE(AppendSession(host_, 2));
  EXPECT_TRUE(VerifyOn(host_).good());
  VerifyReport report = VerifyOn(host_, std::nullopt, 0, statement);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.bad->line, LineOf(Lines(), kRevocation) + 1);
  EXPECT_THAT(report.bad->why, HasSubstr("key test-ledger+"));
  EXPECT_THAT(report.bad->why, HasSubstr("was revoked at record 5"));

  // Another history, as long as that which was revoked, and one that is shorter.
  FakeHost other;
  const auto genesis = Lines();
  std::vector<std::string> begin(genesis.begin(),
                                 genesis.begin() + (GetParam() == SigningMode::kRecord ? 1 : 2));
  other.Write(SegmentPath(kDirectory), JoinLines(begin));
  other.Write(ModulePath(kDirectory, HashOf(kModule)), std::string(kModule));
  EXPECT_THAT(VerifyOn(other, std::nullopt, 0, statement).bad->why,
              HasSubstr("the ledger ends behind 1 records"));
  other.Advance(60'000'000);
  ASSERT_NO_FATAL_FAILURE(AppendSession(other, 3));
  EXPECT_TRUE(VerifyOn(other).good());
  report = VerifyOn(other, std::nullopt, 0, statement);
  ASSERT_FALSE(report.good());
  EXPECT_EQ(report.records, kRevocation - 1);
  EXPECT_THAT(report.bad->why, HasSubstr("is not the one behind which key test-ledger+"));

  // Or a ledger without the root key, or all of it anew.
  RevocationStatement stranger = statement;
  stranger.note = SignRevocation(statement.revocation, ThirdKey())->note;
  EXPECT_THAT(VerifyOn(*at_revocation, std::nullopt, 0, stranger).bad->why,
              HasSubstr("root key of the genesis record"));
  FakeHost anew;
  anew.random_state = 99;
  ASSERT_TRUE(InitOn(anew, Durability::kCommit, GetParam(), RootKey().public_key()));
  EXPECT_THAT(VerifyOn(anew, std::nullopt, 0, statement).bad->why,
              HasSubstr("the statement is of " + statement.revocation.origin));
}

TEST_P(RevocationTest, TheRootKeySignsNoLedger) {
  FakeHost host;
  const auto made = InitOn(host, Durability::kCommit, GetParam(), FixedKey().public_key());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument);
  auto ledger = OpenOn(host_);
  ASSERT_TRUE(ledger);
  const auto changed = ledger->ChangeKey(RootKey(), "");
  ASSERT_FALSE(changed);
  EXPECT_THAT(changed.error().message, HasSubstr("is the root key"));
  ASSERT_TRUE(ledger->Close());
  auto lines = Lines();
  const Chain chain = ChainOf(lines, FixedKey().public_key());
  lines.push_back(KeyLine(chain, RootKey(), FixedKey(), std::nullopt));
  const VerifyReport report = VerifyLines(lines);
  ASSERT_FALSE(report.good());
  EXPECT_THAT(report.bad->why, HasSubstr("is the root key"));
}

INSTANTIATE_TEST_SUITE_P(Modes, RevocationTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

}  // namespace
}  // namespace bylaw::ledger
