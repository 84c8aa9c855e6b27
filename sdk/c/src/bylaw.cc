// The C ABI over the VM: every function turns its arguments into the VM's, and what could throw
// into a status. bylaw.h says what each does.

#include "bylaw.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/context.h"
#include "bylaw/vm/decimal.h"
#include "bylaw/vm/module.h"
#include "functions.h"

struct bylaw_module {
  std::shared_ptr<const bylaw::vm::Module> module;
};

struct bylaw_context {
  std::shared_ptr<const bylaw::vm::Module> module;
  bylaw::vm::Context context;
  std::vector<std::string_view> targets;
};

namespace {

namespace vm = bylaw::vm;

static_assert(static_cast<int>(vm::Decision::kDeny) == BYLAW_DENY);
static_assert(static_cast<int>(vm::Decision::kEscalate) == BYLAW_ESCALATE);
static_assert(static_cast<int>(vm::Decision::kPermit) == BYLAW_PERMIT);
static_assert(static_cast<uint32_t>(vm::kNoFact) == BYLAW_NONE);
static_assert(static_cast<uint32_t>(vm::kNoRuleId) == BYLAW_NONE);
static_assert(sizeof(bylaw_verdict) == 12 && sizeof(bylaw_error) == 256);

constexpr bylaw_text ToText(std::string_view text) {
  return {text.data(), text.size()};
}
// Empty where it points to nothing.
constexpr std::string_view View(bylaw_text text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

// As of snprintf.
size_t CopyTo(std::string_view text, char* out, size_t capacity) {
  if (out != nullptr && capacity > 0) {
    out[text.copy(out, capacity - 1)] = '\0';
  }
  return text.size();
}

bylaw_status Fail(bylaw_status status, std::string_view code, std::string_view message,
                  bylaw_error* error) {
  if (error != nullptr) {
    CopyTo(code, error->code, sizeof error->code);
    CopyTo(message, error->message, sizeof error->message);
  }
  return status;
}

bylaw_status OutOfMemory(bylaw_error* error) {
  return Fail(BYLAW_ERROR_MEMORY, "", "there is not enough memory", error);
}

bylaw_verdict ToC(const vm::Verdict& verdict) {
  return {static_cast<uint8_t>(verdict.decision), static_cast<uint8_t>(verdict.code), 0,
          static_cast<uint32_t>(verdict.rule), verdict.steps};
}

// DENY: what cannot be asked is not permitted.
bylaw_verdict NoVerdict() {
  return ToC(vm::Verdict());
}

template <typename Value>
bool Bind(bylaw_context* context, uint32_t fact, const Value& value) {
  return context != nullptr && context->context.Bind(vm::FactId{fact}, value);
}

// `write(std::string&)` to `out`; 0 where there is no memory for it.
template <typename Write>
size_t WriteTo(char* out, size_t capacity, const Write& write) {
  try {
    std::string text;
    write(text);
    return CopyTo(text, out, capacity);
  } catch (const std::bad_alloc&) {
    return CopyTo("", out, capacity);
  }
}

void AppendCondition(const vm::ConditionExplanation& condition, std::string& text) {
  text += "  ";
  text += vm::TruthText(condition.value);
  if (condition.value == vm::Truth::kUndecidable) {
    text += " (";
    text += vm::ErrorText(condition.error);
    text += ')';
  }
  text += ' ';
  text += condition.text;
  text += '\n';
}

}  // namespace

uint32_t bylaw_abi_version(void) noexcept {
  return BYLAW_ABI_VERSION;
}
uint32_t bylaw_format_version(void) noexcept {
  return vm::kFormatVersion;
}

bylaw_status bylaw_module_load(const void* bytes, size_t size, const bylaw_limits* limits,
                               bylaw_module** module, bylaw_error* error) noexcept {
  if (module == nullptr)
    return Fail(BYLAW_ERROR_ARGUMENT, "", "there is no place for the module", error);
  *module = nullptr;
  if (bytes == nullptr) return Fail(BYLAW_ERROR_ARGUMENT, "", "there are no bytes", error);
  vm::HostLimits host;
  if (limits != nullptr && limits->steps_max != 0)
    host.steps_max = std::min(host.steps_max, limits->steps_max);
  if (limits != nullptr && limits->arena_bytes != 0)
    host.arena_bytes = std::min(host.arena_bytes, limits->arena_bytes);
  try {
    const vm::LoadResult loaded = vm::Module::Load({static_cast<const char*>(bytes), size},
                                                   bylaw::sdk::FunctionsOfBuild(), host);
    if (!loaded) {
      return Fail(BYLAW_ERROR_MODULE, vm::VerifyErrorCode(loaded.error().code),
                  loaded.error().Message(), error);
    }
    *module = new bylaw_module{loaded.Share()};
    return BYLAW_OK;
  } catch (const std::bad_alloc&) {
    return OutOfMemory(error);
  }
}
void bylaw_module_free(bylaw_module* module) noexcept {
  delete module;
}

bylaw_text bylaw_module_id(const bylaw_module* module) noexcept {
  return ToText(module == nullptr ? "" : module->module->id());
}
bylaw_text bylaw_module_version(const bylaw_module* module) noexcept {
  return ToText(module == nullptr ? "" : module->module->version());
}
uint32_t bylaw_module_steps_max(const bylaw_module* module) noexcept {
  return module == nullptr ? 0 : module->module->steps_max();
}
uint32_t bylaw_module_arena_max(const bylaw_module* module) noexcept {
  return module == nullptr ? 0 : module->module->arena_max();
}
uint32_t bylaw_fact(const bylaw_module* module, bylaw_text name) noexcept {
  return module == nullptr ? BYLAW_NONE : static_cast<uint32_t>(module->module->fact(View(name)));
}
uint32_t bylaw_action(const bylaw_module* module, bylaw_text name) noexcept {
  return module == nullptr ? BYLAW_NONE : static_cast<uint32_t>(module->module->action(View(name)));
}
bylaw_text bylaw_rule_id(const bylaw_module* module, uint32_t rule) noexcept {
  const bool known = module != nullptr && rule < module->module->rule_count();
  return ToText(known ? module->module->rule_id(vm::RuleId{rule}) : "");
}

bylaw_status bylaw_context_new(const bylaw_module* module, bylaw_context** context) noexcept {
  if (context == nullptr) return BYLAW_ERROR_ARGUMENT;
  *context = nullptr;
  if (module == nullptr) return BYLAW_ERROR_ARGUMENT;
  try {
    *context = new bylaw_context{module->module, vm::Context(*module->module),
                                 std::vector<std::string_view>(vm::kTargetsMax + 1)};
    return BYLAW_OK;
  } catch (const std::bad_alloc&) {
    return BYLAW_ERROR_MEMORY;
  }
}
void bylaw_context_free(bylaw_context* context) noexcept {
  delete context;
}

void bylaw_clear(bylaw_context* context) noexcept {
  if (context != nullptr) context->context.Clear();
}
void bylaw_set_agent(bylaw_context* context, bylaw_text agent_id) noexcept {
  if (context != nullptr) context->context.SetAgent(View(agent_id));
}
void bylaw_set_now(bylaw_context* context, int64_t micros) noexcept {
  if (context != nullptr) context->context.SetNow(micros);
}
void bylaw_set_targets(bylaw_context* context, const bylaw_text* targets, size_t count) noexcept {
  if (context == nullptr) return;
  // One more than there may be is as wrong as a thousand.
  const size_t kept = targets == nullptr ? 0 : std::min(count, context->targets.size());
  for (size_t i = 0; i < kept; ++i) context->targets[i] = View(targets[i]);
  context->context.SetTargets({context->targets.data(), kept});
}

bool bylaw_bind_bool(bylaw_context* context, uint32_t fact, bool value) noexcept {
  return Bind(context, fact, value);
}
bool bylaw_bind_int(bylaw_context* context, uint32_t fact, int64_t value) noexcept {
  return Bind(context, fact, value);
}
bool bylaw_bind_uint(bylaw_context* context, uint32_t fact, uint64_t value) noexcept {
  return Bind(context, fact, value);
}
bool bylaw_bind_double(bylaw_context* context, uint32_t fact, double value) noexcept {
  return Bind(context, fact, value);
}
bool bylaw_bind_decimal(bylaw_context* context, uint32_t fact, bylaw_text number) noexcept {
  const std::optional<vm::Decimal> decimal = vm::Decimal::Parse(View(number));
  // What is no number is bound all the same, as what it is: the fact must not keep its last value.
  return decimal ? Bind(context, fact, *decimal)
                 : Bind(context, fact, std::numeric_limits<double>::quiet_NaN()) && false;
}
bool bylaw_bind_text(bylaw_context* context, uint32_t fact, bylaw_text value) noexcept {
  return Bind(context, fact, View(value));
}
bool bylaw_bind_bytes(bylaw_context* context, uint32_t fact, const void* bytes,
                      size_t size) noexcept {
  return context != nullptr && context->context.BindBytes(
                                   vm::FactId{fact}, View({static_cast<const char*>(bytes), size}));
}
bool bylaw_bind_timestamp(bylaw_context* context, uint32_t fact,
                          int64_t micros_since_1970) noexcept {
  return context != nullptr && context->context.BindTimestamp(vm::FactId{fact}, micros_since_1970);
}
bool bylaw_bind_duration(bylaw_context* context, uint32_t fact, int64_t micros) noexcept {
  return context != nullptr && context->context.BindDuration(vm::FactId{fact}, micros);
}

bylaw_verdict bylaw_decide(bylaw_context* context, bylaw_text action) noexcept {
  return context == nullptr ? NoVerdict() : ToC(context->context.Decide(View(action)));
}
bylaw_verdict bylaw_decide_action(bylaw_context* context, uint32_t action) noexcept {
  return context == nullptr ? NoVerdict() : ToC(context->context.Decide(vm::ActionId{action}));
}
bylaw_verdict bylaw_decide_request(bylaw_context* context, bylaw_text json,
                                   int64_t now_micros) noexcept {
  return context == nullptr ? NoVerdict()
                            : ToC(context->context.DecideRequest(View(json), now_micros));
}

// The VM's texts are literals, so they end with a zero.
const char* bylaw_decision_text(uint8_t decision) noexcept {
  return decision <= BYLAW_PERMIT ? vm::DecisionText(static_cast<vm::Decision>(decision)).data()
                                  : "";
}
const char* bylaw_code_text(uint8_t code) noexcept {
  return code < std::size(vm::kCodes) ? vm::CodeText(static_cast<vm::Code>(code)).data() : "";
}
const char* bylaw_code_sentence(uint8_t code) noexcept {
  return code < std::size(vm::kCodes) ? vm::CodeSentence(static_cast<vm::Code>(code)).data() : "";
}

size_t bylaw_route_count(const bylaw_context* context) noexcept {
  return context == nullptr ? 0 : context->context.routes().size();
}
bylaw_text bylaw_route(const bylaw_context* context, size_t index) noexcept {
  if (index >= bylaw_route_count(context)) return ToText("");
  return ToText(context->module->string(context->context.routes()[index]));
}

size_t bylaw_reason(bylaw_context* context, uint32_t rule, char* out, size_t capacity) noexcept {
  return WriteTo(out, capacity, [&](std::string& text) {
    if (context != nullptr && rule < context->module->rule_count())
      context->context.AppendReason(vm::RuleId{rule}, text);
  });
}

size_t bylaw_explain(bylaw_context* context, char* out, size_t capacity) noexcept {
  return WriteTo(out, capacity, [&](std::string& text) {
    if (context == nullptr) return;
    for (const vm::RuleExplanation& rule : context->context.Explain()) {
      text += vm::OutcomeText(rule.outcome);
      text += ' ';
      text += context->module->rule_id(rule.rule);
      text += '\n';
      for (const vm::ConditionExplanation& condition : rule.conditions)
        AppendCondition(condition, text);
    }
  });
}
