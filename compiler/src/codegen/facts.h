// The facts of a module: a row for each that the code reads, made when it is first read, and one
// for each place that is marked personal.
//
// Thread-safety: belongs to one compilation. Ownership: none; what it is given must outlive it.

#ifndef BYLAW_COMPILER_CODEGEN_FACTS_H_
#define BYLAW_COMPILER_CODEGEN_FACTS_H_

#include <string>
#include <vector>

#include "bylaw/vm/image.h"
#include "codegen/types.h"
#include "sema/names.h"
#include "sema/personal.h"

namespace bylaw::compiler {

class FactRows {
 public:
  FactRows(const Names& names, TypeRows& types, vm::ModuleImage& image);

  // The row of `fact`.
  uint32_t RowOf(FactId fact);
  // The row of the built-in `targets`.
  uint32_t Targets();
  // The mark of a personal place, whether or not anything reads it.
  void AddMark(const PersonalPlace& place);

 private:
  vm::FactRow Make(const FactInfo& info);
  vm::Range PathOf(const std::vector<std::string>& members);

  const Names& names_;
  TypeRows& types_;
  vm::ModuleImage& image_;
  std::vector<uint32_t> rows_;  // By FactId; vm::kNone: not yet.
  uint32_t marks_ = 0;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_FACTS_H_
