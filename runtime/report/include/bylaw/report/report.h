// One page on what a ledger records: charts of decisions over time, by action, rule and route;
// gaps, recoveries, loaded constitutions, changes of mode and key.
//
// The ledger is verified first: of one that is not good there is no page. The page is HTML that is
// well-formed XML too, holds all that it needs, no script, and fetches nothing; what the records
// say is escaped, cut where it is long, and the names behind the most frequent are counted
// together. The same ledger and options give the same bytes. Thread-safety: pure functions.
// Ownership: everything is borrowed for the call. Memory: Summary's.
#ifndef BYLAW_REPORT_REPORT_H_
#define BYLAW_REPORT_REPORT_H_

#include <string>

#include "bylaw/anchor/verify.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/report/summary.h"

namespace bylaw::report {

struct ReportOptions {
  // NOLINTBEGIN(readability-redundant-member-init): what is made by naming members wants them.
  Period period{};
  anchor::Trusted trusted{};  // who may say that the ledger is anchored
  ledger::ReadOptions read{};
  // NOLINTEND(readability-redundant-member-init)
};

// `key` is that of the genesis record, from elsewhere. kCorrupt names the first bad line, or the
// anchor that does not hold; kNotFound: there is no ledger; kClosed: the progress stopped it.
Result<std::string> MakeReport(const std::string& directory, const ledger::PublicKey& key,
                               const ReportOptions& options);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_REPORT_H_
