// `bylaw expr`: one expression of CEL, evaluated: its type, value and cost.

#include <nlohmann/json.hpp>

#include "bylaw/vm/context.h"
#include "bylaw/vm/expression.h"
#include "command.h"
#include "compiled_expression.h"
#include "files.h"
#include "json_value.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

constexpr size_t kBindingsBytesMax = 64u << 20;
constexpr size_t kValueCharsMax = 10'000;

struct Options {
  std::string expression;
  std::string bindings;
};

// The variables: the members of a JSON object.
Result<nlohmann::ordered_json> ReadBindings(const std::string& path) {
  if (path.empty()) return nlohmann::ordered_json::object();
  const Result<std::string> text = ReadFile(path, kBindingsBytesMax);
  if (!text) return tl::unexpected<std::string>(text.error());
  nlohmann::ordered_json bindings = nlohmann::ordered_json::parse(*text, nullptr, false);
  if (!bindings.is_object())
    return tl::unexpected<std::string>(path + " is no JSON object: write {\"name\": value, …}");
  return bindings;
}

int Expr(const Options& options) {
  const auto bindings = ReadBindings(options.bindings);
  if (!bindings) return Complain(bindings.error(), kExitUsage);
  std::vector<std::string> names;
  for (const auto& [name, value] : bindings->items()) names.push_back(name);
  const auto compiled = CompiledExpression::Make(options.expression, names);
  if (!compiled) {
    Say(compiled.error());
    return kExitFailed;
  }
  const vm::Module& module = compiled->module();
  vm::Expression expression(module);
  JsonValues values;
  for (const auto& [name, value] : bindings->items())
    compiled->Bind(expression, name, value, values);
  const vm::Value value = expression.Evaluate();
  std::string text;
  if (value.is_error()) {
    text = std::string("error: the value ") + std::string(vm::ErrorSentence(value.error()));
  } else {
    vm::AppendValue(value, text, kValueCharsMax);
  }
  Output output;
  output << "value  " << text << "\n";
  output << "type   " << (value.is_error() ? compiled->type() : vm::TypeName(value.kind)) << "\n";
  output << "steps  " << std::to_string(expression.steps()) << " of at most "
         << std::to_string(module.steps_max()) << "\n";
  return output.Finish(value.is_error() ? kExitFailed : kExitOk);
}

}  // namespace

void AddExpr(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "expr", "Evaluate one CEL expression: its value, type and cost", Expr);
  command->add_option("EXPRESSION", options->expression, "The expression")->required();
  command->add_option("--bindings", options->bindings,
                      "Variables: a JSON object (- for standard input)");
  command->footer(
      "The expression is CEL as it is: numbers are int, uint or double, and values of different\n"
      "types are unequal. In a constitution numbers of a request are exact decimals, and such a\n"
      "comparison is undecidable.\n"
      "Exit codes: 0 a value, 1 an error, 2 usage or I/O.\n"
      "Example:\n"
      "  bylaw expr '[1, 2, 3].filter(x, x > 1).size()'");
}

}  // namespace bylaw::cli
