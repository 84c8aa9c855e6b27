#include "bylaw/vm/module.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "hex.h"
#include "interpreter.h"
#include "module_data.h"
#include "verifier.h"

namespace bylaw::vm {
namespace {

struct VerifyErrorText {
  std::string_view code;
  std::string_view message;
};

constexpr VerifyErrorText kVerifyErrors[] = {
#define BYLAW_VERIFY_ERROR(name, code, message) {code, message},
#include "bylaw/vm/verify_error.def"
#undef BYLAW_VERIFY_ERROR
};

constexpr std::string_view kSectionNames[] = {
    "policy", "strings", "text",        "constants",  "wide",         "indices",
    "types",  "fields",  "facts",       "actions",    "hash",         "patterns",
    "rules",  "blocks",  "block_rules", "conditions", "reason_parts", "code",
    "edges",  "imports", "calls",       "about",      "source"};
static_assert(std::size(kSectionNames) == kSectionCount);

void Copy(std::string_view bytes, LoadedModule& module) {
  module.copy = AlignedBytes(bytes.size());
  std::memcpy(module.copy.get(), bytes.data(), bytes.size());
  module.bytes = {reinterpret_cast<const char*>(module.copy.get()), bytes.size()};
}

// What a string allocates is aligned enough, but for some hosts (WebAssembly).
bool IsAligned(const std::string& bytes) {
  return reinterpret_cast<uintptr_t>(bytes.data()) % AlignedBytes::kAlignment == 0;
}

void MaterializeConstants(LoadedModule& module) {
  const ModuleView& view = module.view;
  const auto is_wide = [](const ConstantRow& row) { return (row.detail & Value::kWide) != 0; };
  module.wide.reserve(
      static_cast<size_t>(std::count_if(view.constants.begin(), view.constants.end(), is_wide)));
  size_t members = 0;
  for (const ConstantRow& row : view.constants)
    if (row.kind == Kind::kMap) members += row.count;
  module.members.reserve(members);
  module.constants.reserve(
      view.constants.size());  // Values point into these: they must never move.
  for (const ConstantRow& row : view.constants) {
    Value value;
    value.kind = row.kind;
    value.detail = row.detail;
    value.exponent = row.exponent;
    switch (row.kind) {
      case Kind::kBool:
        value.b = row.payload != 0;
        break;
      case Kind::kBytes: {
        const std::string& bytes =
            module.byte_constants.emplace_back(DecodeHex(view.string(row.index())));
        value.text = bytes.data();
        value.size = static_cast<uint32_t>(bytes.size());
        break;
      }
      case Kind::kString:
      case Kind::kType:
        value.text = view.text.data() + view.strings[row.index()].offset;
        value.size = view.strings[row.index()].bytes;
        break;
      case Kind::kList:
        value.items = module.constants.data() + row.index();
        value.size = row.count;
        break;
      case Kind::kMap:
        value.members = module.members.data() + module.members.size();
        value.size = row.count;
        for (uint32_t i = 0; i < row.count; ++i) {
          const Value* const pair = module.constants.data() + row.index() + 2 * size_t{i};
          module.members.push_back({pair[0], pair[1]});
        }
        break;
      default:
        value.u = row.payload;
        if (is_wide(row)) {
          const WideRow& wide = view.wide[row.index()];
          module.wide.emplace_back(static_cast<Int128>((Uint128{wide.high} << 64) | wide.low),
                                   row.exponent);
          value.wide = &module.wide.back();
        }
        break;
    }
    module.constants.push_back(value);
  }
}

// Binds imports to functions and prepares constant arguments.
Finding BindCalls(LoadedModule& module, FunctionTable functions) {
  for (uint32_t id = 0; id < module.view.calls.size(); ++id) {
    const CallRow& row = module.view.calls[id];
    BoundCall& call = module.calls.emplace_back();
    call.overloads =
        FindOverloads(functions, module.view.string(module.view.imports[row.import].signature));
    if (row.prepared == kNone) continue;
    std::string error;
    call.prepared = call.overloads.merged.prepare(module.constants[row.prepared], &error);
    if (call.prepared == nullptr) {
      LoadError refused = Refuse(VerifyError::kPrepared, SectionKind::kCalls, id);
      refused.detail = error;
      return refused;
    }
  }
  return std::nullopt;
}

void Derive(LoadedModule& module) {
  const ModuleView& view = module.view;
  for (uint32_t id = 0; id < view.facts.size(); ++id) module.facts_by_name.push_back(id);
  std::sort(module.facts_by_name.begin(), module.facts_by_name.end(), [&](uint32_t a, uint32_t b) {
    return view.string(view.facts[a].name) < view.string(view.facts[b].name);
  });
  module.patterns = view.IndexPatterns();
  module.loose = (view.policy->flags & kPolicyLoose) != 0;
  module.bindings = BindingTree(view);
}

Finding Verify(LoadedModule& module, FunctionTable functions, const HostLimits& limits) {
  Proof proof;
  if (Finding finding = VerifyLayout(module.bytes, module.view)) return finding;
  if (Finding finding = VerifyRows(module.view, functions, limits, proof)) return finding;
  if (Finding finding = VerifyCode(module.view, functions, proof)) return finding;
  const Header& header = *module.view.header;
  if (proof.steps_max > header.steps_max || header.steps_max > module.view.policy->steps_limit) {
    return Refuse(VerifyError::kSteps, SectionKind::kCount, 0);
  }
  if (proof.arena_max > header.arena_max || header.arena_max > limits.arena_bytes) {
    return Refuse(VerifyError::kArena, SectionKind::kCount, 0);
  }
  if (proof.reason_steps_max > module.view.policy->steps_limit ||
      proof.reason_arena_max > limits.arena_bytes) {
    return Refuse(VerifyError::kReasonCost, SectionKind::kRules, proof.dearest_reason);
  }
  if (const uint32_t lost = module.actions.Fill(module.view); lost != kNone)
    return Refuse(VerifyError::kHash, SectionKind::kHash, lost);
  module.rules_per_decision_max = proof.rules_per_decision_max;
  module.any_overrides = proof.any_overrides;
  module.dated = proof.any_validity || module.view.policy->when_overdue != WhenOverdue::kWarn;
  module.states = std::move(proof.states);
  return std::nullopt;
}

}  // namespace

std::string_view VerifyErrorCode(VerifyError error) noexcept {
  return kVerifyErrors[static_cast<uint8_t>(error)].code;
}

std::string_view SectionName(SectionKind kind) noexcept {
  return kind < SectionKind::kCount ? kSectionNames[static_cast<uint32_t>(kind)] : "file";
}

std::string LoadError::Message() const {
  std::string message(VerifyErrorCode(code));
  if (section != SectionKind::kCount) {
    message.append(" ").append(SectionName(section)).append(" ").append(std::to_string(row));
  }
  message.append(": ").append(kVerifyErrors[static_cast<uint8_t>(code)].message);
  if (!detail.empty()) message.append(": ").append(detail);
  return message;
}

LoadResult Module::Load(std::string_view bytes, FunctionTable functions, const HostLimits& limits) {
  if (bytes.size() > kModuleBytesMax) {  // Before it is copied.
    LoadResult result;
    result.error_ = Refuse(VerifyError::kTooLarge, SectionKind::kCount, 0);
    return result;
  }
  auto data = std::make_unique<LoadedModule>();
  Copy(bytes, *data);
  return Verified(std::move(data), functions, limits);
}

LoadResult Module::Adopt(std::string bytes, FunctionTable functions, const HostLimits& limits) {
  if (!IsAligned(bytes)) return Load(bytes, functions, limits);
  auto data = std::make_unique<LoadedModule>();
  data->adopted = std::move(bytes);
  data->bytes = data->adopted;
  return Verified(std::move(data), functions, limits);
}

LoadResult Module::Verified(std::unique_ptr<LoadedModule> data, FunctionTable functions,
                            const HostLimits& limits) {
  LoadResult result;
  Finding finding = Verify(*data, functions, limits);
  if (!finding) {
    MaterializeConstants(*data);
    finding = BindCalls(*data, functions);
  }
  if (finding) {
    result.error_ = *std::move(finding);
    return result;
  }
  Derive(*data);
  result.module_ = std::shared_ptr<const Module>(new Module(std::move(data)));
  return result;
}

Module::Module(std::unique_ptr<LoadedModule> data) : data_(std::move(data)) {}
Module::~Module() = default;

std::string_view Module::bytes() const noexcept {
  return data_->bytes;
}
std::string_view Module::id() const noexcept {
  return string(data_->view.policy->id);
}
std::string_view Module::version() const noexcept {
  return string(data_->view.policy->version);
}
bool Module::strict() const noexcept {
  return (data_->view.policy->flags & kPolicyStrict) != 0;
}
uint32_t Module::steps_max() const noexcept {
  return data_->view.header->steps_max;
}
uint32_t Module::arena_max() const noexcept {
  return data_->view.header->arena_max;
}

ActionId Module::action(std::string_view name) const noexcept {
  return data_->actions.IdOf(name);
}

FactId Module::fact(std::string_view name) const noexcept {
  const ModuleView& view = data_->view;
  const auto at = std::lower_bound(data_->facts_by_name.begin(), data_->facts_by_name.end(), name,
                                   [&](uint32_t id, std::string_view wanted) {
                                     return view.string(view.facts[id].name) < wanted;
                                   });
  if (at == data_->facts_by_name.end() || view.string(view.facts[*at].name) != name) return kNoFact;
  return FactId{*at};
}

std::string_view Module::fact_name(FactId fact) const noexcept {
  return fact == kNoFact ? std::string_view()
                         : string(data_->view.facts[static_cast<uint32_t>(fact)].name);
}
uint32_t Module::rule_count() const noexcept {
  return static_cast<uint32_t>(data_->view.rules.size());
}
std::string_view Module::rule_id(RuleId rule_id) const noexcept {
  return rule_id == kNoRuleId ? std::string_view() : string(rule(rule_id).id);
}
const RuleRow& Module::rule(RuleId rule) const noexcept {
  return data_->view.rules[static_cast<uint32_t>(rule)];
}
Range Module::conditions(uint32_t block_rule) const noexcept {
  return data_->view.block_rules[block_rule].conditions;
}
uint32_t Module::block_rule_count() const noexcept {
  return static_cast<uint32_t>(data_->view.block_rules.size());
}
std::string_view Module::condition_text(ConditionId condition) const noexcept {
  return string(data_->view.conditions[static_cast<uint32_t>(condition)].text);
}
uint32_t Module::fact_count() const noexcept {
  return static_cast<uint32_t>(data_->view.facts.size());
}
const FactRow& Module::fact_row(FactId fact) const noexcept {
  return data_->view.facts[static_cast<uint32_t>(fact)];
}
const PolicyRow& Module::policy() const noexcept {
  return *data_->view.policy;
}
std::span<const uint32_t> Module::indices(Range range) const noexcept {
  return data_->view.Indices(range);
}
std::string_view Module::string(uint32_t string_id) const noexcept {
  return data_->view.string(string_id);
}
std::string_view Module::about() const noexcept {
  return data_->view.about;
}
std::string_view Module::source() const noexcept {
  return data_->view.source;
}

}  // namespace bylaw::vm
