// Records of a ledger by what they say, through an index that lies beside them.
//
// Verifies nothing: `ledger::Verify` does. The index (`query.sqlite` in the ledger's directory) is
// a cache that is made and mended as needed; each record that it leads to is read from the ledger
// and held against the filter, and an index that led astray is made anew, once. Where it cannot be
// written, a temporary one is made for each LedgerQuery. Thread-safety: one thread; several
// processes may query one ledger, and one may write it. Ownership: borrows the host and what the
// progress refers to.
#ifndef BYLAW_QUERY_LEDGER_QUERY_H_
#define BYLAW_QUERY_LEDGER_QUERY_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/record.h"
#include "bylaw/query/filter.h"

namespace bylaw::query {

// Instead of the first that match, this many of them at random: those whose SHA-256 of
// "<seed>:<seq>" is smallest.
struct Sampling {
  std::uint64_t size = 0;
  std::uint64_t seed = 0;
};

struct Selection {
  Filter filter;
  // A further condition, asked of each record that the filter lets through; may be empty. May be
  // asked twice of the same record.
  std::function<bool(const ledger::RecordView&)> where;
  std::optional<std::uint64_t> after;  // only records with a higher seq
  std::uint64_t limit = 50;            // of a page, at least 1
  std::optional<Sampling> sampling;    // `limit` is not looked at then
};

struct Page {
  std::vector<std::string> lines;  // records as they stand in the ledger, by rising seq
  bool more = false;               // there are others behind the last one
};

class LedgerQuery {
 public:
  // Brings the index up to date. kNotFound: the directory is no ledger; kCorrupt: a line that is
  // no record; kClosed: the progress stopped it.
  static ledger::Result<LedgerQuery> Open(const std::string& directory,
                                          const ledger::ReadOptions& options = {});

  LedgerQuery(LedgerQuery&&) noexcept;
  LedgerQuery& operator=(LedgerQuery&&) noexcept;
  ~LedgerQuery();

  // kCorrupt: the ledger is not what its index, made anew, says: it changes while it is read;
  // kClosed: the progress stopped it.
  ledger::Result<Page> Select(const Selection& selection);

 private:
  struct State;
  explicit LedgerQuery(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

// The index's file.
std::string IndexPath(const std::string& directory);

// Removes the index of a ledger, if it has one: it holds what records said that are gone since.
ledger::Result<void> RemoveIndex(const std::string& directory);

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_LEDGER_QUERY_H_
