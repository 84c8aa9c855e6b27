// What changed between two texts, line by line. Thread-safety: pure functions.
#ifndef BYLAW_REPORT_SRC_TEXT_DIFF_H_
#define BYLAW_REPORT_SRC_TEXT_DIFF_H_

#include <optional>
#include <string>
#include <string_view>

namespace bylaw::report {

// Each line with its mark, `-` gone, `+` new, a space the same: changed lines and two on either
// side of them; `@` stands for what is passed over. Empty: they are the same. nullopt: too much
// changed to be compared.
std::optional<std::string> LineDiff(std::string_view before, std::string_view after);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_TEXT_DIFF_H_
