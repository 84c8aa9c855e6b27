#include "raw_member.h"

#include <cstddef>

namespace bylaw::cli {
namespace {

size_t SkipSpace(std::string_view text, size_t at) {
  const size_t next = text.find_first_not_of(" \t\r\n", at);
  return next == std::string_view::npos ? text.size() : next;
}

// Behind the string that begins at `at`.
size_t SkipString(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// Behind the value that begins at `at`.
size_t SkipValue(std::string_view text, size_t at) {
  size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = SkipString(text, at);
      if (depth == 0) return at;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    }
    if (depth == 0 && (c == ',' || c == ' ' || c == '\t' || c == '\r' || c == '\n')) return at;
    ++at;
  }
  return at;
}

}  // namespace

std::optional<std::string_view> RawMember(std::string_view object, std::string_view name) {
  size_t at = SkipSpace(object, 0);
  if (at >= object.size() || object[at] != '{') return std::nullopt;
  while (true) {
    at = SkipSpace(object, at + 1);  // Behind the brace or comma.
    if (at >= object.size() || object[at] != '"') return std::nullopt;
    const size_t name_end = SkipString(object, at);
    const std::string_view found = object.substr(at + 1, name_end - at - 2);
    const size_t value = SkipSpace(object, SkipSpace(object, name_end) + 1);
    const size_t end = SkipValue(object, value);
    if (end > object.size()) return std::nullopt;
    if (found == name) return object.substr(value, end - value);
    at = SkipSpace(object, end);
    if (at >= object.size() || object[at] != ',') return std::nullopt;
  }
}

}  // namespace bylaw::cli
