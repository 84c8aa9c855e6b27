// Sizes and substrings. Strings of the VM are well-formed UTF-8, so that their code points begin at
// every byte that continues no other, and one is a part of another exactly if its bytes are.
#include "core.h"

#include <string.h>  // memmem: POSIX, not in <cstring>

#include <string_view>

#include "bylaw/vm/utf8.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

}  // namespace

Value Size(const FunctionCall& call) noexcept {
  const Value& value = call.arguments[0];
  switch (value.kind) {
    case Kind::kString:
      return Value::Int(vm::CodePoints(value.string()));
    case Kind::kBytes:
    case Kind::kList:
    case Kind::kMap:
      return Value::Int(value.size);
    default:
      return Value::Error(ValueError::kWrongType);
  }
}

Value Contains(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const std::string_view part = call.arguments[1].string();
  if (part.empty()) return Value::Bool(true);
  if (part.size() > text.size()) return Value::Bool(false);
  // Rejected: string_view::find, which takes time in the product of both lengths ("aaa…b" in
  // "aaa…").
  return Value::Bool(memmem(text.data(), text.size(), part.data(), part.size()) != nullptr);
}

Value StartsWith(const FunctionCall& call) noexcept {
  return Value::Bool(call.arguments[0].string().starts_with(call.arguments[1].string()));
}

Value EndsWith(const FunctionCall& call) noexcept {
  return Value::Bool(call.arguments[0].string().ends_with(call.arguments[1].string()));
}

}  // namespace bylaw::stdlib
