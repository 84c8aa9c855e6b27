// The perfect hash over action names: hash and displace. Finding a name is one hash, at most two
// loads and one comparison. A short list has no buckets: its seed alone parts all names.

#ifndef BYLAW_VM_PERFECT_HASH_H_
#define BYLAW_VM_PERFECT_HASH_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bylaw/vm/format.h"
#include "name_key.h"

namespace bylaw::vm {

// `range` times the fraction that `hash` is of 2^32.
inline uint32_t Scale(uint32_t hash, uint32_t range) noexcept {
  return static_cast<uint32_t>((uint64_t{hash} * range) >> 32);
}

inline uint32_t BucketOf(uint64_t hash, uint32_t bucket_count) noexcept {
  return Scale(static_cast<uint32_t>(hash), bucket_count);
}

// An odd multiplier for each displacement: two hashes that fall together under one part under
// another.
inline uint32_t SlotOf(uint64_t hash, uint32_t displacement, uint32_t slot_count) noexcept {
  return Scale(static_cast<uint32_t>(hash >> 32) * (2 * displacement + 1), slot_count);
}

// A table as it lies in a module: the slots hold indices of names, or kNone.
struct PerfectHashView {
  HashRow row{};
  const uint32_t* displacements = nullptr;
  const uint32_t* slots = nullptr;

  // The only slot that the name with this hash can be in; slot_count is not 0.
  uint32_t Slot(uint64_t hash) const noexcept {
    if (row.bucket_count == 0) [[likely]]
      return SlotOf(hash, 0, row.slot_count);
    return SlotOf(hash, displacements[BucketOf(hash, row.bucket_count)], row.slot_count);
  }
  // The only index that `name` can have, or kNone. The caller compares the names.
  uint32_t Candidate(std::string_view name) const noexcept {
    return row.slot_count == 0 ? kNone : slots[Slot(HashName(name, NameKey(name), row.seed))];
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
