#include "section.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace bylaw {
namespace {

// Replaces what stands between `<!-- generated: NAME -->` and the next `<!-- end -->`.
std::string WithSection(const std::string& text, const std::string& name,
                        const std::string& section) {
  const std::string begin_mark = "<!-- generated: " + name + " -->\n";
  const size_t begin = text.find(begin_mark);
  if (begin == std::string::npos) return text + "\nmissing: " + begin_mark;
  const size_t end = text.find("<!-- end -->", begin);
  return text.substr(0, begin + begin_mark.size()) + section + text.substr(end);
}

std::string PathOf(const std::string& path) {
  return std::string(BYLAW_SOURCE_DIR) + "/" + path;
}

}  // namespace

std::string Row(std::initializer_list<std::string_view> cells) {
  std::string row;
  for (const std::string_view cell : cells) {
    row += "| ";
    for (const char c : cell) row += c == '|' ? std::string("\\|") : std::string(1, c);
    row += ' ';
  }
  return row + "|\n";
}

std::string ReadProjectFile(const std::string& path) {
  std::ifstream file(PathOf(path), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void ExpectFile(const std::string& path, const std::string& wanted) {
  if (std::getenv("BYLAW_REBASE") != nullptr) {
    std::ofstream(PathOf(path), std::ios::binary) << wanted;
    return;
  }
  EXPECT_EQ(ReadProjectFile(path), wanted) << path << " is not current: run with BYLAW_REBASE=1";
}

void ExpectSection(const std::string& file, const std::string& name, const std::string& section) {
  const std::string path = "docs/" + file;
  ExpectFile(path, WithSection(ReadProjectFile(path), name, section));
}

}  // namespace bylaw
