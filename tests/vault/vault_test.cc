// The vault: what is put is there again, until it is erased; then it is nowhere.

#include "bylaw/vault/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bylaw/sqlite/database.h"
#include "temporary_directory.h"

namespace bylaw::vault {
namespace {

using ledger::ErrorCode;
using ledger::Opening;

ledger::SecretKey KeyOf(std::uint8_t byte) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(byte);
  return std::move(*ledger::SecretKey::FromSeed("vault", seed));
}

class VaultTest : public testing::Test {
 protected:
  VaultTest() { Open(); }

  void Open() {
    vault_.reset();
    auto opened = Vault::Open(path_, key_, Vault::Missing::kCreate);
    ASSERT_TRUE(opened) << opened.error().message;
    vault_.emplace(std::move(*opened));
  }

  Opening Put(std::string_view subject, const std::string& value) {
    const Opening opening = Opening::Of(value);
    EXPECT_TRUE(vault_->Put(vault_->Subject(subject), {&opening, 1}));
    return opening;
  }

  // "", or the code of the error in words.
  std::string Why(const Opening& opening) {
    const auto got = vault_->Get(opening.digest());
    if (got) {
      EXPECT_EQ(got->salt, opening.salt);
      EXPECT_EQ(got->value, opening.value);
      return "";
    }
    return got.error().code == ErrorCode::kErased     ? "erased"
           : got.error().code == ErrorCode::kNotFound ? "not found"
           : got.error().code == ErrorCode::kCorrupt  ? "corrupt"
                                                      : "other";
  }

  // Past the vault, as someone would who has only its directory.
  std::vector<std::string> Select(const std::string& sql) {
    auto database = sqlite::Database::Open(File());
    EXPECT_TRUE(database);
    auto statement = database->Prepare(sql);
    EXPECT_TRUE(statement) << statement.error().message;
    std::vector<std::string> rows;
    while (*statement->Step()) {
      const auto bytes = statement->Bytes(0);
      rows.emplace_back(bytes.begin(), bytes.end());
    }
    return rows;
  }

  bool Holds(std::string_view needle) {
    for (const std::string& name : std::vector<std::string>{"vault.sqlite", "vault.sqlite-wal"}) {
      const std::string path = path_ + "/" + name;
      if (std::filesystem::exists(path) && test::ReadAll(path).find(needle) != std::string::npos) {
        return true;
      }
    }
    return false;
  }

  std::string File() const { return path_ + "/vault.sqlite"; }

  test::TemporaryDirectory directory_;
  std::string path_ = directory_ / "vault";
  ledger::SecretKey key_ = KeyOf(1);
  std::optional<Vault> vault_;
};

TEST_F(VaultTest, GivesBackWhatWasPut) {
  const std::vector<Opening> openings = {Opening::Of("\"Anna Weber\""), Opening::Of("1980"),
                                         Opening::Of(std::string(60'000, '1')), Opening::Of("")};
  ASSERT_TRUE(vault_->Put(vault_->Subject("c-1"), openings));
  for (const Opening& opening : openings) EXPECT_EQ(Why(opening), "");
  Open();
  for (const Opening& opening : openings) EXPECT_EQ(Why(opening), "");
  EXPECT_EQ(Why(Opening::Of("1980")), "not found") << "another salt";
  EXPECT_EQ(*vault_->SubjectOf(openings[1].digest()), vault_->Subject("c-1"));
  EXPECT_EQ(*vault_->SubjectOf(ledger::Hash{}), std::nullopt);
}

TEST_F(VaultTest, IsForItsOwnerAndItsKey) {
  Put("c-1", "\"Anna Weber\"");
  struct stat status{};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
  for (const char* const name : {"vault.sqlite", "vault.sqlite-wal"}) {
    ASSERT_EQ(::stat((path_ + "/" + name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << name;
  }
  EXPECT_EQ(Vault::Open(path_, KeyOf(2)).error().code, ErrorCode::kKeyMismatch);
  EXPECT_EQ(Vault::Open(directory_ / "none", key_).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Vault::Open(directory_ / "no/parent", key_, Vault::Missing::kCreate).error().code,
            ErrorCode::kNotFound);
}

TEST_F(VaultTest, WhatIsNoVaultIsRefused) {
  const std::string other = directory_ / "other";
  std::filesystem::create_directory(other);
  test::WriteAll(other + "/vault.sqlite",
                 "not a database, and longer than its header would be: " + std::string(200, 'x'));
  EXPECT_EQ(Vault::Open(other, key_, Vault::Missing::kCreate).error().code, ErrorCode::kIo);
  test::WriteAll(other + "/vault.sqlite", "");
  EXPECT_EQ(Vault::Open(other, key_).error().code, ErrorCode::kCorrupt);
  EXPECT_TRUE(Vault::Open(other, key_, Vault::Missing::kCreate)) << "as a crash leaves it";
}

TEST_F(VaultTest, NothingIsInTheClear) {
  const Opening opening = Put("customer-4711", "\"Anna Weber\"");
  EXPECT_FALSE(Holds("Anna Weber"));
  EXPECT_FALSE(Holds("4711"));
  EXPECT_FALSE(Holds(std::string(opening.salt.begin(), opening.salt.end())));
  EXPECT_TRUE(Holds("openings"));
}

TEST_F(VaultTest, ErasingDestroysTheKeyAndTheValues) {
  const Opening anna = Put("c-1", "\"Anna Weber\"");
  const Opening more = Put("c-1", "\"Gartenweg 1\"");
  const Opening other = Put("c-2", "\"Bob\"");
  const std::vector<std::string> destroyed = Select(
      "SELECT wrapped FROM keys WHERE id = 1 UNION ALL SELECT box FROM openings WHERE key = 1");
  ASSERT_EQ(destroyed.size(), 3U);
  for (const std::string& bytes : destroyed) EXPECT_TRUE(Holds(bytes));

  const auto erased = vault_->Erase(vault_->Subject("c-1"));
  ASSERT_TRUE(erased) << erased.error().message;
  EXPECT_EQ(erased->values, 2U);
  EXPECT_TRUE(erased->to_record);
  EXPECT_EQ(Why(anna), "erased");
  EXPECT_EQ(Why(more), "erased");
  EXPECT_EQ(Why(other), "");
  for (const std::string& bytes : destroyed) EXPECT_FALSE(Holds(bytes));
  Open();
  EXPECT_EQ(Why(anna), "erased");
  EXPECT_EQ(*vault_->SubjectOf(anna.digest()), vault_->Subject("c-1")) << "it can be asked again";
}

// As often as it takes: a crash may come between any two of erase, record and mark.
TEST_F(VaultTest, ErasingCanBeRepeated) {
  const SubjectId subject = vault_->Subject("c-1");
  EXPECT_EQ(vault_->Erase(subject).error().code, ErrorCode::kNotFound);
  Put("c-1", "1");
  for (int i = 0; i < 3; ++i) {
    const auto erased = vault_->Erase(subject);
    EXPECT_EQ(erased->values, 1U);
    EXPECT_TRUE(erased->to_record);
    Open();
  }
  ASSERT_TRUE(vault_->MarkRecorded(subject));
  EXPECT_EQ(vault_->Erase(subject)->values, 0U);
  EXPECT_FALSE(vault_->Erase(subject)->to_record);
}

TEST_F(VaultTest, AnErasedSubjectCanBeginAnew) {
  const SubjectId subject = vault_->Subject("c-1");
  const Opening before = Put("c-1", "1");
  ASSERT_TRUE(vault_->Erase(subject));
  const Opening between = Put("c-1", "2");
  EXPECT_EQ(Why(before), "erased");
  EXPECT_EQ(Why(between), "");
  ASSERT_TRUE(vault_->MarkRecorded(subject)) << "only what is erased is recorded";
  EXPECT_EQ(vault_->Erase(subject)->values, 1U);
  EXPECT_EQ(Why(between), "erased");
}

TEST_F(VaultTest, ForgetsWhatNoRecordCameOf) {
  const Opening kept = Put("c-1", "1");
  const Opening forgotten = Put("c-1", "2");
  ASSERT_TRUE(vault_->Forget(vault_->Subject("c-1"), {&forgotten, 1}));
  EXPECT_EQ(Why(kept), "");
  EXPECT_EQ(Why(forgotten), "not found");
  ASSERT_TRUE(vault_->Forget(vault_->Subject("c-1"), {&kept, 1}));
  EXPECT_TRUE(Select("SELECT wrapped FROM keys").empty());
}

TEST_F(VaultTest, WhatWasChangedIsSeen) {
  const Opening a = Put("c-1", "\"aaaa\"");
  const Opening b = Put("c-1", "\"bbbb\"");
  auto database = sqlite::Database::Open(File());
  ASSERT_TRUE(database);
  const auto run = [&](const std::string& sql) {
    const auto done = database->Run(sql);
    EXPECT_TRUE(done) << done.error().message;
  };
  run("CREATE TEMP TABLE boxes AS SELECT digest, box FROM openings");
  run("UPDATE openings SET box = (SELECT box FROM boxes WHERE boxes.digest != openings.digest)");
  EXPECT_EQ(Why(a), "corrupt") << "the value of another place";
  run("UPDATE openings SET box = x'00'");
  EXPECT_EQ(Why(b), "corrupt");
  run("UPDATE openings SET box = (SELECT box FROM boxes WHERE boxes.digest = openings.digest)");
  EXPECT_EQ(Why(a), "");
  run("UPDATE keys SET subject = x'01'");
  EXPECT_EQ(Why(a), "corrupt") << "a key of another subject";
}

TEST_F(VaultTest, AfterAFailureNothingIsPut) {
  auto database = sqlite::Database::Open(File());
  ASSERT_TRUE(database && database->Run("ALTER TABLE openings RENAME TO elsewhere"));
  const Opening opening = Opening::Of("1");
  EXPECT_FALSE(vault_->Put(vault_->Subject("c-1"), {&opening, 1}));
  ASSERT_TRUE(database->Run("ALTER TABLE elsewhere RENAME TO openings"));
  EXPECT_FALSE(vault_->Put(vault_->Subject("c-1"), {&opening, 1}));
  Open();
  EXPECT_TRUE(Select("SELECT wrapped FROM keys").empty()) << "nothing of a half is there";
  EXPECT_TRUE(vault_->Put(vault_->Subject("c-1"), {&opening, 1}));
}

TEST_F(VaultTest, ManyThreadsPut) {
  constexpr int kThreads = 4;
  constexpr int kEach = 25;
  std::vector<std::vector<Opening>> put(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        put[static_cast<size_t>(t)].push_back(Put("c-" + std::to_string(i % 3), std::to_string(i)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& openings : put) {
    EXPECT_EQ(openings.size(), static_cast<size_t>(kEach));
    for (const Opening& opening : openings) EXPECT_EQ(Why(opening), "");
  }
  EXPECT_EQ(Select("SELECT wrapped FROM keys").size(), 3U);
}

}  // namespace
}  // namespace bylaw::vault
