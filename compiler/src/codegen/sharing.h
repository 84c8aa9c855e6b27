// What the conditions of one block have in common: parts that are computed by the first condition
// that needs them, and recalled by the others.
//
// Thread-safety: belongs to one compilation.

#ifndef BYLAW_COMPILER_CODEGEN_SHARING_H_
#define BYLAW_COMPILER_CODEGEN_SHARING_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/vm/image.h"
#include "codegen/needs.h"
#include "sema/tree.h"

namespace bylaw::compiler {

class SharedParts {
 public:
  // Of these lowered conditions. Their constants are added to `image`.
  SharedParts(const Tree& tree, const std::vector<NodeId>& conditions, vm::ModuleImage& image);

  // Where the value of `id` is kept, below vm::kMemosMax; nothing if it is not shared.
  std::optional<uint32_t> MemoOf(NodeId id) const;

 private:
  // What a part is: parts of one identity have the same value wherever they stand. `binders`: the
  // variables that are bound around it, the innermost last.
  uint32_t IdentityOf(NodeId id, std::vector<uint32_t>& binders);
  std::string Describe(NodeId id, std::vector<uint32_t>& binders);
  void Count(NodeId id);
  bool Worthwhile(NodeId id) const;

  const Tree& tree_;
  vm::ModuleImage& image_;
  NeedsOfParts needs_;
  std::map<std::string, uint32_t> identities_;
  std::map<NodeId, uint32_t> identity_of_;  // Of closed parts.
  std::map<uint32_t, uint32_t> uses_;       // By identity.
  std::map<uint32_t, uint32_t> memos_;      // By identity.
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_SHARING_H_
