// The index beside a ledger: seq, place and the searched members of each record, in SQLite.
//
// Only a cache: it is brought up to date when it is opened, and made anew when it is missing,
// damaged, of another version or of another ledger. Where it cannot be written a temporary one
// serves. Thread-safety: one thread; other processes may use the same file. Ownership: borrows the
// source and the options for the call.
#ifndef BYLAW_QUERY_INDEX_H_
#define BYLAW_QUERY_INDEX_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/query/filter.h"
#include "bylaw/query/record_source.h"
#include "bylaw/sqlite/database.h"

namespace bylaw::query {

struct Place {
  std::uint64_t seq = 0;
  std::uint64_t offset = 0;
};

class Index {
 public:
  enum class Start : std::uint8_t {
    kContinue,  // with what is there, if it is of this ledger
    kAnew,
  };

  // `path`: the index's file. What the source says, kClosed if the progress stops it.
  static ledger::Result<Index> Open(const std::string& path, RecordSource& source,
                                    const ledger::ReadOptions& options, Start start);

  // The matching records behind `after`, by rising seq; false from `on_place` ends it.
  ledger::Result<void> Find(const Filter& filter, std::optional<std::uint64_t> after,
                            const std::function<ledger::Result<bool>(const Place&)>& on_place);

 private:
  explicit Index(sqlite::Database database) : database_(std::move(database)) {}

  static ledger::Result<Index> OpenAt(const std::string& path, RecordSource& source,
                                      const ledger::ReadOptions& options, Start start);
  ledger::Result<std::uint64_t> Continuation(RecordSource& source);
  ledger::Result<void> Make(RecordSource& source, const ledger::ReadOptions& options);
  ledger::Result<void> CatchUp(RecordSource& source, std::uint64_t from,
                               const ledger::ReadOptions& options);
  ledger::Result<void> InsertFrom(RecordSource& source, std::uint64_t from,
                                  const ledger::ReadOptions& options);

  sqlite::Database database_;
};

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_INDEX_H_
