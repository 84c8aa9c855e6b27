// Changes the rows of a module but its code: what facts declare, constants, limits, rules, texts.

#ifndef BYLAW_TESTS_FUZZ_ROW_MUTATOR_H_
#define BYLAW_TESTS_FUZZ_ROW_MUTATOR_H_

#include <cstdint>
#include <span>
#include <vector>

#include "bylaw/vm/image.h"
#include "choices.h"

namespace bylaw::fuzz {

class RowMutator {
 public:
  RowMutator(vm::ModuleImage& image, Choices& choices) : image_(image), choices_(choices) {}

  void Mutate();

 private:
  void ChangePolicy();
  void ChangeFact();
  void ChangeType(vm::TypeRow& type);
  void ChangeConstant();
  void AddConstant();
  void ChangeRule();
  void ChangeText();
  // Any bytes of any row.
  void ChangeBytes();

  uint32_t Small();                    // A number that limits and lengths have.
  uint32_t ConstantOf(vm::Kind kind);  // Or kNone.

  vm::ModuleImage& image_;
  Choices& choices_;
};

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_ROW_MUTATOR_H_
