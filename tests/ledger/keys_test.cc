// Keys, their files, and checkpoints as signed notes.
#include "bylaw/ledger/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bylaw/ledger/note.h"
#include "fixtures.h"
#include "temporary_directory.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

void WriteFile(const std::string& path, const std::string& text, mode_t mode) {
  std::ofstream(path, std::ios::binary) << text;
  ASSERT_EQ(::chmod(path.c_str(), mode), 0);
}

TEST(KeysTest, Rfc8032FirstVector) {
  PublicKey::Bytes seed;
  ASSERT_TRUE(ParseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", seed));
  const auto key = SecretKey::FromSeed("rfc8032", seed);
  ASSERT_TRUE(key);
  std::string hex;
  AppendHex(key->public_key().bytes(), hex);
  EXPECT_EQ(hex, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  hex.clear();
  const Signature signature = key->Sign("");
  AppendHex(signature, hex);
  EXPECT_EQ(hex,
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
            "701cf9b4"
            "6bd25bf5f0595bbe24655141438e7a100b");
  EXPECT_TRUE(key->public_key().Verifies("", signature));
}

TEST(KeysTest, ASignatureHasOneSpelling) {
  const Signature signature = FixedKey().Sign("text");
  const PublicKey& key = FixedKey().public_key();
  ASSERT_TRUE(key.Verifies("text", signature));
  EXPECT_FALSE(key.Verifies("texu", signature));
  for (std::size_t bit = 0; bit < 8 * signature.size(); ++bit) {
    Signature changed = signature;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_FALSE(key.Verifies("text", changed)) << "bit " << bit;
  }
  // S + L, the same scalar modulo the group order.
  constexpr std::string_view kOrder =
      "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
  PublicKey::Bytes order;
  ASSERT_TRUE(ParseHex(kOrder, order));
  Signature malleable = signature;
  unsigned carry = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    carry += static_cast<unsigned>(malleable[32 + i]) + order[i];
    malleable[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(key.Verifies("text", malleable));
}

// All encodings of points of low order, canonical or not (C2SP/CCTV, ed25519).
TEST(KeysTest, KeysOfLowOrderAreRefused) {
  for (const char* hex : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "0000000000000000000000000000000000000000000000000000000000000080",
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000080",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                          // not on the curve
                          "0200000000000000000000000000000000000000000000000000000000000000"}) {
    PublicKey::Bytes bytes;
    ASSERT_TRUE(ParseHex(hex, bytes));
    const auto key = PublicKey::Make("k", bytes);
    EXPECT_FALSE(key) << hex;
  }
}

// Every vector is an edge case in one way or another but one: a key or a point R that is of low
// order, not canonical, or has a part of low order. libsodium takes those where only a part is;
// with the keys that we take, nothing of it is left.
TEST(KeysTest, EdgeCasesOfOthersAreRefused) {
  const auto vectors = nlohmann::json::parse(
      test::ReadAll(BYLAW_LEDGER_TEST_DIR "/vectors/cctv-ed25519/ed25519vectors.json"));
  int taken = 0;
  for (const auto& vector : vectors) {
    PublicKey::Bytes bytes;
    Signature signature;
    ASSERT_TRUE(ParseHex(vector["key"].get<std::string>(), bytes));
    ASSERT_TRUE(ParseHex(vector["sig"].get<std::string>(), signature));
    const std::string message = vector["msg"];
    const bool by_libsodium = crypto_sign_verify_detached(signature.data(), AsBytes(message),
                                                          message.size(), bytes.data()) == 0;
    const auto key = PublicKey::Make("k", bytes);
    if (key) {
      EXPECT_EQ(key->Verifies(message, signature), by_libsodium) << vector;
    }
    const bool ours = key && key->Verifies(message, signature);
    EXPECT_EQ(ours, vector["flags"].empty()) << vector;
    taken += ours ? 1 : 0;
  }
  EXPECT_EQ(vectors.size(), 914U);
  EXPECT_EQ(taken, 1);
}

TEST(KeysTest, AVerifierKeyLineHasOneSpelling) {
  const PublicKey& key = FixedKey().public_key();
  const std::string line = key.Line();
  EXPECT_EQ(line, "test-ledger+6a7e270a+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
  const auto again = PublicKey::Parse(line + "\n");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, key);
  int accepted = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = line;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      accepted += PublicKey::Parse(changed).has_value() ? 1 : 0;
    }
  }
  EXPECT_EQ(accepted, 0) << "the key id covers the name and the key";
  for (const char* bad : {"", "k", "k+", "k+00000000", "k+00000000+", "++",
                          "k+00000000+AQ==", "PRIVATE+KEY+k+00000000+AQ=="}) {
    EXPECT_FALSE(PublicKey::Parse(bad)) << bad;
  }
}

TEST(KeysTest, Names) {
  EXPECT_TRUE(SecretKey::Generate(std::string(kKeyNameMax, 'n')));
  const std::string too_long(kKeyNameMax + 1, 'n');
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("a+b"),
                                 std::string("a\nb"), std::string("\xC3\xB6"), too_long}) {
    EXPECT_FALSE(SecretKey::Generate(bad)) << bad;
  }
}

TEST(KeysTest, AFileInTheClear) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/ledger.key";
  ASSERT_TRUE(FixedKey().Save(path, std::nullopt));
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(test::ReadAll(path + ".pub"), FixedKey().public_key().Line() + "\n");
  const auto loaded = SecretKey::Load(path, std::nullopt);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->public_key(), FixedKey().public_key());
  EXPECT_EQ(loaded->Sign("text"), FixedKey().Sign("text"));
  EXPECT_EQ(*PublicKey::Load(path + ".pub"), FixedKey().public_key());
}

TEST(KeysTest, AFileWithAPassphrase) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/ledger.key";
  ASSERT_TRUE(FixedKey().Save(path, "correct horse"));
  EXPECT_THAT(test::ReadAll(path), HasSubstr("argon2id13 3 268435456 "));
  const auto loaded = SecretKey::Load(path, "correct horse");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->Sign("text"), FixedKey().Sign("text"));
  EXPECT_EQ(SecretKey::Load(path, "wrong horse").error().code, ErrorCode::kBadPassphrase);
  EXPECT_EQ(SecretKey::Load(path, std::nullopt).error().code, ErrorCode::kBadPassphrase);
}

TEST(KeysTest, AFileIsNeverOverwrittenNorHalfWritten) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/ledger.key";
  WriteFile(path + ".pub", "mine", 0644);
  EXPECT_EQ(FixedKey().Save(path, std::nullopt).error().code, ErrorCode::kExists);
  EXPECT_FALSE(std::filesystem::exists(path)) << "no secret without its public key";
  EXPECT_EQ(test::ReadAll(path + ".pub"), "mine");
  WriteFile(path, "mine too", 0600);
  EXPECT_EQ(FixedKey().Save(path, std::nullopt).error().code, ErrorCode::kExists);
  EXPECT_EQ(test::ReadAll(path), "mine too");
  EXPECT_FALSE(FixedKey().Save(directory.path() + "/no/such/directory", std::nullopt));
}

TEST(KeysTest, BadFiles) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/key";
  ASSERT_TRUE(FixedKey().Save(path, std::nullopt));
  const std::string good = test::ReadAll(path);
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  const auto open_to_others = SecretKey::Load(path, std::nullopt);
  EXPECT_EQ(open_to_others.error().code, ErrorCode::kBadKey);
  EXPECT_THAT(open_to_others.error().message, HasSubstr("chmod 600"));
  for (const std::string& text :
       {std::string(), std::string("noise"), good.substr(0, good.size() / 2), good + good,
        std::string(100'000, 'x'), std::string("bylaw-encrypted-key-1\n"),
        "bylaw-encrypted-key-1\n" + FixedKey().public_key().Line() +
            "\nargon2id13 3 99999999999 AAAAAAAAAAAAAAAAAAAAAA==\nAAAA\n"}) {
    WriteFile(path, text, 0600);
    EXPECT_EQ(SecretKey::Load(path, "p").error().code, ErrorCode::kBadKey) << text.substr(0, 50);
  }
  EXPECT_EQ(SecretKey::Load(directory.path(), "p").error().code, ErrorCode::kBadKey)
      << "a directory";
  EXPECT_EQ(SecretKey::Load(path + ".none", "p").error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(PublicKey::Load(path));
}

TEST(NoteTest, RoundTripAndEveryBit) {
  const Checkpoint checkpoint{"bylaw/ledger-0123456789abcdef", 42, HashOf("root")};
  const std::string note = *SignCheckpoint(checkpoint, FixedKey());
  const PublicKey& key = FixedKey().public_key();
  EXPECT_THAT(note, testing::StartsWith("bylaw/ledger-0123456789abcdef\n42\n"));
  EXPECT_THAT(note, HasSubstr("\n\n— test-ledger "));
  const auto opened = OpenCheckpoint(note, key);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(*opened, checkpoint);
  EXPECT_TRUE(OpenPlainCheckpoint(note, key));
  for (std::size_t i = 0; i < 8 * note.size(); ++i) {
    std::string changed = note;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(OpenCheckpoint(changed, key)) << "bit " << i << ": " << changed;
  }
}

TEST(NoteTest, CosignaturesAreAllowedOutsideTheLedgerOnly) {
  const auto witness = SecretKey::Generate("witness");
  const Checkpoint checkpoint{"log", 1, HashOf("root")};
  const std::string note = *SignCheckpoint(checkpoint, FixedKey());
  const std::string other = *SignCheckpoint(checkpoint, *witness);
  const std::string both = note + other.substr(other.find("\n\n") + 2);
  EXPECT_TRUE(OpenCheckpoint(both, FixedKey().public_key()));
  EXPECT_TRUE(OpenCheckpoint(both, witness->public_key()));
  EXPECT_FALSE(OpenPlainCheckpoint(both, FixedKey().public_key()));
  const auto twice = note + note.substr(note.find("\n\n") + 2);
  EXPECT_FALSE(OpenCheckpoint(twice, FixedKey().public_key()));
  EXPECT_FALSE(OpenCheckpoint(other, FixedKey().public_key()));
}

// A checkpoint that another implementation made (transparency-dev/tessera's test log).
TEST(NoteTest, AnotherImplementationsCheckpoint) {
  const auto key = PublicKey::Parse(
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  ASSERT_TRUE(key) << key.error().message;
  const auto checkpoint = OpenCheckpoint(
      "example.com/log/testdata\n12\nuZo6M+IhVna+CLgWCrJs0xBPUHbozHkYTQASduHSLME=\n\n"
      "— example.com/log/testdata "
      "M9e0lrFzoTgi+ovhrqX0DpsEAp3wLu1coMLIkeCwSkGfS4Ox4pLXo2LHudqm4merh0ZkCNzHr8kQwq5gS5mmimIvdA4="
      "\n",
      *key);
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_EQ(checkpoint->size, 12U);
}

TEST(NoteTest, Malformed) {
  const PublicKey& key = FixedKey().public_key();
  const Checkpoint checkpoint{"log", 7, HashOf("root")};
  const std::string note = *SignCheckpoint(checkpoint, FixedKey());
  for (const std::string& bad :
       {std::string(), std::string("\n\n"), note.substr(0, note.size() - 1), note + "x",
        note + "\n", "x" + note, std::string(kNoteBytesMax, 'x') + note}) {
    EXPECT_FALSE(OpenCheckpoint(bad, key));
  }
  for (const char* origin : {"", "a b", "{log}", "a\nb"}) EXPECT_FALSE(IsOrigin(origin)) << origin;
}

}  // namespace
}  // namespace bylaw::ledger
