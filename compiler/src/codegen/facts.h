// The facts of a module: a row for each that the code reads, made when it is first read.
//
// Thread-safety: belongs to one compilation. Ownership: none; what it is given must outlive it.

#ifndef BYLAW_COMPILER_CODEGEN_FACTS_H_
#define BYLAW_COMPILER_CODEGEN_FACTS_H_

#include <vector>

#include "bylaw/vm/image.h"
#include "sema/names.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// The document's `limits`, or their defaults.
struct ModuleLimits {
  explicit ModuleLimits(const Limits& limits);
  uint32_t steps;
  uint32_t request_bytes;
  uint32_t string_bytes;
  uint32_t list_items;
  uint32_t map_items;
};

class FactRows {
 public:
  FactRows(const Names& names, vm::FunctionTable functions, const ModuleLimits& limits,
           vm::ModuleImage& image, DiagnosticSink& sink);

  // The row of `fact`.
  uint32_t RowOf(FactId fact);
  // The row of the built-in `targets`.
  uint32_t Targets();

 private:
  vm::FactRow Make(const FactInfo& info);
  void Declare(const Fact& declaration, vm::FactRow& row);
  uint32_t Pattern(const Text& pattern);

  const Names& names_;
  vm::FunctionTable functions_;
  ModuleLimits limits_;
  vm::ModuleImage& image_;
  DiagnosticSink& sink_;
  std::vector<uint32_t> rows_;  // By FactId; vm::kNone: not yet.
};

// A value of the document as a constant of `kind`, which the reader has checked that it fits.
uint32_t AddDocumentConstant(const Value& value, vm::Kind kind, vm::ModuleImage& image);
// A list of strings.
uint32_t AddWords(const std::vector<Text>& words, vm::ModuleImage& image);
// Interned strings as a range of indices.
vm::Range AddStrings(const std::vector<Text>& strings, vm::ModuleImage& image);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_FACTS_H_
