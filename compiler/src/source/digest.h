// SHA-256, for naming the bytes of a file.

#ifndef BYLAW_COMPILER_SOURCE_DIGEST_H_
#define BYLAW_COMPILER_SOURCE_DIGEST_H_

#include <string>
#include <string_view>

namespace bylaw::compiler {

// 64 hexadecimal digits, lower case.
std::string Sha256Hex(std::string_view bytes);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_DIGEST_H_
