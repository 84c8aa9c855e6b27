// See literal.h. Escapes are those of the CEL language definition, "String and Bytes Values".

#include "syntax/literal.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "source/characters.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// Reads digits, or "0x" and digits, into an unsigned value.
std::optional<uint64_t> ReadMagnitude(std::string_view digits) {
  int base = 10;
  if (digits.starts_with("0x")) {
    base = 16;
    digits.remove_prefix(2);
  }
  uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc()) return std::nullopt;
  return value;
}

// Of a number that is out of the range of a double: whether it is too large (rather than too close
// to zero).
bool IsHuge(std::string_view text) {
  const size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
  const std::string_view digits = text.substr(0, exponent_at);
  const size_t point = std::min(digits.find('.'), digits.size());
  const size_t first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return false;
  // The power of ten of the first digit, without the exponent.
  const int64_t magnitude = static_cast<int64_t>(point) - static_cast<int64_t>(first);

  int64_t exponent = 0;
  if (exponent_at < text.size()) {
    std::string_view written = text.substr(exponent_at + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), exponent);
    if (error != std::errc()) return !written.starts_with('-');
  }
  return magnitude + exponent > 0;
}

// Decodes the inside of one literal.
class StringReader {
 public:
  StringReader(std::string_view body, uint32_t offset, bool bytes, std::vector<SyntaxError>& errors)
      : body_(body), offset_(offset), bytes_(bytes), errors_(errors) {}

  std::string Read(bool raw) {
    while (at_ < body_.size()) {
      if (body_[at_] == '\\' && !raw) {
        ReadEscape();
      } else {
        out_.push_back(body_[at_++]);
      }
    }
    return std::move(out_);
  }

 private:
  void ReadEscape() {
    const size_t start = at_++;
    const char letter = body_[at_];  // The grammar lets no literal end in a lone backslash.
    constexpr std::string_view kLetters = "abfnrtv\\?\"'`";
    constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\?\"'`";
    if (const size_t i = kLetters.find(letter); i != std::string_view::npos) {
      out_.push_back(kValues[i]);
      ++at_;
      return;
    }
    switch (letter) {
      case 'x':
      case 'X':
        ++at_;
        return ReadNumber(start, 2, 16);
      case 'u':
        ++at_;
        return ReadNumber(start, 4, 16);
      case 'U':
        ++at_;
        return ReadNumber(start, 8, 16);
      case '0':
      case '1':
      case '2':
      case '3':
        return ReadNumber(start, 3, 8);
      default:
        return RefuseLetter(start);
    }
  }

  // Reads exactly `count` digits at at_.
  void ReadNumber(size_t start, size_t count, int base) {
    const std::string_view digits = body_.substr(at_, count);
    uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || static_cast<size_t>(end - digits.data()) != count) {
      at_ = static_cast<size_t>(end - body_.data());
      return Refuse(start,
                    Concat({"the escape ", body_.substr(start, at_ - start), " is incomplete"}),
                    Concat({"write exactly ", std::to_string(count),
                            base == 16 ? " hexadecimal digits (0-9, a-f)" : " octal digits (0-7)",
                            ", or \\\\ for a backslash"}));
    }
    at_ += count;
    AppendValue(start, value, count > 3);
  }

  void AppendValue(size_t start, uint32_t value, bool unicode) {
    const std::string_view escape = body_.substr(start, at_ - start);
    if (bytes_ && unicode) {
      return Refuse(start,
                    Concat({"the escape ", escape, " names a character, and bytes have none"}),
                    "write each byte as \\x and two hexadecimal digits");
    }
    if (bytes_) {
      out_.push_back(static_cast<char>(value));
    } else if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
      Refuse(start, Concat({"the escape ", escape, " is not a character"}),
             "write the character itself, or its code point: at most \\U0010FFFF and not "
             "\\uD800 to \\uDFFF");
    } else {
      AppendUtf8(out_, value);
    }
  }

  void RefuseLetter(size_t start) {
    at_ += DecodeUtf8(body_, at_).size_bytes;
    Refuse(
        start, Concat({"there is no escape ", body_.substr(start, at_ - start)}),
        "write \\\\ for a backslash, or put r in front of the quotes: in r\"...\" a backslash is "
        "only a backslash");
  }

  void Refuse(size_t start, std::string message, std::string help) {
    const Span span = {offset_ + static_cast<uint32_t>(start),
                       offset_ + static_cast<uint32_t>(at_)};
    errors_.push_back({DiagnosticCode::kBadEscape, span, std::move(message), std::move(help)});
  }

  const std::string_view body_;
  const uint32_t offset_;
  const bool bytes_;
  std::vector<SyntaxError>& errors_;
  size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::optional<int64_t> ReadInt(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::optional<uint64_t> magnitude = ReadMagnitude(text.substr(negative ? 1 : 0));
  const uint64_t magnitude_max = uint64_t{INT64_MAX} + (negative ? 1 : 0);
  if (!magnitude || *magnitude > magnitude_max) return std::nullopt;
  return static_cast<int64_t>(negative ? 0 - *magnitude : *magnitude);
}

std::optional<uint64_t> ReadUint(std::string_view text) {
  return ReadMagnitude(text);
}

std::optional<double> ReadDouble(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc()) return value;
  const bool negative = text.starts_with('-');
  if (IsHuge(text.substr(negative ? 1 : 0))) return std::nullopt;
  return negative ? -0.0 : 0.0;
}

bool IsBytesLiteral(std::string_view literal) {
  return literal.starts_with('b') || literal.starts_with('B');
}

std::string ReadString(std::string_view literal, uint32_t offset,
                       std::vector<SyntaxError>& errors) {
  const bool bytes = IsBytesLiteral(literal);
  const bool raw = (literal[bytes ? 1 : 0] | 0x20) == 'r';
  const size_t prefix = (bytes ? 1u : 0u) + (raw ? 1u : 0u);
  const std::string_view quoted = literal.substr(prefix);
  const std::string_view triple(quoted.size() >= 6 ? quoted.substr(0, 3) : "");
  const size_t quotes = triple == "'''" || triple == "\"\"\"" ? 3 : 1;
  const std::string_view body = quoted.substr(quotes, quoted.size() - 2 * quotes);
  return StringReader(body, offset + static_cast<uint32_t>(prefix + quotes), bytes, errors)
      .Read(raw);
}

}  // namespace bylaw::compiler
