// The index is a cache: whatever happens to it, the answers are those of the ledger.

#include <sqlite3.h>

#include <filesystem>

#include "bylaw/ledger/verify.h"
#include "small_ledger.h"

namespace bylaw::query {
namespace {

const Filter kOfB = [] {
  Filter filter;
  filter.agent = "b";
  return filter;
}();

void Sql(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

int Count(const std::string& path, const std::string& sql) {
  int count = -1;
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  const auto keep = [](void* to, int, char** values, char**) {
    *static_cast<int*>(to) = std::stoi(values[0]);
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), keep, &count, nullptr), SQLITE_OK);
  sqlite3_close(database);
  return count;
}

class IndexTest : public testing::Test {
 protected:
  IndexTest() {
    ledger_.Append({{.agent = "a"}, {.agent = "b"}, {.agent = "a"}, {.agent = "b"}});
    expected_ = ledger_.Find(kOfB);
    EXPECT_EQ(expected_.size(), 2U);
  }

  SmallLedger ledger_;
  std::vector<std::string> expected_;
};

TEST_F(IndexTest, IsMadeAgainWhenItIsMissing) {
  ASSERT_TRUE(std::filesystem::remove(ledger_.index()));
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
  EXPECT_TRUE(std::filesystem::exists(ledger_.index()));
}

TEST_F(IndexTest, IsForTheOwnerAndTheGroup) {
  const auto permissions = std::filesystem::status(ledger_.index()).permissions();
  EXPECT_EQ(permissions & std::filesystem::perms::others_all, std::filesystem::perms::none);
}

TEST_F(IndexTest, IsMadeAnewWhenItIsDamaged) {
  const std::string good = test::ReadAll(ledger_.index());
  std::string torn = good;
  torn.resize(torn.size() / 2);
  std::string zeros = good;
  std::fill(zeros.begin() + 4096, zeros.end(), '\0');
  for (const std::string& damaged : {std::string("nonsense"), std::string(), torn, zeros}) {
    test::WriteAll(ledger_.index(), damaged);
    EXPECT_EQ(ledger_.Find(kOfB), expected_) << damaged.size();
    EXPECT_NE(test::ReadAll(ledger_.index()), damaged) << "it was mended";
  }
}

TEST_F(IndexTest, OfAnotherVersionIsMadeAnew) {
  Sql(ledger_.index(), "UPDATE state SET version = '0'; DELETE FROM records");
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
}

TEST_F(IndexTest, OfAnotherLedgerIsMadeAnew) {
  SmallLedger other("other");
  other.Append({{.agent = "b"}, {.agent = "b"}, {.agent = "b"}});
  const auto found = other.Find(kOfB);
  std::filesystem::copy_file(ledger_.index(), other.index(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(other.Find(kOfB), found);
}

TEST_F(IndexTest, BehindTheLedgerCatchesUp) {
  // A mark in what is there shows that only the new was added.
  Sql(ledger_.index(), "UPDATE records SET session = 'mark' WHERE seq = 0");
  ledger_.Append({{.agent = "b"}});
  const auto found = ledger_.Find(kOfB);
  EXPECT_EQ(found.size(), 3U);
  EXPECT_EQ(found.back(), ledger_.Records()[ledger_.Records().size() - 2]);
  EXPECT_EQ(Count(ledger_.index(), "SELECT count(*) FROM records WHERE session = 'mark'"), 1);
}

TEST_F(IndexTest, AheadOfTheLedgerIsMadeAnew) {
  const std::string before = test::ReadAll(ledger_.segment());
  ledger_.Append({{.agent = "b"}});
  EXPECT_EQ(ledger_.Find(kOfB).size(), 3U);
  test::WriteAll(ledger_.segment(), before);
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
  ledger_.Append({{.agent = "c"}});
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
}

TEST_F(IndexTest, ThatLeadsAstrayIsMadeAnew) {
  for (const char* lie : {"UPDATE records SET offset = offset + 1", "UPDATE records SET offset = 0",
                          "UPDATE records SET offset = -1", "UPDATE records SET agent = 'b'"}) {
    Sql(ledger_.index(), lie);
    EXPECT_EQ(ledger_.Find(kOfB), expected_) << lie;
  }
}

TEST_F(IndexTest, WhereItCannotBeWrittenATemporaryOneServes) {
  std::filesystem::remove(ledger_.index());
  std::filesystem::create_directory(ledger_.index());
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
  EXPECT_TRUE(std::filesystem::is_empty(ledger_.index()));
}

TEST_F(IndexTest, IsNoChangeToTheLedger) {
  EXPECT_TRUE(std::filesystem::exists(ledger_.index()));
  const auto report = ledger::Verify(ledger_.path(), FixedKey().public_key());
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good());
  ledger_.Append({{.agent = "b"}});
  EXPECT_EQ(ledger::Verify(ledger_.path(), FixedKey().public_key())->recoveries, 0U);
}

TEST_F(IndexTest, ATornLastLineIsNotThereYetAndDamageIsSaid) {
  const std::string whole = test::ReadAll(ledger_.segment());
  test::WriteAll(ledger_.segment(), whole + "{\"action");
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
  test::WriteAll(ledger_.segment(), whole + "{\"action\n\n\n");
  EXPECT_EQ(ledger_.Find(kOfB), expected_) << "in the space kept ready";
  test::WriteAll(ledger_.segment(), "nonsense\n" + whole);
  const auto query = LedgerQuery::Open(ledger_.path());
  ASSERT_FALSE(query);
  EXPECT_EQ(query.error().code, ledger::ErrorCode::kCorrupt);
  EXPECT_NE(query.error().message.find("byte 0"), std::string::npos) << query.error().message;
}

// With the index there, a query reads its first and last records and what it finds.
TEST_F(IndexTest, SparesTheLedger) {
  ledger_.Append(std::vector<Decided>(500));
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
  std::string text = test::ReadAll(ledger_.segment());
  const std::size_t at = text.find("\"seq\":200,");
  ASSERT_NE(at, std::string::npos);
  text[at + 1] = 'x';  // Whoever reads this line finds damage.
  test::WriteAll(ledger_.segment(), text);
  EXPECT_EQ(ledger_.Find(kOfB), expected_);
}

TEST(LedgerQuery, NoLedgerIsNoLedger) {
  const test::TemporaryDirectory directory;
  const auto query = LedgerQuery::Open(directory.path());
  ASSERT_FALSE(query);
  EXPECT_EQ(query.error().code, ledger::ErrorCode::kNotFound);
  EXPECT_TRUE(directory.Names().empty()) << "no index is made";
}

TEST_F(IndexTest, AConditionIsAskedOfWhatTheFilterLetsThrough) {
  auto query = LedgerQuery::Open(ledger_.path());
  ASSERT_TRUE(query);
  Selection selection;
  selection.filter = kOfB;
  std::vector<std::uint64_t> asked;
  selection.where = [&](const ledger::RecordView& record) {
    asked.push_back(record.number(ledger::Field::seq));
    return asked.size() == 2;
  };
  const auto page = query->Select(selection);
  ASSERT_TRUE(page);
  EXPECT_EQ(asked, (std::vector<std::uint64_t>{3, 5}));
  EXPECT_EQ(page->lines, (std::vector<std::string>{expected_[1]}));
}

}  // namespace
}  // namespace bylaw::query
