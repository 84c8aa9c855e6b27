// Makes the tiles of a log out of its entries, one after the other. Writing a log and verifying one
// are the same work: what is made is written, or held against what is there. Thread-safety: one
// thread. Memory: one tile a level, and one bundle of entries.
#ifndef BYLAW_LEDGER_TILE_MAKER_H_
#define BYLAW_LEDGER_TILE_MAKER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/merkle.h"

namespace bylaw::ledger {

inline constexpr std::uint64_t kTileWidth = 256;
inline constexpr std::size_t kTileEntryBytesMax = 65'535;

// `tile/<level>/<n>` below a log's directory, with `.p/<width>` for one that is not full; the level
// is a number, or `entries`. c2sp.org/tlog-tiles: n in groups of three digits, all but the last
// behind an x.
std::string TilePath(std::string_view level, std::uint64_t n, std::uint64_t width);

class TileMaker {
 public:
  // Gets each file of the log once it is complete: its path below the log's directory, its bytes.
  using Sink = std::function<Result<void>(const std::string& path, std::string_view bytes)>;

  explicit TileMaker(Sink sink) : sink_(std::move(sink)) {}

  // The next entry, of at most kTileEntryBytesMax bytes.
  Result<void> Add(std::string_view entry);
  // Those tiles that are not full.
  Result<void> Finish();

  const MerkleTree& tree() const { return tree_; }

 private:
  struct Level {
    MerkleTree tile;    // Of the hashes in it.
    std::string bytes;  // They themselves.
    std::uint64_t n = 0;
  };

  Result<void> AddHash(std::size_t level, const Hash& hash);

  Sink sink_;
  MerkleTree tree_;
  std::string bundle_;
  std::vector<Level> levels_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_TILE_MAKER_H_
