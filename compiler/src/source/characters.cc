#include "source/characters.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "bylaw/vm/utf8.h"

namespace bylaw::compiler {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Default-ignorable and bidirectional code points, fillers that show as nothing, and tag characters
// (Unicode 15, properties Default_Ignorable_Code_Point and Bidi_Control). In order.
constexpr Range kInvisible[] = {
    {0x00AD, 0x00AD},    // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian selectors and vowel separator
    {0x200B, 0x200F},    // zero width space and joiners, direction marks
    {0x202A, 0x202E},    // bidirectional embeddings and overrides
    {0x2060, 0x206F},    // word joiner, invisible operators, bidirectional isolates
    {0x2800, 0x2800},    // Braille blank
    {0x3164, 0x3164},    // Hangul filler
    {0xFE00, 0xFE0F},    // variation selectors
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // half-width Hangul filler
    {0xFFF0, 0xFFFB},    // unassigned ignorables, interlinear annotations
    {0x1BCA0, 0x1BCA3},  // shorthand format controls
    {0x1D173, 0x1D17A},  // musical format controls
    {0xE0000, 0xE0FFF},  // tags, variation selectors supplement
};

}  // namespace

CodePoint DecodeUtf8(std::string_view text, size_t offset) {
  const uint32_t size = vm::Utf8SequenceLength(text.substr(offset));
  if (size == 0) return {};
  return {vm::DecodeUtf8(text.substr(offset, size)), size};
}

void AppendUtf8(std::string& out, char32_t code_point) {
  char bytes[4];
  out.append(bytes, vm::EncodeUtf8(code_point, bytes));
}

bool IsControl(char32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  if (c >= 0x7F && c <= 0x9F) return true;
  if (c == 0x2028 || c == 0x2029) return true;
  return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

bool IsInvisible(char32_t c) {
  const Range* range = std::upper_bound(std::begin(kInvisible), std::end(kInvisible), c,
                                        [](char32_t x, const Range& r) { return x < r.first; });
  return range != std::begin(kInvisible) && c <= std::prev(range)->last;
}

std::string CodePointName(char32_t code_point) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string digits;
  for (char32_t rest = code_point; rest != 0 || digits.size() < 4; rest >>= 4) {
    digits.insert(digits.begin(), kHex[rest & 0xF]);
  }
  return "U+" + digits;
}

}  // namespace bylaw::compiler
