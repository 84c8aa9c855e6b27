// See verify.h.

#include "codegen/verify.h"

#include <cstring>
#include <string>

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

void ReportSteps(uint32_t needed, const Constitution& constitution, DiagnosticSink& sink) {
  sink.Error(
      DiagnosticCode::kTooManySteps, PlaceOfLimits(constitution),
      Concat({"A decision could take ", std::to_string(needed), " steps, more than the limit of ",
              std::to_string(ModuleLimits(constitution.limits).steps)}),
      "Tighten `limits` (string_bytes, list_items, map_items), write fewer or simpler "
      "rules for one action, or raise `limits: {steps: ...}`");
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

bool VerifyModule(std::string_view bytes, const Constitution& constitution,
                  vm::FunctionTable functions, DiagnosticSink& sink) {
  const vm::LoadResult loaded = vm::Module::Load(bytes, functions);
  if (loaded) return true;
  switch (loaded.error().code) {
    case vm::VerifyError::kSteps:
      ReportSteps(HeaderOf(bytes).steps_max, constitution, sink);
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
