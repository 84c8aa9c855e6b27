// What every fuzz target is made of: libFuzzer's entry points, a way to say that a property does
// not hold, and a count of what became of the inputs.
//
// A target is built twice: with libFuzzer (preset `asan-ubsan`), and everywhere else with
// replay_main.cc, which runs it over files. docs/fuzzing.md has the commands.

#ifndef BYLAW_TESTS_FUZZ_TARGET_H_
#define BYLAW_TESTS_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>

// Runs one input; ends the program where a property does not hold. 0, or -1 for an input of which
// nothing more is to be expected.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
// Changes an input in place, to at most `size_max` bytes. A target may have its own.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max,
                                          unsigned seed);
// Provided by whoever runs the target: changes any bytes.
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t size_max);

namespace bylaw::fuzz {

inline void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: it does not hold that %s\n", what);
  std::abort();
}

inline std::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// What a target returns for an input that was accepted or not. Refusals have many paths too, and
// refused inputs would soon be most of what a fuzzer builds on: of those one in eight is enough.
inline int WorthKeeping(std::string_view input, bool accepted) {
  return accepted || std::hash<std::string_view>()(input) % 8 == 0 ? 0 : -1;
}

// Says at the end of the program how many inputs there were, and how many were accepted:
// "module: 1000 executed, 712 accepted (71.2 %)".
class Tally {
 public:
  explicit Tally(const char* target) : target_(target) {}
  ~Tally() {
    const double share =
        executed_ == 0 ? 0
                       : 100.0 * static_cast<double>(accepted_) / static_cast<double>(executed_);
    std::fprintf(stderr, "%s: %llu executed, %llu accepted (%.1f %%)\n", target_, executed_,
                 accepted_, share);
  }
  Tally(const Tally&) = delete;
  Tally& operator=(const Tally&) = delete;

  void Execute() { ++executed_; }
  void Accept() { ++accepted_; }

 private:
  const char* target_;
  unsigned long long executed_ = 0;
  unsigned long long accepted_ = 0;
};

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_TARGET_H_
