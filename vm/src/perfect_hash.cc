#include "perfect_hash.h"

#include <algorithm>
#include <numeric>

namespace bylaw::vm {
namespace {

// Short lists: one bucket, and slots enough that some displacement parts all names.
constexpr uint32_t kOneBucketNamesMax = 64;
constexpr uint32_t kOneBucketSlotsPerName = 16;
constexpr uint32_t kOneBucketDisplacementsTried = 1u << 8;
// Long lists.
constexpr uint32_t kNamesPerBucket = 4;
constexpr uint32_t kDisplacementsTried = 1u << 20;
constexpr uint64_t kSeedsTried = 16;

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

// Fills the table for the row's seed and counts, trying so many displacements a bucket.
bool TryBuild(std::span<const std::string_view> names, uint32_t displacements_tried,
              PerfectHash& table) {
  const uint32_t bucket_count = table.row.bucket_count;
  std::vector<uint64_t> hashes;
  std::vector<std::vector<uint32_t>> buckets(bucket_count);
  for (uint32_t i = 0; i < names.size(); ++i) {
    hashes.push_back(HashName(names[i], NameKey(names[i]), table.row.seed));
    buckets[BucketOf(hashes[i], bucket_count)].push_back(i);
  }
  // The fullest first, while there is most room.
  std::vector<uint32_t> order(bucket_count);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return buckets[a].size() != buckets[b].size() ? buckets[a].size() > buckets[b].size() : a < b;
  });
  table.displacements.assign(bucket_count, 0);
  table.slots.assign(table.row.slot_count, kNone);
  for (const uint32_t bucket : order) {
    uint32_t displacement = 0;
    while (displacement < displacements_tried &&
           !Place(hashes, buckets[bucket], displacement, table.slots)) {
      ++displacement;
    }
    if (displacement == displacements_tried) return false;
    table.displacements[bucket] = displacement;
  }
  return true;
}

}  // namespace

PerfectHash BuildPerfectHash(std::span<const std::string_view> names) {
  PerfectHash table;
  if (names.empty()) return table;
  const auto count = static_cast<uint32_t>(names.size());
  if (count <= kOneBucketNamesMax) {
    table.row.bucket_count = 1;
    for (table.row.slot_count = count; table.row.slot_count <= kOneBucketSlotsPerName * count;
         table.row.slot_count *= 2) {
      if (TryBuild(names, kOneBucketDisplacementsTried, table)) return table;
    }
  }
  table.row.bucket_count = (count + kNamesPerBucket - 1) / kNamesPerBucket;
  table.row.slot_count = count + count / 4 + 1;
  // Golden-ratio steps: each seed changes about half of the bits.
  for (uint64_t attempt = 0; attempt < kSeedsTried; ++attempt) {
    table.row.seed = attempt * 0x9e3779b97f4a7c15u;
    if (TryBuild(names, kDisplacementsTried, table)) return table;
  }
  return PerfectHash{};
}

}  // namespace bylaw::vm
