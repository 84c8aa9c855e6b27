// Generated conditions: well-typed text of the language, the same for a seed whatever compiler
// built the test.
//
// Pieces of text are joined with Joined alone, whose pieces are made in the order in which they
// stand: `f() + g()` may call g first.
//
// Thread-safety: none.

#ifndef BYLAW_TESTS_COMPILER_COMPILE_GENERATOR_H_
#define BYLAW_TESTS_COMPILER_COMPILE_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

namespace bylaw::compiler {

// The pieces of a braced list are made one after the other, the first first.
std::string Joined(std::initializer_list<std::string> pieces);

enum class Vocabulary : uint8_t {
  kReference,  // What reference_evaluator.h knows.
  kLoopFree,   // Besides: functions of the library, members, indices, whole lists; without macros,
               // and without what no input can change (`true`, `[i, x][3]`).
  kWhole,      // Everything here, also functions that spend a budget on comparing lists.
};

// Writes well-typed conditions over the facts a, b, c (bool), i, j (int), x, y (decimal), s, t
// (string), l (list), e (enum of k1 to k9, but for kReference), and paths that nobody declared,
// `params.p` and, but for kReference, `params.q`. A decimal expression always has a decimal fact in
// it, so that its literals are read as decimals, and no int stands where its type would make it a
// decimal: the evaluator knows no types.
class Generator {
 public:
  explicit Generator(uint32_t seed, Vocabulary vocabulary = Vocabulary::kReference)
      : random_(seed), vocabulary_(vocabulary) {}

  void set_vocabulary(Vocabulary vocabulary) { vocabulary_ = vocabulary; }

  size_t Pick(size_t count) { return random_() % count; }
  template <size_t N>
  std::string One(const char* const (&of)[N]) {
    return of[Pick(N)];
  }

  std::string Bool(int depth);

 private:
  std::string Loop(int depth);
  std::string Predicate(const std::string& variable, int depth);
  std::string Int(int depth);
  std::string Decimal(int depth);
  std::string String(int depth);
  // Of the library and of what has no declaration.
  std::string BoolOfLibrary(int depth);
  std::string BoolOfContainer(int depth);
  std::string BoolOfChangingContainer();
  std::string StringOfLibrary(int depth);
  std::string List();
  std::string TextList();
  std::string NumberList();
  std::string Relation() { return One({" < ", " <= ", " > ", " >= ", " == ", " != "}); }

  std::mt19937 random_;
  Vocabulary vocabulary_;
  int loop_depth_ = 0;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_TESTS_COMPILER_COMPILE_GENERATOR_H_
