// The auditor's bundle: what a ledger records of a period, as a zip file that a sceptic verifies
// with Python and openssl, without this software. docs/ledger.md, "Evidence", specifies it.
//
// The ledger is verified first: of one that is not good there is no bundle. The range of records is
// whole, with a neighbour on either side, and proved to stand in the ledger under its last
// checkpoint (docs/adr/0034). `Period::agent` narrows what is counted and listed, never the range:
// that nothing is missing from it can only be seen where all of it is there. The same ledger and
// options give the same bytes. Thread-safety: pure functions. Ownership: everything is borrowed for
// the call. Memory: Summary's, the texts of the constitutions in force, the records that changed
// key or mode.
#ifndef BYLAW_REPORT_EVIDENCE_H_
#define BYLAW_REPORT_EVIDENCE_H_

#include <cstdint>
#include <string>

#include "bylaw/anchor/verify.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/report/summary.h"

namespace bylaw::report {

struct EvidenceOptions {
  // NOLINTBEGIN(readability-redundant-member-init): what is made by naming members wants them.
  Period period{};
  anchor::Trusted trusted{};  // who may say that the ledger is anchored
  std::string software{"bylaw"};
  ledger::ReadOptions read{};
  // NOLINTEND(readability-redundant-member-init)
};

struct EvidenceReport {
  std::uint64_t first = 0;      // seq of the first record in the bundle, a neighbour perhaps
  std::uint64_t last = 0;       // and of the last
  std::uint64_t records = 0;    // of the period
  std::uint64_t left_out = 0;   // of the period, which no checkpoint signs yet
  std::uint64_t different = 0;  // decisions that replay makes in another way
  bool anchored = false;
};

// Writes the bundle to a regular file that is empty and open for writing. `key` is that of the
// genesis record, from elsewhere. kCorrupt names the first bad line, or the anchor that does not
// hold; kNotFound: there is no ledger, no checkpoint in it yet, or records that may be of the
// period are archived or dropped; kIo: the file; kClosed: the progress stopped it.
Result<EvidenceReport> WriteEvidence(const std::string& directory, const ledger::PublicKey& key,
                                     const EvidenceOptions& options, int fd);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_EVIDENCE_H_
