// Ledgers and proofs under the eyes of others: what verifies Go's checksum database
// (peers/sumdb.go).
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "bylaw/ledger/prove.h"
#include "bylaw/ledger/tiles.h"
#include "fixtures.h"
#include "subprocess.h"
#include "temporary_directory.h"

namespace bylaw::ledger {
namespace {

// A ledger of 600 records with checkpoints on the way, as files.
class SumdbTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test::TemporaryDirectory>();
    const std::string build = "cd " BYLAW_LEDGER_TEST_DIR
                              "/peers && GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=" +
                              At("cache") + " go build -o " + At("sumdb") + " sumdb.go";
    const test::RunResult built = test::RunProgram({"/bin/sh", "-c", build});
    ASSERT_EQ(built.exit_code, 0) << built.err << "scripts/setup installs what is missing";
    FakeHost host;
    FillLedger(host, 600);
    lines_ = LinesOf(SegmentOn(host));
    folder_->Write("key.pub", Key().Line() + "\n");
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static const PublicKey& Key() { return FixedKey().public_key(); }
  static std::string At(const std::string& name) { return *folder_ / name; }
  // What it prints where it agrees; else nothing.
  static std::string Sumdb(const std::string& what, const std::string& text,
                           const std::string& with = "") {
    const test::RunResult ran =
        test::RunProgram({At("sumdb"), what, At("key.pub"), folder_->Write("text", text), with});
    return ran.exit_code == 0 ? ran.out : "";
  }
  static const ReadOptions& Options() {
    static FakeHost host;
    static const ReadOptions options{.progress = {}, .host = &host};
    host.Write(SegmentPath(kDirectory), JoinLines(lines_));
    return options;
  }

  static std::unique_ptr<test::TemporaryDirectory> folder_;
  static std::vector<std::string> lines_;
};
std::unique_ptr<test::TemporaryDirectory> SumdbTest::folder_;
std::vector<std::string> SumdbTest::lines_;

TEST_F(SumdbTest, ItsTreesAreOurs) {
  const std::string said = Sumdb("ledger", JoinLines(lines_));
  EXPECT_EQ(said.substr(0, 11), "603 records") << said;
  std::vector<std::string> other = lines_;
  std::swap(other[1], other[2]);
  EXPECT_EQ(Sumdb("ledger", JoinLines(other)), "");
}

TEST_F(SumdbTest, ItTakesOurProofsOfRecordsAndNoOthers) {
  for (const std::uint64_t seq : {0U, 1U, 255U, 256U, 511U, 512U, 602U}) {
    const auto proven = ProveRecord(kDirectory, Key(), seq, Options());
    ASSERT_TRUE(proven) << proven.error().message;
    const std::string record = folder_->Write("record", proven->line + "\n");
    const std::string number = std::to_string(seq);
    EXPECT_EQ(Sumdb("record", TlogProofText(proven->proof), record),
              "record " + number + " of 603\n");
    TlogProof other = proven->proof;
    other.index ^= 1;
    EXPECT_EQ(Sumdb("record", TlogProofText(other), record), "");
  }
}

TEST_F(SumdbTest, ItTakesOurProofsOfGrowthAndNoOthers) {
  int checkpoints = 0;
  for (const std::string& line : lines_) {
    if (!line.starts_with(kCheckpointStart) || ++checkpoints % 30 != 1) continue;
    const std::string note = nlohmann::json::parse(line)["checkpoint"];
    const auto old = OpenCheckpoint(note, Key());
    ASSERT_TRUE(old);
    const std::size_t root = note.find('\n', old->origin.size() + 1) + 1;
    const std::string root_text = note.substr(root, note.find('\n', root) - root);
    const auto growth = ProveGrowth(kDirectory, Key(), old->size, Options());
    ASSERT_TRUE(growth) << growth.error().message;
    EXPECT_EQ(Sumdb("growth", GrowthProofText(*growth), root_text),
              "from " + std::to_string(old->size) + " to 603\n");
    GrowthProof other = *growth;
    ++other.old_size;
    EXPECT_EQ(Sumdb("growth", GrowthProofText(other), root_text), "");
  }
  EXPECT_GT(checkpoints, 100);
}

// A witness's line is a signature by a key that it does not know: read over, as the format wants
// it.
TEST_F(SumdbTest, ItReadsNotesWithCosignatures) {
  auto growth = ProveGrowth(kDirectory, Key(), 603, Options());
  ASSERT_TRUE(growth) << growth.error().message;
  const std::size_t root = growth->note.find("\n603\n") + 5;
  const std::string root_text = growth->note.substr(root, growth->note.find('\n', root) - root);
  growth->note += "— w.example/1 " + std::string(102, 'A') + "==\n";
  EXPECT_EQ(Sumdb("growth", GrowthProofText(*growth), root_text), "from 603 to 603\n");
  growth->note.pop_back();
  EXPECT_EQ(Sumdb("growth", GrowthProofText(*growth), root_text), "");
}

TEST_F(SumdbTest, ItReadsOurTilesAndFindsWhatIsChanged) {
  const std::string segment = SegmentPath(At("ledger"));
  std::filesystem::create_directories(std::filesystem::path(segment).parent_path());
  test::WriteAll(segment, JoinLines(lines_));
  const std::string log = At("log");
  const auto exported = ExportTiles(At("ledger"), Key(), log);
  ASSERT_TRUE(exported) << exported.error().message;
  const auto said = [&] { return Sumdb("tiles", test::ReadAll(log + "/checkpoint"), log); };
  ASSERT_EQ(said(), std::to_string(exported->size) + " entries\n");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(log)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    const std::string bytes = test::ReadAll(path);
    std::string changed = bytes;
    changed[changed.size() / 2] ^= 1;
    test::WriteAll(path, changed);
    EXPECT_EQ(said(), "") << path;
    test::WriteAll(path, bytes);
  }
}

}  // namespace
}  // namespace bylaw::ledger
