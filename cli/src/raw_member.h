// The text of one member of a JSON object, exactly as it is written.
//
// A JSON library gives values, and a value that has been through a double is not the number that
// was written: a request in a test file must reach the engine byte for byte.

#ifndef BYLAW_CLI_RAW_MEMBER_H_
#define BYLAW_CLI_RAW_MEMBER_H_

#include <optional>
#include <string_view>

namespace bylaw::cli {

// The value of the first member called `name` (spelt without escapes) of `object`, which must be a
// valid JSON text.
std::optional<std::string_view> RawMember(std::string_view object, std::string_view name);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_RAW_MEMBER_H_
