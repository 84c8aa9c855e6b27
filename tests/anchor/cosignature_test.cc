// Cosignatures: those of the specification hold, also when openssl made them, and no others.
#include "bylaw/anchor/cosignature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "anchor_fixtures.h"
#include "subprocess.h"
#include "temporary_directory.h"

namespace bylaw::anchor {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const TestWitness& Witness() {
  static const TestWitness witness;
  return witness;
}

TEST(Cosignature, IsAttachedAndSaysWhen) {
  const std::string note = SomeNote();
  const std::string line = Witness().Cosign(note);
  const auto cosigned = AttachCosignature(note, line, Witness().key());
  ASSERT_TRUE(cosigned) << cosigned.error().message;
  EXPECT_EQ(*cosigned, note + line);
  const auto time = VerifyCosignature(*cosigned, Witness().key());
  ASSERT_TRUE(time) << time.error().message;
  EXPECT_EQ(ledger::TimestampText(*time), "2026-04-14T12:00:00.000000Z");
  EXPECT_TRUE(ledger::OpenCheckpoint(*cosigned, FixedKey().public_key()))
      << "the ledger's own signature stays good";
}

TEST(Cosignature, LinesOfOthersAreNotLookedAt) {
  const TestWitness other("other.example", 9);
  const TestWitness renamed("w.example/2", 7);  // The same key bytes.
  const std::string note = SomeNote();
  const std::string lines = other.Line(std::string(20, 'x')) + renamed.Cosign(note) +
                            Witness().Cosign(note) + Witness().Cosign(note, kNoon + 1);
  const auto cosigned = AttachCosignature(note, lines, Witness().key());
  ASSERT_TRUE(cosigned) << cosigned.error().message;
  EXPECT_EQ(*cosigned, note + Witness().Cosign(note));
  EXPECT_EQ(VerifyCosignature(*cosigned, other.key()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(AttachCosignature(note, other.Cosign(note), Witness().key()).error().code,
            ErrorCode::kNotFound);
}

TEST(Cosignature, IsOfOneTextByOneKeyAtOneTime) {
  const std::string note = SomeNote();
  const std::string good = Witness().Blob(note.substr(0, note.rfind("\n\n") + 1));
  std::string later = good;
  later[11] ^= 1;  // The last byte of the time.
  std::string other_key = TestWitness("w.example/1", 8).Blob("test");
  other_key.replace(0, 4, good, 0, 4);
  const struct {
    std::string lines;
    const char* why;
  } cases[] = {
      {Witness().Cosign(SomeNote(3, "other root")), "does not fit the checkpoint"},
      {Witness().Cosign(SomeNote(4)), "does not fit the checkpoint"},
      {Witness().Line(later), "does not fit the checkpoint"},
      {Witness().Line(other_key), "does not fit the checkpoint"},
      {Witness().Line(good.substr(0, 75)), "72 bytes"},
      {Witness().Line(good + "x"), "72 bytes"},
      {Witness().Line(good.substr(0, 4) + good.substr(12)), "72 bytes"},
      {Witness().Cosign(note, std::uint64_t{1} << 63), "year 9999"},
      {Witness().Cosign(note, 253'402'300'800), "year 9999"},
  };
  for (const auto& c : cases) {
    const auto attached = AttachCosignature(note, c.lines, Witness().key());
    ASSERT_FALSE(attached) << c.lines;
    EXPECT_EQ(attached.error().code, ErrorCode::kBadSignature);
    EXPECT_THAT(attached.error().message, HasSubstr(c.why));
    EXPECT_FALSE(VerifyCosignature(note + c.lines, Witness().key())) << c.lines;
  }
  EXPECT_TRUE(AttachCosignature(note, Witness().Cosign(note, 253'402'300'799), Witness().key()));
}

TEST(Cosignature, NoByteOfItCanChange) {
  const std::string note = SomeNote();
  const std::string line = Witness().Cosign(note);
  for (std::size_t i = 0; i < line.size(); ++i) {
    std::string changed = line;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(AttachCosignature(note, changed, Witness().key())) << i;
  }
}

TEST(Cosignature, WhatIsNoSignatureLineIsSaid) {
  const std::string note = SomeNote();
  const std::string line = Witness().Cosign(note);
  const struct {
    std::string lines;
    const char* why;
  } cases[] = {
      {"", "there are none"},
      {line.substr(0, line.size() - 1), "no newline"},
      {"\n" + line, "dash"},
      {"<html>\n", "dash"},
      {"— w.example/1\n", "base64"},
      {"— w.example/1 !!!!\n", "base64"},
      {"—  " + line.substr(line.rfind(' ') + 1), "base64"},
      {Witness().Line("1234"), "base64"},
  };
  for (const auto& c : cases) {
    const auto attached = AttachCosignature(note, c.lines, Witness().key());
    ASSERT_FALSE(attached) << c.lines;
    EXPECT_EQ(attached.error().code, ErrorCode::kBadSignature);
    EXPECT_THAT(attached.error().message, HasSubstr(c.why)) << c.lines;
  }
  EXPECT_FALSE(AttachCosignature("no note", line, Witness().key()));
  EXPECT_FALSE(
      VerifyCosignature(std::string(ledger::kNoteBytesMax, 'x') + note + line, Witness().key()));
}

// The specification's example, with another key of that name.
TEST(Cosignature, TheSpecificationsExampleIsReadAndNotTakenFromAnotherKey) {
  const std::string note =
      "example.com/behind-the-sofa\n"
      "20852163\n"
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
      "\n"
      "— example.com/behind-the-sofa "
      "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
      "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
      "— witness.example.com/w1 "
      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/"
      "zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
  const TestWitness named("witness.example.com/w1");
  const auto time = VerifyCosignature(note, named.key());
  ASSERT_FALSE(time);
  EXPECT_EQ(time.error().code, ErrorCode::kNotFound) << time.error().message;
}

// openssl makes the key, its id and a cosignature; no code of ours takes part.
TEST(Cosignature, OfOpensslIsTaken) {
  const test::TemporaryDirectory folder;
  const std::string note = SomeNote(256);
  folder.Write("text", note.substr(0, note.rfind("\n\n") + 1));
  const test::RunResult made =
      test::RunProgram({"/bin/sh", BYLAW_ANCHOR_PEERS "/cosign.sh", folder.path()});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const auto key = WitnessKey::Load(folder / "key.pub");
  ASSERT_TRUE(key) << key.error().message;
  const auto cosigned = AttachCosignature(note, test::ReadAll(folder / "line"), *key);
  ASSERT_TRUE(cosigned) << cosigned.error().message;
  EXPECT_EQ(ledger::TimestampText(*VerifyCosignature(*cosigned, *key)),
            "2026-04-14T12:00:00.000000Z");
}

TEST(WitnessKey, ReadsItsLineAndNoOther) {
  const std::string line = Witness().key().Line();
  EXPECT_THAT(line, StartsWith("w.example/1+"));
  const auto read = WitnessKey::Parse(line + "\n");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->Line(), line);
  EXPECT_EQ(read->id(), Witness().key().id());
  std::string other_id = line;
  char& digit = other_id[line.find('+') + 1];
  digit = digit == '0' ? '1' : '0';
  const struct {
    std::string text;
    const char* why;
  } cases[] = {
      {"", "verifier key line"},
      {"w.example/1", "verifier key line"},
      {"w.example/1+12345678+", "verifier key line"},
      {line + "\n\n", "verifier key line"},
      {FixedKey().public_key().Line(), "not that of a witness"},
      {other_id, "does not fit the key"},
      {"w.example/1+00000000+" + ledger::Base64("\x04" + std::string(31, 'x')), "witness"},
      {"w.example/1+00000000+" + ledger::Base64("\x04" + std::string(32, '\0')), "Ed25519"},
  };
  for (const auto& c : cases) {
    const auto refused = WitnessKey::Parse(c.text);
    ASSERT_FALSE(refused) << c.text;
    EXPECT_EQ(refused.error().code, ErrorCode::kBadKey);
    EXPECT_THAT(refused.error().message, HasSubstr(c.why)) << c.text;
  }
  EXPECT_EQ(WitnessKey::Load("/nowhere").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace bylaw::anchor
