// bylaw-conformance [--known FILE] FILE.json…: runs CEL's conformance cases (tests/vectors/cel).
// One line for each failure, then "N passed, M failed". Exits with 1 if one failed; with --known,
// if others fail than those that FILE lists (a name a line, then why), or fewer.

#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>

#include "bylaw/compiler/expression.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/expression.h"
#include "case_value.h"

namespace bylaw::conformance {
namespace {

struct Outcome {
  std::string error;  // Empty: none.
  std::string type;
  vm::Value value;
};

compiler::ExpressionOptions OptionsOf(const nlohmann::json& test) {
  compiler::ExpressionOptions options;
  options.functions = stdlib::Functions();
  options.typed = test.value("check", true);
  options.container = test.value("container", "");
  const nlohmann::json declarations = test.value("declarations", nlohmann::json::object());
  for (const auto& [name, type] : declarations.items()) {
    if (type.is_string()) options.variables.push_back({name, type.get<std::string>()});
  }
  return options;
}

// A case under way: what its value points to lives here.
class Run {
 public:
  Outcome Evaluate(const nlohmann::json& test) {
    const compiler::SourceFile source("expression", test["expr"].get<std::string>());
    compiler::DiagnosticSink sink;
    compiler::ExpressionResult compiled =
        compiler::CompileExpression(source, OptionsOf(test), sink);
    if (!compiled.module)
      return {sink.Sorted().empty() ? "no module" : sink.Sorted().front().message, "", {}};
    if (test.value("check_only", false)) return {"", compiled.type, {}};
    vm::HostLimits limits;
    limits.loose = true;
    limits.steps_max = compiler::kExpressionStepsMax;
    loaded_ = vm::Module::Load(*compiled.module, stdlib::Functions(), limits);
    if (!loaded_) return {loaded_.error().Message(), "", {}};
    expression_ = std::make_unique<vm::Expression>(*loaded_);
    const nlohmann::json bindings = test.value("bindings", nlohmann::json::object());
    for (const auto& [name, value] : bindings.items()) {
      const vm::FactId fact = loaded_->fact(name);
      if (fact != vm::kNoFact && !expression_->Bind(fact, store_.FromJson(value)))
        return {"the binding of " + name + " is of another type", "", {}};
    }
    const vm::Value value = expression_->Evaluate();
    if (value.is_error()) return {std::string(vm::ErrorText(value.error())), compiled.type, {}};
    return {"", compiled.type, value};
  }

  // Empty if the outcome is what the case expects, else what it is.
  std::string Compare(const nlohmann::json& expect, const Outcome& outcome) {
    std::string is = outcome.error;
    if (is.empty()) vm::AppendValue(outcome.value, is);
    if (expect.contains("error")) return outcome.error.empty() ? is : "";
    if (!outcome.error.empty()) return is;
    if (expect.contains("type") && expect["type"] != outcome.type) return "type " + outcome.type;
    if (!expect.contains("value")) return "";
    return Same(outcome.value, store_.FromJson(expect["value"])) ? "" : is;
  }

 private:
  ValueStore store_;
  vm::LoadResult loaded_;
  std::unique_ptr<vm::Expression> expression_;
};

struct Tally {
  int passed = 0;
  std::set<std::string> seen;
  std::set<std::string> failed;

  // A name that no case had before: CEL gives some to several.
  std::string NameOf(const std::string& name) {
    std::string unique = name;
    for (int i = 2; !seen.insert(unique).second; ++i) unique = name + "#" + std::to_string(i);
    return unique;
  }
};

std::set<std::string> NamesIn(const char* path) {
  std::ifstream file(path);
  std::set<std::string> names;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') names.insert(line.substr(0, line.find(' ')));
  }
  return names;
}

bool RunFile(const char* path, Tally& tally) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const nlohmann::json file = nlohmann::json::parse(text.str(), nullptr, false);
  if (file.is_discarded() || !file.contains("tests")) {
    std::fprintf(stderr, "%s holds no conformance cases\n", path);
    return false;
  }
  for (const nlohmann::json& test : file["tests"]) {
    // "file/section/name"
    const std::string name = tally.NameOf(file.value("file", path) + "/" +
                                          test.value("section", "") + "/" + test.value("name", ""));
    Run run;
    std::string is;
    try {
      is = run.Compare(test["expect"], run.Evaluate(test));
    } catch (const std::exception& e) {
      is = e.what();
    }
    if (is.empty()) {
      ++tally.passed;
      continue;
    }
    tally.failed.insert(name);
    std::printf("%s: %s: expected %s, got %s\n", name.c_str(), test["expr"].dump().c_str(),
                test["expect"].dump().c_str(), is.c_str());
  }
  return true;
}

}  // namespace
}  // namespace bylaw::conformance

int main(int argc, char** argv) {
  bylaw::conformance::Tally tally;
  std::set<std::string> known;
  int first = 1;
  if (argc > 2 && std::string_view(argv[1]) == "--known") {
    known = bylaw::conformance::NamesIn(argv[2]);
    first = 3;
  }
  bool read = argc > first;
  for (int i = first; i < argc; ++i) read = bylaw::conformance::RunFile(argv[i], tally) && read;
  for (const std::string& name : known) {
    if (!tally.failed.contains(name))
      std::printf("%s is listed as failing, and passes\n", name.c_str());
  }
  std::printf("%d passed, %zu failed\n", tally.passed, tally.failed.size());
  return read && tally.failed == known ? 0 : 1;
}
