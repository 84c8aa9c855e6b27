// What opening does about a file that ends in an unfinished commit.
//
// A commit is written only after the one before it is on disk. So damage at the end of the file is
// what a crash left of the last commit, unless a record of a later commit stands behind it: that is
// corruption, whatever its signature says, as the key may be one that stood in the damage. A torn
// tail is copied to `recovered/<seq>-<sha256>.torn`, where <seq> is the number of the next record,
// before the file is cut; a `recovery` record follows for every such file that no record names yet,
// so that a crash in between loses nothing. Thread-safety: one thread. Ownership: borrows
// everything.
#ifndef BYLAW_LEDGER_RECOVERY_H_
#define BYLAW_LEDGER_RECOVERY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/host.h"
#include "frontier_file.h"
#include "walk.h"

namespace bylaw::ledger {

// A ledger's last segment as opening finds it.
struct OpenedFile {
  std::uint64_t first_seq = 0;  // of its first record
  Position end;                 // behind the last line that is kept
  std::optional<BadLine> bad;   // what stands there, if anything does
  std::map<Hash, std::uint64_t>
      recoveries;  // tails that `recovery` records name, with the last such record's seq
};

// The chain where the last of these segments begins: by what was kept when the one before it was
// sealed, or, where that does not do, by reading all of them, and it is kept then. kCorrupt and
// kRolledBack as for opening; nothing is changed.
Result<Chain> ChainAtLastSegment(Host& host, const std::string& directory,
                                 std::span<const std::uint64_t> first_seqs, const Keys& keys,
                                 const std::optional<Checkpoint>& expect);

// Reads the segment, before which the chain is `start`, up to the last line that chains and is
// signed, by itself or by a checkpoint behind it. `key` is that of the genesis record.
Result<OpenedFile> ReadToEnd(File& file, const Chain& start, const PublicKey& key,
                             const std::optional<Checkpoint>& expect);

struct Tail {
  std::uint64_t bytes = 0;  // without the newlines at its end
  Hash sha256{};
  std::optional<std::string> checkpoint;  // the signed note in it, if there is one
};

// kCorrupt if what stands from `at` to the end of the file cannot be what a crash left.
Result<void> CheckTorn(File& file, const Position& at, const PublicKey& key);

// What stands from `at` to the end of the file.
Result<Tail> DescribeTail(File& file, const Position& at, const PublicKey& key);

// Copies a tail to `recovered/`, then cuts the file; both are on disk when it returns.
Result<void> MoveTailAside(Host& host, const std::string& directory, File& file, const Position& at,
                           const Tail& tail);

struct Recovered {
  std::string name;  // below the ledger's directory
  Tail tail;
};

// The files in `recovered/` that no record names.
Result<std::vector<Recovered>> Unrecorded(Host& host, const std::string& directory,
                                          const OpenedFile& opened, const PublicKey& key);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_RECOVERY_H_
