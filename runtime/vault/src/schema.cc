#include "schema.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "bylaw/ledger/host.h"

namespace bylaw::vault {
namespace {

using ledger::ErrorCode;
using ledger::Fail;
using ledger::Result;

constexpr std::int64_t kVersion = 1;
constexpr mode_t kDirectoryMode = 0700;  // For its owner alone: what lies in it is about people.
constexpr mode_t kFileMode = 0600;

constexpr const char* kTables[] = {
    "CREATE TABLE vault(key TEXT NOT NULL)",
    R"(CREATE TABLE keys(id INTEGER PRIMARY KEY, subject BLOB NOT NULL, wrapped BLOB,
                         recorded INTEGER NOT NULL DEFAULT 0))",
    "CREATE INDEX key_subjects ON keys(subject)",
    "CREATE UNIQUE INDEX live_keys ON keys(subject) WHERE wrapped IS NOT NULL",
    "CREATE TABLE openings(digest BLOB PRIMARY KEY, key INTEGER NOT NULL, box BLOB) WITHOUT ROWID",
    "CREATE INDEX opening_keys ON openings(key)",
    "PRAGMA user_version = 1",
};

tl::unexpected<ledger::Error> FailErrno(const std::string& path) {
  const int error = errno;
  return Fail(error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
              "cannot make " + path + ": " + std::generic_category().message(error));
}

// The directory and an empty file for SQLite, which gives its other files the same mode.
Result<void> MakeFile(const std::string& directory, const std::string& file) {
  if (::mkdir(directory.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
    return FailErrno(directory);
  }
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kFileMode);
  if (fd < 0) return FailErrno(file);
  ::close(fd);
  ledger::Host& host = ledger::Host::System();
  if (auto done = host.SyncDirectory(directory); !done) return done;
  const std::string parent = std::filesystem::path(directory + "/.").parent_path().parent_path();
  return host.SyncDirectory(parent.empty() ? "." : parent);
}

Result<void> MakeTables(sqlite::Database& database, const ledger::PublicKey& key) {
  for (const char* const sql : kTables) {
    if (auto done = database.Run(sql); !done) return done;
  }
  auto insert = database.Prepare("INSERT INTO vault VALUES(?)");
  if (!insert) return tl::unexpected<ledger::Error>(insert.error());
  insert->Bind(1, key.Line());
  return insert->Run();
}

Result<std::int64_t> VersionOf(sqlite::Database& database) {
  auto version = database.Prepare("PRAGMA user_version");
  if (!version) return tl::unexpected<ledger::Error>(version.error());
  const auto row = version->Step();
  if (!row) return tl::unexpected<ledger::Error>(row.error());
  return version->Number(0);
}

Result<void> CheckKey(sqlite::Database& database, const std::string& directory,
                      const ledger::PublicKey& key) {
  auto select = database.Prepare("SELECT key FROM vault");
  if (!select) return tl::unexpected<ledger::Error>(select.error());
  const auto row = select->Step();
  if (!row) return tl::unexpected<ledger::Error>(row.error());
  const std::string made_with = *row ? select->Text(0) : "none";
  if (made_with == key.Line()) return {};
  return Fail(ErrorCode::kKeyMismatch, "the vault " + directory + " was made with the key " +
                                           made_with + ", not with " + key.Line());
}

}  // namespace

Result<sqlite::Database> OpenDatabase(const std::string& directory, const ledger::PublicKey& key,
                                      Vault::Missing missing) {
  const std::string file = directory + "/vault.sqlite";
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    if (missing == Vault::Missing::kFail) {
      return Fail(ErrorCode::kNotFound, "there is no vault at " + directory);
    }
    if (auto done = MakeFile(directory, file); !done) {
      return tl::unexpected<ledger::Error>(done.error());
    }
  }
  auto database = sqlite::Database::Open(file);
  if (!database) return database;
  // FULL: a transaction is on disk when it is done. A page that is freed is overwritten.
  for (const char* const sql :
       {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON",
        "PRAGMA temp_store = MEMORY", "BEGIN IMMEDIATE"}) {
    if (auto done = database->Run(sql); !done) return tl::unexpected<ledger::Error>(done.error());
  }
  const auto version = VersionOf(*database);
  if (!version) return tl::unexpected<ledger::Error>(version.error());
  // What a crash left of making it is empty.
  if (*version == 0 && missing == Vault::Missing::kCreate) {
    if (auto done = MakeTables(*database, key); !done) {
      return tl::unexpected<ledger::Error>(done.error());
    }
  } else if (*version != kVersion) {
    return Fail(ErrorCode::kCorrupt, file + " is no vault, or one of another version");
  }
  if (auto done = database->Run("COMMIT"); !done) {
    return tl::unexpected<ledger::Error>(done.error());
  }
  if (auto done = CheckKey(*database, directory, key); !done) {
    return tl::unexpected<ledger::Error>(done.error());
  }
  return database;
}

Result<void> EmptyLog(sqlite::Database& database) {
  auto checkpoint = database.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!checkpoint) return tl::unexpected<ledger::Error>(checkpoint.error());
  const auto row = checkpoint->Step();
  if (!row) return tl::unexpected<ledger::Error>(row.error());
  if (*row && checkpoint->Number(0) == 0) return {};
  return Fail(ErrorCode::kIo,
              "another process reads the vault, so that what was erased still stands in its log: "
              "end it and erase again");
}

}  // namespace bylaw::vault
