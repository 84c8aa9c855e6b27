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

// Nothing where sections are not where they must be. `bytes` are aligned as those of a string.
std::optional<vm::ModuleImage> ImageOf(std::string_view bytes);

// Whether Encode can make bytes of it: it looks at the names of actions.
bool IsEncodable(const vm::ModuleImage& image);

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_MODULE_IMAGE_H_
