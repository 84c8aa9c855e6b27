// matches(): RE2, in UTF-8, with bounded memory (regex.h).
//
// The answer never depends on the memory: where RE2 runs out of states for its automaton it goes on
// with a slower one, still linear in the text.
#include "regex.h"

#include <re2/re2.h>

#include <string_view>

#include "core.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;
using vm::ValueError;

re2::StringPiece Piece(const Value& value) {
  return {value.text, value.size};
}

RE2::Options OptionsWith(std::int64_t memory) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingUTF8);
  options.set_log_errors(false);  // they are ours to report
  options.set_never_capture(true);
  options.set_max_mem(memory);
  return options;
}

// Safe to share: matching changes nothing but RE2's cache of states, under a lock of its own.
class Pattern final : public vm::Prepared {
 public:
  explicit Pattern(const Value& pattern)
      : regex_(Piece(pattern), OptionsWith(kConstantPatternMemory)) {}

  const RE2& regex() const { return regex_; }

 private:
  RE2 regex_;
};

}  // namespace

Value Matches(const FunctionCall& call) noexcept {
  const re2::StringPiece text = Piece(call.arguments[0]);
  if (call.prepared != nullptr) {
    const auto* const pattern = static_cast<const Pattern*>(call.prepared);
    return Value::Bool(RE2::PartialMatch(text, pattern->regex()));
  }
  const Value& pattern = call.arguments[1];
  if (pattern.size > kDynamicPatternBytesMax) return Value::Error(ValueError::kLimit);
  const RE2 regex(Piece(pattern), OptionsWith(kDynamicPatternMemory));
  if (regex.ok()) return Value::Bool(RE2::PartialMatch(text, regex));
  return Value::Error(regex.error_code() == RE2::ErrorPatternTooLarge ? ValueError::kLimit
                                                                      : ValueError::kBadArgument);
}

std::unique_ptr<vm::Prepared> PreparePattern(const Value& constant, std::string* error) {
  auto pattern = std::make_unique<Pattern>(constant);
  if (pattern->regex().ok()) return pattern;
  *error = "the pattern is not a regular expression of RE2: " + pattern->regex().error();
  return nullptr;
}

}  // namespace bylaw::stdlib
