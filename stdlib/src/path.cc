// POSIX paths as text: no file system is asked, so that links are not followed.
//
// Parts are read from the last to the first: there a ".." cancels the next part that is met, and
// nothing need be remembered but how many are still to cancel.
#include <cstring>
#include <string_view>

#include "formats.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;
using vm::ValueError;

class PartsFromTheEnd {
 public:
  explicit PartsFromTheEnd(std::string_view path) : rest_(path) {}

  // The next part that the cleaned path has; empty after the first.
  std::string_view Next() {
    while (!rest_.empty()) {
      const size_t slash = rest_.rfind('/');
      const size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
      const std::string_view part = rest_.substr(begin);
      rest_ = rest_.substr(0, begin == 0 ? 0 : begin - 1);
      if (part.empty() || part == ".") continue;
      if (part == "..") {
        ++cancelled_;
      } else if (cancelled_ > 0) {
        --cancelled_;
      } else {
        return part;
      }
    }
    return {};
  }
  // After the first: how many ".." lead out of the path.
  uint32_t left_over() const { return cancelled_; }

 private:
  std::string_view rest_;
  uint32_t cancelled_ = 0;
};

bool IsAbsolute(std::string_view path) {
  return path.starts_with('/');
}

bool HasNul(std::string_view path) {
  return path.find('\0') != std::string_view::npos;
}

uint32_t CountParts(std::string_view path) {
  PartsFromTheEnd parts(path);
  uint32_t count = 0;
  while (!parts.Next().empty()) ++count;
  return count;
}

// Text that is written from its end.
class BackwardText {
 public:
  BackwardText(char* begin, uint32_t size) : at_(begin + size), end_(at_) {}
  void AddPart(std::string_view part) {
    if (at_ != end_) *--at_ = '/';
    at_ -= part.size();
    std::memcpy(at_, part.data(), part.size());
  }
  void Add(char c) { *--at_ = c; }
  std::string_view text() const { return {at_, static_cast<size_t>(end_ - at_)}; }

 private:
  char* at_;
  char* end_;
};

// Both absolute.
bool IsUnder(std::string_view path, std::string_view root) {
  const uint32_t depth = CountParts(path);
  const uint32_t root_depth = CountParts(root);
  if (depth < root_depth) return false;
  PartsFromTheEnd parts(path);
  for (uint32_t i = root_depth; i < depth; ++i) parts.Next();
  PartsFromTheEnd root_parts(root);
  for (uint32_t i = 0; i < root_depth; ++i) {
    if (parts.Next() != root_parts.Next()) return false;
  }
  return true;
}

}  // namespace

Value PathClean(const FunctionCall& call) noexcept {
  const std::string_view path = call.arguments[0].string();
  if (HasNul(path)) return Value::Error(ValueError::kBadArgument);
  const auto size = static_cast<uint32_t>(path.size());
  auto* const begin = size > call.string_bytes_max ? nullptr : call.arena.Make<char>(size);
  if (begin == nullptr) return Value::Error(ValueError::kLimit);
  BackwardText text(begin, size);  // A cleaned path is no longer than the path.
  PartsFromTheEnd parts(path);
  for (std::string_view part = parts.Next(); !part.empty(); part = parts.Next()) {
    text.AddPart(part);
  }
  if (IsAbsolute(path)) {
    text.Add('/');
    return Value::String(text.text());
  }
  for (uint32_t i = 0; i < parts.left_over(); ++i) text.AddPart("..");
  return Value::String(text.text().empty() ? "." : text.text());
}

Value PathUnder(const FunctionCall& call) noexcept {
  const std::string_view path = call.arguments[0].string();
  const std::string_view root = call.arguments[1].string();
  if (HasNul(path) || HasNul(root) || !IsAbsolute(root)) {
    return Value::Error(ValueError::kBadArgument);
  }
  return Value::Bool(IsAbsolute(path) && IsUnder(path, root));
}

}  // namespace bylaw::stdlib
