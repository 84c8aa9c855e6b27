// Constitutions: any text is compiled or refused, twice to the same bytes and words. What compiles
// loads and decides requests. What can be formatted is formatted to the same text again, and
// compiles if, and only if, it did before.

#include <string>

#include "bylaw/compiler/compile.h"
#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/compiler/format.h"
#include "bylaw/vm/context.h"
#include "compiling.h"
#include "dictionaries.h"
#include "request_maker.h"
#include "target.h"
#include "text_mutator.h"

namespace bylaw::fuzz {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z
constexpr int kRequests = 2;

void Decide(const std::string& bytes, std::string_view text) {
  const vm::LoadResult module = MustLoad(bytes);
  vm::Context context(*module);
  Choices choices(text);
  RequestMaker maker(*module, choices);
  for (int i = 0; i < kRequests; ++i) {
    const std::string request = maker.Make();
    const vm::Verdict verdict = context.DecideRequest(request, kNow);
    Require(verdict.steps <= module->steps_max(), "a decision takes no more steps than proved");
    Require(!verdict.permitted() || verdict.code == vm::Code::kMatched,
            "only a rule that matched permits");
    context.Explain();
  }
}

std::optional<std::string> Format(const std::string& text) {
  compiler::DiagnosticSink sink;
  return compiler::Format(compiler::SourceFile("fuzz.yaml", text), sink);
}

void FormatTwice(const std::string& text, bool compiles) {
  const std::optional<std::string> formatted = Format(text);
  if (!formatted) return;
  Require(Format(*formatted) == formatted, "what is formatted stays as it is");
  Require(Compile(*formatted).module.has_value() == compiles, "formatting changes no meaning");
}

}  // namespace
}  // namespace bylaw::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bylaw;
  static fuzz::Tally tally("constitution");
  tally.Execute();
  const std::string text(fuzz::TextOf(data, size));
  const fuzz::Compiled compiled = fuzz::Compile(text);
  const fuzz::Compiled again = fuzz::Compile(text);
  fuzz::Require(compiled.module == again.module && compiled.said == again.said,
                "the same text compiles alike");
  fuzz::Require(compiled.module || !compiled.said.empty(), "a refusal says why");
  if (compiled.module) {
    tally.Accept();
    fuzz::Decide(*compiled.module, text);
  }
  fuzz::FormatTwice(text, compiled.module.has_value());
  return fuzz::WorthKeeping(text, compiled.module.has_value());
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max,
                                          unsigned seed) {
  static const std::vector<std::string> words = bylaw::fuzz::Dictionaries()["constitution"];
  return bylaw::fuzz::MutateText(data, size, size_max, seed, words);
}
