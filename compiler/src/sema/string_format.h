// The formats that `format:` can ask of a string. See string_format.def.
//
// Thread-safety: reentrant; the table is constant.

#ifndef BYLAW_COMPILER_SEMA_STRING_FORMAT_H_
#define BYLAW_COMPILER_SEMA_STRING_FORMAT_H_

#include <algorithm>
#include <iterator>
#include <string_view>

namespace bylaw::compiler {

struct StringFormat {
  std::string_view name;
  std::string_view function;  // The signature of one that takes the text; or empty.
  std::string_view pattern;   // RE2, of the whole text; or empty.
  std::string_view doc;
};

inline constexpr StringFormat kStringFormats[] = {
#define BYLAW_FORMAT(name, function, pattern, doc) {name, function, pattern, doc},
#include "bylaw/compiler/string_format.def"
#undef BYLAW_FORMAT
};

// The format of that name, or nullptr.
constexpr const StringFormat* FindFormat(std::string_view name) {
  const auto* const at = std::find_if(std::begin(kStringFormats), std::end(kStringFormats),
                                      [name](const StringFormat& f) { return f.name == name; });
  return at == std::end(kStringFormats) ? nullptr : at;
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_STRING_FORMAT_H_
