// The spelling of canonical JSON strings and names, shared by the scanner, the record writer and
// the record reader. Thread-safety: pure functions. Ownership: views are not kept.
#ifndef BYLAW_LEDGER_JSON_TEXT_H_
#define BYLAW_LEDGER_JSON_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace bylaw::ledger {

// A double gives back every decimal number of up to so many digits: an integer is exact, and spelt
// as it stands.
inline constexpr std::size_t kExactDigits = 15;

// How many bytes at the start of `text` stand in a JSON string as they are: printable ASCII without
// `"` and `\`.
std::size_t PlainRun(std::string_view text);

// The length of the escape that begins `text`, if it is one that RFC 8785 would write; else 0.
std::size_t EscapeLength(std::string_view text);

// Appends one ASCII character as RFC 8785, section 3.2.2.2 spells it inside a string.
void AppendEscaped(char c, std::string& out);

// Orders two names, given as canonical strings without their quotes, by UTF-16 code units: < 0, 0,
// > 0.
int CompareNames(std::string_view a, std::string_view b);

// The value of a canonical JSON string, quotes included in `spelling`.
std::string DecodeString(std::string_view spelling);

// The length of the value, or of a member's name, that starts `text`, the rest of a canonical JSON
// text.
std::size_t ValueLength(std::string_view text);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_JSON_TEXT_H_
