#include "time_text.h"

namespace bylaw::cli {

std::optional<ledger::Timestamp> ParseTime(std::string text) {
  constexpr size_t kDateChars = 10;
  constexpr size_t kSecondsChars = 19;
  constexpr size_t kMicrosecondsChars = 26;
  if (text.size() == kDateChars) return ledger::ParseTimestamp(text + "T00:00:00.000000Z");
  if (!text.ends_with('Z')) return std::nullopt;
  text.pop_back();
  if (text.size() == kSecondsChars) text += ".0";
  if (text.size() < kMicrosecondsChars) text.append(kMicrosecondsChars - text.size(), '0');
  return ledger::ParseTimestamp(text + "Z");
}

void AddTimeRange(CLI::App& command, std::optional<ledger::Timestamp>& from,
                  std::optional<ledger::Timestamp>& to) {
  const auto add = [&](const char* name, std::optional<ledger::Timestamp>& time,
                       const char* meaning) {
    command
        .add_option_function<std::string>(
            name,
            [&time, name](const std::string& text) {
              time = ParseTime(text);
              if (!time) {
                throw CLI::ValidationError(
                    name, "write a UTC time as 2026-04-14 or 2026-04-14T11:42:09Z");
              }
            },
            meaning)
        ->type_name("TIME");
  };
  add("--from", from, "Records of this UTC time or later (2026-04-14, 2026-04-14T11:42:09Z)");
  add("--to", to, "Records before this UTC time");
}

}  // namespace bylaw::cli
