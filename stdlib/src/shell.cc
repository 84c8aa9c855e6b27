// shell.commands(): the words of a command line, as POSIX (2.2 Quoting, 2.3 Token recognition, 2.9
// Shell commands) and bash both read them. What they expand, redirect, assign or nest is refused,
// and what they read differently: there the words would not be those of the command that runs.
#include <algorithm>
#include <span>
#include <string_view>

#include "ascii.h"
#include "formats.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Value;
using vm::ValueError;

// Reserved words of POSIX and bash. (A "[[" is refused for its bracket, "{" for its brace.)
constexpr std::string_view kReserved[] = {
    "!",   "case",     "coproc", "do", "done",   "elif", "else", "esac",  "fi",
    "for", "function", "if",     "in", "select", "then", "time", "until", "while",
};

// Built-in commands that run what is in their arguments, assign, or change how what follows is
// read.
constexpr std::string_view kEvaluating[] = {
    ".",       "alias", "builtin", "command", "declare", "enable", "eval",      "export",
    "getopts", "hash",  "let",     "local",   "mapfile", "read",   "readarray", "readonly",
    "set",     "shopt", "source",  "trap",    "typeset", "unset",
};

// With -v these take the name of a variable, and bash runs what $() is in its subscript.
constexpr std::string_view kNaming[] = {"[", "printf", "test"};

bool IsOneOf(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool IsControl(char c) {
  const auto code = static_cast<unsigned char>(c);
  return (code < 0x20 && c != '\t' && c != '\n') || code == 0x7f;
}

// Where commands and words go; where there is no place for them yet they are counted.
struct Output {
  char* text;  // The characters of all words; as many as the line has fit.
  Value* commands = nullptr;
  Value* words = nullptr;
  uint32_t command_count = 0;
  uint32_t word_count = 0;
};

class Reader {
 public:
  Reader(std::string_view line, Output& output)
      : rest_(line), output_(output), word_begin_(output.text), word_end_(output.text) {}

  // False for what is not read exactly.
  bool Read();

 private:
  bool ReadNext();
  bool ReadOperator();
  bool ReadPlain();
  bool ReadBackslash();
  bool ReadSingleQuoted();
  bool ReadDoubleQuoted();
  bool EndWord();
  bool MayBeCommand(std::string_view word) const;
  void EndCommand();

  char Take() {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    return c;
  }
  void Append(char c) {
    in_word_ = true;
    *word_end_++ = c;
  }
  void AppendQuoted(char c) {
    quoted_ = true;
    Append(c);
  }
  std::string_view word() const {
    return {word_begin_, static_cast<size_t>(word_end_ - word_begin_)};
  }
  bool first_word() const { return output_.word_count == command_begin_; }

  std::string_view rest_;
  Output& output_;
  char* word_begin_;
  char* word_end_;
  uint32_t command_begin_ = 0;     // Of the command, the first word.
  bool naming_ = false;            // The command is one of kNaming.
  bool command_expected_ = false;  // After a pipe, && or ||.
  // Of the word that is being read:
  bool in_word_ = false;
  bool quoted_ = false;   // In part, at least.
  bool pattern_ = false;  // It has * ? or [.
  bool brace_ = false;
};

bool Reader::Read() {
  if (std::ranges::any_of(rest_, IsControl)) return false;
  while (!rest_.empty()) {
    if (!ReadNext()) return false;
  }
  if (!EndWord()) return false;
  EndCommand();
  return !command_expected_;
}

bool Reader::ReadNext() {
  switch (rest_[0]) {
    case ' ':
    case '\t':
      Take();
      return EndWord();
    case '\n':
    case ';':
    case '&':
    case '|':
      return EndWord() && ReadOperator();
    case '\\':
      return ReadBackslash();
    case '\'':
      return ReadSingleQuoted();
    case '"':
      return ReadDoubleQuoted();
    default:
      return ReadPlain();
  }
}

bool Reader::ReadOperator() {
  const char c = Take();
  const bool empty = first_word();
  if (c == '\n' && empty) return true;  // Blank lines, also after an operator.
  if (empty) return false;
  const bool doubled = (c == '&' || c == '|') && rest_.starts_with(c);
  if (doubled) Take();
  EndCommand();
  command_expected_ = doubled || c == '|';
  return true;
}

// A character outside quotes.
bool Reader::ReadPlain() {
  const char c = Take();
  switch (c) {
    case '$':
    case '`':
    case '<':
    case '>':
    case '(':
    case ')':
      return false;
    case '#':
      if (!in_word_) return false;  // A comment, or none: that is for interactive shells to say.
      break;
    case '~':
      // A home directory: first in a word, and in bash wherever an assignment would have it.
      if (!in_word_ || word().ends_with('=') || word().ends_with(':')) return false;
      break;
    case '=': {
      std::string_view name = word();
      if (name.ends_with('+')) name.remove_suffix(1);
      const bool is_name =
          !name.empty() && !quoted_ && !IsDigit(name[0]) && std::ranges::all_of(name, [](char own) {
            return IsAlpha(own) || IsDigit(own) || own == '_';
          });
      if (is_name && first_word()) return false;
      break;
    }
    case '*':
    case '?':
    case '[':
      pattern_ = true;
      break;
    case '{':
    case '}':
      brace_ = true;
      break;
    default:
      break;
  }
  Append(c);
  return true;
}

bool Reader::ReadBackslash() {
  Take();
  if (rest_.empty()) return false;
  const char c = Take();
  if (c != '\n') AppendQuoted(c);  // A line that goes on is joined as if nothing were between.
  return true;
}

bool Reader::ReadSingleQuoted() {
  Take();
  const size_t end = rest_.find('\'');
  if (end == std::string_view::npos) return false;
  in_word_ = quoted_ = true;
  for (size_t i = 0; i < end; ++i) Append(Take());
  Take();
  return true;
}

bool Reader::ReadDoubleQuoted() {
  Take();
  in_word_ = quoted_ = true;
  while (!rest_.empty()) {
    const char c = Take();
    if (c == '"') return true;
    if (c == '$' || c == '`') return false;
    if (c != '\\') {
      Append(c);
      continue;
    }
    if (rest_.empty()) return false;
    const char escaped = Take();
    if (escaped == '\n') continue;
    constexpr std::string_view kEscaped = "$`\"\\";
    if (kEscaped.find(escaped) == std::string_view::npos) Append('\\');
    Append(escaped);
  }
  return false;
}

// Whether the word, as the first of a command, is the name of what is run.
bool Reader::MayBeCommand(std::string_view word) const {
  if (pattern_ && (word != "[" || quoted_)) return false;  // /bin/r? is whatever matches it.
  return !brace_ && !IsOneOf(word, kReserved) && !IsOneOf(word, kEvaluating);
}

bool Reader::EndWord() {
  if (!in_word_) return true;
  const std::string_view text = word();
  if (first_word() && !MayBeCommand(text)) return false;
  // {a,b} is two words to bash. {} is itself, and an argument of find.
  if (brace_ && (text != "{}" || quoted_)) return false;
  if (!first_word() && naming_ && text.starts_with("-v")) return false;
  if (first_word()) naming_ = IsOneOf(text, kNaming);
  if (output_.words != nullptr) output_.words[output_.word_count] = Value::String(text);
  ++output_.word_count;
  word_begin_ = word_end_;
  in_word_ = quoted_ = pattern_ = brace_ = false;
  command_expected_ = false;
  return true;
}

void Reader::EndCommand() {
  const uint32_t size = output_.word_count - command_begin_;
  if (size == 0) return;
  if (output_.commands != nullptr) {
    output_.commands[output_.command_count] = Value::List(output_.words + command_begin_, size);
  }
  ++output_.command_count;
  command_begin_ = output_.word_count;
}

}  // namespace

Value ShellCommands(const FunctionCall& call) noexcept {
  const std::string_view line = call.arguments[0].string();
  const auto size = static_cast<uint32_t>(line.size());
  auto* const text = size > call.string_bytes_max ? nullptr : call.arena.Make<char>(size);
  if (text == nullptr) return Value::Error(ValueError::kLimit);
  Output counted{text};
  if (!Reader(line, counted).Read()) return Value::Error(ValueError::kBadArgument);
  const uint32_t count = counted.command_count + counted.word_count;
  auto* const values = count > call.list_items_max ? nullptr : call.arena.Make<Value>(count);
  if (values == nullptr) return Value::Error(ValueError::kLimit);
  Output output{text, values, values + counted.command_count};
  Reader(line, output).Read();
  return Value::List(output.commands, output.command_count);
}

}  // namespace bylaw::stdlib
