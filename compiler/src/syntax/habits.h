// What people write out of habit from other languages, spreadsheets and word processors, and what
// to write instead.
//
// Thread-safety: constant tables.

#ifndef BYLAW_COMPILER_SRC_SYNTAX_HABITS_H_
#define BYLAW_COMPILER_SRC_SYNTAX_HABITS_H_

#include <cstdint>
#include <string_view>

namespace bylaw::compiler {

struct Habit {
  // What it stands for in a condition, so that what follows is still understood.
  enum class Role : uint8_t { kInfix, kPrefix, kQuote, kInvisible, kNothing };

  std::string_view written;
  Role role;
  std::string_view help;  // One sentence: what to write.
};

// Null if there is no such habit.
const Habit* FindOperatorHabit(std::string_view text);   // "=", "<>"
const Habit* FindWordHabit(std::string_view text);       // "and", "not", "AND"
const Habit* FindCharacterHabit(std::string_view text);  // One code point: "≥", "“", ";"

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SRC_SYNTAX_HABITS_H_
