#include "bylaw/vm/disassembler.h"

#include <algorithm>

#include "bylaw/vm/context.h"
#include "module_data.h"

namespace bylaw::vm {
namespace {

constexpr std::string_view kSourceTexts[] = {
    "context",           "params",   "context (undeclared)",
    "context or params", "built-in", "built-in",
    "built-in",          "built-in", "built-in",
    "built-in"};
static_assert(std::size(kSourceTexts) == kSourceCount);
constexpr std::string_view kEncodingTexts[] = {"", " as text", " as seconds", " as a day"};
static_assert(std::size(kEncodingTexts) == kEncodingCount);
constexpr std::string_view kSectionTexts[] = {"permitted", "prohibited", "escalate"};
constexpr size_t kMnemonicWidth = 16;

class Listing {
 public:
  explicit Listing(const Module& module)
      : module_(module), data_(module.data()), view_(data_.view) {}

  std::string Run() {
    Heading();
    Facts();
    for (uint32_t id = 0; id < view_.blocks.size(); ++id) Block(id);
    for (const RuleRow& rule : view_.rules) Reason(rule);
    return std::move(out_);
  }

 private:
  void Heading();
  void Facts();
  void Type(const TypeRow& type);
  void Bounds(const TypeRow& type);
  void BoundType(const TypeRow& type) {
    Type(type);
    Bounds(type);
  }
  void Bound(std::string_view name, uint32_t constant);
  void Block(uint32_t id);
  void Names(uint32_t block);
  void Rule(const BlockRow& block, uint32_t row);
  void Condition(const BlockRow& block, const ConditionRow& condition);
  void Reason(const RuleRow& rule);
  void Code(const BlockRow& block, uint32_t pc);
  void Edge(const BlockRow& block, uint32_t pc);
  void ByteOperand(Role role, uint8_t value);
  void WordOperand(Role role, uint32_t value);
  uint32_t LineOf(uint32_t offset) const {
    return 1 + static_cast<uint32_t>(
                   std::count(view_.source.begin(), view_.source.begin() + offset, '\n'));
  }
  void Number(uint64_t number, size_t width = 0) {
    const std::string text = std::to_string(number);
    if (text.size() < width) out_.append(width - text.size(), ' ');
    out_.append(text);
  }

  const Module& module_;
  const LoadedModule& data_;
  const ModuleView& view_;
  std::string out_;
};

void Listing::Heading() {
  out_.append("; ").append(module_.id());
  if (!module_.version().empty()) out_.append(" ").append(module_.version());
  out_.append(module_.strict() ? ", strict\n" : "\n");
  out_.append("; at most ");
  Number(module_.steps_max());
  out_.append(" steps and ");
  Number(module_.arena_max());
  out_.append(" bytes of results a decision: proved\n; ");
  Number(view_.rules.size());
  out_.append(" rules, ");
  Number(view_.actions.size());
  out_.append(" actions, ");
  Number(view_.patterns.size());
  out_.append(" patterns, ");
  Number(view_.code.size());
  out_.append(" instructions\n");
}

void Listing::Facts() {
  for (const FactRow& fact : view_.facts) {
    out_.append("fact ").append(view_.string(fact.name)).append(": ");
    Type(fact.type);
    out_.append(" from ").append(kSourceTexts[static_cast<uint32_t>(fact.source)]);
    Bounds(fact.type);
    Bound("default", fact.fallback);
    if ((fact.flags & kFactPersonal) != 0) out_.append(", personal");
    out_.push_back('\n');
  }
}

void Listing::Bound(std::string_view name, uint32_t constant) {
  if (constant == kNone) return;
  out_.append(", ").append(name).append(" ");
  AppendValue(data_.constants[constant], out_);
}

// `list of map {amount: decimal, min 0; iban: string}` and the like.
void Listing::Type(const TypeRow& type) {
  out_.append(type.kind == Kind::kError ? "dyn" : KindText(type.kind));
  out_.append(kEncodingTexts[static_cast<uint32_t>(type.encoding)]);
  if (type.items != kNone) {
    out_.append(" of ");
    BoundType(view_.types[type.items]);
  }
  std::string_view before = " {";
  for (const FieldRow& field : ModuleView::Rows(view_.fields, type.fields)) {
    out_.append(before).append(view_.string(field.name)).append(": ");
    BoundType(view_.types[field.type]);
    before = "; ";
  }
  if (type.fields.count > 0) out_.append("}");
}

void Listing::Bounds(const TypeRow& type) {
  Bound("min", type.minimum);
  Bound("max", type.maximum);
  Bound("values", type.values);
}

void Listing::Names(uint32_t block) {
  for (const ActionRow& action : view_.actions) {
    if (action.block == block) out_.append(" ").append(view_.string(action.name));
  }
  for (const PatternRow& pattern : view_.patterns) {
    if (pattern.block == block)
      out_.append(" ").append(view_.string(pattern.pattern)).append(" (pattern)");
  }
}

void Listing::Block(uint32_t id) {
  const BlockRow& block = view_.blocks[id];
  out_.append("\nblock ");
  Number(id);
  out_.append(":");
  Names(id);
  out_.push_back('\n');
  for (uint32_t local = 0; local < block.rules.count; ++local)
    Rule(block, block.rules.begin + local);
  Code(block, block.code.begin + block.code.count - 1);
}

void Listing::Rule(const BlockRow& block, uint32_t row) {
  const BlockRuleRow& block_rule = view_.block_rules[row];
  const RuleRow& rule = view_.rules[block_rule.rule];
  out_.append("  ").append(kSectionTexts[static_cast<uint32_t>(rule.section)]).append(" ");
  out_.append(view_.string(rule.id)).append("  ; line ");
  Number(LineOf(rule.span_begin));
  out_.push_back('\n');
  uint32_t pc = block.code.begin;
  for (uint32_t before = block.rules.begin; before <= row; ++before) {
    for (const ConditionRow& condition :
         ModuleView::Rows(view_.conditions, view_.block_rules[before].conditions)) {
      if (before == row) Condition(block, condition);
      pc = condition.code.begin + condition.code.count;
    }
    if (before == row) break;
    pc = view_.code[pc].z;  // Behind the rule's `applies`.
  }
  const uint32_t end = view_.code[pc].z;
  for (; pc < end; ++pc) Code(block, pc);
}

void Listing::Condition(const BlockRow& block, const ConditionRow& condition) {
  out_.append("    ; line ");
  Number(LineOf(condition.span_begin));
  out_.append(": ").append(view_.string(condition.text)).push_back('\n');
  for (uint32_t i = 0; i < condition.code.count; ++i) Code(block, condition.code.begin + i);
}

// The parts of a reason with {expressions}, as it says them.
void Listing::Reason(const RuleRow& rule) {
  if (rule.reason_parts.count == 0) return;
  out_.append("\nreason of ").append(view_.string(rule.id)).append(":\n");
  for (const ReasonPartRow& part : ModuleView::Rows(view_.reason_parts, rule.reason_parts)) {
    out_.append("    ; line ");
    Number(LineOf(part.span_begin));
    out_.append(part.code.count > 0 ? ": " : ": text ");
    if (part.code.count > 0) {
      out_.append(view_.string(part.text));
    } else {
      AppendValue(Value::String(view_.string(part.text)), out_);
    }
    out_.push_back('\n');
    const BlockRow alone{{0, 0}, part.code, part.edges};
    for (uint32_t i = 0; i < part.code.count; ++i) Code(alone, part.code.begin + i);
  }
}

void Listing::Code(const BlockRow& block, uint32_t pc) {
  const Instruction& in = view_.code[pc];
  const OpcodeInfo& info = Info(in.op);
  Number(pc, 8);
  out_.append("  ").append(info.mnemonic);
  if (info.mnemonic.size() < kMnemonicWidth)
    out_.append(kMnemonicWidth - info.mnemonic.size(), ' ');
  const bool constant_operand = info.y == Role::kOperandConst && in.c == kConstantOperand;
  ByteOperand(info.a, in.a);
  ByteOperand(info.b, in.b);
  if (!constant_operand) ByteOperand(info.c, in.c);
  WordOperand(info.x, in.x);
  if (constant_operand || info.y != Role::kOperandConst) WordOperand(info.y, in.y);
  WordOperand(info.z, in.z);
  out_.erase(out_.find_last_not_of(' ') + 1);
  if (info.fallible()) Edge(block, pc);
  out_.push_back('\n');
}

void Listing::Edge(const BlockRow& block, uint32_t pc) {
  for (const EdgeRow& edge : ModuleView::Rows(view_.edges, block.edges)) {
    if (pc < edge.begin || pc >= edge.end) continue;
    out_.append("  ; error: ");
    if (edge.reg == kEdgeUndecidable && block.rules.count == 0) {
      out_.append("no value");
      continue;
    }
    if (edge.reg == kEdgeUndecidable) {
      out_.append("undecidable, go on at ");
    } else {
      out_.append("into r");
      Number(edge.reg);
      out_.append(", go on at ");
    }
    Number(edge.target);
  }
}

void Listing::ByteOperand(Role role, uint8_t value) {
  if (role == Role::kNone) return;
  out_.push_back(' ');
  switch (role) {
    case Role::kRelation:
      out_.append(RelationText(static_cast<Relation>(value)));
      return;
    case Role::kTextPart:
      out_.append(TextPartText(static_cast<TextPart>(value)));
      return;
    case Role::kQuantifier:
      out_.append((value & Quantifier::kAny) != 0 ? "any" : "all");
      if ((value & Quantifier::kNegated) != 0) out_.append(" negated");
      if ((value & Quantifier::kNotEmpty) != 0) out_.append(" not-empty");
      return;
    case Role::kNegate:
      out_.append(value == 0 ? "in" : "not-in");
      return;
    case Role::kCount:
      out_.push_back('*');
      return Number(value);
    case Role::kLoopForm:
      if ((value & LoopForm::kPairs) != 0) out_.append("pairs ");
      if ((value & LoopForm::kMaps) != 0) out_.append("maps ");
      out_.append("depth ");
      return Number(value >> LoopForm::kDepthShift);
    default:
      out_.push_back('r');
      return Number(value);
  }
}

void Listing::WordOperand(Role role, uint32_t value) {
  if (role == Role::kNone) return;
  out_.push_back(' ');
  switch (role) {
    case Role::kConst:
    case Role::kIntConst:
    case Role::kDecimalConst:
    case Role::kStringConst:
    case Role::kScalarConst:
    case Role::kContainerConst:
    case Role::kMapConst:
    case Role::kOperandConst:
      return AppendValue(data_.constants[value], out_);
    case Role::kFact:
    case Role::kBoolFact:
    case Role::kIntFact:
    case Role::kDecimalFact:
    case Role::kStringFact:
      out_.append(view_.string(view_.facts[value].name));
      return;
    case Role::kName:
      out_.append(".").append(view_.string(value));
      return;
    case Role::kCall:
      out_.append(data_.calls[value].overloads.merged.signature);
      return;
    case Role::kKind:
      out_.append(KindText(static_cast<Kind>(value)));
      return;
    case Role::kRelation:
      out_.append(RelationText(static_cast<Relation>(value)));
      return;
    case Role::kArithmetic:
      out_.append(ArithmeticText(static_cast<Arithmetic>(value)));
      return;
    case Role::kCapacity:
    case Role::kTrips:
      out_.push_back('*');
      return Number(value);
    case Role::kMemo:
      out_.push_back('m');
      return Number(value);
    case Role::kCarried:
      if (Carried::Register(value) == Carried::kNothing) {
        out_.append("carries nothing");
        return;
      }
      out_.append("carries r");
      return Number(Carried::Register(value));
    case Role::kTarget:
    case Role::kLoopStart:
    case Role::kLoopBody:
    case Role::kRuleEnd:
      out_.append("-> ");
      return Number(value);
    default:
      return Number(value);
  }
}

}  // namespace

std::string Disassemble(const Module& module) {
  return Listing(module).Run();
}

}  // namespace bylaw::vm
