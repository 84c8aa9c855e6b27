// SQLite: a database, statements with bound parameters, errors as Results.
//
// Errors are kIo, and name the file and what SQLite says. Thread-safety: one thread at a time.
// Ownership: a Statement must not outlive its Database.
#ifndef BYLAW_SQLITE_DATABASE_H_
#define BYLAW_SQLITE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace bylaw::sqlite {

class Statement {
 public:
  // Parameters are numbered from 1. Text and bytes are copied. An absent text is NULL.
  void Bind(int parameter, std::int64_t number);
  void Bind(int parameter, const std::optional<std::string>& text);
  void Bind(int parameter, std::span<const std::uint8_t> bytes);

  // Runs to the next row: true, or to the end: false.
  ledger::Result<bool> Step();

  // Runs a statement without rows, ready to be bound and run again.
  ledger::Result<void> Run();

  // Columns of the row, numbered from 0. Bytes are the database's until the next call.
  std::int64_t Number(int column) const;
  std::string Text(int column) const;
  std::span<const std::uint8_t> Bytes(int column) const;
  bool IsNull(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // Opens or makes a database, for reading alone where the file cannot be written; an empty path is
  // a temporary one.
  static ledger::Result<Database> Open(const std::string& path);

  ledger::Result<Statement> Prepare(std::string_view sql);
  ledger::Result<void> Run(std::string_view sql);  // one statement without rows

  // Makes it empty, whatever stands in it.
  ledger::Result<void> Reset();

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(std::unique_ptr<sqlite3, Close> database) : database_(std::move(database)) {}

  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace bylaw::sqlite

#endif  // BYLAW_SQLITE_DATABASE_H_
