// The commands that a page of the documentation shows, to be run as they stand there.

#ifndef BYLAW_TESTS_SUPPORT_PAGE_COMMANDS_H_
#define BYLAW_TESTS_SUPPORT_PAGE_COMMANDS_H_

#include <string>
#include <string_view>

namespace bylaw::test {

// Of a page in Markdown, what stands in the blocks marked `sh` under a heading ("## Anchors"), up
// to the next heading of any level.
std::string CommandsUnder(std::string_view page, std::string_view heading);

}  // namespace bylaw::test

#endif  // BYLAW_TESTS_SUPPORT_PAGE_COMMANDS_H_
