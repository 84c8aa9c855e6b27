// The whole compiler, one step after the other: read, parse, resolve, infer, check, fold, lower,
// analyse, generate, verify. See compile.h.

#include <string>
#include <utility>

#include "analysis/analysis.h"
#include "bylaw/compiler/compile.h"
#include "bylaw/compiler/constitution.h"
#include "bylaw/vm/image.h"
#include "codegen/constant_folding.h"
#include "codegen/generate.h"
#include "codegen/lower.h"
#include "codegen/verify.h"
#include "sema/check.h"
#include "sema/conditions.h"
#include "sema/infer.h"
#include "sema/names.h"
#include "sema/part_names.h"
#include "sema/personal.h"
#include "sema/resolve.h"

namespace bylaw::compiler {

CompileResult Compile(const SourceFile& source, const CompileOptions& options,
                      DiagnosticSink& sink) {
  CompileResult result;
  sink.set_warnings_are_errors(options.strict);

  const std::optional<Constitution> constitution =
      ReadConstitution(source, options.read_file, sink);
  if (!constitution) return result;
  Conditions conditions = ParseConditions(*constitution, sink);

  Names names(*constitution);
  Resolve(options.functions, conditions, names, sink);
  CheckPartNames(*constitution, conditions, names, sink);
  result.inferred = InferNames(*constitution, conditions, options.functions, names, sink, source);
  MarkPersonal(*constitution, names);

  Tree tree;
  std::vector<TypedRule> rules =
      CheckRules(*constitution, conditions, options.functions, names, tree, sink);
  if (options.fold_constants && !sink.has_errors())
    FoldConstants(rules, *constitution, names, options.functions, tree, sink);
  LowerRules(rules, tree, sink);

  Analyse({*constitution, names, tree, rules, options.strict}, sink);
  if (sink.has_errors()) return result;

  const std::optional<vm::ModuleImage> image =
      Generate({source, *constitution, names, tree, rules}, options, sink);
  if (!image) return result;

  std::string bytes = vm::Encode(*image, options.functions);
  if (VerifyModule(bytes, *image, *constitution, options.functions, sink)) {
    result.module = std::move(bytes);
  }
  return result;
}

}  // namespace bylaw::compiler
