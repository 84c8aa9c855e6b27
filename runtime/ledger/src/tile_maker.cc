#include "tile_maker.h"

#include <cstdio>

#include "bylaw/ledger/hash.h"
#include "text.h"

namespace bylaw::ledger {

std::string TilePath(std::string_view level, std::uint64_t n, std::uint64_t width) {
  std::string number;
  for (bool last = true; last || n > 0; n /= 1000, last = false) {
    char group[8];
    std::snprintf(group, sizeof group, last ? "%03d" : "x%03d/", static_cast<int>(n % 1000));
    number.insert(0, group);
  }
  std::string path("tile/");
  path.append(level).append("/").append(number);
  if (width < kTileWidth) path.append(".p/").append(std::to_string(width));
  return path;
}

Result<void> TileMaker::Add(std::string_view entry) {
  if (entry.size() > kTileEntryBytesMax) {
    return Fail(ErrorCode::kInvalidArgument, "an entry of more than 65,535 bytes");
  }
  const Hash leaf = LeafHash(entry);
  tree_.Append(leaf);
  bundle_ += static_cast<char>(entry.size() >> 8);
  bundle_ += static_cast<char>(entry.size() & 0xff);
  bundle_ += entry;
  if (tree_.size() % kTileWidth == 0) {
    auto done = sink_(TilePath("entries", tree_.size() / kTileWidth - 1, kTileWidth), bundle_);
    if (!done) return done;
    bundle_.clear();
  }
  return AddHash(0, leaf);
}

// A tile that is full is one hash of the level above: the root of what is in it.
Result<void> TileMaker::AddHash(std::size_t level, const Hash& hash) {
  if (level == levels_.size()) levels_.emplace_back();
  Level& at = levels_[level];
  at.tile.Append(hash);
  at.bytes += AsText(hash);
  if (at.tile.size() < kTileWidth) return {};
  if (auto done = sink_(TilePath(std::to_string(level), at.n, kTileWidth), at.bytes); !done)
    return done;
  const Hash root = at.tile.Root();
  at = {{}, {}, at.n + 1};
  return AddHash(level + 1, root);
}

Result<void> TileMaker::Finish() {
  if (!bundle_.empty()) {
    const std::uint64_t n = tree_.size() / kTileWidth;
    auto done = sink_(TilePath("entries", n, tree_.size() % kTileWidth), bundle_);
    if (!done) return done;
  }
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    const Level& at = levels_[level];
    if (at.bytes.empty()) continue;
    auto done = sink_(TilePath(std::to_string(level), at.n, at.tile.size()), at.bytes);
    if (!done) return done;
  }
  return {};
}

}  // namespace bylaw::ledger
