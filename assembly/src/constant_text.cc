#include "constant_text.h"

#include <bit>
#include <charconv>
#include <cmath>

#include "bylaw/vm/decimal.h"
#include "bylaw/vm/time.h"
#include "quoted.h"

namespace bylaw::assembly {
namespace {

using vm::ConstantRow;
using vm::Kind;
using vm::Value;

constexpr std::string_view kMarks = "duf";  // Behind a decimal, an unsigned, a double.

// The kinds whose word stands before their text.
constexpr Kind kWordedKinds[] = {Kind::kBytes, Kind::kTimestamp, Kind::kDuration, Kind::kType};

bool IsTime(Kind kind) {
  return kind == Kind::kTimestamp || kind == Kind::kDuration;
}

Value TimeOf(const ConstantRow& row) {
  const auto micros = static_cast<int64_t>(row.payload);
  return row.kind == Kind::kTimestamp ? Value::Timestamp(micros, row.exponent)
                                      : Value::Duration(micros, row.exponent);
}

Value ParseTime(Kind kind, std::string_view text) {
  return kind == Kind::kTimestamp ? vm::ParseRfc3339(text) : vm::ParseDuration(text);
}

vm::Decimal DecimalOf(const ConstantRow& row, const vm::ModuleImage& image) {
  if ((row.detail & Value::kWide) == 0) return {static_cast<int64_t>(row.payload), row.exponent};
  const vm::WideRow& wide = image.wide[row.payload];
  return {static_cast<vm::Int128>((vm::Uint128{wide.high} << 64) | wide.low), row.exponent};
}

// ------------------------------------------------------------------------------------------------
// writing

class Writer {
 public:
  Writer(const vm::ModuleImage& image, const Pools& pools, std::string& out)
      : image_(image), pools_(pools), out_(out) {}

  bool Constant(const ConstantRows& constant) {
    const ConstantRow& row = constant.row;
    if ((row.detail & Value::kLiteral) != 0) out_.append("literal ");
    if (row.kind != Kind::kList && row.kind != Kind::kMap) return Scalar(row);
    const bool map = row.kind == Kind::kMap;
    const bool sorted = (row.detail & Value::kSorted) != 0;
    if (map && !sorted) return false;
    if (sorted && !map) out_.append("sorted ");
    out_.push_back(map ? '{' : '[');
    for (size_t i = 0; i < constant.parts.size(); ++i) {
      const bool value = map && i % 2 == 1;
      if (i > 0) out_.append(value ? ": " : ", ");
      const ConstantRow& part = constant.parts[i];
      if ((part.detail & Value::kLiteral) != 0) out_.append("literal ");
      if (!Scalar(part)) return false;
    }
    out_.push_back(map ? '}' : ']');
    return true;
  }

 private:
  bool Scalar(const ConstantRow& row) {
    switch (row.kind) {
      case Kind::kNull:
        out_.append("null");
        return true;
      case Kind::kBool:
        out_.append(row.payload != 0 ? "true" : "false");
        return true;
      case Kind::kInt:
        out_.append(std::to_string(static_cast<int64_t>(row.payload)));
        return true;
      case Kind::kUint:
        out_.append(std::to_string(row.payload)).push_back('u');
        return true;
      case Kind::kDouble:
        return Double(std::bit_cast<double>(row.payload));
      case Kind::kDecimal:
        return Decimal(row);
      case Kind::kString:
      case Kind::kBytes:
      case Kind::kType:
        return Text(row);
      case Kind::kTimestamp:
      case Kind::kDuration:
        return Time(row);
      default:
        return false;
    }
  }

  bool Double(double number) {
    if (!std::isfinite(number)) return false;
    char text[32];
    out_.append(text, std::to_chars(text, text + sizeof text, number).ptr).push_back('f');
    return true;
  }

  bool Decimal(const ConstantRow& row) {
    if ((row.detail & Value::kWide) != 0 &&
        pools_.FindWide(image_.wide[row.payload]) != row.payload)
      return false;
    vm::Decimal::Buffer buffer;
    out_.append(DecimalOf(row, image_).Format(buffer)).push_back('d');
    return true;
  }

  bool Text(const ConstantRow& row) {
    const std::string& text = image_.strings[row.payload];
    if (row.kind != Kind::kString) out_.append(vm::KindText(row.kind)).push_back(' ');
    AppendQuoted(text, out_);
    return pools_.FindString(text) == row.payload;
  }

  bool Time(const ConstantRow& row) {
    vm::TimeBuffer buffer;
    const Value time = TimeOf(row);
    const std::string_view text = row.kind == Kind::kTimestamp ? vm::FormatTimestamp(time, buffer)
                                                               : vm::FormatDuration(time, buffer);
    const Value again = ParseTime(row.kind, text);
    out_.append(vm::KindText(row.kind)).push_back(' ');
    AppendQuoted(text, out_);
    return again.kind == row.kind && again.i == time.i && again.exponent == time.exponent;
  }

  const vm::ModuleImage& image_;
  const Pools& pools_;
  std::string& out_;
};

// ------------------------------------------------------------------------------------------------
// reading

class Reader {
 public:
  Reader(Cursor& cursor, Pools& pools) : cursor_(cursor), pools_(pools) {}

  ConstantRows Constant() {
    ConstantRows constant;
    ConstantRow& row = constant.row;
    const uint8_t literal = cursor_.Take("literal") ? Value::kLiteral : 0;
    const bool sorted = cursor_.Take("sorted");
    const bool map = cursor_.IsSymbol("{");
    if (sorted && !cursor_.IsSymbol("[")) cursor_.Fail("`sorted` stands before a list");
    if (!map && !cursor_.IsSymbol("[")) {
      row = Scalar();
      row.detail |= literal;
      return constant;
    }
    cursor_.Next();
    const std::string_view close = map ? "}" : "]";
    while (cursor_.ok() && !cursor_.IsSymbol(close)) {
      if (!constant.parts.empty()) cursor_.Expect(",");
      constant.parts.push_back(Part());
      if (!map) continue;
      cursor_.Expect(":");
      constant.parts.push_back(Part());
    }
    cursor_.Expect(close);
    row.kind = map ? Kind::kMap : Kind::kList;
    row.detail = static_cast<uint8_t>(literal | (map || sorted ? Value::kSorted : 0));
    row.count = static_cast<uint32_t>(constant.parts.size() / (map ? 2 : 1));
    return constant;
  }

 private:
  ConstantRow Part() {
    const uint8_t literal = cursor_.Take("literal") ? Value::kLiteral : 0;
    ConstantRow row = Scalar();
    row.detail |= literal;
    return row;
  }

  ConstantRow Scalar() {
    ConstantRow row{};
    if (cursor_.token() == Token::kText) {
      row.kind = Kind::kString;
      row.payload = pools_.String(cursor_.Quoted("text"));
    } else if (cursor_.token() == Token::kNumber) {
      Number(row);
    } else if (cursor_.Take("null")) {
      row.kind = Kind::kNull;
    } else if (cursor_.IsWord("true") || cursor_.IsWord("false")) {
      row.kind = Kind::kBool;
      row.payload = cursor_.IsWord("true") ? 1 : 0;
      cursor_.Next();
    } else {
      Worded(row);
    }
    return row;
  }

  void Worded(ConstantRow& row) {
    for (const Kind kind : kWordedKinds) {
      if (cursor_.token() != Token::kWord || !cursor_.Take(vm::KindText(kind))) continue;
      row.kind = kind;
      if (!IsTime(kind)) {
        row.payload = pools_.String(cursor_.Quoted("its text"));
        return;
      }
      const Value time = ParseTime(kind, cursor_.text());
      if (cursor_.token() == Token::kText && time.is_error())
        cursor_.Fail("this is no " + std::string(vm::KindText(kind)));
      row.exponent = time.exponent;
      row.payload = time.u;
      cursor_.Quoted("its text");
      return;
    }
    cursor_.Fail(
        "a constant stands here: 7, 7u, 2.5d (decimal), 1.5f (double), \"text\", [1, 2], "
        "{\"key\": 1}, true, false, null, bytes, timestamp, duration or type and a text, or #7");
  }

  void Number(ConstantRow& row) {
    const std::string_view text = cursor_.text();
    const bool hex = text.find('x') != std::string_view::npos;
    const size_t mark = hex ? std::string_view::npos : kMarks.find(text.back());
    const std::string_view digits = text.substr(0, text.size() - 1);
    switch (mark) {
      case 0:
        return Decimal(row, digits);
      case 1:
        row.kind = Kind::kUint;
        return All(digits, row.payload);
      case 2: {
        row.kind = Kind::kDouble;
        double number = 0;
        All(digits, number);
        row.payload = std::bit_cast<uint64_t>(number);
        return;
      }
      default:
        row.kind = Kind::kInt;
        row.payload = static_cast<uint64_t>(cursor_.Whole(INT64_MIN, INT64_MAX));
    }
  }

  // The number that is all of `digits`.
  template <typename T>
  void All(std::string_view digits, T& number) {
    const auto [end, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (status != std::errc() || end != digits.data() + digits.size())
      cursor_.Fail("this is no number of its kind");
    cursor_.Next();
  }

  void Decimal(ConstantRow& row, std::string_view digits) {
    const std::optional<vm::Decimal> number = vm::Decimal::Parse(digits);
    if (!number) cursor_.Fail("this is no decimal of at most 38 digits");
    const vm::Decimal decimal = number.value_or(vm::Decimal()).Normalized();
    row.kind = Kind::kDecimal;
    row.exponent = static_cast<int16_t>(decimal.exponent());
    if (decimal.fits_int64()) {
      row.payload = static_cast<uint64_t>(decimal.coefficient64());
    } else {
      const auto bits = static_cast<vm::Uint128>(decimal.coefficient());
      row.detail = Value::kWide;
      row.payload = pools_.Wide({static_cast<uint64_t>(bits), static_cast<uint64_t>(bits >> 64)});
    }
    cursor_.Next();
  }

  Cursor& cursor_;
  Pools& pools_;
};

}  // namespace

bool AppendConstantText(const ConstantRows& constant, const vm::ModuleImage& image,
                        const Pools& pools, std::string& out) {
  const size_t begin = out.size();
  if (Writer(image, pools, out).Constant(constant)) return true;
  out.resize(begin);
  return false;
}

ConstantRows ReadConstant(Cursor& cursor, Pools& pools) {
  return Reader(cursor, pools).Constant();
}

}  // namespace bylaw::assembly
