#include "text.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace bylaw::ledger {
namespace {

// Both digits of every byte.
constexpr std::array<char, 512> kHexPairs = [] {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, 512> pairs{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    pairs[2 * byte] = kDigits[byte >> 4];
    pairs[2 * byte + 1] = kDigits[byte & 15];
  }
  return pairs;
}();

constexpr std::uint64_t EachByte(std::uint8_t byte) {
  return byte * 0x0101'0101'0101'0101U;
}

std::uint64_t FromLittleEndian(const std::array<char, 8>& bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

// Eight digits at once, the first in the lowest byte, as four bytes in the same order; nullopt if
// one is no digit. Each is taken for one first, then spelt again and compared.
std::optional<std::uint32_t> FourBytes(std::uint64_t digits) {
  const std::uint64_t letters = digits >> 6 & EachByte(1);
  const std::uint64_t values = (digits & EachByte(15)) + 9 * letters;
  const std::uint64_t above_nine = (values + EachByte(6)) >> 4 & EachByte(1);
  const bool spelt_so = values + EachByte('0') + ('a' - '9' - 1) * above_nine == digits;
  if (!spelt_so || (values & EachByte(0xF0)) != 0) return std::nullopt;
  std::uint64_t bytes = (values << 4 | values >> 8) & 0x00FF'00FF'00FF'00FFU;
  bytes = (bytes | bytes >> 8) & 0x0000'FFFF'0000'FFFFU;
  return static_cast<std::uint32_t>(bytes | bytes >> 16);
}

constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

}  // namespace

void WriteHex(std::span<const std::uint8_t> bytes, std::span<char> out) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::memcpy(&out[2 * i], &kHexPairs[2 * std::size_t{bytes[i]}], 2);
  }
}

void AppendHex(std::span<const std::uint8_t> bytes, std::string& out) {
  const std::size_t at = out.size();
  out.resize(at + 2 * bytes.size());
  WriteHex(bytes, std::span(out).subspan(at));
}

bool IsHex(std::string_view text) {
  std::uint8_t others = 0;  // Not left at the first: so many are looked at at once.
  for (const char c : text) {
    const bool digit = static_cast<std::uint8_t>(c - '0') < 10;
    const bool letter = static_cast<std::uint8_t>(c - 'a') < 6;
    others |= static_cast<std::uint8_t>(!(digit | letter));
  }
  return others == 0;
}

bool ParseHex(std::string_view text, std::span<std::uint8_t> bytes) {
  if (text.size() != 2 * bytes.size()) return false;
  while (!bytes.empty()) {
    // Where fewer are left than are read at once, zeros stand behind them.
    const std::size_t count = std::min<std::size_t>(bytes.size(), 4);
    std::array<char, 8> digits{'0', '0', '0', '0', '0', '0', '0', '0'};
    std::copy_n(text.begin(), 2 * count, digits.begin());
    const auto four = FourBytes(FromLittleEndian(digits));
    if (!four) return false;
    for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(*four >> 8 * i);
    text.remove_prefix(2 * count);
    bytes = bytes.subspan(count);
  }
  return true;
}

std::string Base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kBase64), '\0');
  sodium_bin2base64(text.data(), text.size(), AsBytes(bytes), bytes.size(), kBase64);
  text.pop_back();  // the terminator that sodium_base64_encoded_len counts
  return text;
}

std::optional<std::string> ParseBase64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, kBase64) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  if (Base64(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t number = 0;
  if (text.size() < kSeqDigits) {  // It cannot overflow.
    for (const char c : text) {
      const auto digit = static_cast<std::uint8_t>(c - '0');
      if (digit > 9) return std::nullopt;
      number = number * 10 + digit;
    }
    return number;
  }
  const std::span<const char> digits(text);
  const char* const end = &*digits.begin() + digits.size();
  const auto [ptr, error] = std::from_chars(&*digits.begin(), end, number);
  if (error != std::errc() || ptr != end) return std::nullopt;
  return number;
}

void AppendSeqDigits(std::uint64_t seq, std::string& out) {
  const std::string digits = std::to_string(seq);
  out.append(kSeqDigits - digits.size(), '0').append(digits);
}

std::optional<std::uint64_t> ParseSeqDigits(std::string_view digits) {
  if (digits.size() != kSeqDigits) return std::nullopt;
  return ParseNumber(digits.substr(std::min(digits.find_first_not_of('0'), kSeqDigits - 1)));
}

void AppendProof(std::span<const Hash> hashes, std::string_view note, std::string& out) {
  for (const Hash& hash : hashes) out.append(Base64(AsText(hash))).append("\n");
  out.append("\n").append(note);
}

std::optional<std::string_view> TakeUntil(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  return taken;
}

}  // namespace bylaw::ledger
