// One string out of several pieces, for messages.

#ifndef BYLAW_COMPILER_SOURCE_CONCAT_H_
#define BYLAW_COMPILER_SOURCE_CONCAT_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace bylaw::compiler {

inline std::string Concat(std::initializer_list<std::string_view> pieces) {
  std::string text;
  for (const std::string_view piece : pieces) text += piece;
  return text;
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_CONCAT_H_
