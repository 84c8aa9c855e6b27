// Changes a text by its words and lines, so that more of what comes out is still in the language
// than where bytes are changed.

#ifndef BYLAW_TESTS_FUZZ_TEXT_MUTATOR_H_
#define BYLAW_TESTS_FUZZ_TEXT_MUTATOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bylaw::fuzz {

// In place, to at most `size_max` bytes; gives the new size. `words` are those of the language.
size_t MutateText(uint8_t* data, size_t size, size_t size_max, unsigned seed,
                  const std::vector<std::string>& words);

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_TEXT_MUTATOR_H_
