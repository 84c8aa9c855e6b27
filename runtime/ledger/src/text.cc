#include "text.h"

#include <sodium.h>

namespace bylaw::ledger {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

void WriteHex(std::span<const std::uint8_t> bytes, std::span<char> out) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out[2 * i] = kHexDigits[bytes[i] >> 4];
    out[2 * i + 1] = kHexDigits[bytes[i] & 15];
  }
}

void AppendHex(std::span<const std::uint8_t> bytes, std::string& out) {
  const std::size_t at = out.size();
  out.resize(at + 2 * bytes.size());
  WriteHex(bytes, std::span(out).subspan(at));
}

bool ParseHex(std::string_view text, std::span<std::uint8_t> bytes) {
  if (text.size() != 2 * bytes.size()) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = HexValue(text[2 * i]);
    const int low = HexValue(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
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
  const std::span<const char> digits(text);
  const char* const end = &*digits.begin() + digits.size();
  const auto [ptr, error] = std::from_chars(&*digits.begin(), end, number);
  if (error != std::errc() || ptr != end) return std::nullopt;
  return number;
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
