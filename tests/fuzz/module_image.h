// From the bytes of a module back to its image: rows to change, and to encode again.

#ifndef BYLAW_TESTS_FUZZ_MODULE_IMAGE_H_
#define BYLAW_TESTS_FUZZ_MODULE_IMAGE_H_

#include <optional>
#include <string_view>

#include "bylaw/vm/image.h"

namespace bylaw::fuzz {

// The module of the bytes and what stands behind it, from which requests are made.
struct Input {
  std::string_view module;
  std::string_view choices;
};
Input Split(std::string_view bytes);

// As assembly::ImageOf, without the hash of names, which changes with them. Nothing where sections
// are not where they must be, or strings not in their text. `bytes` are aligned as those of a
// string.
std::optional<vm::ModuleImage> ImageOf(std::string_view bytes);

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_MODULE_IMAGE_H_
