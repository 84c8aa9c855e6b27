// Whether text is a URI or a relative reference of RFC 3986, by uriparser.
//
// Thread-safety: reentrant. Limits: text of some KiB, for uriparser recurses; a fixed block on the
// stack for what it remembers of the segments of a path.
#ifndef BYLAW_STDLIB_SRC_URI_SYNTAX_H_
#define BYLAW_STDLIB_SRC_URI_SYNTAX_H_

#include <cstdint>
#include <string_view>

namespace bylaw::stdlib {

enum class UriSyntax : uint8_t { kGood, kBad, kTooLarge };

UriSyntax CheckUriSyntax(std::string_view text) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_URI_SYNTAX_H_
