// Conditions: any text is parsed or refused; what is parsed reads the same once it is written out;
// what compiles loads, decides requests in its bounds, and decides alike whether constants were
// folded or not. The same text as an expression of CEL loads and has a value.

#include <string>

#include "bylaw/compiler/expression.h"
#include "bylaw/compiler/syntax.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/expression.h"
#include "bylaw/vm/utf8.h"
#include "compiling.h"
#include "dictionaries.h"
#include "dump.h"
#include "request_maker.h"
#include "target.h"
#include "text_mutator.h"

namespace bylaw::fuzz {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z
constexpr int kRequests = 4;

Tally& Conditions() {
  static Tally tally("condition");
  return tally;
}

// Whether the text is a condition.
bool Parse(std::string_view text) {
  static compiler::ConditionParser parser;
  const compiler::ParseResult parsed = parser.Parse(text);
  if (!parsed.ok()) return false;
  const std::string written = compiler::Unparse(parsed.ast, parsed.ast.root());
  const compiler::ParseResult again = parser.Parse(written);
  if (written.size() > compiler::kConditionBytesMax) return true;  // Escapes are longer.
  Require(again.ok(), "a condition that was written out is one");
  Require(Dump(again.ast, again.ast.root()) == Dump(parsed.ast, parsed.ast.root()),
          "a condition that was written out has the same tree");
  return true;
}

void Evaluate(std::string_view text) {
  const compiler::SourceFile source("fuzz.cel", std::string(text));
  for (const bool typed : {true, false}) {
    compiler::DiagnosticSink sink;
    const compiler::ExpressionResult compiled = compiler::CompileExpression(
        source,
        {.functions = stdlib::Functions(),
         .variables =
             {{"s", "string"}, {"i", "int"}, {"l", "list(dyn)"}, {"z", "map(string, dyn)"}},
         .container = "",
         .typed = typed},
        sink);
    if (!compiled.module) continue;
    vm::HostLimits limits;
    limits.loose = true;
    limits.steps_max = compiler::kExpressionStepsMax;
    const vm::LoadResult module = vm::Module::Load(*compiled.module, stdlib::Functions(), limits);
    if (!module) {
      const bool costs_too_much = module.error().code == vm::VerifyError::kSteps ||
                                  module.error().code == vm::VerifyError::kArena;
      Require(costs_too_much, ("it loads: " + module.error().Message()).c_str());
      continue;
    }
    vm::Expression expression(*module);
    const vm::Value items[] = {vm::Value::Int(1), vm::Value::String("a")};
    if (const vm::FactId list = module->fact("l"); list != vm::kNoFact)
      expression.Bind(list, vm::Value::List(items, 2));
    if (const vm::FactId string = module->fact("s"); string != vm::kNoFact)
      expression.Bind(string, vm::Value::String("a"));
    expression.Evaluate();
    Require(expression.steps() <= module->steps_max(), "an expression takes the steps proved");
  }
}

// Whether the text is a condition of a constitution.
bool Decide(std::string_view text) {
  const std::string document = DocumentOf(text);
  const Compiled folded = Compile(document);
  const Compiled plain = Compile(document, false);
  if (!folded.module || !plain.module) return false;  // Unfolded it may take too many steps.
  Conditions().Accept();
  const vm::LoadResult first = MustLoad(*folded.module);
  const vm::LoadResult second = MustLoad(*plain.module);
  vm::Context context(*first);
  vm::Context other(*second);
  Choices choices(text);
  RequestMaker maker(*first, choices);
  for (int i = 0; i < kRequests; ++i) {
    const std::string request = maker.Make();
    const vm::Verdict verdict = context.DecideRequest(request, kNow);
    const vm::Verdict peer = other.DecideRequest(request, kNow);
    Require(verdict.steps <= first->steps_max(), "a decision takes no more steps than proved");
    Require(verdict.decision == peer.decision && verdict.code == peer.code,
            "folding constants changes no decision");
    context.Explain();
  }
  return true;
}

}  // namespace
}  // namespace bylaw::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bylaw;
  fuzz::Conditions().Execute();
  const std::string_view text = fuzz::TextOf(data, size);
  if (!fuzz::Parse(text) || !vm::IsUtf8(text)) return fuzz::WorthKeeping(text, false);
  fuzz::Evaluate(text);
  return fuzz::WorthKeeping(text, fuzz::Decide(text));
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max,
                                          unsigned seed) {
  static const std::vector<std::string> words = bylaw::fuzz::Dictionaries()["condition"];
  return bylaw::fuzz::MutateText(data, size, size_max, seed, words);
}
