// What an evidence bundle takes from the ledger, in a second reading that must give what the first,
// verified one did.
//
// Thread-safety: one thread. Memory: Summary's, and one digest for each module.
#ifndef BYLAW_REPORT_SRC_COLLECTION_H_
#define BYLAW_REPORT_SRC_COLLECTION_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/report/summary.h"
#include "outline.h"
#include "zip_file.h"

namespace bylaw::report {

// What is not the usual course: a DENY, a refused module, a recovery, something about the clock.
// Of decisions only those on requests of the period's agent, and those of which nobody knows whose
// they were.
bool IsException(const ledger::RecordView& record, const Period& period);

struct Collection {
  Summary summary;
  std::string tree;                                  // tree.jsonl
  ledger::Hash range{};                              // SHA-256 of the range's lines
  ledger::Hash exceptions{};                         // and of those of the exceptions
  std::map<std::string, std::uint64_t> exceptional;  // how many, by kind or code
  std::vector<ledger::Blob> blobs;                   // that records of the range name, by digest
  std::uint64_t personal = 0;                        // records of the range with personal values
  // The modules that decided, and the one in force before the period, with the first record that
  // names it; in that order.
  std::vector<std::pair<ledger::Hash, std::uint64_t>> modules;
};

// kCorrupt: the ledger is not what it was.
Result<Collection> Collect(const std::string& directory, const Outline& outline,
                           const Period& period, const std::vector<std::uint64_t>& anchor_sizes,
                           const ledger::ReadOptions& options);

// The lines of the range as they stand, and those of the exceptions among them. kCorrupt: they are
// not those that were collected.
Result<Producer> RangeLines(const std::string& directory, const Outline& outline,
                            const Collection& collection, const ledger::ReadOptions& options);
Result<Producer> ExceptionLines(const std::string& directory, const Outline& outline,
                                const Collection& collection, const Period& period,
                                const ledger::ReadOptions& options);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_COLLECTION_H_
