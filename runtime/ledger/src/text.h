// Bytes as text: hexadecimal, base64, decimal numbers. One spelling each way, so that what is read
// back can only have been written as it stands. Thread-safety: pure functions. Ownership: views are
// not kept.
#ifndef BYLAW_LEDGER_TEXT_H_
#define BYLAW_LEDGER_TEXT_H_

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/ledger/hash.h"

namespace bylaw::ledger {

inline std::string_view AsText(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline const unsigned char* AsBytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Lower-case hexadecimal: 2 * bytes.size() digits into the front of `out`, or behind its end.
void WriteHex(std::span<const std::uint8_t> bytes, std::span<char> out);
void AppendHex(std::span<const std::uint8_t> bytes, std::string& out);

// Lower-case hexadecimal digits only?
bool IsHex(std::string_view text);

// Exactly bytes.size() bytes of lower-case hexadecimal; false for anything else.
bool ParseHex(std::string_view text, std::span<std::uint8_t> bytes);

// RFC 4648 base64 with padding.
std::string Base64(std::string_view bytes);

// Canonical base64 only: no whitespace, full padding, unused bits zero.
std::optional<std::string> ParseBase64(std::string_view text);

inline void AppendNumber(std::uint64_t number, std::string& out) {
  std::array<char, 20> digits;
  out.append(digits.data(),
             std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

// The number in so many digits, as names of files have it that sort by it, and back.
inline constexpr std::size_t kSeqDigits = 20;
void AppendSeqDigits(std::uint64_t seq, std::string& out);
std::optional<std::uint64_t> ParseSeqDigits(std::string_view digits);

// Decimal digits without sign or leading zero, the whole text.
std::optional<std::uint64_t> ParseNumber(std::string_view text);

// Hashes in base64, a line each, an empty line and a signed note: how the formats of C2SP give a
// proof.
void AppendProof(std::span<const Hash> hashes, std::string_view note, std::string& out);

// The text up to the first separator; `rest` is advanced behind it. nullopt without a separator.
std::optional<std::string_view> TakeUntil(std::string_view& rest, char separator);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_TEXT_H_
