// See verify.h.

#include "codegen/verify.h"

#include <cstring>
#include <optional>
#include <string>

#include "bylaw/vm/costs.h"
#include "bylaw/vm/format.h"
#include "bylaw/vm/module.h"
#include "codegen/blocks.h"
#include "codegen/facts.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// What Encode has proved of the code.
vm::Header HeaderOf(std::string_view bytes) {
  vm::Header header{};
  if (bytes.size() >= sizeof header) std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

Span PlaceOfLimits(const Constitution& constitution) {
  return constitution.limits.steps ? constitution.limits.steps->span : constitution.key_span;
}

// The condition that adds most to the costliest decision, and where it stands.
struct Costliest {
  uint64_t steps = 0;
  Span span;
  std::string_view rule;
  std::string_view action;  // Or a pattern of actions.
};

// The condition itself, where its row has the place of the whole scalar, quotes or `|` included.
Span WithoutQuotes(Span written, const Constitution& constitution) {
  for (const Rule& rule : constitution.rules) {
    for (const std::vector<Text>* texts : {&rule.conditions, &rule.unless}) {
      for (const Text& text : *texts) {
        if (text.span == written) return text.ToFile({0, static_cast<uint32_t>(text.value.size())});
      }
    }
  }
  return written;
}

std::string_view NameOf(uint32_t block, const vm::ModuleImage& image) {
  for (const vm::ActionRow& action : image.actions) {
    if (action.block == block) return image.strings[action.name];
  }
  for (const vm::PatternRow& pattern : image.patterns) {
    if (pattern.block == block) return image.strings[pattern.pattern];
  }
  return {};
}

Costliest FindCostliest(const vm::Costs& costs, const vm::ModuleImage& image) {
  Costliest costliest;
  for (const uint32_t block : costs.blocks) {
    const vm::Range rules = image.blocks[block].rules;
    for (uint32_t row = rules.begin; row < rules.begin + rules.count; ++row) {
      const vm::BlockRuleRow& rule = image.block_rules[row];
      for (uint32_t i = 0; i < rule.conditions.count; ++i) {
        const uint32_t id = rule.conditions.begin + i;
        if (costs.condition_steps[id] <= costliest.steps) continue;
        const vm::ConditionRow& condition = image.conditions[id];
        costliest = {costs.condition_steps[id],
                     {condition.span_begin, condition.span_end},
                     image.strings[image.rules[rule.rule].id],
                     NameOf(block, image)};
      }
    }
  }
  return costliest;
}

// At the condition that a writer should look at first; where there is none, rules are too many.
void ReportSteps(std::string_view bytes, const vm::ModuleImage& image,
                 const Constitution& constitution, vm::FunctionTable functions,
                 DiagnosticSink& sink) {
  const std::optional<vm::Costs> costs = vm::MeasureCosts(bytes, functions);
  const Costliest costliest = costs ? FindCostliest(*costs, image) : Costliest{};
  const std::string over = Concat({" could take ", std::to_string(HeaderOf(bytes).steps_max),
                                   " steps, more than the limit of ",
                                   std::to_string(ModuleLimits(constitution.limits).steps)});
  if (costliest.steps == 0) {
    sink.Error(DiagnosticCode::kTooManySteps, PlaceOfLimits(constitution),
               Concat({"A decision", over}),
               "Write fewer rules for one action, or raise `limits: {steps: ...}`");
    return;
  }
  sink.Error(
      DiagnosticCode::kTooManySteps, WithoutQuotes(costliest.span, constitution),
      Concat({"A decision about `", costliest.action, "`", over, "; the most, ",
              std::to_string(costliest.steps), ", are for this condition of the rule `",
              costliest.rule, "`"}),
      "Bound what it reads (max_length and max_items of its facts, or string_bytes, list_items and "
      "map_items of `limits`), simplify it, write fewer rules for the action, or raise `limits: "
      "{steps: ...}`");
}

// `row`: of the module's rules, which stand in the order of their ids.
void ReportReason(uint32_t row, const Constitution& constitution, DiagnosticSink& sink) {
  const std::vector<RuleIndex> order = OrderRules(constitution);
  const Rule& rule = constitution.rules[static_cast<uint32_t>(order[row])];
  sink.Error(DiagnosticCode::kTooManySteps, rule.reason ? rule.reason->span : rule.id_span,
             "The values in this reason could take more steps or memory than a decision may",
             "Name fewer or simpler ones, or tighten `limits` (string_bytes, list_items, "
             "map_items)");
}

}  // namespace

bool VerifyModule(std::string_view bytes, const vm::ModuleImage& image,
                  const Constitution& constitution, vm::FunctionTable functions,
                  DiagnosticSink& sink) {
  const vm::LoadResult loaded = vm::Module::Load(bytes, functions);
  if (loaded) return true;
  switch (loaded.error().code) {
    case vm::VerifyError::kSteps:
      ReportSteps(bytes, image, constitution, functions, sink);
      break;
    case vm::VerifyError::kRules:
      sink.Error(DiagnosticCode::kTooManyRules, constitution.key_span,
                 "An action and the patterns that match it have more rules together than a "
                 "decision may look at",
                 "Join rules, or narrow the patterns");
      break;
    case vm::VerifyError::kArena:
      sink.Error(DiagnosticCode::kTooMuchMemory, PlaceOfLimits(constitution),
                 Concat({"A decision could take ", std::to_string(HeaderOf(bytes).arena_max),
                         " bytes of memory, more than a host allows"}),
                 "Tighten `limits: {string_bytes: ...}`, or calculate less in one action's rules");
      break;
    case vm::VerifyError::kReasonCost:
      ReportReason(loaded.error().row, constitution, sink);
      break;
    case vm::VerifyError::kTooLarge:
      sink.Error(DiagnosticCode::kModuleTooLarge, constitution.key_span,
                 Concat({"The module has ", std::to_string(bytes.size()),
                         " bytes, more than a module may have"}),
                 "Split the document");
      break;
    default:
      sink.Error(DiagnosticCode::kModuleRefused, constitution.key_span,
                 Concat({"The verifier refuses the module: ", loaded.error().Message()}),
                 "This is a defect of the compiler; please report it with the document");
      break;
  }
  return false;
}

}  // namespace bylaw::compiler
