// The types of a module: what the document declares of values, as rows that requests are held to.
//
// Thread-safety: belongs to one compilation. Ownership: none; what it is given must outlive it.

#ifndef BYLAW_COMPILER_CODEGEN_TYPES_H_
#define BYLAW_COMPILER_CODEGEN_TYPES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/function.h"
#include "bylaw/vm/image.h"

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

class TypeRows {
 public:
  TypeRows(vm::FunctionTable functions, const ModuleLimits& limits, vm::ModuleImage& image,
           DiagnosticSink& sink)
      : functions_(functions), limits_(limits), image_(image), sink_(sink) {}

  // Any value of the kind, up to the document's limits.
  vm::TypeRow OfKind(vm::Kind kind) const;
  // What is declared. `name` is what messages call the value.
  vm::TypeRow Of(const FactType& type, std::string_view name);
  // Only of what type, encoding and enum it is: not how large, nor how it is spelt.
  vm::TypeRow KindOf(const FactType& type);
  // The place of a row of its own for what is declared.
  uint32_t Add(const FactType& type, std::string_view name) {
    return image_.AddType(Of(type, name));
  }

 private:
  void SetLengths(const FactType& type, std::string_view name, vm::TypeRow& row);
  // A call that says whether a string is what it must be.
  uint32_t Pattern(std::string_view pattern, Span span);
  uint32_t Format(const Text& format);

  vm::FunctionTable functions_;
  ModuleLimits limits_;
  vm::ModuleImage& image_;
  DiagnosticSink& sink_;
};

// A value of the document as a constant of what is declared, which the reader has checked that it
// fits.
uint32_t AddDocumentConstant(const Value& value, const FactType& type, vm::ModuleImage& image);
// A list of strings.
uint32_t AddWords(const std::vector<Text>& words, vm::ModuleImage& image);
// The same, each once and sorted: only for `in`.
uint32_t AddWordSet(const std::vector<Text>& words, vm::ModuleImage& image);
// Interned strings as a range of indices.
vm::Range AddStrings(const std::vector<Text>& strings, vm::ModuleImage& image);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_TYPES_H_
