#include "time_text.h"

#include "bylaw/report/zone.h"

namespace bylaw::cli {

void AddTimeRange(CLI::App& command, std::optional<ledger::Timestamp>& from,
                  std::optional<ledger::Timestamp>& to) {
  const auto add = [&](const char* name, std::optional<ledger::Timestamp>& time,
                       const char* meaning) {
    command
        .add_option_function<std::string>(
            name,
            [&time, name](const std::string& text) {
              time = report::Zone().Parse(text);
              if (!time) {
                throw CLI::ValidationError(
                    name, "write a UTC time as 2026-04, 2026-04-14 or 2026-04-14T11:42:09Z");
              }
            },
            meaning)
        ->type_name("TIME");
  };
  add("--from", from, "Records of this UTC time or later (2026-04-14, 2026-04-14T11:42:09Z)");
  add("--to", to, "Records before this UTC time");
}

}  // namespace bylaw::cli
