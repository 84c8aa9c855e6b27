// The tables come through Abseil, which follows the rules of a zone beyond the years that its file
// lists. Rejected: Howard Hinnant's date, which on the system's tables stops at 2037.
#include "zones.h"

#include <absl/strings/string_view.h>
#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <algorithm>

#include "bylaw/vm/time.h"

namespace bylaw::stdlib {
namespace {

constexpr std::string_view kMagic = "BTZ1";
constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kTransitionBytes = 12;

void Append(std::uint64_t number, int bytes, std::string& out) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

std::uint64_t Load(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

std::int32_t LoadInt32(std::string_view bytes) {
  return static_cast<std::int32_t>(Load(bytes.substr(0, 4)));
}

struct Transition {
  std::int64_t seconds;
  std::int32_t offset;
};

std::string Encode(std::int32_t first_offset, const std::vector<Transition>& transitions) {
  std::string bytes(kMagic);
  Append(transitions.size(), 4, bytes);
  Append(static_cast<std::uint32_t>(first_offset), 4, bytes);
  for (const Transition& transition : transitions) {
    Append(static_cast<std::uint64_t>(transition.seconds), 8, bytes);
    Append(static_cast<std::uint32_t>(transition.offset), 4, bytes);
  }
  return bytes;
}

// Whether the text is of the form of the tables' names: "Europe/Zurich", "Etc/GMT+1". They are
// paths below the tables' folder, where other things lie too: "posix/…", "right/…" (which counts
// leap seconds), "localtime". Abseil has names of its own, "Fixed/…" and "libc:…".
bool IsZoneName(std::string_view text) {
  constexpr std::size_t kNameBytesMax = 64;
  if (text.empty() || text.size() > kNameBytesMax || text.starts_with("Fixed/")) return false;
  bool begins = true;  // a part of the path
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool other = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                       c == '+' || c == '/';
    if (begins ? !upper : !upper && !other) return false;
    begins = c == '/';
  }
  return !begins;
}

bool IsOffset(std::int32_t offset) {
  return offset >= -kZoneOffsetMax && offset <= kZoneOffsetMax;
}

}  // namespace

std::optional<std::int32_t> FixedOffset(std::string_view text) noexcept {
  if (text == "UTC") return 0;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  constexpr std::string_view kForm = "00:00";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == '0' ? !digit : text[i] != kForm[i]) return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::int32_t offset = hours * 3'600 + minutes * 60;
  return negative ? -offset : offset;
}

std::unique_ptr<Zone> Zone::Read(std::string_view bytes, std::string* error) {
  const auto fail = [error](std::string_view why) {
    *error = why;
    return nullptr;
  };
  if (bytes.size() < kHeaderBytes || !bytes.starts_with(kMagic))
    return fail("the time zone does not begin as one");
  const std::uint64_t count = Load(bytes.substr(4, 4));
  if (count > kZoneTransitionsMax) return fail("the time zone has too many transitions");
  if (bytes.size() != kHeaderBytes + count * kTransitionBytes)
    return fail("the time zone is not of the size that it says");
  std::unique_ptr<Zone> zone(new Zone);
  zone->times_.reserve(count);
  zone->offsets_.reserve(count + 1);
  zone->offsets_.push_back(LoadInt32(bytes.substr(8)));
  if (!IsOffset(zone->offsets_[0])) return fail("the time zone has an offset out of range");
  std::int64_t before = vm::kTimestampSecondsMin - 1;
  for (bytes.remove_prefix(kHeaderBytes); !bytes.empty(); bytes.remove_prefix(kTransitionBytes)) {
    const auto time = static_cast<std::int64_t>(Load(bytes.substr(0, 8)));
    const std::int32_t offset = LoadInt32(bytes.substr(8));
    if (time <= before || time >= kZoneSecondsEnd)
      return fail("the time zone's transitions are out of order or range");
    if (!IsOffset(offset) || offset == zone->offsets_.back())
      return fail("the time zone has an offset out of range, or twice");
    zone->times_.push_back(time);
    zone->offsets_.push_back(offset);
    before = time;
  }
  return zone;
}

std::size_t Zone::EncodedBytes(std::string_view bytes) noexcept {
  if (bytes.size() < kHeaderBytes) return 0;
  return kHeaderBytes + Load(bytes.substr(4, 4)) * kTransitionBytes;
}

std::int32_t Zone::OffsetAt(std::int64_t seconds) const noexcept {
  const auto after = std::upper_bound(times_.begin(), times_.end(), seconds);
  return offsets_[static_cast<std::size_t>(after - times_.begin())];
}

std::string EmbedZone(std::string_view constant, std::string* error) {
  if (const std::optional<std::int32_t> offset = FixedOffset(constant)) return Encode(*offset, {});
  absl::TimeZone zone;
  if (!IsZoneName(constant) ||
      !absl::LoadTimeZone(absl::string_view(constant.data(), constant.size()), &zone)) {
    *error =
        "there is no such time zone; write an IANA name like \"Europe/Zurich\" or an offset "
        "like \"+02:00\"";
    return {};
  }
  absl::Time time = absl::FromUnixSeconds(vm::kTimestampSecondsMin);
  const std::int32_t first_offset = zone.At(time).offset;
  std::int32_t offset = first_offset;
  std::vector<Transition> transitions;
  absl::TimeZone::CivilTransition transition;
  while (zone.NextTransition(time, &transition)) {
    time = zone.At(transition.to).trans;
    const std::int64_t seconds = absl::ToUnixSeconds(time);
    if (seconds >= kZoneSecondsEnd) break;
    const std::int32_t next = zone.At(time).offset;
    if (next != offset) transitions.push_back({seconds, next});
    offset = next;
  }
  std::string bytes = Encode(first_offset, transitions);
  return Zone::Read(bytes, error) != nullptr ? bytes : std::string();
}

std::unique_ptr<vm::Prepared> PrepareZone(const vm::Value& constant, std::string* error) {
  if (constant.kind == vm::Kind::kBytes) return Zone::Read(constant.string(), error);
  *error = "the time zone is not in the form that modules carry";
  return nullptr;
}

}  // namespace bylaw::stdlib
