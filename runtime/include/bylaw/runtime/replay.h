// Replay: every decision of a ledger made again, out of its own record, under the module that made
// it or under another one. Shows that the archived modules decide what was recorded, and what a new
// constitution would have decided.
//
// A record holds all that its decision depended on; numbers in it are those of RFC 8785. Reads
// records as they stand: whether they are genuine says `ledger verify`. Thread-safety: pure
// functions. Ownership: everything is borrowed for the call. Memory: the modules that decided.

#ifndef BYLAW_RUNTIME_REPLAY_H_
#define BYLAW_RUNTIME_REPLAY_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/vault/vault.h"
#include "bylaw/vm/module.h"

namespace bylaw::runtime {

enum class Replayed : uint8_t { kSame, kDifferent, kNotReplayable };

struct ReplayedRecord {
  uint64_t seq = 0;
  Replayed outcome = Replayed::kNotReplayable;
  std::string what;  // "decision was PERMIT, is DENY; …"; or why it cannot be replayed
};

struct ReplayOptions {
  uint64_t first_seq = 0;
  uint64_t last_seq = std::numeric_limits<uint64_t>::max();
  // Decides instead of the module of each record; reasons are not compared then.
  std::shared_ptr<const vm::Module> under = nullptr;
  // Has the personal values of the records; without it, and where they were erased, records with
  // such values are not replayable.
  vault::Vault* vault = nullptr;
  ledger::ReadOptions read{};
};

struct ReplayReport {
  uint64_t same = 0;
  uint64_t different = 0;
  uint64_t not_replayable = 0;
};

// Calls `on_record` for each evaluation of the range that is not the same, in order; false stops
// (kClosed). kNotFound: there is no ledger; kCorrupt names a line that is no record.
ledger::Result<ReplayReport> Replay(const std::string& directory, const ReplayOptions& options,
                                    const std::function<bool(const ReplayedRecord&)>& on_record);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_REPLAY_H_
