// The whole pipeline for tests of attacks: the text of a constitution is compiled, the module is
// loaded as any other, and requests come as JSON text.

#ifndef BYLAW_TESTS_THREATS_PIPELINE_H_
#define BYLAW_TESTS_THREATS_PIPELINE_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/runtime/engine.h"
#include "bylaw/vm/context.h"

namespace bylaw::threats {

inline constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z

// What the compiler says of a text.
struct Compiled {
  std::optional<std::string> module;
  std::vector<std::string> codes;  // "E0405" and the like, by place.
  std::string said;                // For the message of a failed expectation.

  bool Says(std::string_view code) const;
};
Compiled Compile(const std::string& yaml, bool strict = false);

// A file below the project's folder.
std::string ProjectFile(const std::string& path);
// The article's constitution, and the same policy with everything declared.
std::string Article();
std::string Strict();

// A constitution `test` with these keys, indented by two, beside its id.
std::string Document(const std::string& keys);

// A constitution that compiles and loads, deciding. Ends the program if it does not: the test is
// wrong then.
class Policy {
 public:
  explicit Policy(const std::string& yaml, bool strict = false);

  // "DENY undecidable pay-large", "ESCALATE matched pay-large -> senior_ops", "DENY no_rule",
  // "DENY invalid_request number": decision and code, then the rule that decided, the routes, or
  // what is wrong with the request. The engine has to give the same.
  std::string Decide(const std::string& request);

  // "pay-small:undecidable pay-large:does_not_apply" of the last decision, ids in byte order.
  std::string Outcomes();

  const vm::Module& module() const { return *module_; }
  std::shared_ptr<const vm::Module> shared() const { return module_; }
  vm::Context& context() { return *context_; }
  runtime::Engine& engine() { return *engine_; }

 private:
  std::shared_ptr<const vm::Module> module_;
  std::string request_;  // The context's last: it reads from this text.
  std::unique_ptr<vm::Context> context_;
  std::optional<runtime::Engine> engine_;
};

// The verdict of the context's last decision, in the words of Policy::Decide.
std::string VerdictText(const vm::Context& context, const vm::Verdict& verdict);

// A request of the agent lending-agent-v2; `more` begins with a comma.
std::string Request(const std::string& action, const std::string& params = "{}",
                    const std::string& context = "{}", const std::string& more = "");

struct Case {
  std::string request;
  std::string expected;  // As Policy::Decide says it.
};
void ExpectAll(Policy& policy, std::span<const Case> cases);

// Texts that do not compile, and the code of the error that says why.
struct Refused {
  std::string yaml;
  std::string code;
};
void ExpectRefused(std::span<const Refused> texts);

}  // namespace bylaw::threats

#endif  // BYLAW_TESTS_THREATS_PIPELINE_H_
