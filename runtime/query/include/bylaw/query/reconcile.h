// What was executed, held against what was decided: a list of executions, each with the request_id
// of its request, and the records of the ledger.
//
// A request_id is good for one execution, and only if all decisions on it are PERMIT.
// Thread-safety: pure functions. Ownership: everything is borrowed for the call. Memory: the keys.
#ifndef BYLAW_QUERY_RECONCILE_H_
#define BYLAW_QUERY_RECONCILE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/query/ledger_query.h"

namespace bylaw::query {

enum class Mismatch : std::uint8_t {
  kUndecided,     // no record has this request_id
  kNotPermitted,  // decided DENY or ESCALATE
  kRepeated,      // executed before, in an earlier line of the list
};

// "undecided", "not_permitted", "repeated".
std::string_view MismatchText(Mismatch mismatch);

struct Finding {
  Mismatch mismatch = Mismatch::kUndecided;
  std::uint64_t line = 0;  // of the list, from 1
  std::string key;
  std::optional<std::uint64_t> seq;         // of the record, where there is one
  std::string decision;                     // of that record
  std::optional<std::uint64_t> first_line;  // where it was executed first, of a repeated one
};

struct Reconciliation {
  std::uint64_t in_order = 0;
  std::uint64_t undecided = 0;
  std::uint64_t not_permitted = 0;
  std::uint64_t repeated = 0;

  bool good() const { return undecided + not_permitted + repeated == 0; }
};

// `csv`: RFC 4180 with a header; `column` names the one that holds request_ids. Calls `on_finding`
// in the order of the list; false stops (kClosed). kInvalidArgument: the list is malformed, or has
// not just one such column; else what LedgerQuery::Select says.
ledger::Result<Reconciliation> Reconcile(LedgerQuery& query, std::string_view csv,
                                         std::string_view column,
                                         const std::function<bool(const Finding&)>& on_finding);

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_RECONCILE_H_
