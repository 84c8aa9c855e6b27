// Changes an input of the target `module`: mostly its module as an image, so that the result is one
// that the verifier looks at closely, and accepts.

#ifndef BYLAW_TESTS_FUZZ_MODULE_MUTATOR_H_
#define BYLAW_TESTS_FUZZ_MODULE_MUTATOR_H_

#include <cstddef>
#include <cstdint>

namespace bylaw::fuzz {

// In place, to at most `size_max` bytes; gives the new size.
size_t MutateModule(uint8_t* data, size_t size, size_t size_max, unsigned seed);

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_MODULE_MUTATOR_H_
