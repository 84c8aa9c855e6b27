// The code blocks of a module: one for each exact action name that rules use, one for each pattern.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_BLOCKS_H_
#define BYLAW_COMPILER_CODEGEN_BLOCKS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/image.h"
#include "codegen/facts.h"
#include "codegen/sharing.h"
#include "sema/tree.h"

namespace bylaw::compiler {

// Which rules are in which block; rules by their row in the module, ascending. A rule that names an
// action both by its name and by a pattern is in the pattern's block only, so that no decision
// meets it twice there.
struct BlockPlan {
  std::map<std::string_view, std::vector<uint32_t>> exact;
  std::map<std::string_view, std::vector<uint32_t>> patterns;
};

// The rules in the order of their rows: ids ascending.
std::vector<RuleIndex> OrderRules(const Constitution& constitution);

BlockPlan PlanBlocks(const Constitution& constitution, const std::vector<RuleIndex>& order);

// Makes blocks, one after the other.
class BlockWriter {
 public:
  BlockWriter(const Constitution& constitution, const std::vector<RuleIndex>& order,
              const std::vector<TypedRule>& rules, const Tree& tree, FactRows& facts,
              vm::ModuleImage& image, DiagnosticSink& sink)
      : constitution_(constitution),
        order_(order),
        rules_(rules),
        tree_(tree),
        facts_(facts),
        image_(image),
        sink_(sink) {}

  // Appends a block of `rules` (rows) to the image and gives its id. `place`: where the document
  // names what the block is for. Nothing when a limit was passed, which has been reported.
  std::optional<uint32_t> Write(const std::vector<uint32_t>& rules, Span place);

 private:
  // The conditions of `rules` (rows).
  std::vector<NodeId> ConditionsOf(const std::vector<uint32_t>& rules) const;
  bool WriteRule(uint32_t local, uint32_t row, const SharedParts& shared);
  bool WriteCondition(const TypedCondition& condition, const SharedParts& shared,
                      std::vector<uint32_t>& fails);
  void WriteTargets(const Rule& rule, std::vector<uint32_t>& fails);
  void AddConditionRow(uint32_t begin, const std::string& text, Span span);

  const Constitution& constitution_;
  const std::vector<RuleIndex>& order_;
  const std::vector<TypedRule>& rules_;
  const Tree& tree_;
  FactRows& facts_;
  vm::ModuleImage& image_;
  DiagnosticSink& sink_;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_BLOCKS_H_
