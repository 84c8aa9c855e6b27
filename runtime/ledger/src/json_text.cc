#include "json_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "text.h"
#include "utf8.h"

namespace bylaw::ledger {
namespace {

constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

// How many of eight bytes are plain, up to the first that is not; the first stands lowest. Of a
// byte below `n` (at most 0x80), and of one of 0x80 and more, the uppermost bit is set in (x - n) |
// x; what it borrows from the byte above only ever finds one behind the first.
constexpr std::size_t PlainOfEight(std::uint64_t bytes) {
  constexpr auto kEach = [](std::uint8_t byte) { return byte * 0x0101'0101'0101'0101U; };
  const auto has = [&](std::uint8_t byte) { return (bytes ^ kEach(byte)) - kEach(1); };
  const std::uint64_t found = bytes | (bytes - kEach(0x20)) | has('"') | has('\\');
  return static_cast<std::size_t>(std::countr_zero(found & kEach(0x80))) / 8;
}
static_assert(std::endian::native == std::endian::little);

struct Escape {
  char letter;
  char character;
};
constexpr std::array<Escape, 7> kEscapes{
    {{'"', '"'}, {'\\', '\\'}, {'b', '\b'}, {'t', '\t'}, {'n', '\n'}, {'f', '\f'}, {'r', '\r'}}};

// Reads a canonical string's value one code point at a time.
class Decoder {
 public:
  explicit Decoder(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  std::uint32_t Next() {
    if (rest_[0] != '\\') return Take(Utf8Length(rest_));
    if (rest_[1] == 'u') {  // canonical: only a control character is spelt so
      std::array<std::uint8_t, 2> unit{};
      ParseHex(rest_.substr(2, 4), unit);
      rest_.remove_prefix(6);
      return unit[1];
    }
    const char letter = rest_[1];
    rest_.remove_prefix(2);
    return static_cast<std::uint32_t>(std::find_if(kEscapes.begin(), kEscapes.end(), [&](Escape e) {
                                        return e.letter == letter;
                                      })->character);
  }

 private:
  std::uint32_t Take(std::size_t length) {
    const std::uint32_t code = Utf8CodePoint(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return code;
  }

  std::string_view rest_;
};

// Maps code points so that they compare as their UTF-16 code units do: what takes surrogates
// (U+10000 and above, written with D800–DFFF) sorts before U+E000–U+FFFF.
std::uint32_t Utf16Rank(std::uint32_t code) {
  if (code >= 0x10000) return code - 0x2000;
  return code >= 0xE000 ? code + 0x200000 : code;
}

// Where the string that begins at a quote ends: its other quote.
std::size_t EndOfString(std::string_view text, std::size_t begin) {
  std::size_t at = begin + 1;
  while (true) {
    at += PlainRun(text.substr(std::min(at, text.size())));
    if (at >= text.size() || text[at] == '"') return at;
    at += text[at] == '\\' ? std::size_t{2} : std::size_t{1};
  }
}

}  // namespace

std::size_t PlainRun(std::string_view text) {
  std::size_t i = 0;
  for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
    std::memcpy(&eight, text.data() + i, sizeof eight);
    const std::size_t plain = PlainOfEight(eight);
    if (plain < sizeof eight) return i + plain;
  }
  while (i < text.size() && kPlain[static_cast<std::uint8_t>(text[i])]) ++i;
  return i;
}

std::size_t EscapeLength(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return 0;
  const auto is = [&](Escape escape) { return escape.letter == text[1]; };
  if (std::any_of(kEscapes.begin(), kEscapes.end(), is)) return 2;
  constexpr std::size_t kLength = 6;  // \u00xx
  std::array<std::uint8_t, 2> unit{};
  if (text[1] != 'u' || !ParseHex(text.substr(2, kLength - 2), unit) || unit[0] != 0) return 0;
  std::string spelling;
  AppendEscaped(static_cast<char>(unit[1]), spelling);
  return text.starts_with(spelling) && spelling.size() == kLength ? kLength : 0;
}

void AppendEscaped(char c, std::string& out) {
  for (const Escape& escape : kEscapes) {
    if (escape.character != c) continue;
    out += '\\';
    out += escape.letter;
    return;
  }
  if (static_cast<unsigned char>(c) >= 0x20) {
    out += c;
    return;
  }
  const std::array<std::uint8_t, 2> unit{0, static_cast<std::uint8_t>(c)};
  out += "\\u";
  AppendHex(unit, out);
}

int CompareNames(std::string_view a, std::string_view b) {
  Decoder left(a);
  Decoder right(b);
  while (!left.done() && !right.done()) {
    const std::uint32_t x = Utf16Rank(left.Next());
    const std::uint32_t y = Utf16Rank(right.Next());
    if (x != y) return x < y ? -1 : 1;
  }
  if (left.done() && right.done()) return 0;
  return left.done() ? -1 : 1;
}

std::string DecodeString(std::string_view spelling) {
  std::string value;
  for (Decoder decoder(spelling.substr(1, spelling.size() - 2)); !decoder.done();) {
    AppendUtf8(decoder.Next(), value);
  }
  return value;
}

std::size_t ValueLength(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      i = EndOfString(text, i);
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return i;
      --depth;
    } else if ((c == ',' || c == ':') && depth == 0) {
      return i;
    }
  }
  return text.size();
}

}  // namespace bylaw::ledger
