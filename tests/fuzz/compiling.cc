#include "compiling.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "bylaw/compiler/compile.h"
#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/stdlib/functions.h"
#include "target.h"

namespace bylaw::fuzz {

std::string DocumentOf(std::string_view condition) {
  // Small limits: with the default ones many would cost too much.
  constexpr std::string_view kBegin = R"(constitution:
  id: fuzz
  reviewed_by: nobody
  review_date: 2026-01-01
  precedence: [prohibited, escalate, permitted]
  limits: {list_items: 12, map_items: 12, string_bytes: 256}
  constants:
    rates: {CHF: 1, EUR: 0.95, USD: 1.1}
    codes: {CH: Bern, FR: Paris}
  facts:
    a: {type: bool, from: params}
    c: {type: bool, from: context}
    i: {type: int, from: params}
    u: {type: uint, from: params}
    d: {type: double, from: params}
    x: {type: decimal, from: params, min: 0}
    y2: {type: decimal, from: context}
    s: {type: string, from: params}
    y: {type: bytes, from: params}
    e: {type: enum, values: [active, frozen, closed], from: context}
    l: {type: list, from: params}
    few: {type: list, from: params, max_items: 3}
    n: {type: list, items: decimal, from: params, max_items: 8}
    texts: {type: list, items: {type: string, max_length: 8}, from: context}
    m: {type: map, fields: {amount: decimal, note: {type: string, max_length: 20}}, from: params}
    z: {type: map, from: params}
    t: {type: timestamp, from: params}
    q: {type: duration, from: params}
    day: {type: date, from: params}
  prohibited:
    - {id: never, action: "d*", conditions: ['size(s) > 200 && x > 1', c], reason: "{x * 2} of {s}"}
    - {id: neither, action: do, conditions: ['s.startsWith(e) && s.size() > 200', a]}
    - {id: nor, action: do, conditions: ['s.startsWith(e) && s.size() > 200 || x == 7']}
  permitted:
    - id: p
      action: do
      conditions: [)";
  // A text of JSON is one of YAML.
  const std::string quoted = nlohmann::json(condition).dump();
  return std::string(kBegin) + quoted + "]\n";
}

Compiled Compile(const std::string& document, bool fold_constants) {
  const compiler::SourceFile source("fuzz.yaml", document);
  compiler::DiagnosticSink sink;
  compiler::CompileResult result = compiler::Compile(
      source, {.functions = stdlib::Functions(), .fold_constants = fold_constants}, sink);
  const std::vector<compiler::Diagnostic> diagnostics = sink.Sorted();
  for (const compiler::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.code == compiler::DiagnosticCode::kModuleRefused)
      Require(false, ("the verifier takes what is compiled: " + diagnostic.message).c_str());
  }
  return {std::move(result.module), compiler::RenderText(source, diagnostics)};
}

std::string MustCompile(const std::string& document) {
  Compiled compiled = Compile(document);
  Require(compiled.module.has_value(), ("it compiles:\n" + compiled.said).c_str());
  return *std::move(compiled.module);
}

vm::LoadResult MustLoad(std::string_view module, const vm::HostLimits& limits) {
  vm::LoadResult loaded = vm::Module::Load(module, stdlib::Functions(), limits);
  if (!loaded) Require(false, ("it loads: " + loaded.error().Message()).c_str());
  return loaded;
}

}  // namespace bylaw::fuzz
