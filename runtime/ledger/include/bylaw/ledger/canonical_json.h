// Canonical JSON: RFC 8785 (JCS) over strict I-JSON (RFC 7493).
//
// One value has one spelling: no space, members sorted by the UTF-16 code units of their names,
// strings with the fewest escapes, numbers as ECMAScript prints the double they denote. Refused:
// duplicate names at any depth (also spelt with escapes), lone surrogates, bad UTF-8, numbers
// outside the range of a double, more than kJsonDepthMax levels, anything behind the value. Numbers
// are doubles, as RFC 8785 says: a caller that must not lose digits refuses such numbers before.
// Thread-safety: a Canonicalizer belongs to one thread; the functions are pure. Ownership: text is
// not kept.
#ifndef BYLAW_LEDGER_CANONICAL_JSON_H_
#define BYLAW_LEDGER_CANONICAL_JSON_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"

namespace bylaw::ledger {

inline constexpr int kJsonDepthMax = 64;  // levels of objects and lists, the outermost included

// Keeps its buffers between calls, so that canonicalising in a loop does not allocate.
class Canonicalizer {
 public:
  // Appends the canonical form of `text` to `out`. On an error (kInvalidJson, with the byte's
  // offset) `out` is as it was.
  Result<void> Append(std::string_view text, std::string& out);

  // Is `text` byte for byte its own canonical form?
  bool IsCanonical(std::string_view text);

  // A member of the object under way: where it lies in the output.
  struct Member {
    std::size_t begin;     // of the name's opening quote
    std::size_t name_end;  // behind the name's closing quote
    std::size_t end;       // behind the value
    bool plain;            // the name's bytes compare as its UTF-16 code units do
  };

 private:
  // As Append, of any text.
  Result<void> Write(std::string_view text, std::string& out);

  std::vector<Member> members_;
  std::string sorted_;
  std::string spelling_;
};

Result<std::string> Canonicalize(std::string_view text);
bool IsCanonical(std::string_view text);

// Appends a string as a JSON string. False, with `out` as it was, if it is not UTF-8.
bool AppendJsonString(std::string_view utf8, std::string& out);

// The value of a canonical JSON string, quotes included in `spelling`.
std::string DecodeJsonString(std::string_view spelling);

// Appends a number as ECMAScript's Number::toString prints it; -0 as 0. False for infinities and
// NaN.
bool AppendJsonNumber(double number, std::string& out);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_CANONICAL_JSON_H_
