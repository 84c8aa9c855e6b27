#include "perfect_hash.h"

#include <algorithm>
#include <numeric>

namespace bylaw::vm {
namespace {

// Short lists: no buckets, and some seed parts all names. Of n names in n²/16 slots, one seed in
// some e^8 does; no seed does in many fewer.
constexpr uint32_t kShortNamesMax = 64;
constexpr uint32_t kShortSlotsPerName = 16;
constexpr uint32_t kShortSeedsTried = 1u << 13;
// Long lists.
constexpr uint32_t kNamesPerBucket = 4;
constexpr uint32_t kDisplacementsTried = 1u << 20;
constexpr uint32_t kSeedsTried = 16;

// Golden-ratio steps: each seed changes about half of the bits. Odd, so that no two sums of a name
// fall together.
constexpr uint64_t SeedOf(uint32_t attempt) noexcept {
  return (attempt + 1) * 0x9e3779b97f4a7c15u | 1;
}

// Places the names of one bucket, or leaves `slots` as it was.
bool Place(std::span<const uint64_t> hashes, std::span<const uint32_t> bucket,
           uint32_t displacement, std::vector<uint32_t>& slots) {
  const auto slot_count = static_cast<uint32_t>(slots.size());
  for (size_t i = 0; i < bucket.size(); ++i) {
    uint32_t& slot = slots[SlotOf(hashes[bucket[i]], displacement, slot_count)];
    if (slot != kNone) {
      for (size_t j = 0; j < i; ++j)
        slots[SlotOf(hashes[bucket[j]], displacement, slot_count)] = kNone;
      return false;
    }
    slot = bucket[i];
  }
  return true;
}

// Fills the table for the row's seed and counts.
bool TryBuild(std::span<const std::string_view> names, PerfectHash& table) {
  const uint32_t bucket_count = table.row.bucket_count;
  std::vector<uint64_t> hashes;
  std::vector<std::vector<uint32_t>> buckets(std::max(bucket_count, 1u));
  for (uint32_t i = 0; i < names.size(); ++i) {
    hashes.push_back(HashName(names[i], NameKey(names[i]), table.row.seed));
    buckets[BucketOf(hashes[i], bucket_count)].push_back(i);
  }
  table.slots.assign(table.row.slot_count, kNone);
  table.displacements.assign(bucket_count, 0);
  if (bucket_count == 0) return Place(hashes, buckets[0], 0, table.slots);
  // The fullest first, while there is most room.
  std::vector<uint32_t> order(bucket_count);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return buckets[a].size() != buckets[b].size() ? buckets[a].size() > buckets[b].size() : a < b;
  });
  for (const uint32_t bucket : order) {
    uint32_t displacement = 0;
    while (!Place(hashes, buckets[bucket], displacement, table.slots)) {
      if (++displacement == kDisplacementsTried) return false;
    }
    table.displacements[bucket] = displacement;
  }
  return true;
}

// Tries seeds for the row's counts.
bool TrySeeds(std::span<const std::string_view> names, uint32_t seeds, PerfectHash& table) {
  for (uint32_t attempt = 0; attempt < seeds; ++attempt) {
    table.row.seed = SeedOf(attempt);
    if (TryBuild(names, table)) return true;
  }
  return false;
}

}  // namespace

PerfectHash BuildPerfectHash(std::span<const std::string_view> names) {
  PerfectHash table;
  if (names.empty()) return table;
  const auto count = static_cast<uint32_t>(names.size());
  if (count <= kShortNamesMax) {
    for (table.row.slot_count = std::max(count, count * count / 16);
         table.row.slot_count <= kShortSlotsPerName * count; table.row.slot_count *= 2) {
      if (TrySeeds(names, kShortSeedsTried, table)) return table;
    }
  }
  table.row.bucket_count = (count + kNamesPerBucket - 1) / kNamesPerBucket;
  table.row.slot_count = count + count / 4 + 1;
  return TrySeeds(names, kSeedsTried, table) ? table : PerfectHash{};
}

}  // namespace bylaw::vm
