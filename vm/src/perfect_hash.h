// The perfect hash over action names: hash and displace. Finding a name is one hash, two loads and
// one comparison.

#ifndef BYLAW_VM_PERFECT_HASH_H_
#define BYLAW_VM_PERFECT_HASH_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bylaw/vm/format.h"

namespace bylaw::vm {

inline uint64_t HashName(std::string_view name, uint64_t seed) noexcept {
  return XXH3_64bits(name.data(), name.size()) ^ seed;
}

// `range` times the fraction that `hash` is of 2^32.
inline uint32_t Scale(uint32_t hash, uint32_t range) noexcept {
  return static_cast<uint32_t>((uint64_t{hash} * range) >> 32);
}

inline uint32_t BucketOf(uint64_t hash, uint32_t bucket_count) noexcept {
  return Scale(static_cast<uint32_t>(hash), bucket_count);
}

inline uint32_t SlotOf(uint64_t hash, uint32_t displacement, uint32_t slot_count) noexcept {
  uint32_t mixed = (static_cast<uint32_t>(hash >> 32) ^ displacement) * 0x9e3779b1u;
  mixed ^= mixed >> 15;
  return Scale(mixed * 0x85ebca77u, slot_count);
}

// A table as it lies in a module: the slots hold indices of names, or kNone.
struct PerfectHashView {
  HashRow row{};
  const uint32_t* displacements = nullptr;
  const uint32_t* slots = nullptr;

  // The only index that `name` can have, or kNone. The caller compares the names.
  uint32_t Candidate(std::string_view name) const noexcept {
    if (row.slot_count == 0) return kNone;
    const uint64_t hash = HashName(name, row.seed);
    return slots[SlotOf(hash, displacements[BucketOf(hash, row.bucket_count)], row.slot_count)];
  }
};

struct PerfectHash {
  HashRow row{};
  std::vector<uint32_t> displacements;
  std::vector<uint32_t> slots;
};

// The table over distinct names; the same names give the same table. Two names with the same 64-bit
// hash under every seed that is tried leave it empty (`slot_count` 0), which no verifier accepts
// for a list that is not empty.
PerfectHash BuildPerfectHash(std::span<const std::string_view> names);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_PERFECT_HASH_H_
