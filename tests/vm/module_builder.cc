#include "module_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bylaw/vm/pattern.h"

namespace bylaw::vm {
namespace {

bool IsPattern(std::string_view name) {
  return name.find('*') != std::string_view::npos;
}

std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> parts;
  for (; !path.empty(); path.remove_prefix(std::min(path.size(), parts.back().size() + 1))) {
    parts.push_back(path.substr(0, path.find('.')));
  }
  return parts;
}

// Appends the code of a rule: its conditions, `applies` and, where one leads there, `fails`.
class RuleCode {
 public:
  RuleCode(ModuleImage& image, const RuleSpec& rule) : image_(image), rule_(rule) {}

  void Append(uint32_t local) {
    auto applies = static_cast<uint32_t>(image_.code.size());
    for (const Condition& condition : rule_.conditions) {
      applies += static_cast<uint32_t>(condition.code.size());
    }
    fails_ = applies + 1;
    for (const Condition& condition : rule_.conditions) AppendCondition(condition);
    const uint32_t end = fails_ + (can_fail_ ? 1 : 0);
    image_.code.push_back(Op(Opcode::kApplies, 0, 0, 0, local, 0, end));
    if (can_fail_) image_.code.push_back(Op(Opcode::kFails, 0, 0, 0, local));
  }

  // The parts of its reason, behind all blocks.
  void AppendReason(RuleRow& row) {
    if (rule_.reason.empty()) return;
    const auto size = [](const auto& rows) { return static_cast<uint32_t>(rows.size()); };
    row.reason_parts = {size(image_.reason_parts), size(rule_.reason)};
    std::string text;
    for (const Condition& part : rule_.reason) {
      ReasonPartRow part_row{image_.Intern(part.text),
                             {size(image_.code), size(part.code)},
                             {size(image_.edges), 0},
                             0,
                             0};
      if (!part.code.empty()) AppendCode(part);
      part_row.edges.count = size(image_.edges) - part_row.edges.begin;
      image_.reason_parts.push_back(part_row);
      text += part.text;
    }
    row.reason = image_.Intern(text);
  }

 private:
  void AppendCondition(const Condition& condition) {
    const auto begin = static_cast<uint32_t>(image_.code.size());
    AppendCode(condition);
    const auto count = static_cast<uint32_t>(condition.code.size());
    image_.conditions.push_back({{begin, count}, image_.Intern(condition.text), 0, 0});
  }

  void AppendCode(const Condition& condition) {
    const auto begin = static_cast<uint32_t>(image_.code.size());
    const auto count = static_cast<uint32_t>(condition.code.size());
    const auto place = [&](uint32_t target) {
      can_fail_ = can_fail_ || target == kToFails;
      return target == kToFails ? fails_ : target == kToEnd ? begin + count : begin + target;
    };
    for (Instruction in : condition.code) {
      const OpcodeInfo& info = kOpcodes[std::min(static_cast<uint32_t>(in.op), kOpcodeCount - 1)];
      if (info.z == Role::kTarget || info.z == Role::kLoopBody) in.z = place(in.z);
      if (info.x == Role::kLoopStart) in.x = place(in.x);
      image_.code.push_back(in);
    }
    std::vector<EdgeRow> edges = condition.edges;
    if (edges.empty()) edges.push_back({0, count, kToEnd, kEdgeUndecidable});
    for (const EdgeRow& edge : edges) {
      image_.edges.push_back({begin + edge.begin, begin + edge.end, place(edge.target), edge.reg});
    }
  }

  ModuleImage& image_;
  const RuleSpec& rule_;
  uint32_t fails_ = 0;
  bool can_fail_ = false;
};

// A block of the rules that name `action`.
uint32_t AppendBlock(ModuleImage& image, const std::vector<RuleSpec>& rules,
                     const std::string& action) {
  BlockRow block{};
  block.rules.begin = static_cast<uint32_t>(image.block_rules.size());
  block.code.begin = static_cast<uint32_t>(image.code.size());
  block.edges.begin = static_cast<uint32_t>(image.edges.size());
  for (uint32_t id = 0; id < rules.size(); ++id) {
    const RuleSpec& rule = rules[id];
    if (std::count(rule.actions.begin(), rule.actions.end(), action) == 0) continue;
    image.block_rules.push_back({id,
                                 {static_cast<uint32_t>(image.conditions.size()),
                                  static_cast<uint32_t>(rule.conditions.size())}});
    RuleCode(image, rule).Append(block.rules.count++);
  }
  if (block.rules.count == 0) return kNone;
  image.code.push_back(Op(Opcode::kEnd));
  block.code.count = static_cast<uint32_t>(image.code.size()) - block.code.begin;
  block.edges.count = static_cast<uint32_t>(image.edges.size()) - block.edges.begin;
  image.blocks.push_back(block);
  return static_cast<uint32_t>(image.blocks.size()) - 1;
}

}  // namespace

TypeRow TypeOf(Kind kind) {
  TypeRow type{};
  type.kind = kind;
  type.minimum = type.maximum = type.values = type.pattern = type.format = type.items = kNone;
  type.length_max = kRequestBytesMax;
  return type;
}

ModuleBuilder::ModuleBuilder() {
  PolicyRow& policy = image_.policy;
  policy.id = image_.Intern("test-constitution");
  policy.version = kNone;
  policy.precedence[0] = Section::kProhibited;
  policy.precedence[1] = Section::kEscalate;
  policy.precedence[2] = Section::kPermitted;
  policy.flags = kPolicyPrecedence;
  policy.review_day = kDayMin;
  policy.default_route = kNone;
  policy.steps_limit = kStepsMax;
  policy.request_bytes = kRequestBytesMax;
  policy.string_bytes = kStringBytesDefault;
  policy.list_items = kListItemsDefault;
  policy.map_items = kMapItemsDefault;
}

uint32_t ModuleBuilder::Fact(std::string_view path, Source source, Kind kind, uint8_t flags) {
  std::vector<uint32_t> members;
  for (const std::string_view member : Split(path)) members.push_back(image_.Intern(member));
  FactRow row{};
  const std::string root = source == Source::kParams ? "params" : "context";
  row.name = image_.Intern(members.empty()       ? root
                           : members.size() == 1 ? std::string(path)
                                                 : root + "." + std::string(path));
  row.source = source;
  row.type = TypeOf(kind);
  row.flags = flags;
  row.path = image_.AddIndices(members);
  row.fallback = kNone;
  image_.facts.push_back(row);
  return static_cast<uint32_t>(image_.facts.size()) - 1;
}

uint32_t ModuleBuilder::BuiltIn(Source source) {
  static constexpr std::string_view kNames[] = {"action", "agent_id", "session_id",
                                                "target", "targets",  "now"};
  const Kind kind = source == Source::kTargets ? Kind::kList
                    : source == Source::kNow   ? Kind::kTimestamp
                                               : Kind::kString;
  const uint32_t id = Fact("", source, kind);
  const auto index = static_cast<uint32_t>(source) - static_cast<uint32_t>(Source::kAction);
  image_.facts[id].name = image_.Intern(kNames[index]);
  return id;
}

void ModuleBuilder::Type(const std::string& action, std::string_view parameter,
                         const TypeRow& type) {
  for (ParameterSpec& known : actions_.at(action).parameters) {
    if (known.name == parameter) known.type = type;
  }
}

uint32_t ModuleBuilder::Number(std::string_view decimal) {
  const Decimal value = Decimal::ParseLiteral(decimal).value();
  return Const(value.fits_int64() ? Value::SmallDecimal(value.coefficient64(),
                                                        static_cast<int16_t>(value.exponent()))
                                  : Value::WideDecimal(&value));
}

uint32_t ModuleBuilder::Texts(const std::vector<std::string>& texts) {
  std::vector<Value> values;
  for (const std::string& text : texts) values.push_back(Value::String(text));
  return List(values);
}

void ModuleBuilder::Permit(std::string id, std::vector<std::string> actions,
                           std::vector<Condition> conditions) {
  Rule({.id = std::move(id), .actions = std::move(actions), .conditions = std::move(conditions)});
}

void ModuleBuilder::Prohibit(std::string id, std::vector<std::string> actions,
                             std::vector<Condition> conditions) {
  Rule({.id = std::move(id),
        .section = Section::kProhibited,
        .actions = std::move(actions),
        .conditions = std::move(conditions)});
}

void ModuleBuilder::Escalate(std::string id, std::vector<std::string> actions,
                             std::vector<Condition> conditions) {
  Rule({.id = std::move(id),
        .section = Section::kEscalate,
        .actions = std::move(actions),
        .conditions = std::move(conditions),
        .routes = {"senior_ops"}});
}

ModuleImage ModuleBuilder::Build() const {
  ModuleImage image = image_;
  std::vector<RuleSpec> rules = rules_;
  std::sort(rules.begin(), rules.end(),
            [](const RuleSpec& a, const RuleSpec& b) { return a.id < b.id; });
  const auto ids = [&](const std::vector<std::string>& names, bool are_rules) {
    std::vector<uint32_t> indices;
    for (const std::string& name : names) {
      const auto at = std::find_if(rules.begin(), rules.end(),
                                   [&](const RuleSpec& rule) { return rule.id == name; });
      indices.push_back(are_rules ? static_cast<uint32_t>(at - rules.begin()) : image.Intern(name));
    }
    std::sort(indices.begin(), indices.end());
    return image.AddIndices(indices);
  };
  std::map<std::string, ActionSpec> actions = actions_;
  std::map<std::string, uint32_t> patterns;
  for (const RuleSpec& rule : rules) {
    RuleRow row{};
    row.id = image.Intern(rule.id);
    row.section = rule.section;
    row.on_error = rule.on_error;
    row.priority = rule.priority;
    row.valid_from_day = rule.valid_from_day;
    row.valid_until_day = rule.valid_until_day;
    row.reason = kNone;
    row.routes = ids(rule.routes, false);
    row.overrides = ids(rule.overrides, true);
    image.rules.push_back(row);
    for (const std::string& action : rule.actions) {
      if (IsPattern(action)) {
        patterns[action] = 0;
      } else {
        actions.try_emplace(action);
      }
    }
  }
  for (auto& [pattern, id] : patterns) {
    id = static_cast<uint32_t>(image.patterns.size());
    image.patterns.push_back({image.Intern(pattern), AppendBlock(image, rules, pattern)});
  }
  for (const auto& [name, spec] : actions) {
    ActionRow row{};
    row.name = image.Intern(name);
    row.canonical = static_cast<uint32_t>(
        std::distance(actions.begin(), actions.find(spec.alias_of.empty() ? name : spec.alias_of)));
    row.block = kNone;
    row.flags = spec.flags;
    if (spec.alias_of.empty()) {
      row.block = AppendBlock(image, rules, name);
      std::vector<uint32_t> matching;
      for (const auto& [pattern, id] : patterns) {
        if (MatchesPattern(pattern, name)) matching.push_back(id);
      }
      row.patterns = image.AddIndices(matching);
    }
    if (!spec.parameters.empty()) {
      row.parameters = {static_cast<uint32_t>(image.fields.size()),
                        static_cast<uint32_t>(spec.parameters.size())};
    }
    for (const ParameterSpec& parameter : spec.parameters) {
      TypeRow type = parameter.type.value_or(TypeOf(parameter.kind));
      type.length_max = kNone;
      if (!parameter.type) {
        type.values = parameter.values;
        type.encoding = parameter.encoding;
      }
      image.fields.push_back({image.Intern(parameter.name), image.AddType(type), parameter.flags});
    }
    image.actions.push_back(row);
  }
  for (size_t id = 0; id < rules.size(); ++id)
    RuleCode(image, rules[id]).AppendReason(image.rules[id]);
  return image;
}

std::shared_ptr<const Module> ModuleBuilder::Load(FunctionTable functions) const {
  const LoadResult result = Module::Load(Bytes(functions), functions);
  if (!result) ADD_FAILURE() << result.error().Message();
  return result.Share();
}

}  // namespace bylaw::vm
