// Looking into strings: all results are numbers or parts of the argument. Strings of the VM are
// well-formed UTF-8, so that one is a part of another exactly if its bytes are.
#include "string_functions.h"

#include <string.h>  // memmem: POSIX, not in <cstring>

#include <algorithm>
#include <optional>
#include <string_view>

#include "bylaw/vm/utf8.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;
using vm::ValueError;

// The byte at which the code point `index` begins, the end for the index behind the last; nothing
// for others. In time linear in the text, whatever the index.
std::optional<std::size_t> ByteOf(std::string_view text, int64_t index) {
  if (index < 0) return std::nullopt;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!vm::IsUtf8Continuation(text[at]) && index-- == 0) return at;
  }
  return index == 0 ? std::optional(at) : std::nullopt;
}

Value IndexOfByte(std::string_view text, std::size_t byte) {
  return Value::Int(vm::CodePoints(text.substr(0, byte)));
}

constexpr std::size_t kNowhere = std::string_view::npos;

// Where `part`, which is not empty, first occurs in text[from, to); in time linear in both.
std::size_t FindWithin(std::string_view text, std::size_t from, std::size_t to,
                       std::string_view part) {
  if (to - from < part.size()) return kNowhere;
  const void* const found = memmem(text.data() + from, to - from, part.data(), part.size());
  if (found == nullptr) return kNowhere;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// Where `part` last occurs in the text, at `last` or before it. Rejected: comparing at every byte,
// from the end on, which takes time in the product of both lengths ("baaa" in "aaaa..."). This
// halves what is left to search each time: linear in the text, and the part by the logarithm of
// that.
std::size_t FindLast(std::string_view text, std::string_view part, std::size_t last) {
  if (part.size() > text.size()) return kNowhere;
  std::size_t most = std::min(last, text.size() - part.size());  // behind it there is none
  std::size_t found = FindWithin(text, 0, most + part.size(), part);
  while (found != kNowhere && found < most) {
    const std::size_t middle = most - (most - found - 1) / 2;
    const std::size_t later = FindWithin(text, middle, most + part.size(), part);
    if (later == kNowhere) {
      most = middle - 1;
    } else {
      found = later;
    }
  }
  return found;
}

// The white space of Unicode (its property White_Space), as CEL trims it.
constexpr bool IsSpace(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0d);
  return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
         c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

// The last code point of text that is not empty.
std::string_view LastSequence(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (vm::IsUtf8Continuation(text[at])) --at;
  return text.substr(at);
}

}  // namespace

Value CharAt(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const auto at = ByteOf(text, call.arguments[1].i);
  if (!at) return Value::Error(ValueError::kBadIndex);
  return Value::String(text.substr(*at, vm::Utf8SequenceLength(text.substr(*at))));
}

Value IndexOf(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const std::string_view part = call.arguments[1].string();
  const auto from = ByteOf(text, call.arguments.size() > 2 ? call.arguments[2].i : 0);
  if (!from) return Value::Error(ValueError::kBadIndex);
  if (part.empty()) return IndexOfByte(text, *from);
  const std::size_t found = FindWithin(text, *from, text.size(), part);
  return found == kNowhere ? Value::Int(-1) : IndexOfByte(text, found);
}

Value LastIndexOf(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const std::string_view part = call.arguments[1].string();
  const auto last =
      call.arguments.size() > 2 ? ByteOf(text, call.arguments[2].i) : std::optional(text.size());
  if (!last) return Value::Error(ValueError::kBadIndex);
  if (part.empty()) return IndexOfByte(text, *last);
  const std::size_t found = FindLast(text, part, *last);
  return found == kNowhere ? Value::Int(-1) : IndexOfByte(text, found);
}

Value Substring(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const auto begin = ByteOf(text, call.arguments[1].i);
  const auto end =
      call.arguments.size() > 2 ? ByteOf(text, call.arguments[2].i) : std::optional(text.size());
  if (!begin || !end || *begin > *end) return Value::Error(ValueError::kBadIndex);
  return Value::String(text.substr(*begin, *end - *begin));
}

Value Trim(const FunctionCall& call) noexcept {
  std::string_view text = call.arguments[0].string();
  while (!text.empty()) {
    const std::string_view first = text.substr(0, vm::Utf8SequenceLength(text));
    if (!IsSpace(vm::DecodeUtf8(first))) break;
    text.remove_prefix(first.size());
  }
  while (!text.empty()) {
    const std::string_view last = LastSequence(text);
    if (!IsSpace(vm::DecodeUtf8(last))) break;
    text.remove_suffix(last.size());
  }
  return Value::String(text);
}

}  // namespace bylaw::stdlib
