#include "bylaw/vm/context.h"

#include <algorithm>

#include "admission.h"
#include "bylaw/vm/pattern.h"
#include "bylaw/vm/time.h"
#include "bylaw/vm/utf8.h"
#include "context_state.h"
#include "double_text.h"

namespace bylaw::vm {
namespace {

// Text of a host, which may hold what somebody else sent: functions rely on well-formed UTF-8.
Value AdmitHostText(const LoadedModule& module, std::string_view text) noexcept {
  const Value admitted = AdmitText(module, text);  // First, so that what is too long is not read.
  return admitted.is_error() || IsUtf8(text) ? admitted : Value::Error(ValueError::kWrongType);
}

// The list itself, where all of its texts are admitted.
Value AdmitHostTexts(const LoadedModule& module, const Value& texts) noexcept {
  const Value admitted = AdmitTargets(module, texts);
  if (admitted.is_error()) return admitted;
  for (uint32_t i = 0; i < texts.size; ++i) {
    if (!IsUtf8(texts.items[i].string())) return Value::Error(ValueError::kWrongType);
  }
  return admitted;
}

}  // namespace

Context::Context(const Module& module)
    : module_(module), state_(std::make_unique<State>(module.data())) {
  Clear();
}
Context::~Context() = default;

void Context::Clear() noexcept {
  const std::span<const Value> empty = module_.data().bindings.empty_slots();
  std::copy(empty.begin(), empty.end(), state_->machine.slots.begin());
  for (const uint32_t fact : module_.data().bindings.fallbacks()) {
    state_->machine.slots[fact] =
        module_.data().constants[module_.data().view.facts[fact].fallback];
  }
  state_->in_scope = state_->InScope({});
  state_->now_micros.reset();
  state_->from_request = false;
  state_->bound_bytes = 0;
}

bool Context::BindValue(FactId fact, const Value& value) noexcept {
  const auto id = static_cast<uint32_t>(fact);
  if (id >= module_.data().view.facts.size()) return false;
  const FactRow& row = module_.data().view.facts[id];
  if (row.source >= Source::kAction || (row.flags & kFactMark) != 0) return false;
  if (state_->from_request) Clear();
  state_->machine.arena.Rewind(0);
  Value& slot = state_->machine.slots[id];
  // Base64 would be decoded to the arena, which is for the decision.
  const bool undecoded = row.type.kind == Kind::kBytes && value.kind == Kind::kString;
  slot = undecoded ? Value::Error(ValueError::kWrongType)
                   : Admit(module_.data(), row.type, value, state_->machine.arena);
  if (slot.kind == Kind::kDecimal && (slot.detail & Value::kWide) != 0) {
    state_->wide[id] = *slot.wide;  // The arena is for the decision.
    slot.wide = &state_->wide[id];
  }
  return !slot.is_error();
}

bool Context::Bind(FactId fact, bool value) noexcept {
  return BindValue(fact, Value::Bool(value));
}

bool Context::Bind(FactId fact, std::string_view value) noexcept {
  return BindValue(fact, AdmitHostText(module_.data(), value));
}

bool Context::BindTimestamp(FactId fact, int64_t micros_since_1970) noexcept {
  const Value time = Value::Timestamp(micros_since_1970);
  return BindValue(fact, IsTimeInRange(time) ? time : Value::Error(ValueError::kOutOfRange));
}

bool Context::BindDuration(FactId fact, int64_t micros) noexcept {
  const Value duration = Value::Duration(micros);
  return BindValue(fact,
                   IsTimeInRange(duration) ? duration : Value::Error(ValueError::kOutOfRange));
}

bool Context::BindBytes(FactId fact, std::string_view bytes) noexcept {
  const bool fits = bytes.size() <= module_.data().view.policy->string_bytes;
  return BindValue(fact, fits ? Value::Bytes(bytes) : Value::Error(ValueError::kLimit));
}

bool Context::BindStrings(FactId fact, std::span<const Value> strings) noexcept {
  const bool all_strings = std::all_of(strings.begin(), strings.end(),
                                       [](const Value& v) { return v.kind == Kind::kString; });
  if (!all_strings) return BindValue(fact, Value::Error(ValueError::kWrongType)) && false;
  const auto count = static_cast<uint32_t>(std::min<size_t>(strings.size(), kRequestValuesMax + 1));
  const Value list = AdmitHostTexts(module_.data(), Value::List(strings.data(), count));
  if (!BindValue(fact, list)) return false;
  // Admitted as it is, not as a list of other values in the arena, which is for the decision.
  const bool as_it_is = value(fact).kind == Kind::kList && value(fact).items == strings.data();
  return as_it_is || (BindValue(fact, Value::Error(ValueError::kWrongType)) && false);
}

bool Context::BindDecimal(FactId fact, const Decimal& value) noexcept {
  const auto id = static_cast<uint32_t>(fact);
  if (id >= state_->wide.size()) return false;
  if (value.fits_int64()) {
    return BindValue(
        fact, Value::SmallDecimal(value.coefficient64(), static_cast<int16_t>(value.exponent())));
  }
  state_->wide[id] = value;
  return BindValue(fact, Value::WideDecimal(&state_->wide[id]));
}

bool Context::Bind(FactId fact, double value) noexcept {
  DoubleBuffer buffer;
  const std::optional<Decimal> decimal = Decimal::Parse(ShortestScientific(value, buffer));
  if (!decimal) return BindValue(fact, Value::Error(ValueError::kUnordered)) && false;
  return BindDecimal(fact, *decimal);
}

void Context::SetAgent(std::string_view agent_id) noexcept {
  if (state_->from_request) Clear();
  const uint32_t fact = module_.data().bindings.built_in(Source::kAgent);
  if (fact != kNone) state_->machine.slots[fact] = AdmitHostText(module_.data(), agent_id);
  state_->in_scope = IsName(agent_id) && state_->InScope(agent_id);
}

void Context::SetNow(int64_t micros) noexcept {
  if (state_->from_request) Clear();
  const uint32_t fact = module_.data().bindings.built_in(Source::kNow);
  if (fact != kNone) state_->machine.slots[fact] = Value::Timestamp(micros);
  state_->now_micros = micros;
}

void Context::SetTargets(std::span<const std::string_view> targets) noexcept {
  if (state_->from_request) Clear();
  const BindingTree& bindings = module_.data().bindings;
  const uint32_t list = bindings.built_in(Source::kTargets);
  const uint32_t single = bindings.built_in(Source::kTarget);
  const auto count = static_cast<uint32_t>(targets.size());
  const bool too_many = targets.size() > kTargetsMax;
  for (uint32_t i = 0; i < count && !too_many; ++i)
    state_->reader.targets[i] = Value::String(targets[i]);
  if (list != kNone) {
    state_->machine.slots[list] =
        too_many ? Value::Error(ValueError::kLimit)
                 : AdmitHostTexts(module_.data(), Value::List(state_->reader.targets, count));
  }
  if (single != kNone) {
    state_->machine.slots[single] = count == 1 ? AdmitHostText(module_.data(), targets[0])
                                               : Value::Error(ValueError::kNoTarget);
  }
}

const Request& Context::request() const noexcept {
  return state_->request;
}
std::span<const uint32_t> Context::routes() const noexcept {
  return state_->Routes();
}
std::span<const Emitted> Context::applies() const noexcept {
  return state_->machine.applies.rows();
}
std::span<const Emitted> Context::undecidable() const noexcept {
  return state_->machine.undecidable.rows();
}
std::string_view Context::canonical_action() const noexcept {
  return state_->CanonicalAction();
}
const Value& Context::value(FactId fact) const noexcept {
  static const Value kMissing;
  const auto id = static_cast<uint32_t>(fact);
  return id < module_.data().view.facts.size() ? state_->machine.slots[id] : kMissing;
}

}  // namespace bylaw::vm
