// Walks a ledger's lines, of one segment or of all, as far as they hold. Opening and verification
// both begin so. Thread-safety: one thread. Ownership: borrows file and key.
#ifndef BYLAW_LEDGER_WALK_H_
#define BYLAW_LEDGER_WALK_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/segments.h"
#include "chain.h"

namespace bylaw::ledger {

// A place in the file between two lines, and the chain up to there.
struct Position {
  Chain chain;
  std::uint64_t offset = 0;
  std::uint64_t line = 1;  // number of the next line
};

// The line that does not hold.
struct BadLine {
  std::uint64_t line = 0;
  Error error;
};

struct WalkOptions {
  // Which signatures to check, by the seq that the next record has.
  std::function<Signatures(std::uint64_t seq)> signatures;
  // Called behind every line that holds, with the place behind it; false stops the walk there. May
  // be empty.
  std::function<bool(const LineChecker& checker, std::uint64_t offset, std::uint64_t next_line)>
      on_line;
  // Checkpoints that were kept elsewhere: the ledger must hold that many records, with that root.
  // None is of fewer records than stand before the beginning.
  std::vector<Checkpoint> expect;
  // Where the segments begin of which this is the whole, and the seqs that they are called by.
  std::span<const Segments::Segment> segments;
};

struct WalkResult {
  Position position;  // behind the last line that holds
  std::optional<BadLine> bad;
};

// An error is one of reading; a line that does not hold is part of the result.
Result<WalkResult> Walk(Readable& file, const PublicKey& key, const Position& from,
                        const WalkOptions& options);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_WALK_H_
