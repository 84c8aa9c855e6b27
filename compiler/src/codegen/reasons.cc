// See reasons.h.

#include "codegen/reasons.h"

#include <algorithm>
#include <string>

#include "bylaw/vm/limits.h"
#include "codegen/emit.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

template <typename Rows>
uint32_t Size(const Rows& rows) {
  return static_cast<uint32_t>(rows.size());
}

bool WritePart(const TypedReasonPart& part, const Tree& tree, FactRows& facts,
               vm::ModuleImage& image, DiagnosticSink& sink) {
  vm::ReasonPartRow row{};
  row.text = image.Intern(part.text);
  row.span_begin = part.span.begin;
  row.span_end = part.span.end;
  row.code.begin = Size(image.code);
  row.edges.begin = Size(image.edges);
  if (part.value && !ConditionEmitter(tree, facts, image).EmitValue(*part.value)) {
    sink.Error(DiagnosticCode::kTooComplex, part.span,
               Concat({"This expression needs more than ", std::to_string(vm::kRegisters),
                       " values at once"}),
               "Name something simpler in the reason");
    return false;
  }
  if (image.code.size() > vm::kModuleBytesMax / sizeof(vm::Instruction)) {
    sink.Error(DiagnosticCode::kModuleTooLarge, part.span,
               "Up to here the module has more code than a module may hold",
               "Name fewer values in reasons, or split the document");
    return false;
  }
  row.code.count = Size(image.code) - row.code.begin;
  row.edges.count = Size(image.edges) - row.edges.begin;
  image.reason_parts.push_back(row);
  return true;
}

}  // namespace

bool WriteReasons(const std::vector<RuleIndex>& order, const std::vector<TypedRule>& rules,
                  const Tree& tree, FactRows& facts, vm::ModuleImage& image, DiagnosticSink& sink) {
  const auto shows = [](const TypedReasonPart& part) { return part.value.has_value(); };
  for (uint32_t row = 0; row < order.size(); ++row) {
    const std::vector<TypedReasonPart>& parts = rules[static_cast<uint32_t>(order[row])].reason;
    if (std::none_of(parts.begin(), parts.end(), shows)) continue;
    image.rules[row].reason_parts = {Size(image.reason_parts), Size(parts)};
    for (const TypedReasonPart& part : parts) {
      if (!WritePart(part, tree, facts, image, sink)) return false;
    }
  }
  return true;
}

}  // namespace bylaw::compiler
