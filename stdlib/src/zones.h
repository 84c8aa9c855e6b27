// Time zones: the offsets from UTC that an IANA name stands for, carried by the module.
//
// A constant zone is looked up in the tables of the machine that compiles, once; the module holds
// the offsets and when they change, so that it decides the same wherever and whenever it runs. A
// zone that is known only at the call is a fixed offset or "UTC".
//
// What a module holds, little-endian:
//
//   0   4   "BTZ1"
//   4   4   count of transitions, at most kZoneTransitionsMax
//   8   4   offset before the first, seconds east of UTC (signed, as all that follow)
//   12  12  of each transition: seconds since 1970-01-01T00:00:00Z (8), the offset from then on (4)
//
// Transitions ascend, each changes the offset, and none is before the year 1 or from
// kZoneSecondsEnd on: after the last the offset stays. A zone has one such encoding; a fixed offset
// is one without transitions.
//
// Thread-safety: reentrant. Errors: one sentence in `error`.
#ifndef BYLAW_STDLIB_SRC_ZONES_H_
#define BYLAW_STDLIB_SRC_ZONES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// Two a year until 2200, and the history: no zone has 700.
inline constexpr std::uint32_t kZoneTransitionsMax = 1'024;
inline constexpr std::int64_t kZoneSecondsEnd = 7'258'118'400;  // 2200-01-01T00:00:00Z
// The widest that POSIX admits; IANA's are within 16 hours.
inline constexpr std::int32_t kZoneOffsetMax = 26 * 3'600;

// Of a fixed offset, "+02:00", "-09:30" or "02:00", to 23:59, or "UTC": seconds east of UTC.
std::optional<std::int32_t> FixedOffset(std::string_view text) noexcept;

// A time zone, of a module's bytes.
class Zone final : public vm::Prepared {
 public:
  // Nothing, and why, if the bytes are not exactly an encoding as above.
  static std::unique_ptr<Zone> Read(std::string_view bytes, std::string* error);

  // How many of the bytes are the encoding that they begin with; more than there are, or 0, if they
  // do not begin with one.
  static std::size_t EncodedBytes(std::string_view bytes) noexcept;

  // Seconds east of UTC at a time, given in seconds since 1970-01-01T00:00:00Z.
  std::int32_t OffsetAt(std::int64_t seconds) const noexcept;

 private:
  Zone() = default;

  std::vector<std::int64_t> times_;    // Ascending.
  std::vector<std::int32_t> offsets_;  // One more: [i + 1] is from times_[i] on.
};

// The columns of time.def: the encoding of a zone's name or fixed offset, and its reader.
std::string EmbedZone(std::string_view constant, std::string* error);
std::unique_ptr<vm::Prepared> PrepareZone(const vm::Value& constant, std::string* error);

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_ZONES_H_
