// SQLite as the index uses it: a database, statements with bound parameters, errors as Results.
//
// Thread-safety: one thread. Ownership: a Statement must not outlive its Database.
#ifndef BYLAW_QUERY_SQLITE_H_
#define BYLAW_QUERY_SQLITE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace bylaw::query {

class Statement {
 public:
  // Parameters are numbered from 1. Text is copied. An absent text is NULL.
  void Bind(int parameter, std::int64_t number);
  void Bind(int parameter, const std::optional<std::string>& text);

  // Runs to the next row: true, or to the end: false.
  ledger::Result<bool> Step();

  // Runs a statement without rows, ready to be bound and run again.
  ledger::Result<void> Run();

  // Columns of the row, numbered from 0.
  std::int64_t Number(int column) const;
  std::string Text(int column) const;

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

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_SQLITE_H_
