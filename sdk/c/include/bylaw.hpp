// Bylaw for C++ programs over the C ABI: owners that free what they hold, and text as string_view.
// C++17, this header alone; it works with any compiler, whichever built the library.
//
//   bylaw::Module module = bylaw::Module::Load(bytes);  // throws bylaw::LoadError
//   bylaw::Context context(module);                     // one a thread
//   const bylaw::Fact amount = module.fact("amount");   // look up once
//   context.SetAgent("lending-agent-v2");
//   context.Bind(amount, 15000);
//   const bylaw::Verdict verdict = context.Decide("initiate_payment");
//   if (!verdict.permitted()) return Refuse(verdict.code_sentence());
//
// Opening fails loudly, by an exception; deciding never throws, and gives PERMIT only where the
// constitution does. What each call does, and how long what it takes and gives must live: bylaw.h.
// Moved-from objects are empty: they decide DENY.

#ifndef BYLAW_SDK_C_BYLAW_HPP_
#define BYLAW_SDK_C_BYLAW_HPP_

#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bylaw.h"

namespace bylaw {

// Why a module was refused: what() says what, where, and what to do.
class LoadError : public std::runtime_error {
 public:
  explicit LoadError(const bylaw_error& error)
      : std::runtime_error(error.message), code_(error.code) {}
  // "V204"; empty where nothing was wrong with the module itself.
  const std::string& code() const noexcept { return code_; }

 private:
  std::string code_;
};

inline bylaw_text ToText(std::string_view text) noexcept {
  return {text.data() == nullptr ? "" : text.data(), text.size()};
}
inline std::string_view View(bylaw_text text) noexcept {
  return {text.data, text.size};
}

// A handle of a fact; what is bound to one that does not exist is refused.
enum class Fact : uint32_t { kNone = BYLAW_NONE };
enum class Action : uint32_t { kNone = BYLAW_NONE };

class Module {
 public:
  static Module Load(std::string_view bytes, const bylaw_limits& limits = {}) {
    bylaw_module* module = nullptr;
    bylaw_error error{};
    const bylaw_status status =
        bylaw_module_load(ToText(bytes).data, bytes.size(), &limits, &module, &error);
    if (status == BYLAW_ERROR_MEMORY) throw std::bad_alloc();
    if (status != BYLAW_OK) throw LoadError(error);
    return Module(module);
  }

  std::string_view id() const noexcept { return View(bylaw_module_id(get())); }
  std::string_view version() const noexcept { return View(bylaw_module_version(get())); }
  uint32_t steps_max() const noexcept { return bylaw_module_steps_max(get()); }
  Fact fact(std::string_view name) const noexcept {
    return static_cast<Fact>(bylaw_fact(get(), ToText(name)));
  }
  Action action(std::string_view name) const noexcept {
    return static_cast<Action>(bylaw_action(get(), ToText(name)));
  }
  std::string_view rule_id(uint32_t rule) const noexcept {
    return View(bylaw_rule_id(get(), rule));
  }
  const bylaw_module* get() const noexcept { return module_.get(); }

 private:
  struct Free {
    void operator()(bylaw_module* module) const noexcept { bylaw_module_free(module); }
  };
  explicit Module(bylaw_module* module) : module_(module) {}

  std::unique_ptr<bylaw_module, Free> module_;
};

struct Verdict : bylaw_verdict {
  bool permitted() const noexcept { return decision == BYLAW_PERMIT; }
  bool escalated() const noexcept { return decision == BYLAW_ESCALATE; }
  std::string_view decision_text() const noexcept { return bylaw_decision_text(decision); }
  std::string_view code_text() const noexcept { return bylaw_code_text(code); }
  std::string_view code_sentence() const noexcept { return bylaw_code_sentence(code); }
};

class Context {
 public:
  // The module may go before the context.
  explicit Context(const Module& module) {
    bylaw_context* context = nullptr;
    const bylaw_status status = bylaw_context_new(module.get(), &context);
    if (status == BYLAW_ERROR_MEMORY) throw std::bad_alloc();
    if (status != BYLAW_OK) throw std::invalid_argument("there is no module");
    context_.reset(context);
  }

  void Clear() noexcept { bylaw_clear(get()); }
  void SetAgent(std::string_view agent_id) noexcept { bylaw_set_agent(get(), ToText(agent_id)); }
  void SetNow(int64_t micros) noexcept { bylaw_set_now(get(), micros); }
  void SetTargets(const std::vector<bylaw_text>& targets) noexcept {
    bylaw_set_targets(get(), targets.data(), targets.size());
  }

  // False where the value is refused: the fact is then undecidable.
  template <typename T>
  bool Bind(Fact fact, T value) noexcept {
    const auto id = static_cast<uint32_t>(fact);
    if constexpr (std::is_same_v<T, bool>) {
      return bylaw_bind_bool(get(), id, value);
    } else if constexpr (std::is_floating_point_v<T>) {
      return bylaw_bind_double(get(), id, static_cast<double>(value));
    } else if constexpr (std::is_integral_v<T> && std::is_unsigned_v<T>) {
      return bylaw_bind_uint(get(), id, value);
    } else if constexpr (std::is_integral_v<T>) {
      return bylaw_bind_int(get(), id, value);
    } else {
      return bylaw_bind_text(get(), id, ToText(value));
    }
  }
  // A JSON number, exactly: "9999.99".
  bool BindDecimal(Fact fact, std::string_view number) noexcept {
    return bylaw_bind_decimal(get(), static_cast<uint32_t>(fact), ToText(number));
  }
  bool BindTimestamp(Fact fact, int64_t micros_since_1970) noexcept {
    return bylaw_bind_timestamp(get(), static_cast<uint32_t>(fact), micros_since_1970);
  }
  bool BindDuration(Fact fact, int64_t micros) noexcept {
    return bylaw_bind_duration(get(), static_cast<uint32_t>(fact), micros);
  }
  bool BindBytes(Fact fact, std::string_view bytes) noexcept {
    return bylaw_bind_bytes(get(), static_cast<uint32_t>(fact), bytes.data(), bytes.size());
  }

  Verdict Decide(std::string_view action) noexcept { return {bylaw_decide(get(), ToText(action))}; }
  Verdict Decide(Action action) noexcept {
    return {bylaw_decide_action(get(), static_cast<uint32_t>(action))};
  }
  Verdict DecideRequest(std::string_view json, int64_t now_micros) noexcept {
    return {bylaw_decide_request(get(), ToText(json), now_micros)};
  }

  // About the last decision.
  std::vector<std::string> Routes() const {
    std::vector<std::string> routes;
    for (size_t i = 0; i < bylaw_route_count(get()); ++i)
      routes.emplace_back(View(bylaw_route(get(), i)));
    return routes;
  }
  std::string Reason(uint32_t rule) {
    return Text([&](char* out, size_t size) { return bylaw_reason(get(), rule, out, size); });
  }
  std::string Explain() {
    return Text([&](char* out, size_t size) { return bylaw_explain(get(), out, size); });
  }
  bylaw_context* get() const noexcept { return context_.get(); }

 private:
  struct Free {
    void operator()(bylaw_context* context) const noexcept { bylaw_context_free(context); }
  };
  // Of a function that writes as snprintf does.
  template <typename Write>
  static std::string Text(const Write& write) {
    std::string text(write(nullptr, 0), '\0');
    if (!text.empty()) text.resize(write(text.data(), text.size() + 1));
    return text;
  }

  std::unique_ptr<bylaw_context, Free> context_;
};

}  // namespace bylaw

#endif  // BYLAW_SDK_C_BYLAW_HPP_
