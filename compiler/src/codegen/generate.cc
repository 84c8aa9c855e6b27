// See generate.h.

#include "codegen/generate.h"

#include <iterator>
#include <string>

#include "bylaw/vm/limits.h"
#include "codegen/about.h"
#include "codegen/actions.h"
#include "codegen/blocks.h"
#include "codegen/facts.h"
#include "codegen/policy.h"
#include "codegen/reasons.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// Where the document first names each action or pattern.
std::map<std::string_view, Span> PlacesOf(const Constitution& constitution) {
  std::map<std::string_view, Span> places;
  for (const Rule& rule : constitution.rules) {
    for (const Text& action : rule.actions) places.try_emplace(action.value, action.span);
  }
  return places;
}

}  // namespace

std::optional<vm::ModuleImage> Generate(const CheckedDocument& document,
                                        const CompileOptions& options, DiagnosticSink& sink) {
  const Constitution& constitution = document.constitution;
  const ModuleLimits limits(constitution.limits);
  vm::ModuleImage image;
  SetPolicy(constitution, limits, options.strict, image);

  const std::vector<RuleIndex> order = OrderRules(constitution);
  AddRules(constitution, order, image);

  TypeRows types(options.functions, limits, image, sink);
  FactRows facts(document.names, types, image);
  BlockWriter writer(constitution, order, document.rules, document.tree, facts, image, sink);
  const BlockPlan plan = PlanBlocks(constitution, order);
  const std::map<std::string_view, Span> places = PlacesOf(constitution);
  if (plan.patterns.size() > vm::kPatternsMax) {
    sink.Error(DiagnosticCode::kTooManyPatterns,
               places.at(std::next(plan.patterns.begin(), vm::kPatternsMax)->first),
               Concat({"The rules have ", std::to_string(plan.patterns.size()),
                       " different patterns of actions, more than the ",
                       std::to_string(vm::kPatternsMax), " that one document may have"}),
               "Join patterns that begin alike, or name the actions");
    return std::nullopt;
  }
  std::map<std::string_view, uint32_t> blocks;
  for (const auto& [name, rules] : plan.exact) {
    const std::optional<uint32_t> block = writer.Write(rules, places.at(name));
    if (!block) return std::nullopt;
    blocks.emplace(name, *block);
  }
  for (const auto& [pattern, rules] : plan.patterns) {
    const std::optional<uint32_t> block = writer.Write(rules, places.at(pattern));
    if (!block) return std::nullopt;
    image.patterns.push_back({image.Intern(pattern), *block});
  }
  AddActions(constitution, blocks, types, image, sink);
  if (!WriteReasons(order, document.rules, document.tree, facts, image, sink)) return std::nullopt;

  for (const PersonalPlace& place : PersonalPlaces(constitution)) facts.AddMark(place);

  image.about = AboutJson(constitution);
  image.source = document.source.bytes();
  if (sink.has_errors()) return std::nullopt;
  return image;
}

}  // namespace bylaw::compiler
