// Base64 of RFC 4648, section 4. Decoding is strict: no white space or other foreign characters,
// padding whole or absent, and no bits that stand for nothing. So the text of some bytes is one of
// two, and what tells them apart is in sight.
#include <array>
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

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNone = 64;

constexpr auto kValues = [] {
  std::array<uint8_t, 256> values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < kDigits.size(); ++i)
    values[static_cast<uint8_t>(kDigits[i])] = static_cast<uint8_t>(i);
  return values;
}();

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
      result.Add(i <= group.size() ? kDigits[bits >> (18 - 6 * i) & 63] : '=');
  }
  return result.Finish();
}

Value Base64Decode(const FunctionCall& call) noexcept {
  std::string_view text = call.arguments[0].string();
  if (text.size() % 4 == 0) {
    if (text.ends_with('=')) text.remove_suffix(1);
    if (text.size() % 4 == 3 && text.ends_with('=')) text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) return Value::Error(ValueError::kBadArgument);
  TextResult result(call, static_cast<uint32_t>(text.size() / 4 * 3 + text.size() % 4));
  uint32_t bits = 0;  // not yet written: the low `count`
  uint32_t count = 0;
  for (const char c : text) {
    const uint8_t value = kValues[static_cast<uint8_t>(c)];
    if (value == kNone) return Value::Error(ValueError::kBadArgument);
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    result.Add(static_cast<char>(static_cast<uint8_t>(bits >> count)));
    bits &= (1u << count) - 1;
  }
  if (bits != 0) return Value::Error(ValueError::kBadArgument);
  return result.Finish(Kind::kBytes);
}

}  // namespace bylaw::stdlib
