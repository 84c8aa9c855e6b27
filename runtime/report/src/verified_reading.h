// Every line of a ledger, read once and then found to be genuine.
//
// Verification reads the ledger by itself. So that what was given out is what was verified, the
// root over the records that were given out is demanded of it. Thread-safety: pure functions.
// Ownership: everything is borrowed for the call.
#ifndef BYLAW_REPORT_SRC_VERIFIED_READING_H_
#define BYLAW_REPORT_SRC_VERIFIED_READING_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/ledger/verify.h"

namespace bylaw::report {

using ledger::Result;

struct ReadLine {
  std::string_view text;                     // without the newline
  std::optional<ledger::RecordView> record;  // nothing: a checkpoint, or a record that is not here
  std::optional<ledger::Hash> leaf;          // of a record, here or not; nothing: a checkpoint
  std::uint64_t begin = 0;                   // in all segments as one
  std::uint64_t end = 0;                     // behind its newline
};

using OnLine = std::function<void(const ReadLine&)>;

// Lines until `on_line` was given the last; what stands behind the last newline is not there yet.
// kCorrupt: a line is no record.
Result<void> ReadLines(ledger::Segments& segments, const ledger::ReadOptions& options,
                       const OnLine& on_line);

// The same, and then verified under the key of the genesis record. kCorrupt names the first bad
// line; what `on_line` was given is worth nothing then. Two readings: the progress goes to its end
// twice.
Result<ledger::VerifyReport> ReadVerified(const std::string& directory,
                                          const ledger::PublicKey& key,
                                          const ledger::ReadOptions& options,
                                          const OnLine& on_line);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_VERIFIED_READING_H_
