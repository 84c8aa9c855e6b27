// Names and patterns of actions and agents.

#ifndef BYLAW_VM_PATTERN_H_
#define BYLAW_VM_PATTERN_H_

#include <string_view>

namespace bylaw::vm {

// Whether `name` may name an action or an agent: 1 to kNameBytesMax printable ASCII characters, no
// space.
bool IsName(std::string_view name) noexcept;

// Whether `name` matches `pattern`, byte for byte, where `*` is a run of any characters, also none.
// Takes at most |name| * |pattern| comparisons.
bool MatchesPattern(std::string_view pattern, std::string_view name) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_PATTERN_H_
