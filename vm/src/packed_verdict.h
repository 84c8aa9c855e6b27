// A verdict as the two registers that a function returns it in. Made and passed on member by
// member, a decision's last steps would be shifts and masks, or a store that its first reader waits
// for.

#ifndef BYLAW_VM_PACKED_VERDICT_H_
#define BYLAW_VM_PACKED_VERDICT_H_

#include <bit>
#include <cstdint>

#include "bylaw/vm/bit_cast.h"
#include "bylaw/vm/verdict.h"

namespace bylaw::vm {

struct PackedVerdict {
  uint64_t first = 0;
  uint64_t second = 0;

  static constexpr PackedVerdict Of(Decision decision, Code code, uint32_t rule,
                                    uint32_t steps) noexcept {
    return {uint64_t{static_cast<uint8_t>(decision)} | uint64_t{static_cast<uint8_t>(code)} << 8 |
                uint64_t{rule} << 32,
            steps};
  }
  // NOLINTNEXTLINE(google-explicit-constructor): it is a verdict, in another form.
  operator Verdict() const noexcept { return BitCast<Verdict>(*this); }
};
static_assert(sizeof(PackedVerdict) == sizeof(Verdict) &&
              std::endian::native == std::endian::little);

}  // namespace bylaw::vm

#endif  // BYLAW_VM_PACKED_VERDICT_H_
