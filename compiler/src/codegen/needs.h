// What the value of a part of a condition depends on.
//
// Thread-safety: belongs to one compilation. The tree may grow meanwhile; what it has does not
// change.

#ifndef BYLAW_COMPILER_CODEGEN_NEEDS_H_
#define BYLAW_COMPILER_CODEGEN_NEEDS_H_

#include <map>
#include <vector>

#include "sema/tree.h"

namespace bylaw::compiler {

struct Needs {
  bool facts = false;
  std::vector<uint32_t> variables;  // That the part does not bind itself; ascending.

  // Whether the part can be computed by itself, and whether its value is the same for every
  // request.
  bool closed() const { return variables.empty(); }
  bool constant() const { return !facts && closed(); }
};

class NeedsOfParts {
 public:
  explicit NeedsOfParts(const Tree& tree) : tree_(tree) {}

  const Needs& Of(NodeId id);

 private:
  const Tree& tree_;
  std::map<NodeId, Needs> known_;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_NEEDS_H_
