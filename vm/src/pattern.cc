#include "bylaw/vm/pattern.h"

#include <algorithm>

#include "bylaw/vm/limits.h"
#include "text.h"

namespace bylaw::vm {
namespace {

// Not 0 if one of the eight bytes is not in '!' to '~'.
uint64_t OutsideGraphic(uint64_t bytes) noexcept {
  return (BytesBelow(bytes, '!') | (bytes + BytesOf(1)) | bytes) & BytesOf(0x80);
}

}  // namespace

bool IsName(std::string_view name) noexcept {
  if (name.empty() || name.size() > kNameBytesMax) return false;
  if (name.size() < sizeof(uint64_t)) {
    return std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  }
  const size_t last = name.size() - sizeof(uint64_t);
  uint64_t outside = OutsideGraphic(Load8(name.data() + last));
  for (size_t i = 0; i < last; i += sizeof(uint64_t))
    outside |= OutsideGraphic(Load8(name.data() + i));
  return outside == 0;
}

bool MatchesPattern(std::string_view pattern, std::string_view name) noexcept {
  size_t p = 0;
  size_t n = 0;
  size_t star =
      std::string_view::npos;  // The last `*` passed; `resume` is where its run may end next.
  size_t resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace bylaw::vm
