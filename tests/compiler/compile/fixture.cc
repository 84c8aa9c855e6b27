#include "fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"

namespace bylaw::compiler {

uint32_t Compiled::steps_max() const {
  if (!ok()) return 0;
  const vm::LoadResult module = vm::Module::Load(*result.module, stdlib::Functions());
  return module ? module->steps_max() : 0;
}

std::vector<std::string> Compiled::Marks() const {
  std::vector<std::string> marks;
  for (const Diagnostic& diagnostic : diagnostics) {
    marks.push_back(std::string(CodeText(diagnostic.code)) + " `" +
                    std::string(source.Slice(diagnostic.span)) + "`");
  }
  return marks;
}

std::vector<std::string> Compiled::Codes() const {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : diagnostics) codes.emplace_back(CodeText(diagnostic.code));
  return codes;
}

std::string Compiled::Said() const {
  std::string said;
  for (const Diagnostic& diagnostic : diagnostics) {
    said += std::string(CodeText(diagnostic.code)) + ": " + diagnostic.message + " | " +
            diagnostic.help + " [" + std::string(source.Slice(diagnostic.span)) + "]\n";
  }
  return said;
}

namespace {

// What compiles is what others must take, too: tests/schema asks for it by BYLAW_KEEP_DOCUMENTS, a
// file to which each document is appended, as JSON a line.
void Keep(const SourceFile& source) {
  const char* const path = std::getenv("BYLAW_KEEP_DOCUMENTS");
  if (path == nullptr) return;
  std::ofstream(path, std::ios::app) << nlohmann::json(std::string(source.bytes())).dump() << "\n";
}

Compiled CompileWith(std::string name, std::string text, const CompileOptions& options) {
  Compiled compiled{SourceFile(std::move(name), std::move(text)), {}, {}};
  DiagnosticSink sink;
  compiled.result = Compile(compiled.source, options, sink);
  compiled.diagnostics = sink.Sorted();
  EXPECT_EQ(compiled.ok(), !sink.has_errors()) << compiled.Said();
  if (compiled.ok()) Keep(compiled.source);
  return compiled;
}

}  // namespace

Compiled CompileText(std::string text, bool strict) {
  return CompileWith("test.yaml", std::move(text), {strict, stdlib::Functions()});
}

Compiled CompileProjectFile(const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  CompileOptions options{.functions = stdlib::Functions()};
  options.read_file = [folder](const std::string& file) {
    return FileText{ReadProjectFile(folder + file), {}};
  };
  return CompileWith(path, ReadProjectFile(path), options);
}

std::string Document(std::string_view facts, const std::vector<std::string>& conditions,
                     std::string_view more) {
  std::string text = "constitution:\n  id: test\n";
  if (!facts.empty()) text += "  facts:\n";
  for (size_t at = 0; at < facts.size();) {
    const size_t end = std::min(facts.find('\n', at), facts.size());
    text += "    " + std::string(facts.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  text += "  permitted:\n    - id: p\n      action: do\n";
  if (!conditions.empty()) text += "      conditions:\n";
  for (const std::string& condition : conditions) {
    text += "        - |-\n          " + condition + "\n";
  }
  return text + std::string(more);
}

std::string Decide(const Compiled& compiled, std::string_view request) {
  if (!compiled.ok()) return "no module: " + compiled.Said();
  const vm::LoadResult module = vm::Module::Load(*compiled.result.module, stdlib::Functions());
  if (!module) return module.error().Message();
  vm::Context context(*module);
  constexpr int64_t kNow = 1'790'000'000'000'000;  // In 2026.
  const vm::Verdict verdict = context.DecideRequest(request, kNow, true);
  EXPECT_LE(verdict.steps, module->steps_max());
  const std::string decision(vm::DecisionText(verdict.decision));
  const bool plain = verdict.code == vm::Code::kMatched || verdict.code == vm::Code::kNoRule;
  return plain ? decision : decision + " " + std::string(vm::CodeText(verdict.code));
}

std::string Request(std::string_view params, std::string_view context) {
  return R"({"agent_id":"a","action":"do","params":)" + std::string(params) + R"(,"context":)" +
         std::string(context) + "}";
}

std::string ReadProjectFile(const std::string& path) {
  std::ifstream file(std::string(BYLAW_SOURCE_DIR) + "/" + path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace bylaw::compiler
