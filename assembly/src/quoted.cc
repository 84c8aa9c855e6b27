#include "quoted.h"

#include <algorithm>

#include "bylaw/vm/utf8.h"

namespace bylaw::assembly {
namespace {

constexpr std::string_view kEscaped = "\"\\\n\r\t";
constexpr std::string_view kLetters = "\"\\nrt";
constexpr std::string_view kDigits = "0123456789abcdef";

// Controls, and what breaks lines or turns their direction.
bool IsHidden(char32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) ||
         (code_point >= 0x2028 && code_point <= 0x202e) ||
         (code_point >= 0x2066 && code_point <= 0x2069);
}

void AppendBytes(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.append("\\x");
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
}

}  // namespace

void AppendQuoted(std::string_view text, std::string& out) {
  out.push_back('"');
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const size_t bytes = vm::Utf8SequenceLength(rest);
    const std::string_view sequence = rest.substr(0, std::max<size_t>(bytes, 1));
    at += sequence.size();
    if (const size_t letter = kEscaped.find(sequence[0]); letter != std::string_view::npos) {
      out.push_back('\\');
      out.push_back(kLetters[letter]);
    } else if (bytes == 0 || IsHidden(vm::DecodeUtf8(sequence))) {
      AppendBytes(sequence, out);
    } else {
      out.append(sequence);
    }
  }
  out.push_back('"');
}

bool ReadQuoted(std::string_view line, size_t& at, std::string& text) {
  text.clear();
  for (size_t next = at + 1; next < line.size(); ++next) {
    if (line[next] == '"') {
      at = next + 1;
      return true;
    }
    if (line[next] != '\\') {
      text.push_back(line[next]);
      continue;
    }
    const size_t escape = next++;
    const char letter = next < line.size() ? line[next] : '\0';
    if (const size_t known = kLetters.find(letter); known != std::string_view::npos) {
      text.push_back(kEscaped[known]);
      continue;
    }
    const size_t high = letter == 'x' && next + 2 < line.size() ? kDigits.find(line[next + 1])
                                                                : std::string_view::npos;
    const size_t low = high == std::string_view::npos ? high : kDigits.find(line[next + 2]);
    if (low == std::string_view::npos) {
      at = escape;
      return false;
    }
    text.push_back(static_cast<char>(high << 4 | low));
    next += 2;
  }
  return false;
}

}  // namespace bylaw::assembly
