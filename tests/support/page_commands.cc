#include "page_commands.h"

#include "temporary_directory.h"

namespace bylaw::test {

std::string CommandsUnder(std::string_view page, std::string_view heading) {
  std::string commands;
  bool under = false;
  bool inside = false;
  for (const std::string& line : SplitLines(page)) {
    if (line.starts_with("```")) {
      inside = line == "```sh";
    } else if (inside && under) {
      commands.append(line).append("\n");
    } else if (!inside && line.starts_with('#')) {
      under = line == heading;
    }
  }
  return commands;
}

}  // namespace bylaw::test
