// Making strings of others, and lists of their parts.
#include <string.h>  // memmem: POSIX, not in <cstring>

#include <string_view>

#include "bylaw/vm/limits.h"
#include "bylaw/vm/utf8.h"
#include "results.h"
#include "string_functions.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

constexpr int64_t kAll = -1;

// Whether a result may have so many bytes, and the call may still take the work to write them:
// they can be many more than those of the arguments.
bool MayWrite(const FunctionCall& call, uint64_t bytes) {
  return bytes <= call.string_bytes_max &&
         call.work.Spend(static_cast<uint32_t>(bytes / vm::kBytesPerStep));
}

template <typename Change>
Value ChangeBytes(const FunctionCall& call, Change change) {
  const std::string_view text = call.arguments[0].string();
  TextResult result(call, static_cast<uint32_t>(text.size()));
  for (const char c : text) result.Add(change(c));
  return result.Finish();
}

// Cuts a text at a separator, from the left; an empty one stands behind every code point.
class Cutter {
 public:
  Cutter(std::string_view text, std::string_view separator) : rest_(text), separator_(separator) {}

  // Whether a separator follows: then `part` is what stands before it.
  bool Next(std::string_view& part) {
    std::size_t size = 0;
    if (separator_.empty()) {
      size = vm::Utf8SequenceLength(rest_);
      if (size == rest_.size()) return false;
    } else {
      if (separator_.size() > rest_.size()) return false;
      const void* const found =
          memmem(rest_.data(), rest_.size(), separator_.data(), separator_.size());
      if (found == nullptr) return false;
      size = static_cast<std::size_t>(static_cast<const char*>(found) - rest_.data());
    }
    part = rest_.substr(0, size);
    rest_.remove_prefix(size + separator_.size());
    return true;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  std::string_view separator_;
};

// Where the parts of a text that are replaced by another begin and end. An empty one is found
// before every code point and at the end, as in Go and so in CEL.
class Replacement {
 public:
  Replacement(std::string_view text, std::string_view old, int64_t most)
      : rest_(text), old_(old), left_(most) {}

  // Whether there is one more: then `kept` is what stands before it.
  bool Next(std::string_view& kept) {
    if (left_ == 0) return false;
    if (old_.empty() ? !NextOfNothing(kept) : !NextOfText(kept)) return false;
    if (left_ > 0) --left_;
    return true;
  }
  std::string_view rest() const { return rest_; }

 private:
  bool NextOfNothing(std::string_view& kept) {
    if (!first_ && rest_.empty()) return false;
    const std::size_t size = first_ ? 0 : vm::Utf8SequenceLength(rest_);
    first_ = false;
    kept = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }
  bool NextOfText(std::string_view& kept) {
    Cutter cutter(rest_, old_);
    if (!cutter.Next(kept)) return false;
    rest_ = cutter.rest();
    return true;
  }

  std::string_view rest_;
  std::string_view old_;
  int64_t left_;
  bool first_ = true;
};

// The escape of CEL's literals; 0 for what needs none.
constexpr char EscapeOf(char c) {
  switch (c) {
    case '\a':
      return 'a';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '\v':
      return 'v';
    case '\\':
    case '"':
      return c;
    default:
      return 0;
  }
}

}  // namespace

Value Join(const FunctionCall& call) noexcept {
  const Value& list = call.arguments[0];
  const std::string_view separator =
      call.arguments.size() > 1 ? call.arguments[1].string() : std::string_view();
  uint64_t bytes = list.size > 1 ? uint64_t{list.size - 1} * separator.size() : 0;
  for (uint32_t i = 0; i < list.size; ++i) {
    const Value& item = list.items[i];
    if (item.kind != Kind::kString)
      return item.is_error() ? item : Value::Error(ValueError::kWrongType);
    bytes += item.size;
  }
  if (!MayWrite(call, bytes)) return Value::Error(ValueError::kLimit);
  TextResult result(call, static_cast<uint32_t>(bytes));
  for (uint32_t i = 0; i < list.size; ++i) {
    if (i > 0) result.Add(separator);
    result.Add(list.items[i].string());
  }
  return result.Finish();
}

Value LowerAscii(const FunctionCall& call) noexcept {
  return ChangeBytes(
      call, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
}

Value UpperAscii(const FunctionCall& call) noexcept {
  return ChangeBytes(
      call, [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
}

Value Replace(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const std::string_view old = call.arguments[1].string();
  const std::string_view by = call.arguments[2].string();
  const int64_t most = call.arguments.size() > 3 ? call.arguments[3].i : kAll;
  std::string_view kept;
  uint64_t bytes = text.size();
  for (Replacement counted(text, old, most); counted.Next(kept);) bytes += by.size() - old.size();
  if (!MayWrite(call, bytes)) return Value::Error(ValueError::kLimit);
  TextResult result(call, static_cast<uint32_t>(bytes));
  Replacement replacement(text, old, most);
  while (replacement.Next(kept)) {
    result.Add(kept);
    result.Add(by);
  }
  result.Add(replacement.rest());
  return result.Finish();
}

Value Split(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const std::string_view separator = call.arguments[1].string();
  const int64_t most = call.arguments.size() > 2 ? call.arguments[2].i : kAll;
  if (most == 0 || (text.empty() && separator.empty())) return Value::List(nullptr, 0);
  ListResult result(call);
  Cutter cutter(text, separator);
  std::string_view part;
  for (int64_t parts = 1; parts != most && result.fits() && cutter.Next(part); ++parts)
    result.Add(Value::String(part));
  result.Add(Value::String(cutter.rest()));
  return result.Finish();
}

Value Reverse(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  TextResult result(call, static_cast<uint32_t>(text.size()));
  std::size_t end = text.size();
  while (end > 0) {
    std::size_t begin = end - 1;
    while (vm::IsUtf8Continuation(text[begin])) --begin;
    result.Add(text.substr(begin, end - begin));
    end = begin;
  }
  return result.Finish();
}

Value Quote(const FunctionCall& call) noexcept {
  TextResult result(call);
  result.Add('"');
  for (const char c : call.arguments[0].string()) {
    const char escape = EscapeOf(c);
    if (escape != 0) result.Add('\\');
    result.Add(escape != 0 ? escape : c);
  }
  result.Add('"');
  return result.Finish();
}

}  // namespace bylaw::stdlib
