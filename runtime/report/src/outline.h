// Which part of a ledger an evidence bundle is about, and what of the rest it needs.
//
// Found in one reading, which is verified. Thread-safety: one thread.
#ifndef BYLAW_REPORT_SRC_OUTLINE_H_
#define BYLAW_REPORT_SRC_OUTLINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/verify.h"
#include "bylaw/report/summary.h"
#include "verified_reading.h"

namespace bylaw::report {

// A record that says how others are signed (genesis, key, mode), as it stands.
struct Landmark {
  std::uint64_t seq = 0;
  std::string line;
};

struct CheckpointLine {
  std::uint64_t size = 0;
  std::string line;
};

struct Outline {
  ledger::VerifyReport verified;

  // The range: the records of the period that the last checkpoint signs, and their neighbours.
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t begin_byte = 0;  // of all segments as one
  std::uint64_t end_byte = 0;
  bool earlier = false;        // the first record is earlier than the period
  bool later = false;          // the last one is later
  std::uint64_t left_out = 0;  // records of the period behind the last checkpoint

  std::vector<Landmark> landmarks;          // rising; those of the range too
  std::vector<CheckpointLine> checkpoints;  // rising: directly behind landmarks; the last before
                                            // the range, the first behind it, the last of all
  std::uint64_t size = 0;                   // that the last checkpoint signs
  ledger::Hash root{};                      // at that size
};

// As ReadVerified; kNotFound: there is no checkpoint that signs something, or of the range some
// records are archived or dropped.
Result<Outline> FindOutline(const std::string& directory, const ledger::PublicKey& key,
                            const Period& period, const ledger::ReadOptions& options);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_OUTLINE_H_
