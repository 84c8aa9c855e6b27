#include "pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "bylaw/compiler/compile.h"
#include "bylaw/runtime/load.h"
#include "bylaw/stdlib/functions.h"
#include "temporary_directory.h"

namespace bylaw::threats {
namespace {

[[noreturn]] void Stop(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
}

}  // namespace

bool Compiled::Says(std::string_view code) const {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Compiled Compile(const std::string& yaml, bool strict) {
  const compiler::SourceFile source("test.yaml", yaml);
  compiler::DiagnosticSink sink;
  Compiled compiled;
  compiled.module = compiler::Compile(source, {strict, stdlib::Functions()}, sink).module;
  for (const compiler::Diagnostic& diagnostic : sink.Sorted()) {
    compiled.codes.emplace_back(compiler::CodeText(diagnostic.code));
    compiled.said += compiled.codes.back() + ": " + diagnostic.message + "\n";
  }
  return compiled;
}

std::string ProjectFile(const std::string& path) {
  return test::ReadAll(std::string(BYLAW_SOURCE_DIR) + "/" + path);
}
std::string Article() {
  return ProjectFile("examples/fintech-lending.yaml");
}
std::string Strict() {
  return ProjectFile("examples/fintech-lending.strict.yaml");
}

std::string Document(const std::string& keys) {
  return "constitution:\n  id: test\n" + keys;
}

Policy::Policy(const std::string& yaml, bool strict) {
  const Compiled compiled = Compile(yaml, strict);
  if (!compiled.module) Stop(yaml + "\n" + compiled.said);
  const vm::LoadResult loaded = vm::Module::Load(*compiled.module, stdlib::Functions());
  if (!loaded) Stop(yaml + "\n" + loaded.error().Message());
  module_ = loaded.Share();
  context_ = std::make_unique<vm::Context>(*module_);
  engine_.emplace(std::move(*runtime::Engine::Open(module_)));
}

std::string VerdictText(const vm::Context& context, const vm::Verdict& verdict) {
  const vm::Module& module = context.module();
  std::string text(vm::DecisionText(verdict.decision));
  text.append(" ").append(vm::CodeText(verdict.code));
  if (verdict.rule != vm::kNoRuleId) text.append(" ").append(module.rule_id(verdict.rule));
  std::vector<std::string> routes;
  for (const uint32_t route : context.routes()) routes.emplace_back(module.string(route));
  std::sort(routes.begin(), routes.end());
  for (size_t i = 0; i < routes.size(); ++i) text += (i == 0 ? " -> " : ",") + routes[i];
  if (verdict.code == vm::Code::kInvalidRequest) {
    text.append(" ").append(vm::RequestErrorText(context.request().error));
  }
  return text;
}

std::string Policy::Decide(const std::string& request) {
  request_ = request;
  const vm::Verdict verdict = context_->DecideRequest(request_, kNow);
  EXPECT_LE(verdict.steps, module_->steps_max()) << request;

  runtime::Decision decision;
  engine_->Evaluate(request, decision);
  EXPECT_EQ(decision.decision, verdict.decision) << request;
  EXPECT_EQ(decision.code, verdict.code) << request;
  EXPECT_EQ(decision.route_to.size(), context_->routes().size()) << request;
  return VerdictText(*context_, verdict);
}

std::string Policy::Outcomes() {
  std::vector<std::string> all;
  for (const vm::RuleExplanation& rule : context_->Explain()) {
    all.push_back(std::string(module_->rule_id(rule.rule)) + ":" +
                  std::string(vm::OutcomeText(rule.outcome)));
  }
  std::sort(all.begin(), all.end());
  std::string text;
  for (const std::string& rule : all) text += (text.empty() ? "" : " ") + rule;
  return text;
}

std::string Request(const std::string& action, const std::string& params,
                    const std::string& context, const std::string& more) {
  return R"({"agent_id":"lending-agent-v2","action":")" + action + R"(","params":)" + params +
         R"(,"context":)" + context + more + "}";
}

void ExpectAll(Policy& policy, std::span<const Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(policy.Decide(c.request), c.expected) << c.request;
}

void ExpectRefused(std::span<const Refused> texts) {
  for (const Refused& text : texts) {
    const Compiled compiled = Compile(text.yaml);
    EXPECT_FALSE(compiled.module) << text.yaml;
    EXPECT_TRUE(compiled.Says(text.code)) << text.code << " expected of\n"
                                          << text.yaml << "\nbut:\n"
                                          << compiled.said;
  }
}

}  // namespace bylaw::threats
