// The text of format() with its clauses: "%", for %f and %e perhaps "." and digits, a letter.
#include "format.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "format_number.h"
#include "format_output.h"
#include "format_text.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;
using vm::ValueError;

constexpr uint32_t kDefaultPrecision = 6;

struct Clause {
  uint32_t precision = kDefaultPrecision;
  char letter = 0;
};

// Takes what follows the "%" off the text; kBadArgument where that is no clause.
std::optional<Clause> TakeClause(std::string_view& text, FormatOutput& out) {
  constexpr std::string_view kLetters = "sdfeboxX";
  Clause clause;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    clause.precision = 0;
    for (const char c : text.substr(0, digits)) {
      const auto digit = static_cast<uint32_t>(c - '0');
      clause.precision = std::min(clause.precision * 10 + digit, kFormatPrecisionMax + 1);
    }
    text.remove_prefix(digits);
    if (digits == 0) out.Fail(ValueError::kBadArgument);
  }
  if (text.empty() || kLetters.find(text[0]) == std::string_view::npos)
    out.Fail(ValueError::kBadArgument);
  if (clause.precision > kFormatPrecisionMax) out.Fail(ValueError::kLimit);
  if (!out.ok()) return std::nullopt;
  clause.letter = text[0];
  text.remove_prefix(1);
  return clause;
}

void WriteClause(const Clause& clause, const Value& item, FormatOutput& out) {
  out.Spend(2);
  if (item.is_error()) return out.Fail(item.error());
  switch (clause.letter) {
    case 's':
      return WriteText(item, out);
    case 'd':
      return WriteDecimal(item, out);
    case 'f':
      return WriteFixed(item, clause.precision, out);
    case 'e':
      return WriteScientific(item, clause.precision, out);
    case 'b':
      return WriteBinary(item, out);
    case 'o':
      return WriteOctal(item, out);
    default:
      return WriteHex(item, clause.letter == 'X', out);
  }
}

}  // namespace

Value Format(const FunctionCall& call) noexcept {
  std::string_view text = call.arguments[0].string();
  const Value& items = call.arguments[1];
  FormatOutput out(call);
  for (uint32_t next = 0; out.ok();) {
    const std::size_t plain = std::min(text.find('%'), text.size());
    out.Add(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    text.remove_prefix(1);
    if (text.starts_with('%')) {
      out.Add('%');
      text.remove_prefix(1);
    } else if (const std::optional<Clause> clause = TakeClause(text, out)) {
      if (next == items.size) {
        out.Fail(ValueError::kBadIndex);
      } else {
        WriteClause(*clause, items.items[next++], out);
      }
    }
  }
  return out.Finish();
}

}  // namespace bylaw::stdlib
