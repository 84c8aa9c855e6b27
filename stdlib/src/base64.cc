// Base64: see bylaw/vm/base64.h.
#include "bylaw/vm/base64.h"

#include <cstdint>
#include <string_view>

#include "results.h"
#include "string_functions.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

}  // namespace

Value Base64Encode(const FunctionCall& call) noexcept {
  const std::string_view bytes = call.arguments[0].string();
  const uint64_t size = (uint64_t{bytes.size()} + 2) / 3 * 4;
  if (size > call.string_bytes_max) return Value::Error(ValueError::kLimit);
  TextResult result(call, static_cast<uint32_t>(size));
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < group.size() ? static_cast<uint8_t>(group[i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i)
      result.Add(i <= group.size() ? vm::kBase64Digits[bits >> (18 - 6 * i) & 63] : '=');
  }
  return result.Finish();
}

Value Base64Decode(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  TextResult result(call, vm::Base64BytesMax(call.arguments[0].size));
  const bool decoded = vm::DecodeBase64(text, [&](char c) { result.Add(c); });
  return decoded ? result.Finish(Kind::kBytes) : Value::Error(ValueError::kBadArgument);
}

}  // namespace bylaw::stdlib
