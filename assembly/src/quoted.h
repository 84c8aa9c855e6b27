// Text in double quotes, as it stands in assembly.

#ifndef BYLAW_ASSEMBLY_QUOTED_H_
#define BYLAW_ASSEMBLY_QUOTED_H_

#include <string>
#include <string_view>

namespace bylaw::assembly {

// Appends `text` in quotes: \" \\ \n \r \t, and \xNN for other bytes that are no text, or text that
// is not seen or changes the order of what is.
void AppendQuoted(std::string_view text, std::string& out);

// Reads what AppendQuoted writes, from the opening quote at `at`; moves behind the closing one.
// False where there is none, or an escape that is unknown: `at` is then its place.
bool ReadQuoted(std::string_view line, size_t& at, std::string& text);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_QUOTED_H_
