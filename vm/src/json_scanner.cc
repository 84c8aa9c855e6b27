#include "json_scanner.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "bylaw/vm/utf8.h"
#include "double_text.h"
#include "text.h"

namespace bylaw::vm {
namespace {

// Objects with more members than this are checked for duplicates by sorting, in the end; smaller
// ones member by member.
constexpr uint32_t kLinearKeys = 12;

// A decimal of 15 digits, and exponents of this size, comes back from a double as it was (IEEE 754:
// DBL_DIG).
constexpr uint64_t kSafeCoefficients = 1'000'000'000'000'000;
constexpr int kSafeExponent = 290;
// So many digits, zeros in front among them, are exact in 64 bits.
constexpr int kExactDigits = 19;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool IsPlain(char c) {
  return static_cast<uint8_t>(c) >= 0x20 && static_cast<uint8_t>(c) < 0x80 && c != '"' && c != '\\';
}

}  // namespace

bool JsonScanner::Fail(RequestError error) noexcept {
  if (error_ != RequestError::kValid) return false;
  error_ = error;
  error_offset_ = static_cast<uint32_t>(at_ - begin_);
  at_ = end_;  // Nothing more to read.
  return false;
}

char JsonScanner::PeekBehindSpace() noexcept {
  while (at_ != end_ && IsSpace(*at_)) ++at_;
  return at_ != end_ ? *at_ : '\0';
}

bool JsonScanner::Count() noexcept {
  return ++value_count_ <= kRequestValuesMax || Fail(RequestError::kCount);
}

bool JsonScanner::Descend() noexcept {
  return ++depth_ <= kRequestDepthMax || Fail(RequestError::kDepth);
}

// ------------------------------------------------------------------------------------------------
// strings

// To the first byte that is not plain text, or the end.
inline void JsonScanner::SkipPlain() noexcept {
  while (end_ - at_ >= 16) {
    const uint32_t plain = PlainPrefix(at_);
    at_ += plain;
    if (plain < 16) return;
  }
  while (at_ != end_ && IsPlain(*at_)) ++at_;
}

bool JsonScanner::ReadAnyString(std::string_view& out) noexcept {
  if (!Expect('"')) return false;
  const char* const begin = at_;
  for (;;) {
    SkipPlain();
    if (at_ == end_) return Fail(RequestError::kSyntax);
    if (*at_ == '"') {
      out = {begin, static_cast<size_t>(at_ - begin)};
      ++at_;
      return true;
    }
    if (*at_ == '\\') return ReadEscapedString(begin, out);
    if (static_cast<uint8_t>(*at_) < 0x20) return Fail(RequestError::kSyntax);
    const uint32_t length = Utf8SequenceLength({at_, static_cast<size_t>(end_ - at_)});
    if (length == 0) return Fail(RequestError::kUtf8);
    at_ += length;
  }
}

// Decoding only ever shortens, so that all decoded text of a request fits memory of the request's
// size.
bool JsonScanner::ReadEscapedString(const char* begin, std::string_view& out) noexcept {
  char* const to_begin = memory_->decoded.get() + decoded_bytes_;
  char* to = std::copy(begin, at_, to_begin);
  while (at_ < end_ && *at_ != '"') {
    if (*at_ == '\\') {
      ++at_;
      if (!ReadEscape(to)) return false;
      continue;
    }
    if (static_cast<uint8_t>(*at_) < 0x20) return Fail(RequestError::kSyntax);
    const uint32_t length = Utf8SequenceLength({at_, static_cast<size_t>(end_ - at_)});
    if (length == 0) return Fail(RequestError::kUtf8);
    to = std::copy(at_, at_ + length, to);
    at_ += length;
  }
  if (at_ == end_) return Fail(RequestError::kSyntax);
  ++at_;
  out = {to_begin, static_cast<size_t>(to - to_begin)};
  decoded_bytes_ += static_cast<uint32_t>(out.size());
  return true;
}

bool JsonScanner::ReadHex4(uint32_t& out) noexcept {
  if (end_ - at_ < 4) return Fail(RequestError::kSyntax);
  const auto [last, status] = std::from_chars(at_, at_ + 4, out, 16);
  if (status != std::errc() || last != at_ + 4) return Fail(RequestError::kSyntax);
  at_ += 4;
  return true;
}

bool JsonScanner::ReadEscape(char*& to) noexcept {
  constexpr std::string_view kEscapes = "\"\\/bfnrt";
  constexpr std::string_view kDecoded = "\"\\/\b\f\n\r\t";
  if (at_ == end_) return Fail(RequestError::kSyntax);
  const char c = *at_++;
  if (const size_t index = kEscapes.find(c); index != std::string_view::npos) {
    *to++ = kDecoded[index];
    return true;
  }
  uint32_t code_point = 0;
  if (c != 'u') return Fail(RequestError::kSyntax);
  if (!ReadHex4(code_point)) return false;
  if (code_point >= 0xd800 && code_point < 0xe000) {
    uint32_t low = 0;
    if (code_point >= 0xdc00 || end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') {
      return Fail(RequestError::kSurrogate);
    }
    at_ += 2;
    if (!ReadHex4(low)) return false;
    if (low < 0xdc00 || low >= 0xe000) return Fail(RequestError::kSurrogate);
    code_point = 0x10000 + ((code_point - 0xd800) << 10) + (low - 0xdc00);
  }
  to += EncodeUtf8(code_point, to);
  return true;
}

// ------------------------------------------------------------------------------------------------
// numbers

bool JsonScanner::ReadNumber(Value& out) noexcept {
  const char* const begin = at_;
  const bool negative = *at_ == '-';
  if (negative) ++at_;
  if (at_ == end_ || !IsDigit(*at_)) return Fail(RequestError::kSyntax);
  uint64_t coefficient = 0;  // May wrap around: then there are too many digits.
  const auto read_digits = [&] {
    const char* const first = at_;
    const char* at = first;
    for (; at != end_ && IsDigit(*at); ++at)
      coefficient = coefficient * 10 + static_cast<uint64_t>(*at - '0');
    at_ = at;
    return static_cast<int>(at - first);
  };
  int digits = 1;
  int exponent = 0;
  if (*at_ == '0') {
    ++at_;
  } else {
    digits = read_digits();
  }
  if (at_ < end_ && *at_ == '.') {
    ++at_;
    if (at_ == end_ || !IsDigit(*at_)) return Fail(RequestError::kSyntax);
    exponent = -read_digits();
    digits -= exponent;
  }
  bool long_exponent = false;
  if (at_ < end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    const bool minus = at_ < end_ && *at_ == '-';
    if (at_ < end_ && (*at_ == '-' || *at_ == '+')) ++at_;
    if (at_ == end_ || !IsDigit(*at_)) return Fail(RequestError::kSyntax);
    int written = 0;
    for (; at_ < end_ && IsDigit(*at_); ++at_) {
      long_exponent = long_exponent || written > kSafeExponent;
      if (!long_exponent) written = written * 10 + (*at_ - '0');
    }
    exponent += minus ? -written : written;
  }
  if (digits > kExactDigits || coefficient >= kSafeCoefficients || long_exponent ||
      exponent > kSafeExponent || exponent < -kSafeExponent) {
    return ReadLongNumber(begin, out);
  }
  const auto magnitude = static_cast<int64_t>(coefficient);
  out = Value::SmallDecimal(negative ? -magnitude : magnitude,
                            static_cast<int16_t>(magnitude == 0 ? 0 : exponent));
  return true;
}

// A number that may be more than a double holds: it is taken if its shortest double form (RFC 8785,
// section 3.2.2.3) is its value.
bool JsonScanner::ReadLongNumber(const char* begin, Value& out) noexcept {
  const std::string_view text(begin, static_cast<size_t>(at_ - begin));
  const std::optional<Decimal> exact = Decimal::Parse(text);
  if (!exact) return Fail(RequestError::kNumber);
  DoubleBuffer buffer;
  // Out of range it is infinite, which is no decimal, or zero, which is another.
  const std::optional<Decimal> survived =
      Decimal::Parse(ShortestScientific(exact->ToDouble(), buffer));
  if (!survived || *survived != *exact) return Fail(RequestError::kNumber);
  // A double has at most 17 significant digits: the normal form always fits.
  const Decimal normal = survived->Normalized();
  out = Value::SmallDecimal(normal.coefficient64(), static_cast<int16_t>(normal.exponent()));
  return true;
}

bool JsonScanner::ReadWord(std::string_view word) noexcept {
  if (std::string_view(at_, static_cast<size_t>(end_ - at_)).substr(0, word.size()) != word) {
    return Fail(RequestError::kSyntax);
  }
  at_ += word.size();
  return true;
}

// ------------------------------------------------------------------------------------------------
// containers

bool JsonScanner::EnterObject(Object& object) noexcept {
  if (!Expect('{') || !Descend()) return false;
  object = {};
  object.first_key = key_count_;
  return true;
}

// One of 64 bits: names with different ones differ.
static uint64_t MarkOf(std::string_view name) noexcept {
  if (name.empty()) return 1;
  const auto first = static_cast<uint8_t>(name.front());
  const auto last = static_cast<uint8_t>(name.back());
  return uint64_t{1} << ((name.size() * 7 + size_t{3} * first + last) % 64);
}

bool JsonScanner::NextMember(Object& object, std::string_view& name) noexcept {
  const char next = Peek();
  if (next == '}') {
    ++at_;
    --depth_;
    if (object.count > kLinearKeys) [[unlikely]]
      CheckManyKeys(object);
    key_count_ = object.first_key;
    return false;
  }
  if (object.count > 0) {
    if (next != ',') return Fail(RequestError::kSyntax);
    ++at_;
  }
  std::string_view key;  // Its own: what is stored to `name` could be where we are in the text.
  if (!ReadString(key) || !Count()) return false;
  const std::string_view* const keys = memory_->keys.get() + object.first_key;
  const uint64_t mark = MarkOf(key);
  const bool seen = (object.marks & mark) != 0;
  object.marks |= mark;
  if (seen && object.count < kLinearKeys &&
      std::any_of(
          keys, keys + object.count,
          [&](std::string_view other) { return EqualText(other, key); })) {
    return Fail(RequestError::kDuplicate);
  }
  if (!Expect(':')) return false;
  memory_->keys[key_count_++] = key;
  ++object.count;
  name = key;
  return true;
}

// The members behind the first kLinearKeys were not compared yet. Sorting takes no more than n log
// n comparisons, whatever the names: no hash that could be flooded.
bool JsonScanner::CheckManyKeys(Object& object) noexcept {
  std::string_view* const begin = memory_->keys.get() + object.first_key;
  std::string_view* const end = begin + object.count;
  std::sort(begin, end);
  return std::adjacent_find(begin, end) == end || Fail(RequestError::kDuplicate);
}

template <bool kBuild>
bool JsonScanner::ReadMap(Value& out) noexcept {
  Object object;
  std::string_view name;
  if (!EnterObject(object)) return false;
  const uint32_t base = stacked_;
  // NOLINTNEXTLINE(misc-const-correctness): where it builds, it changes.
  bool sound = true;  // No value over a limit so far.
  while (NextMember(object, name)) {
    Value value;
    if (!Read<kBuild>(value)) return false;
    if constexpr (kBuild) {
      sound = sound && !value.is_error() && name.size() <= limits_.string_bytes;
      memory_->values[stacked_++] = Value::String(name);
      memory_->values[stacked_++] = value;
    }
  }
  if (error_ != RequestError::kValid) return false;
  out = Value::Map(nullptr, object.count);
  if constexpr (kBuild) {
    stacked_ = base;
    Member* members =
        sound && object.count <= limits_.map_items ? arena_->Make<Member>(object.count) : nullptr;
    if (members == nullptr) {
      out = Value::Error(ValueError::kLimit);
      return true;
    }
    for (uint32_t i = 0; i < object.count; ++i) {
      members[i] = {memory_->values[base + 2 * i], memory_->values[base + 2 * i + 1]};
    }
    out.members = members;
  }
  return true;
}

template <bool kBuild>
bool JsonScanner::ReadList(Value& out) noexcept {
  if (!Expect('[') || !Descend()) return false;
  const uint32_t base = stacked_;
  uint32_t count = 0;
  bool sound = true;  // NOLINT(misc-const-correctness): as above.
  while (Peek() != ']') {
    if ((count > 0 && !Expect(',')) || !Count()) return false;
    Value value;
    if (!Read<kBuild>(value)) return false;
    if constexpr (kBuild) {
      sound = sound && !value.is_error();
      memory_->values[stacked_++] = value;
    }
    ++count;
  }
  ++at_;
  --depth_;
  out = Value::List(nullptr, count);
  if constexpr (kBuild) {
    stacked_ = base;
    Value* items = sound && count <= limits_.list_items ? arena_->Make<Value>(count) : nullptr;
    if (items == nullptr) {
      out = Value::Error(ValueError::kLimit);
      return true;
    }
    std::copy_n(memory_->values.get() + base, count, items);
    out.items = items;
  }
  return true;
}

template <bool kBuild>
bool JsonScanner::Read(Value& out) noexcept {
  switch (Peek()) {
    case '{':
      return ReadMap<kBuild>(out);
    case '[':
      return ReadList<kBuild>(out);
    case '"': {
      std::string_view text;
      if (!ReadString(text)) return false;
      out = kBuild && text.size() > limits_.string_bytes ? Value::Error(ValueError::kLimit)
                                                         : Value::String(text);
      return true;
    }
    case 't':
      out = Value::Bool(true);
      return ReadWord("true");
    case 'f':
      out = Value::Bool(false);
      return ReadWord("false");
    case 'n':
      out = Value::Null();
      return ReadWord("null");
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return ReadNumber(out);
    default:
      return Fail(RequestError::kSyntax);
  }
}

bool JsonScanner::ReadValue(Value& out) noexcept {
  return Read<true>(out);
}
bool JsonScanner::ReadShallow(Value& out) noexcept {
  return Read<false>(out);
}

}  // namespace bylaw::vm
