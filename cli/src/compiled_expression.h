// One CEL expression, compiled and loaded, and how JSON is bound to its variables.
//
// Thread-safety: const methods may be called from any thread. Ownership: it must outlive the
// vm::Expressions made of its module.

#ifndef BYLAW_CLI_COMPILED_EXPRESSION_H_
#define BYLAW_CLI_COMPILED_EXPRESSION_H_

#include <memory>
#include <string>
#include <vector>

#include "bylaw/vm/expression.h"
#include "files.h"
#include "json_value.h"

namespace bylaw::cli {

class CompiledExpression {
 public:
  // The variables are of any type. An error is what to print on standard error, as it stands.
  static Result<CompiledExpression> Make(const std::string& text,
                                         const std::vector<std::string>& variables);

  const vm::Module& module() const { return *module_; }
  const std::string& type() const { return type_; }

  // Gives a variable its value, if the expression reads it. `values` owns the value and must
  // outlive the evaluation.
  void Bind(vm::Expression& expression, const std::string& variable,
            const nlohmann::ordered_json& value, JsonValues& values) const;

 private:
  CompiledExpression(std::shared_ptr<const vm::Module> module, std::string type)
      : module_(std::move(module)), type_(std::move(type)) {}

  std::shared_ptr<const vm::Module> module_;
  std::string type_;
};

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_COMPILED_EXPRESSION_H_
