#include "verifier_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace bylaw::assembly {
namespace {

using Lines = std::vector<std::string>;

Lines ReadLines(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  Lines lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// A line of assembly without indentation and comment; no text of a base has a semicolon.
std::string Bare(std::string_view line) {
  line = line.substr(0, line.find(';'));
  const size_t begin = std::min(line.find_first_not_of(' '), line.size());
  const size_t end = line.find_last_not_of(' ');
  return std::string(end == std::string_view::npos ? "" : line.substr(begin, end + 1 - begin));
}

// The lines of a base that say something.
Lines ReadBase(const std::string& path) {
  Lines lines;
  for (const std::string& line : ReadLines(path)) {
    if (!Bare(line).empty()) lines.push_back(line);
  }
  return lines;
}

bool StartsWith(const std::string& line, std::string_view begin) {
  return line.rfind(begin, 0) == 0;
}

// `+3 x {7} / y`: x 7, y, x 8, y, x 9, y. Other lines as they are.
void AppendRepeated(const std::string& line, Lines& lines) {
  size_t blank = line.find(' ');
  if (line[0] != '+') return lines.push_back(line);
  const int count = std::stoi(line.substr(1, blank));
  for (int i = 0; i < count; ++i) {
    std::string text = line.substr(blank + 1) + " / ";
    if (const size_t open = text.find('{'); open != std::string::npos) {
      const size_t close = text.find('}', open);
      const int number = std::stoi(text.substr(open + 1, close - open - 1)) + i;
      text.replace(open, close + 1 - open, std::to_string(number));
    }
    for (size_t end = 0; (end = text.find(" / ")) != std::string::npos; text.erase(0, end + 3))
      lines.push_back(text.substr(0, end));
  }
}

// Lines that stand somewhere in a text, and what comes in their place.
struct Change {
  Lines before;
  Lines after;

  void Add(const std::string& line) {
    const std::string text = line.size() > 2 ? line.substr(2) : "";
    if (line[0] != '+') before.push_back(Bare(text));
    if (line[0] == '+') AppendRepeated(text, after);
    if (line[0] == ' ') after.push_back(text);
  }

  void Apply(Lines& text) const {
    if (before.empty()) {
      text.insert(text.end(), after.begin(), after.end());
      return;
    }
    Lines bare;
    for (const std::string& line : text) bare.push_back(Bare(line));
    const auto at = std::search(bare.begin(), bare.end(), before.begin(), before.end());
    ASSERT_NE(at, bare.end()) << "the base has no line: " << before.front();
    const auto first = text.begin() + (at - bare.begin());
    text.insert(text.erase(first, first + static_cast<ptrdiff_t>(before.size())), after.begin(),
                after.end());
  }
};

std::string Changed(Lines text, const std::vector<Change>& changes) {
  for (const Change& change : changes) change.Apply(text);
  std::string joined;
  for (const std::string& line : text) joined += line + "\n";
  return joined;
}

}  // namespace

std::vector<VerifierCase> ReadVerifierCases(const std::string& folder, const std::string& file) {
  std::string base = "good";
  std::vector<VerifierCase> cases;
  std::vector<Change> refused;
  std::vector<Change> accepted;
  std::vector<Change>* changes = nullptr;
  const auto finish = [&] {
    if (cases.empty()) return;
    const Lines text = ReadBase(folder + "/" + base + ".s");
    cases.back().refused = Changed(text, refused);
    cases.back().accepted = Changed(text, accepted);
  };
  bool open = false;  // A change, until a line is empty.
  for (const std::string& line : ReadLines(folder + "/" + file)) {
    if (StartsWith(line, "base ")) {
      base = line.substr(5);
    } else if (StartsWith(line, "case ")) {
      finish();
      cases.push_back({line.substr(5), {}, {}});
      refused.clear();
      accepted.clear();
    } else if (line == "refused" || line == "accepted") {
      changes = line == "refused" ? &refused : &accepted;
      open = false;
    } else if (line.empty()) {
      open = false;
    } else if (changes != nullptr && (line[0] == '+' || line[0] == '-' || line[0] == ' ')) {
      if (!open) changes->emplace_back();
      open = true;
      changes->back().Add(line);
    } else {
      ADD_FAILURE() << file << ": what is this? " << line;
    }
  }
  finish();
  return cases;
}

}  // namespace bylaw::assembly
