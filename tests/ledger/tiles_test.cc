// The tiles layout: exported ledgers verify, every changed byte is found, and logs of others verify
// by the same code.
#include "bylaw/ledger/tiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "fixtures.h"
#include "temporary_directory.h"
#include "tile_maker.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

const std::string kTessera = BYLAW_LEDGER_TEST_DIR "/vectors/tessera-log/testdata/log";

TEST(TileMakerTest, Paths) {
  EXPECT_EQ(TilePath("0", 0, 256), "tile/0/000");
  EXPECT_EQ(TilePath("0", 7, 255), "tile/0/007.p/255");
  EXPECT_EQ(TilePath("entries", 999, 1), "tile/entries/999.p/1");
  EXPECT_EQ(TilePath("2", 1'000, 256), "tile/2/x001/000");
  EXPECT_EQ(TilePath("3", 1'234'067, 256), "tile/3/x001/x234/067");
}

// The files of a log of so many entries.
std::map<std::string, std::string> FilesOf(std::uint64_t entries, Hash& root) {
  std::map<std::string, std::string> files;
  TileMaker maker([&](const std::string& path, std::string_view bytes) -> Result<void> {
    EXPECT_TRUE(files.emplace(path, bytes).second) << path << " twice";
    return {};
  });
  for (std::uint64_t i = 0; i < entries; ++i) EXPECT_TRUE(maker.Add(std::to_string(i)));
  EXPECT_TRUE(maker.Finish());
  root = maker.tree().Root();
  return files;
}

TEST(TileMakerTest, EveryLevelIsMadeOfTheOneBelow) {
  Hash root;
  auto files = FilesOf(65'536 + 256 + 1, root);
  EXPECT_EQ(files.size(), 258U + 258U + 2U + 1U);
  EXPECT_EQ(files.at("tile/0/257.p/1").size(), 32U);
  EXPECT_EQ(files.at("tile/1/000").size(), 256U * 32U);
  EXPECT_EQ(files.at("tile/1/001.p/1").size(), 32U);
  EXPECT_EQ(files.at("tile/2/000.p/1").size(), 32U);
  EXPECT_EQ(files.at("tile/entries/257.p/1"), std::string("\0\00565792", 7));
  // The root is that of the tree over the level's hashes, whichever level.
  MerkleTree leaves;
  for (std::uint64_t i = 0; i <= 65'792; ++i) leaves.Append(LeafHash(std::to_string(i)));
  EXPECT_EQ(root, leaves.Root());
  EXPECT_TRUE(FilesOf(0, root).empty());
}

TEST(TileMakerTest, EntriesAreAsLongAsTheirLengthCanSay) {
  TileMaker maker([](const std::string&, std::string_view) -> Result<void> { return {}; });
  EXPECT_TRUE(maker.Add(std::string(65'535, 'x')));
  EXPECT_FALSE(maker.Add(std::string(65'536, 'x')));
  EXPECT_TRUE(maker.Add(""));
}

class TilesTest : public testing::TestWithParam<int> {
 protected:
  static const PublicKey& Key() { return FixedKey().public_key(); }
  Result<Checkpoint> Export() { return ExportTiles(kDirectory, Key(), "/log", Options()); }
  Result<Checkpoint> Verified() { return VerifyTiles("/log", Key(), Options()); }
  const ReadOptions& Options() const { return options_; }

  FakeHost host_;
  ReadOptions options_{.progress = {}, .host = &host_};
};

TEST_P(TilesTest, AnExportedLedgerVerifies) {
  FillLedger(host_, GetParam() - 3);
  const auto exported = Export();
  ASSERT_TRUE(exported) << exported.error().message;
  EXPECT_EQ(exported->size, static_cast<std::uint64_t>(GetParam()));
  const auto verified = Verified();
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(*verified, *exported);
  EXPECT_EQ(Export().error().code, ErrorCode::kExists);
}
INSTANTIATE_TEST_SUITE_P(Sizes, TilesTest, testing::Values(4, 255, 256, 257, 512, 600));

TEST_F(TilesTest, EveryChangedByteIsFound) {
  FillLedger(host_, 257);
  ASSERT_TRUE(Export());
  int changes = 0;
  for (const std::string name : {"checkpoint", "tile/0/000", "tile/0/001.p/4", "tile/1/000.p/1",
                                 "tile/entries/000", "tile/entries/001.p/4"}) {
    const std::string path = "/log/" + name;
    const std::string bytes = host_.Read(path);
    ASSERT_FALSE(bytes.empty()) << name;
    for (std::size_t i = 0; i < bytes.size(); i += 1 + bytes.size() / 50) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      host_.Write(path, changed);
      EXPECT_FALSE(Verified()) << name << " " << i;
      ++changes;
    }
    host_.Write(path, bytes + "x");
    EXPECT_FALSE(Verified()) << name;
    host_.Write(path, bytes.substr(0, bytes.size() - 1));
    EXPECT_FALSE(Verified()) << name;
    host_.Write(path, bytes);
  }
  EXPECT_GT(changes, 200);
  EXPECT_TRUE(Verified());
}

TEST_F(TilesTest, WhatIsMissingIsNamed) {
  FillLedger(host_, 20);
  EXPECT_EQ(Verified().error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(Export());
  const std::string note = host_.Read("/log/checkpoint");
  FakeHost other;
  other.Write("/log/checkpoint", note);
  const auto missing = VerifyTiles("/log", Key(), {.progress = {}, .host = &other});
  EXPECT_EQ(missing.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(missing.error().message, HasSubstr("tile/entries/000.p/23"));
}

// Written by Tessera, in Go: fifteen entries, and a checkpoint behind each of them.
TEST(ForeignLogTest, ALogOfTesseraVerifiesAtEverySize) {
  const auto key = PublicKey::Parse(
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  ASSERT_TRUE(key) << key.error().message;
  const auto whole = VerifyTiles(kTessera, *key);
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->size, 15U);
  for (int size = 1; size <= 15; ++size) {
    const std::string note = test::ReadAll(kTessera + "/checkpoint." + std::to_string(size));
    const auto verified = VerifyTiles(kTessera, note, *key);
    ASSERT_TRUE(verified) << verified.error().message;
    EXPECT_EQ(verified->size, static_cast<std::uint64_t>(size));
  }
  EXPECT_FALSE(VerifyTiles(kTessera, FixedKey().public_key()));
}

}  // namespace
}  // namespace bylaw::ledger
