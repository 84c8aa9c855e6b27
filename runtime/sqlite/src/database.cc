#include "bylaw/sqlite/database.h"

#include <sqlite3.h>

namespace bylaw::sqlite {
namespace {

using ledger::Result;

constexpr int kBusyMs = 10'000;  // while another process writes

tl::unexpected<ledger::Error> FailSqlite(sqlite3* database) {
  const char* const path = sqlite3_db_filename(database, "main");
  const bool named = path != nullptr && *path != '\0';
  return ledger::Fail(ledger::ErrorCode::kIo, (named ? path : std::string("a temporary database")) +
                                                  ": SQLite says " + sqlite3_errmsg(database));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::Bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), parameter, number);
}

void Statement::Bind(int parameter, const std::optional<std::string>& text) {
  if (!text) {
    sqlite3_bind_null(statement_.get(), parameter);
    return;
  }
  // NOLINTNEXTLINE(performance-no-int-to-ptr): SQLite's word for "make a copy"
  sqlite3_bind_text64(statement_.get(), parameter, text->data(), text->size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

void Statement::Bind(int parameter, std::span<const std::uint8_t> bytes) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): as above
  sqlite3_bind_blob64(statement_.get(), parameter, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

Result<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return FailSqlite(sqlite3_db_handle(statement_.get()));
}

Result<void> Statement::Run() {
  const auto stepped = Step();
  sqlite3_reset(statement_.get());
  if (!stepped) return tl::unexpected<ledger::Error>(stepped.error());
  return {};
}

std::int64_t Statement::Number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::Text(int column) const {
  const unsigned char* const text = sqlite3_column_text(statement_.get(), column);
  const int bytes = sqlite3_column_bytes(statement_.get(), column);
  return text == nullptr ? std::string() : std::string(text, text + bytes);
}

std::span<const std::uint8_t> Statement::Bytes(int column) const {
  const auto* const bytes =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

Result<Database> Database::Open(const std::string& path) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &opened,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, nullptr);
  Database database{std::unique_ptr<sqlite3, Close>(opened)};
  if (code != SQLITE_OK) return FailSqlite(opened);
  sqlite3_busy_timeout(opened, kBusyMs);
  return database;
}

Result<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK)
    return FailSqlite(database_.get());
  return Statement(statement);
}

Result<void> Database::Run(std::string_view sql) {
  auto statement = Prepare(sql);
  if (!statement) return tl::unexpected<ledger::Error>(statement.error());
  return statement->Run();
}

Result<void> Database::Reset() {
  // SQLite's own way, which works on a damaged file too and waits for others who read it. The
  // schema must have been asked for before; whether that succeeds does not matter.
  sqlite3_table_column_metadata(database_.get(), nullptr, "sqlite_schema", nullptr, nullptr,
                                nullptr, nullptr, nullptr, nullptr);
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_RESET_DATABASE, 1, nullptr);
  const auto done = Run("VACUUM");
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_RESET_DATABASE, 0, nullptr);
  return done;
}

}  // namespace bylaw::sqlite
