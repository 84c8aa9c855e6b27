// The verifier, as data: for every code of verify_error.def a module that is refused with just that
// code, and beside it one that differs as little as possible and is accepted.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <functional>
#include <set>
#include <string>

#include "module_builder.h"
#include "test_functions.h"

namespace bylaw::vm {
namespace {

using enum VerifyError;

// Some of everything that a module can hold.
ModuleImage GoodImage() {
  ModuleBuilder m;
  const uint32_t amount = m.Params("amount", Kind::kDecimal);             // Fact 0.
  const uint32_t verified = m.Context("verified", Kind::kBool);           // 1
  const uint32_t status = m.Context("status", Kind::kString);             // 2
  const uint32_t targets = m.BuiltIn(Source::kTargets);                   // 3
  const uint32_t note = m.Params("note.text", Kind::kString);             // 4
  const uint32_t either = m.Fact("e", Source::kEither, Kind::kError, 0);  // 5
  const uint32_t count = m.Params("count", Kind::kInt);                   // 6
  const uint32_t lines = m.Params("lines", Kind::kList);                  // 7
  const uint32_t payee = m.Params("payee", Kind::kMap);                   // 8
  m.fact(amount).type.minimum = m.Number("0");
  // A list of maps: type 0 is a decimal, 1 a string, 2 the map.
  TypeRow line = TypeOf(Kind::kMap);
  line.fields = m.image().AddFields(
      {{m.image().Intern("amount"), m.image().AddType(TypeOf(Kind::kDecimal)), kFieldRequired},
       {m.image().Intern("iban"), m.image().AddType(TypeOf(Kind::kString)), 0}});
  m.fact(payee).type.fields = line.fields;
  m.fact(lines).type.items = m.image().AddType(line);
  m.fact(status).type.values = m.Texts({"active", "frozen"});
  m.fact(count).fallback = m.Const(Value::Int(7));
  const uint32_t matches = m.image().Import("matches(string, string) bool");
  const uint32_t contains = m.image().Import("contains(string, string) bool");
  m.fact(note).type.pattern = m.image().AddCall(matches, m.Text("memo"));
  const uint32_t call = m.image().AddCall(contains, kNone);
  const uint32_t big = m.Number("123456789012345678901234567890");
  const uint32_t ten = m.Number("10000");

  const Condition arithmetic =
      Code({Op(Opcode::kLoadFact, 0, 0, 0, amount), Op(Opcode::kLoadConst, 1, 0, 0, ten),
            Op(Opcode::kAddDecimal, 2, 0, 1), Op(Opcode::kCompareDecimal, 3, 2, 1, 1),
            Op(Opcode::kRequire, 0, 3, 0, 0, 0, kToFails)});
  // contains(note, "x") || e == 1, with an edge that makes a value of an error.
  Condition either_way =
      Code({Op(Opcode::kLoadFact, 0, 0, 0, note), Op(Opcode::kLoadConst, 1, 0, 0, m.Text("x")),
            Op(Opcode::kCall, 2, 0, 2, call), Op(Opcode::kJumpIf, 0, 2, 0, 0, 0, kToEnd),
            Op(Opcode::kLoadFact, 3, 0, 0, either), Op(Opcode::kLoadConst, 4, 0, 0, big),
            Op(Opcode::kCompareAny, 3, 3, 4, 2), Op(Opcode::kOr, 2, 2, 3),
            Op(Opcode::kRequire, 0, 2, 0, 0, 0, kToFails)});
  either_way.edges = {{0, 3, 3, 2}, {4, 7, 7, 3}, {8, 9, kToEnd, kEdgeUndecidable}};
  const auto equal = static_cast<uint8_t>(Relation::kEqual);
  const Condition required =
      Code({Op(Opcode::kLoadFact, 0, 0, 0, amount),
            Op(Opcode::kRequireDecimal, equal, 0, kConstantOperand, 0, ten, kToFails)});
  m.Rule({.id = "b-permit",
          .actions = {"pay"},
          .conditions = {TestTrue(verified), arithmetic, either_way, required},
          .overrides = {"c-prohibit"}});
  m.Rule({.id = "a-escalate",
          .section = Section::kEscalate,
          .actions = {"pay"},
          .conditions = {TestDecimal(amount, Relation::kGreaterOrEqual, ten)},
          .routes = {"senior_ops"},
          .reason = {{{}, {}, "twice is "},
                     {{Op(Opcode::kLoadFact, 1, 0, 0, count), Op(Opcode::kAddInt, 0, 1, 1)},
                      {},
                      "{count + count}"}}});
  m.Prohibit("c-prohibit", {"delete_*", "pay"},
             {TestTargets(targets, true, m.Texts({"third_parties"}))});
  m.Permit("d-permit", {"delete_all"}, {TestString(status, Relation::kEqual, m.Text("active"))});
  m.Action("pay", {.parameters = {{"amount", Kind::kDecimal}, {"count", Kind::kInt}},
                   .flags = kActionClosed});
  m.Action("pay_now", {.alias_of = "pay"});
  m.image().about = "{}";
  m.image().source = "constitution:\n";
  return m.Build();
}

// The first instruction of this kind.
Instruction& First(ModuleImage& m, Opcode op) {
  for (Instruction& in : m.code) {
    if (in.op == op) return in;
  }
  ADD_FAILURE() << "no " << Info(op).mnemonic;
  return m.code[0];
}
RuleRow& RuleNamed(ModuleImage& m, std::string_view id) {
  for (RuleRow& rule : m.rules) {
    if (m.strings[rule.id] == id) return rule;
  }
  ADD_FAILURE() << "no rule " << id;
  return m.rules[0];
}
ActionRow& ActionNamed(ModuleImage& m, std::string_view name) {
  for (ActionRow& action : m.actions) {
    if (m.strings[action.name] == name) return action;
  }
  ADD_FAILURE() << "no action " << name;
  return m.actions[0];
}
// The block of "pay".
BlockRow& PayBlock(ModuleImage& m) {
  return m.blocks[ActionNamed(m, "pay").block];
}

// A map constant of these keys, each with its place.
uint32_t Table(ModuleImage& m, const std::vector<std::string>& keys) {
  std::vector<Member> members;
  for (const std::string& key : keys)
    members.push_back({Value::String(key), Value::Int(static_cast<int64_t>(members.size()))});
  return m.AddConstantMap(members);
}
// Other code for the only value in a reason, which stands last. No edge where nothing can fail.
void SetReason(ModuleImage& m, const std::vector<Instruction>& code, bool can_fail = true) {
  ReasonPartRow& part = m.reason_parts.back();
  m.code.resize(part.code.begin);
  m.code.insert(m.code.end(), code.begin(), code.end());
  part.code.count = static_cast<uint32_t>(code.size());
  const auto end = static_cast<uint32_t>(m.code.size());
  m.edges.back() = {part.code.begin, end, end, kEdgeUndecidable};
  if (!can_fail) m.edges.pop_back(), part.edges.count = 0;
}
// So many comparisons of values that may be lists.
void CompareInReason(ModuleImage& m, size_t comparisons) {
  std::vector<Instruction> code = {Op(Opcode::kLoadFact, 1, 0, 0, 5)};
  code.resize(comparisons + 1, Op(Opcode::kCompareAny, 0, 1, 1, 2));
  SetReason(m, code);
}

LoadResult LoadImage(const ModuleImage& image) {
  return Module::Load(Encode(image, TestFunctions()), TestFunctions());
}

// Adds a list of lists of …, so many of them.
void NestTypes(ModuleImage& m, uint32_t count) {
  uint32_t items = kNone;
  for (uint32_t i = 0; i < count; ++i) {
    TypeRow list = TypeOf(Kind::kList);
    list.items = items;
    items = static_cast<uint32_t>(m.types.size());
    m.types.push_back(list);
  }
}

struct ImageCase {
  VerifyError error;
  const char* about;
  std::function<void(ModuleImage&)> refused;
  std::function<void(ModuleImage&)> accepted = [](ModuleImage&) {};
};

const ImageCase kImageCases[] = {
    // Rows.
    {kText, "a string", [](ModuleImage& m) { m.strings[m.conditions[0].text] = "\xff"; },
     [](ModuleImage& m) { m.strings[m.conditions[0].text] = "\xc3\xa9"; }},
    {kText, "about", [](ModuleImage& m) { m.about = "\xed\xa0\x80"; }, [](ModuleImage& m) { m.about = "\xed\x9f\xbf"; }},
    {kText, "source", [](ModuleImage& m) { m.source += "\x80"; }, [](ModuleImage& m) { m.source += "\x7f"; }},
    {kIndex, "policy id", [](ModuleImage& m) { m.policy.id = kNone; }, [](ModuleImage& m) { m.policy.version = kNone; }},
    {kIndex, "default route", [](ModuleImage& m) { m.policy.default_route = 9'999; },
     [](ModuleImage& m) { m.policy.default_route = 1; }},
    {kIndex, "agents", [](ModuleImage& m) { m.policy.agents = {0, 9'999}; }, [](ModuleImage& m) { m.policy.agents = {0, 1}; }},
    {kIndex, "a range that wraps around", [](ModuleImage& m) { m.policy.agents = {0xffffffff, 0xffffffff}; }},
    {kIndex, "an empty range elsewhere", [](ModuleImage& m) { m.policy.agents = {1, 0}; }},
    {kIndex, "fact name", [](ModuleImage& m) { m.facts[0].name = 9'999; }},
    {kIndex, "fact path", [](ModuleImage& m) { m.facts[0].path.begin = 9'999; }},
    {kIndex, "fact minimum", [](ModuleImage& m) { m.facts[0].type.minimum = 9'999; }, [](ModuleImage& m) { m.facts[0].type.minimum = kNone; }},
    {kIndex, "fact pattern", [](ModuleImage& m) { m.facts[4].type.pattern = 9; }, [](ModuleImage& m) { m.facts[4].type.pattern = kNone; }},
    {kIndex, "action name", [](ModuleImage& m) { m.patterns[0].pattern = 9'999; }},
    {kIndex, "action's block", [](ModuleImage& m) { ActionNamed(m, "pay").block = 9; }},
    {kIndex, "action's canonical", [](ModuleImage& m) { ActionNamed(m, "pay").canonical = 9; }},
    {kIndex, "action's parameters", [](ModuleImage& m) { ActionNamed(m, "pay").parameters.count = 3; }},
    {kIndex, "pattern's block", [](ModuleImage& m) { m.patterns[0].block = kNone; }},
    {kIndex, "parameter name", [](ModuleImage& m) { m.fields[2].name = 9'999; }},
    {kIndex, "parameter type", [](ModuleImage& m) { m.fields[2].type = static_cast<uint32_t>(m.types.size()); },
     [](ModuleImage& m) { m.fields[2].type = static_cast<uint32_t>(m.types.size()) - 1; }},
    {kIndex, "items", [](ModuleImage& m) { m.facts[7].type.items = static_cast<uint32_t>(m.types.size()); },
     [](ModuleImage& m) { m.facts[7].type.items = 0; }},
    {kIndex, "fields", [](ModuleImage& m) { m.facts[8].type.fields.count = 9'999; },
     [](ModuleImage& m) { m.facts[8].type.fields.count = 1; }},
    {kIndex, "a type of itself", [](ModuleImage& m) { m.fields[0].type = 2; }, [](ModuleImage& m) { m.fields[0].type = 1; }},
    {kIndex, "format", [](ModuleImage& m) { m.facts[4].type.format = 9; }, [](ModuleImage& m) { m.facts[4].type.format = kNone; }},
    {kIndex, "rule reason", [](ModuleImage& m) { m.rules[0].reason = 9'999; }, [](ModuleImage& m) { m.rules[0].reason = 0; }},
    {kIndex, "rule's reason parts", [](ModuleImage& m) { m.rules[0].reason_parts.count = 3; }},
    {kIndex, "reason part's text", [](ModuleImage& m) { m.reason_parts[0].text = 9'999; }, [](ModuleImage& m) { m.reason_parts[0].text = 0; }},
    {kIndex, "reason part's span", [](ModuleImage& m) { m.reason_parts[0].span_end = 9'999; }, [](ModuleImage& m) { m.reason_parts[0].span_end = 3; }},
    {kIndex, "rule routes", [](ModuleImage& m) { RuleNamed(m, "a-escalate").routes.begin = 9'999; }},
    {kIndex, "rule overrides", [](ModuleImage& m) { RuleNamed(m, "b-permit").overrides.count = 9'999; }},
    {kIndex, "block rule", [](ModuleImage& m) { m.block_rules[0].rule = 9; }},
    {kIndex, "condition text", [](ModuleImage& m) { m.conditions[0].text = 9'999; }},
    {kIndex, "condition span", [](ModuleImage& m) { m.conditions[0].span_end = 9'999; }, [](ModuleImage& m) { m.conditions[0].span_end = 3; }},
    {kIndex, "import", [](ModuleImage& m) { m.imports[0].signature = 9'999; }},
    {kIndex, "call", [](ModuleImage& m) { m.calls[0].import = 9; }},
    {kIndex, "prepared constant", [](ModuleImage& m) { m.calls[0].prepared = 9'999; }},
    {kReserved, "policy flags", [](ModuleImage& m) { m.policy.flags |= 4; }, [](ModuleImage& m) { m.policy.flags = 0; }},
    {kReserved, "policy", [](ModuleImage& m) { m.policy.reserved[2] = 1; }},
    {kReserved, "fact flags", [](ModuleImage& m) { m.facts[0].flags |= 8; }, [](ModuleImage& m) { m.facts[0].flags |= kFactPersonal; }},
    {kReserved, "fact", [](ModuleImage& m) { m.facts[0].reserved = 1; }},
    {kReserved, "action flags", [](ModuleImage& m) { ActionNamed(m, "pay").flags |= 4; },
     [](ModuleImage& m) { ActionNamed(m, "pay").flags |= kActionIrreversible; }},
    {kReserved, "field flags", [](ModuleImage& m) { m.fields[0].flags = 2; },
     [](ModuleImage& m) { m.fields[0].flags = kFieldRequired; }},
    {kReserved, "type", [](ModuleImage& m) { m.types[0].reserved = 1; }},
    {kReserved, "type flags", [](ModuleImage& m) { m.types[0].flags = 2; }},
    {kReserved, "rule", [](ModuleImage& m) { m.rules[0].reserved = 1; }},
    {kReserved, "constant detail", [](ModuleImage& m) { m.constants[0].detail |= Value::kSorted; },
     [](ModuleImage& m) { m.constants[0].detail |= Value::kLiteral; }},
    {kReserved, "list detail", [](ModuleImage& m) { m.constants[m.facts[2].type.values].detail |= 8; }},
    {kEnum, "overdue", [](ModuleImage& m) { m.policy.when_overdue = static_cast<WhenOverdue>(3); },
     [](ModuleImage& m) { m.policy.when_overdue = WhenOverdue::kDeny; }},
    {kEnum, "what the policy discloses", [](ModuleImage& m) { m.policy.disclose = static_cast<Disclose>(3); },
     [](ModuleImage& m) { m.policy.disclose = Disclose::kNothing; }},
    {kEnum, "precedence", [](ModuleImage& m) { m.policy.precedence[0] = static_cast<Section>(3); }},
    {kEnum, "fact source", [](ModuleImage& m) { m.facts[0].source = static_cast<Source>(kSourceCount); }},
    {kEnum, "fact kind", [](ModuleImage& m) { m.facts[0].type.kind = static_cast<Kind>(kKindCount); }},
    {kEnum, "type kind", [](ModuleImage& m) { m.types[0].kind = static_cast<Kind>(kKindCount); }},
    {kEnum, "type encoding", [](ModuleImage& m) { m.types[0].encoding = static_cast<Encoding>(kEncodingCount); }},
    {kEnum, "constant kind", [](ModuleImage& m) { m.constants[0].kind = static_cast<Kind>(kKindCount); }},
    {kEnum, "section", [](ModuleImage& m) { m.rules[0].section = static_cast<Section>(3); }},
    {kEnum, "on_error", [](ModuleImage& m) { m.rules[0].on_error = static_cast<OnError>(2); },
     [](ModuleImage& m) { m.rules[0].on_error = OnError::kEscalate; }},
    {kEnum, "disclose", [](ModuleImage& m) { m.rules[0].disclose = static_cast<Disclose>(3); },
     [](ModuleImage& m) { m.rules[0].disclose = Disclose::kNothing; }},
    {kOrder, "actions", [](ModuleImage& m) { std::swap(m.actions[1].name, m.actions[2].name); }},
    {kOrder, "rules", [](ModuleImage& m) { std::swap(m.rules[1].id, m.rules[2].id); }},
    {kOrder, "a rule's id twice", [](ModuleImage& m) { m.rules[1].id = m.rules[0].id; }},
    {kOrder, "a fact's name twice", [](ModuleImage& m) { m.facts[1].name = m.facts[0].name; }},
    {kOrder, "a built-in twice",
     [](ModuleImage& m) {
       m.facts.push_back(m.facts[3]);
       m.facts.back().name = m.Intern("again");
     },
     [](ModuleImage& m) {
       m.facts.push_back(m.facts[3]);
       m.facts.back().name = m.Intern("again");
       m.facts.back().source = Source::kSession;
       m.facts.back().type.kind = Kind::kString;
     }},
    {kOrder, "parameters", [](ModuleImage& m) { std::swap(m.fields[2], m.fields[3]); }},
    {kOrder, "fields", [](ModuleImage& m) { std::swap(m.fields[0], m.fields[1]); }},
    {kOrder, "a pattern twice",
     [](ModuleImage& m) { m.patterns.push_back(m.patterns[0]); },
     [](ModuleImage& m) { m.patterns.push_back({m.Intern("e*"), m.patterns[0].block}); }},
    {kConstant, "a bool", [](ModuleImage& m) { m.constants.push_back({Kind::kBool, 0, 0, 0, 2}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kBool, 0, 0, 0, 1}); }},
    {kConstant, "null", [](ModuleImage& m) { m.constants.push_back({Kind::kNull, 0, 0, 0, 1}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kNull, 0, 0, 0, 0}); }},
    {kConstant, "an error", [](ModuleImage& m) { m.constants.push_back({Kind::kError, 0, 0, 0, 0}); }},
    {kConstant, "a map that is not sorted",
     [](ModuleImage& m) { m.constants[Table(m, {"CHF", "EUR"})].detail = 0; },
     [](ModuleImage& m) { Table(m, {"CHF", "EUR"}); }},
    {kConstant, "a map whose keys do not ascend", [](ModuleImage& m) { Table(m, {"EUR", "CHF"}); }},
    {kConstant, "a map with a key twice", [](ModuleImage& m) { Table(m, {"CHF", "CHF"}); },
     [](ModuleImage& m) { Table(m, {"CHF", "CHF2"}); }},
    {kConstant, "a map with a key that is no string",
     [](ModuleImage& m) { m.constants[Table(m, {"CHF"}) - 2] = {Kind::kBool, 0, 0, 0, 1}; }},
    {kConstant, "a map of lists",
     [](ModuleImage& m) { m.constants[Table(m, {"CHF"}) - 1] = {Kind::kList, 0, 0, 0, 0}; },
     [](ModuleImage& m) { m.constants[Table(m, {"CHF"}) - 1] = {Kind::kNull, 0, 0, 0, 0}; }},
    {kConstant, "a map of maps",
     [](ModuleImage& m) { m.constants[Table(m, {"CHF"}) - 1] = {Kind::kMap, Value::kSorted, 0, 0, m.constants.size() - 2}; }},
    {kConstant, "a map with a value less than it has keys",
     [](ModuleImage& m) {
       const uint32_t map = Table(m, {"CHF", "EUR"});
       m.constants[map].payload += 1;
     }},
    {kConstant, "a map elsewhere",
     [](ModuleImage& m) {
       const uint32_t map = Table(m, {"CHF"});
       m.constants.push_back(m.constants[map]);  // Of the same parts: without a limit to its copies.
     }},
    {kConstant, "a map of itself", [](ModuleImage& m) { m.constants.push_back({Kind::kMap, Value::kSorted, 0, 1, m.constants.size() - 1}); }},
    {kConstant, "a map of more than there is", [](ModuleImage& m) { m.constants.push_back({Kind::kMap, Value::kSorted, 0, 9'999, 0}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kMap, Value::kSorted, 0, 0, m.constants.size()}); }},
    {kConstant, "a map whose size wraps around",
     [](ModuleImage& m) { m.constants.push_back({Kind::kMap, Value::kSorted, 0, 0x80000000, m.constants.size()}); }},
    {kConstant, "a sorted list that is not",
     [](ModuleImage& m) { m.AddConstantList(std::vector{Value::String("b"), Value::String("a")}, true); },
     [](ModuleImage& m) { m.AddConstantList(std::vector{Value::String("a"), Value::String("b")}, true); }},
    {kConstant, "a sorted list with a text twice",
     [](ModuleImage& m) { m.AddConstantList(std::vector{Value::String("a"), Value::String("a")}, true); }},
    {kConstant, "a sorted list of numbers",
     [](ModuleImage& m) { m.AddConstantList(std::vector{Value::Int(1), Value::Int(2)}, true); },
     [](ModuleImage& m) { m.AddConstantList(std::vector{Value::Int(1), Value::Int(2)}); }},
    {kConstant, "an int with an exponent", [](ModuleImage& m) { m.constants.push_back({Kind::kInt, 0, 1, 0, 1}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kInt, 0, 0, 0, 1}); }},
    {kConstant, "an int with items", [](ModuleImage& m) { m.constants.push_back({Kind::kInt, 0, 0, 1, 1}); }},
    {kConstant, "a decimal with zeros at its end", [](ModuleImage& m) { m.constants.push_back({Kind::kDecimal, 0, 0, 0, 10}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kDecimal, 0, 1, 0, 1}); }},
    {kConstant, "a zero with an exponent", [](ModuleImage& m) { m.constants.push_back({Kind::kDecimal, 0, 1, 0, 0}); }},
    {kConstant, "a decimal's exponent", [](ModuleImage& m) { m.constants.push_back({Kind::kDecimal, 0, 7'000, 0, 1}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kDecimal, 0, 6'000, 0, 1}); }},
    {kConstant, "a wide decimal that is small",
     [](ModuleImage& m) {
       m.constants.push_back({Kind::kDecimal, Value::kWide, 0, 0, m.wide.size()});
       m.wide.push_back({7, 0});
     },
     [](ModuleImage& m) {
       m.constants.push_back({Kind::kDecimal, Value::kWide, 0, 0, m.wide.size()});
       m.wide.push_back({7, 1});
     }},
    {kConstant, "a wide decimal of more than 38 digits",
     [](ModuleImage& m) {
       m.constants.push_back({Kind::kDecimal, Value::kWide, 0, 0, m.wide.size()});
       m.wide.push_back({7, ~uint64_t{0} >> 1});
     }},
    {kConstant, "no such wide decimal", [](ModuleImage& m) { m.constants.push_back({Kind::kDecimal, Value::kWide, 0, 0, 9}); }},
    {kConstant, "no such string", [](ModuleImage& m) { m.constants.push_back({Kind::kString, 0, 0, 0, 9'999}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kString, 0, 0, 0, 0}); }},
    {kConstant, "text over the limit",
     [](ModuleImage& m) { m.AddConstant(Value::String(std::string(kStringBytesDefault + 1, 'x'))); },
     [](ModuleImage& m) { m.AddConstant(Value::String(std::string(kStringBytesDefault, 'x'))); }},
    {kConstant, "a list of itself", [](ModuleImage& m) { m.constants.push_back({Kind::kList, 0, 0, 1, m.constants.size()}); },
     [](ModuleImage& m) { m.constants.push_back({Kind::kList, 0, 0, 1, 0}); }},
    {kConstant, "a list whose end wraps around",
     [](ModuleImage& m) { m.constants.push_back({Kind::kList, 0, 0, 2, 0xffff'ffff'ffff'ffff}); }},
    {kConstant, "a list before the first constant", [](ModuleImage& m) { m.constants.push_back({Kind::kList, 0, 0, 9'999, 0}); }},
    {kConstant, "a list of lists", [](ModuleImage& m) { m.constants.push_back({Kind::kList, 0, 0, 1, m.facts[2].type.values}); }},
    {kFact, "a bound of another kind", [](ModuleImage& m) { m.facts[0].type.minimum = m.facts[6].fallback; },
     [](ModuleImage& m) { m.facts[6].type.minimum = m.facts[6].fallback; }},
    {kFact, "an enum of numbers", [](ModuleImage& m) { m.facts[6].type.values = m.facts[2].type.values; }},
    {kFact, "an enum that is no list", [](ModuleImage& m) { m.facts[2].type.values = m.facts[0].type.minimum; }},
    {kFact, "lengths", [](ModuleImage& m) { m.facts[2].type.length_min = m.facts[2].type.length_max + 1; },
     [](ModuleImage& m) { m.facts[2].type.length_min = m.facts[2].type.length_max; }},
    {kFact, "a decimal string that is no decimal", [](ModuleImage& m) { m.facts[6].type.encoding = Encoding::kText; },
     [](ModuleImage& m) { m.facts[0].type.encoding = Encoding::kText; }},
    {kFact, "a day that is no time", [](ModuleImage& m) { m.facts[6].type.encoding = Encoding::kDay; }},
    {kFact, "an undeclared path", [](ModuleImage& m) { m.facts[4].source = Source::kEither; }},
    {kFact, "a path deeper than any request",
     [](ModuleImage& m) { m.facts[0].path = m.AddIndices(std::vector<uint32_t>(kRequestDepthMax + 1, 0)); },
     [](ModuleImage& m) { m.facts[0].path = m.AddIndices(std::vector<uint32_t>(kRequestDepthMax, 0)); }},
    {kFact, "a built-in of another kind", [](ModuleImage& m) { m.facts[3].type.kind = Kind::kString; }},
    {kFact, "a built-in with a path", [](ModuleImage& m) { m.facts[3].path = m.facts[0].path; }},
    {kFact, "a default from the context", [](ModuleImage& m) { m.facts[6].source = Source::kContext; }},
    {kFact, "a pattern that is no pattern's call", [](ModuleImage& m) { m.facts[4].type.pattern = 1; }},
    {kFact, "a pattern of a number",
     [](ModuleImage& m) { m.facts[6].type.pattern = m.facts[4].type.pattern; }},
    {kFact, "an item's enum", [](ModuleImage& m) { m.types[0].values = m.facts[2].type.values; },
     [](ModuleImage& m) { m.types[1].values = m.facts[2].type.values; }},
    {kFact, "items of no list", [](ModuleImage& m) { m.facts[8].type.items = 0; },
     [](ModuleImage& m) { m.facts[7].type.items = 1; }},
    {kFact, "fields of no map", [](ModuleImage& m) { m.facts[7].type.fields = m.facts[8].type.fields; }},
    {kFact, "a closed list", [](ModuleImage& m) { m.facts[7].type.flags = kTypeClosed; },
     [](ModuleImage& m) { m.facts[8].type.flags = kTypeClosed; }},
    {kFact, "a format that is no format's call", [](ModuleImage& m) { m.facts[4].type.format = 1; },
     [](ModuleImage& m) { m.facts[4].type.format = m.facts[4].type.pattern; }},
    {kFact, "types that nest too deeply", [](ModuleImage& m) { NestTypes(m, kTypeDepthMax + 1); },
     [](ModuleImage& m) { NestTypes(m, kTypeDepthMax); }},
    {VerifyError::kName, "an action with a space", [](ModuleImage& m) { m.strings[ActionNamed(m, "pay").name] = "pa y"; },
     [](ModuleImage& m) { m.strings[ActionNamed(m, "pay").name] = "paX"; }},
    {VerifyError::kName, "a pattern that is empty", [](ModuleImage& m) { m.strings[m.patterns[0].pattern] = ""; }},
    {kAlias, "of an alias",
     [](ModuleImage& m) {
       ActionNamed(m, "delete_all").canonical = 2;
       ActionNamed(m, "delete_all").block = kNone;
       ActionNamed(m, "delete_all").patterns = {0, 0};
     }},
    {kAlias, "with rules", [](ModuleImage& m) { ActionNamed(m, "pay_now").block = 0; }},
    {kAlias, "that is closed", [](ModuleImage& m) { ActionNamed(m, "pay_now").flags = kActionClosed; }},
    {VerifyError::kPatterns, "one too few", [](ModuleImage& m) { ActionNamed(m, "delete_all").patterns = {0, 0}; }},
    {VerifyError::kPatterns, "one too many", [](ModuleImage& m) { ActionNamed(m, "pay").patterns = ActionNamed(m, "delete_all").patterns; }},
    {kRule, "an escalation without routes", [](ModuleImage& m) { RuleNamed(m, "a-escalate").routes = {0, 0}; }},
    {kRule, "a permission with routes", [](ModuleImage& m) { RuleNamed(m, "b-permit").routes = {0, 1}; }},
    {kRule, "a validity that ends before it begins",
     [](ModuleImage& m) { m.rules[0].valid_from_day = 8, m.rules[0].valid_until_day = 7; },
     [](ModuleImage& m) { m.rules[0].valid_from_day = 7, m.rules[0].valid_until_day = 7; }},
    {kRule, "a validity before all time", [](ModuleImage& m) { m.rules[0].valid_from_day = kDayMin - 1; }},
    {kRule, "a span outside the source", [](ModuleImage& m) { m.rules[0].span_end = 9'999; },
     [](ModuleImage& m) { m.rules[0].span_end = static_cast<uint32_t>(m.source.size()); }},
    {kRule, "a span that ends before it begins", [](ModuleImage& m) { m.rules[0].span_begin = 1; }},
    {kRule, "a reason of parts without its text", [](ModuleImage& m) { m.rules[0].reason = kNone; }},
    {kRule, "a reason of too many parts",
     [](ModuleImage& m) {
       m.reason_parts.resize(kReasonPartsMax + 1, {0, {static_cast<uint32_t>(m.code.size()), 0}, {static_cast<uint32_t>(m.edges.size()), 0}, 0, 0});
       m.rules[0].reason_parts.count = kReasonPartsMax + 1;
     },
     [](ModuleImage& m) {
       m.reason_parts.resize(kReasonPartsMax, {0, {static_cast<uint32_t>(m.code.size()), 0}, {static_cast<uint32_t>(m.edges.size()), 0}, 0, 0});
       m.rules[0].reason_parts.count = kReasonPartsMax;
     }},
    {kOverride, "a prohibition overrides", [](ModuleImage& m) { RuleNamed(m, "c-prohibit").overrides = RuleNamed(m, "b-permit").overrides; }},
    {kOverride, "a permission overrides a permission", [](ModuleImage& m) { m.rules[2].section = Section::kPermitted; }},
    {kOverride, "an escalation overrides an escalation",
     [](ModuleImage& m) { RuleNamed(m, "a-escalate").overrides = m.AddIndices(std::vector<uint32_t>{0}); },
     [](ModuleImage& m) { RuleNamed(m, "a-escalate").overrides = m.AddIndices(std::vector<uint32_t>{2}); }},
    {kPolicy, "a section twice", [](ModuleImage& m) { m.policy.precedence[0] = m.policy.precedence[1]; },
     [](ModuleImage& m) { std::swap(m.policy.precedence[0], m.policy.precedence[1]); }},
    {kStrict, "an undeclared name", [](ModuleImage& m) { m.policy.flags |= kPolicyStrict; },
     [](ModuleImage& m) {
       m.policy.flags |= kPolicyStrict;
       m.facts[5].source = Source::kContext;
     }},
    {kFunction, "none of that name", [](ModuleImage& m) { m.imports[1].signature = m.Intern("contains(string) bool"); }},
    {kPrepared, "an argument that is not prepared", [](ModuleImage& m) { m.calls[1].prepared = m.calls[0].prepared; },
     [](ModuleImage& m) { m.calls.push_back({m.calls[0].import, kNone}); }},
    {kPrepared, "a constant of another kind", [](ModuleImage& m) { m.calls[0].prepared = m.facts[0].type.minimum; }},
    {kPrepared, "a constant that the function cannot use", [](ModuleImage& m) { m.calls[0].prepared = m.AddConstant(Value::String("")); },
     [](ModuleImage& m) { m.calls[0].prepared = m.AddConstant(Value::String("y")); }},
    {kLimitPolicy, "steps", [](ModuleImage& m) { m.policy.steps_limit = kStepsMax + 1; }},
    {kLimitPolicy, "request", [](ModuleImage& m) { m.policy.request_bytes = kRequestBytesMax + 1; }, [](ModuleImage& m) { m.policy.request_bytes = 0; }},
    {kLimitPolicy, "strings", [](ModuleImage& m) { m.policy.string_bytes = kRequestBytesMax + 1; }},
    {kLimitPolicy, "lists", [](ModuleImage& m) { m.policy.list_items = kRequestValuesMax + 1; },
     [](ModuleImage& m) { m.policy.list_items = kRequestValuesMax; }},
    {kLimitPolicy, "maps", [](ModuleImage& m) { m.policy.map_items = kRequestValuesMax + 1; }},
    {kLimitPolicy, "patterns",
     [](ModuleImage& m) {
       for (uint32_t i = 0; i < kPatternsMax; ++i) m.patterns.push_back({m.Intern("x*" + std::to_string(10'000 + i)), m.patterns[0].block});
     },
     [](ModuleImage& m) {
       for (uint32_t i = 0; i < 50; ++i) m.patterns.push_back({m.Intern("x*" + std::to_string(10'000 + i)), m.patterns[0].block});
     }},

    // Code.
    {kOpcode, "", [](ModuleImage& m) { First(m, Opcode::kTestTrue).op = static_cast<Opcode>(kOpcodeCount); }},
    {kOperand, "a register", [](ModuleImage& m) { First(m, Opcode::kLoadFact).a = kRegisters; },
     [](ModuleImage& m) {
       First(m, Opcode::kLoadFact).a = kRegisters - 1;
       First(m, Opcode::kAddDecimal).b = kRegisters - 1;
     }},
    {kOperand, "a fact", [](ModuleImage& m) { First(m, Opcode::kTestTrue).x = 99; }},
    {kOperand, "a constant", [](ModuleImage& m) { First(m, Opcode::kLoadConst).x = 9'999; }},
    {kOperand, "a relation", [](ModuleImage& m) { First(m, Opcode::kCompareDecimal).x = 5; },
     [](ModuleImage& m) { First(m, Opcode::kCompareDecimal).x = 6; }},
    {kOperand, "a relation in a", [](ModuleImage& m) { First(m, Opcode::kTestDecimal).a = 0; },
     [](ModuleImage& m) { First(m, Opcode::kTestDecimal).a = 13; }},
    {kOperand, "a quantifier", [](ModuleImage& m) { First(m, Opcode::kTestItemsIn).a = kQuantifierCount; },
     [](ModuleImage& m) { First(m, Opcode::kTestItemsIn).a = kQuantifierCount - 1; }},
    {kUnused, "a relation beside `in`", [](ModuleImage& m) { First(m, Opcode::kTestItemsIn).b = 2; }},
    {kOperand, "a fact of items", [](ModuleImage& m) { First(m, Opcode::kTestItemsIn).x = 99; }},
    {kOperand, "a relation of items",
     [](ModuleImage& m) { First(m, Opcode::kTestItemsIn) = Op(Opcode::kTestItemsCompare, 0, 5, 0, 7, m.facts[6].fallback, First(m, Opcode::kTestItemsIn).z); },
     [](ModuleImage& m) { First(m, Opcode::kTestItemsIn) = Op(Opcode::kTestItemsCompare, 0, 6, 0, 7, m.facts[6].fallback, First(m, Opcode::kTestItemsIn).z); }},
    {kType, "items against a list",
     [](ModuleImage& m) { First(m, Opcode::kTestItemsIn) = Op(Opcode::kTestItemsCompare, 0, 2, 0, 7, First(m, Opcode::kTestItemsIn).y, First(m, Opcode::kTestItemsIn).z); }},
    {kOperand, "a part of items",
     [](ModuleImage& m) { First(m, Opcode::kTestItemsIn) = Op(Opcode::kTestItemsPart, 0, kTextPartCount, 0, 7, First(m, Opcode::kTestString).y, First(m, Opcode::kTestItemsIn).z); },
     [](ModuleImage& m) { First(m, Opcode::kTestItemsIn) = Op(Opcode::kTestItemsPart, 0, 0, 0, 7, First(m, Opcode::kTestString).y, First(m, Opcode::kTestItemsIn).z); }},
    {kType, "a part that is no text",
     [](ModuleImage& m) { First(m, Opcode::kTestItemsIn) = Op(Opcode::kTestItemsPart, 0, 0, 0, 7, m.facts[6].fallback, First(m, Opcode::kTestItemsIn).z); }},
    {kOperand, "a relation that is required",
     [](ModuleImage& m) { First(m, Opcode::kRequireDecimal).a = 5; },
     [](ModuleImage& m) { First(m, Opcode::kRequireDecimal).a = 6; }},
    {kType, "a text where a decimal is required", [](ModuleImage& m) { First(m, Opcode::kRequireDecimal).y = First(m, Opcode::kTestString).y; }},
    {kUnwritten, "what is required", [](ModuleImage& m) { First(m, Opcode::kRequireDecimal).b = 9; }},
    {kOperand, "arguments past the last register",
     [](ModuleImage& m) {
       Instruction& call = First(m, Opcode::kCall);
       (&call)[-1].a = call.b = kRegisters - 1;
     }},
    {kOperand, "a right operand that is no constant",
     [](ModuleImage& m) {
       First(m, Opcode::kAddDecimal).c = kConstantOperand;
       First(m, Opcode::kAddDecimal).y = 9'999;
     },
     [](ModuleImage& m) {
       First(m, Opcode::kAddDecimal).c = kConstantOperand;
       First(m, Opcode::kAddDecimal).y = m.AddConstant(Value::SmallDecimal(1, 4));
     }},
    {kType, "a right constant", [](ModuleImage& m) {
       First(m, Opcode::kAddDecimal).c = kConstantOperand;
       First(m, Opcode::kAddDecimal).y = m.AddConstant(Value::Int(1));
     }},
    {kUnused, "a right constant beside a register", [](ModuleImage& m) { First(m, Opcode::kAddDecimal).y = 1; }},
    {kOperand, "a part of a text",
     [](ModuleImage& m) { First(m, Opcode::kTestString).op = Opcode::kTestPart, First(m, Opcode::kTestPart).a = kTextPartCount; },
     [](ModuleImage& m) { First(m, Opcode::kTestString).op = Opcode::kTestPart, First(m, Opcode::kTestPart).a = 0; }},
    {kOperand, "a call", [](ModuleImage& m) { First(m, Opcode::kCall).x = 9; }, [](ModuleImage& m) { First(m, Opcode::kCall).x = 0; }},
    {kOperand, "too few arguments", [](ModuleImage& m) { First(m, Opcode::kCall).c = 1; }},
    {kUnused, "a byte", [](ModuleImage& m) { First(m, Opcode::kLoadFact).b = 1; }},
    {kUnused, "a word", [](ModuleImage& m) { First(m, Opcode::kTestTrue).y = 1; }},
    {kType, "a fact", [](ModuleImage& m) { First(m, Opcode::kTestTrue).x = 0; }},
    {kType, "a register", [](ModuleImage& m) { First(m, Opcode::kLoadFact).x = 1; }},
    {kType, "a constant", [](ModuleImage& m) { First(m, Opcode::kTestDecimal).y = m.facts[6].fallback; }},
    {kType, "dyn where a decimal is read", [](ModuleImage& m) { First(m, Opcode::kLoadFact).x = 5; }},
    {kType, "an argument", [](ModuleImage& m) { (&First(m, Opcode::kCall))[-1].x = m.facts[0].type.minimum; }},
    {kType, "an error where none may be", [](ModuleImage& m) { First(m, Opcode::kOr) = Op(Opcode::kNot, 2, 3); },
     [](ModuleImage& m) { First(m, Opcode::kOr) = Op(Opcode::kMove, 2, 3); }},
    {kType, "a list where a map is read",
     [](ModuleImage& m) {
       Instruction& load = First(m, Opcode::kLoadConst);
       load = Op(Opcode::kIndexConst, load.a, (&load)[-1].a, 0, m.facts[2].type.values);
     }},
    {kType, "a number where a list is read",
     [](ModuleImage& m) {
       Instruction& load = First(m, Opcode::kLoadConst);
       load = Op(Opcode::kInConst, load.a, (&load)[-1].a, 0, m.facts[0].type.minimum);
     }},
    {kType, "items in a scalar", [](ModuleImage& m) { First(m, Opcode::kTestItemsIn).y = m.facts[6].fallback; }},
    {kUnwritten, "never", [](ModuleImage& m) { First(m, Opcode::kCompareDecimal).c = 9; }},
    {kUnwritten, "in the condition before", [](ModuleImage& m) { First(m, Opcode::kCall) = Op(Opcode::kMove, 2, 4); }},
    {kUnwritten, "on one way only", [](ModuleImage& m) { First(m, Opcode::kOr).c = 4; }},
    {kJump, "back", [](ModuleImage& m) { First(m, Opcode::kJumpIf).z = PayBlock(m).code.begin; }},
    {kJump, "to itself", [](ModuleImage& m) { First(m, Opcode::kJumpIf).z = static_cast<uint32_t>(&First(m, Opcode::kJumpIf) - m.code.data()); }},
    {kJump, "out of the condition", [](ModuleImage& m) { First(m, Opcode::kTestTrue).z += 1; }},
    {kJump, "out of the code", [](ModuleImage& m) { First(m, Opcode::kTestTrue).z = 0xffffffff; }},
    {VerifyError::kLoop, "an end without a begin", [](ModuleImage& m) { First(m, Opcode::kJumpIf) = Op(Opcode::kNext); }},
    {VerifyError::kMemo, "a part is kept that was not recalled",
     [](ModuleImage& m) {
       const uint8_t kept = First(m, Opcode::kJumpIf).b;
       First(m, Opcode::kJumpIf) = Op(Opcode::kKeep, 0, kept);
     }},
    {kUnreachable, "behind a jump",
     [](ModuleImage& m) { First(m, Opcode::kJumpIf) = Op(Opcode::kJump, 0, 0, 0, 0, 0, First(m, Opcode::kJumpIf).z); }},
    {kEdge, "over nothing", [](ModuleImage& m) { m.edges[PayBlock(m).edges.begin].end -= 1; }},
    {kEdge, "past its condition", [](ModuleImage& m) { m.edges[PayBlock(m).edges.begin].end += 1; }},
    {kEdge, "to another place", [](ModuleImage& m) { m.edges[PayBlock(m).edges.begin].target += 1; }},
    {kEdge, "back to what it covers", [](ModuleImage& m) { m.edges[PayBlock(m).edges.begin].target = m.edges[PayBlock(m).edges.begin].begin; }},
    {kEdge, "into no register", [](ModuleImage& m) { m.edges[PayBlock(m).edges.begin].reg = kRegisters; }},
    {kUncovered, "",
     [](ModuleImage& m) {
       for (EdgeRow& edge : m.edges) {
         if (edge.reg == 3) edge.begin += 1;
       }
     }},
    {kEmit, "another rule", [](ModuleImage& m) { First(m, Opcode::kApplies).x += 1; }},
    {kEmit, "no rule", [](ModuleImage& m) { First(m, Opcode::kFails).op = Opcode::kEnd; }},
    {kEmit, "twice", [](ModuleImage& m) { First(m, Opcode::kTestTrue).op = Opcode::kApplies; First(m, Opcode::kApplies) = Op(Opcode::kApplies); }},
    {kEmit, "to another place", [](ModuleImage& m) { First(m, Opcode::kApplies).z += 1; }},
    {kBlock, "of no code", [](ModuleImage& m) { m.blocks[0].code.count = 0; }},
    {kBlock, "that overlaps another", [](ModuleImage& m) { m.blocks[1].code.begin -= 1; m.blocks[1].code.count += 1; }},
    {kBlock, "that does not end",
     [](ModuleImage& m) { m.code[m.blocks.back().code.begin + m.blocks.back().code.count - 1] = Op(Opcode::kFails); }},
    {kBlock, "conditions that are another rule's", [](ModuleImage& m) { m.block_rules[1].conditions.begin = 0; }},
    {kBlock, "code of no block", [](ModuleImage& m) { m.code.push_back(Op(Opcode::kEnd)); }},
    {kReasonParts, "of another rule",
     [](ModuleImage& m) { m.rules[1].reason_parts = m.rules[0].reason_parts, m.rules[1].reason = m.rules[0].reason; },
     [](ModuleImage& m) { std::swap(m.rules[1].reason_parts, m.rules[0].reason_parts), m.rules[1].reason = m.rules[0].reason; }},
    {kReasonParts, "of no rule", [](ModuleImage& m) { m.rules[0].reason_parts = {0, 0}; }},
    {kReasonParts, "the last one left over", [](ModuleImage& m) { m.rules[0].reason_parts.count = 1; }},
    {kReasonParts, "code in another order", [](ModuleImage& m) { std::swap(m.reason_parts[0], m.reason_parts[1]); }},
    {kReasonParts, "code of a block", [](ModuleImage& m) { m.reason_parts[1].code.begin -= 1, m.reason_parts[1].code.count += 1; }},
    {kReasonParts, "edges of a block", [](ModuleImage& m) { m.reason_parts[1].edges.begin -= 1, m.reason_parts[1].edges.count += 1; }},
    {kReasonValue, "in another register",
     [](ModuleImage& m) { SetReason(m, {Op(Opcode::kLoadFact, 1, 0, 0, 6)}); },
     [](ModuleImage& m) { SetReason(m, {Op(Opcode::kLoadFact, 0, 0, 0, 6)}); }},
    {kReasonValue, "that is a builder",
     [](ModuleImage& m) { SetReason(m, {Op(Opcode::kListNew, 0, 0, 0, 1)}); },
     [](ModuleImage& m) { SetReason(m, {Op(Opcode::kListNew, 0, 0, 0, 1), Op(Opcode::kListEnd)}); }},
    {kReasonValue, "on one way only",
     [](ModuleImage& m) {
       const auto end = m.reason_parts[1].code.begin + 3;
       SetReason(m, {Op(Opcode::kLoadFact, 1, 0, 0, 1), Op(Opcode::kJumpIf, 0, 1, 0, 0, 0, end), Op(Opcode::kMove, 0, 1)});
     },
     [](ModuleImage& m) {
       const auto end = m.reason_parts[1].code.begin + 3;
       SetReason(m, {Op(Opcode::kLoadFact, 0, 0, 0, 1), Op(Opcode::kJumpIf, 0, 0, 0, 0, 0, end), Op(Opcode::kMove, 0, 0)});
     }},
    {kReasonValue, "where a test leads to the end", [](ModuleImage& m) { SetReason(m, {Op(Opcode::kTestTrue, 0, 0, 0, 1, 0, m.reason_parts[1].code.begin + 1)}); }},
    {kEdge, "over text in a reason",
     [](ModuleImage& m) {
       m.code.resize(m.reason_parts[1].code.begin);
       m.reason_parts[1].code.count = 0;
     },
     [](ModuleImage& m) { SetReason(m, {}, false); }},
    {kJump, "out of a reason",
     [](ModuleImage& m) { SetReason(m, {Op(Opcode::kLoadFact, 0, 0, 0, 1), Op(Opcode::kJumpIf, 0, 0, 0, 0, 0, kNone)}); }},
    {kEmit, "in a reason", [](ModuleImage& m) { SetReason(m, {Op(Opcode::kLoadFact, 0, 0, 0, 6), Op(Opcode::kApplies)}); }},
    {kUncovered, "in a reason", [](ModuleImage& m) { SetReason(m, {Op(Opcode::kLoadFact, 0, 0, 0, 6)}, false); }},
    {kEdge, "in a reason", [](ModuleImage& m) { m.edges.back().target -= 1; }},
    {kReasonPersonal, "", [](ModuleImage& m) { m.facts[6].flags |= kFactPersonal; }, [](ModuleImage& m) { m.facts[0].flags |= kFactPersonal; }},
    {kReasonCost, "steps", [](ModuleImage& m) { CompareInReason(m, kStepsMax / kStructuralSteps + 1); },
     [](ModuleImage& m) { CompareInReason(m, kStepsMax / kStructuralSteps - 5); }},
    {kBlock, "a condition without code", [](ModuleImage& m) { m.conditions[0].code.count = 0; }},
    {kRules, "",
     [](ModuleImage& m) {
       // One more rule than a block may have, in the last block: each of two instructions, without conditions.
       m = ModuleBuilder().Build();
       m.rules.push_back({m.Intern("r"), Section::kPermitted, OnError::kDeny, Disclose::kReason, 0, 0, kDayMin, kDayMax, kNone, {}, {}, 0, 0, {}});
       for (uint32_t i = 0; i <= kRulesPerBlockMax; ++i) {
         m.block_rules.push_back({0, {0, 0}});
         m.code.push_back(Op(Opcode::kApplies, 0, 0, 0, i, 0, i + 1));
       }
       m.code.push_back(Op(Opcode::kEnd));
       m.blocks.push_back({{0, kRulesPerBlockMax + 1}, {0, kRulesPerBlockMax + 2}, {0, 0}});
     },
     [](ModuleImage& m) {
       m = ModuleBuilder().Build();
       m.rules.push_back({m.Intern("r"), Section::kPermitted, OnError::kDeny, Disclose::kReason, 0, 0, kDayMin, kDayMax, kNone, {}, {}, 0, 0, {}});
       for (uint32_t i = 0; i < kRulesPerBlockMax; ++i) {
         m.block_rules.push_back({0, {0, 0}});
         m.code.push_back(Op(Opcode::kApplies, 0, 0, 0, i, 0, i + 1));
       }
       m.code.push_back(Op(Opcode::kEnd));
       m.blocks.push_back({{0, kRulesPerBlockMax}, {0, kRulesPerBlockMax + 1}, {0, 0}});
     }},
};

// Changes of the file; re-sealed unless they are about the seal.
Header& HeaderOf(std::string& bytes) {
  return *reinterpret_cast<Header*>(bytes.data());
}
SectionRow& SectionOf(std::string& bytes, SectionKind kind) {
  return HeaderOf(bytes).sections[static_cast<uint32_t>(kind)];
}

struct FileCase {
  VerifyError error;
  const char* about;
  std::function<void(std::string&)> refused;
  std::function<void(std::string&)> accepted = [](std::string&) {};
  bool reseal = true;
};

const FileCase kFileCases[] = {
    {kTooShort, "empty", [](std::string& b) { b.clear(); }},
    {kTooShort, "a header less a byte", [](std::string& b) { b.resize(sizeof(Header) - 1); }},
    {kTooLarge, "", [](std::string& b) { b.resize(kModuleBytesMax + 1); }},
    {kMagic, "", [](std::string& b) { b[0] = 'b'; }},
    {kMagic, "line ends converted", [](std::string& b) { b[5] = '\n'; }},
    {kVersion, "", [](std::string& b) { HeaderOf(b).format_version += 1; }},
    {kByteOrder, "",
     [](std::string& b) {
       std::swap(b[offsetof(Header, format_version)], b[offsetof(Header, format_version) + 1]);
       std::swap(b[offsetof(Header, header_bytes)], b[offsetof(Header, header_bytes) + 1]);
     }},
    {kFeature, "required", [](std::string& b) { HeaderOf(b).required_features = 1; },
     [](std::string& b) { HeaderOf(b).optional_features = 0x80000000; }},
    {kFileSize, "a byte appended", [](std::string& b) { b.push_back('\0'); }},
    {kFileSize, "a byte cut", [](std::string& b) { b.pop_back(); }},
    {kFileSize, "a header alone", [](std::string& b) { b.resize(sizeof(Header)); }},
    {kChecksum, "a byte changed", [](std::string& b) { b.back() ^= 1; }, [](std::string&) {},
     false},
    {kChecksum, "the checksum changed", [](std::string& b) { HeaderOf(b).checksum_high ^= 1; },
     [](std::string&) {}, false},
    {kLayout, "header size", [](std::string& b) { HeaderOf(b).header_bytes += 8; }},
    {kLayout, "sections swapped",
     [](std::string& b) {
       std::swap(SectionOf(b, SectionKind::kRules), SectionOf(b, SectionKind::kBlocks));
     }},
    {kLayout, "sections overlap",
     [](std::string& b) {
       SectionOf(b, SectionKind::kCode).offset = SectionOf(b, SectionKind::kRules).offset;
     }},
    {kLayout, "a section past the end",
     [](std::string& b) { SectionOf(b, SectionKind::kSource).bytes += 1; }},
    {kLayout, "a size that wraps around",
     [](std::string& b) { SectionOf(b, SectionKind::kCode).bytes = 0xfffffff0; }},
    {kLayout, "the last section cut",
     [](std::string& b) { SectionOf(b, SectionKind::kSource).bytes -= 1; }},
    {kLayout, "bytes behind the last section",
     [](std::string& b) {
       b.push_back('x');
       HeaderOf(b).file_bytes += 1;
     },
     [](std::string& b) {
       b.push_back('x');
       HeaderOf(b).file_bytes += 1;
       SectionOf(b, SectionKind::kSource).bytes += 1;
     }},
    {kLayout, "more hash slots than there are",
     [](std::string& b) {
       reinterpret_cast<HashRow*>(b.data() + SectionOf(b, SectionKind::kHash).offset)->slot_count +=
           1;
     }},
    {kPadding, "between sections",
     [](std::string& b) {
       const SectionRow& about = SectionOf(b, SectionKind::kAbout);
       b[about.offset + about.bytes] = 1;
     }},
    {kRowSize, "", [](std::string& b) { SectionOf(b, SectionKind::kStrings).bytes -= 4; }},
    {kIndex, "a string past the text",
     [](std::string& b) {
       reinterpret_cast<StringRow*>(b.data() + SectionOf(b, SectionKind::kStrings).offset)->bytes =
           0xffffffff;
     }},
    {kOrder, "strings that overlap",
     [](std::string& b) {
       reinterpret_cast<StringRow*>(b.data() + SectionOf(b, SectionKind::kStrings).offset)[1]
           .offset = 0;
     }},
    {kHash, "an action that is not found",
     [](std::string& b) {
       const SectionRow& hash = SectionOf(b, SectionKind::kHash);
       const auto* row = reinterpret_cast<HashRow*>(b.data() + hash.offset);
       auto* slots = reinterpret_cast<uint32_t*>(b.data() + hash.offset + sizeof(HashRow)) +
                     row->bucket_count;
       std::fill(slots, slots + row->slot_count, kNone);
     }},
    {kIndex, "a slot of no action",
     [](std::string& b) {
       const SectionRow& hash = SectionOf(b, SectionKind::kHash);
       reinterpret_cast<uint32_t*>(b.data() + hash.offset + hash.bytes)[-1] = 99;
     }},
    {kSteps, "claims less than it takes", [](std::string& b) { HeaderOf(b).steps_max -= 1; },
     [](std::string& b) { HeaderOf(b).steps_max += 1; }},
    {kSteps, "claims more than it may take",
     [](std::string& b) { HeaderOf(b).steps_max = kStepsMax + 1; },
     [](std::string& b) { HeaderOf(b).steps_max = kStepsMax; }},
    {kArena, "claims less than it takes", [](std::string& b) { HeaderOf(b).arena_max -= 1; },
     [](std::string& b) { HeaderOf(b).arena_max += 1; }},
    {kArena, "claims more than it may take",
     [](std::string& b) { HeaderOf(b).arena_max = kArenaBytes + 1; },
     [](std::string& b) { HeaderOf(b).arena_max = kArenaBytes; }},
};

std::string Seen(const LoadResult& result) {
  return result
             ? "accepted"
             : std::string(VerifyErrorCode(result.error().code)) + " " + result.error().Message();
}

TEST(Verifier, AcceptsTheGoodModule) {
  const LoadResult result = LoadImage(GoodImage());
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result->id(), "test-constitution");
  EXPECT_GT(result->steps_max(), 0u);
}

TEST(Verifier, RefusesEachFaultOfTheRowsAndTheCodeWithItsCode) {
  for (const ImageCase& c : kImageCases) {
    SCOPED_TRACE(std::string(VerifyErrorCode(c.error)) + ": " + c.about);
    ModuleImage bad = GoodImage();
    c.refused(bad);
    const LoadResult refused = LoadImage(bad);
    EXPECT_FALSE(refused);
    EXPECT_EQ(VerifyErrorCode(refused.error().code), VerifyErrorCode(c.error)) << Seen(refused);
    ModuleImage good = GoodImage();
    c.accepted(good);
    EXPECT_TRUE(LoadImage(good)) << Seen(LoadImage(good));
  }
}

TEST(Verifier, RefusesEachFaultOfTheFileWithItsCode) {
  const std::string good = Encode(GoodImage(), TestFunctions());
  for (const FileCase& c : kFileCases) {
    SCOPED_TRACE(std::string(VerifyErrorCode(c.error)) + ": " + c.about);
    const auto load = [&](const std::function<void(std::string&)>& change) {
      std::string bytes = good;
      change(bytes);
      if (c.reseal) Reseal(bytes);
      return Module::Load(bytes, TestFunctions());
    };
    const LoadResult refused = load(c.refused);
    EXPECT_FALSE(refused);
    EXPECT_EQ(VerifyErrorCode(refused.error().code), VerifyErrorCode(c.error)) << Seen(refused);
    EXPECT_TRUE(load(c.accepted)) << Seen(load(c.accepted));
  }
}

TEST(Verifier, HasACaseForEveryCode) {
  std::set<VerifyError> covered = {kSound};
  for (const ImageCase& c : kImageCases) covered.insert(c.error);
  for (const FileCase& c : kFileCases) covered.insert(c.error);
#define BYLAW_VERIFY_ERROR(name, code, message) \
  EXPECT_TRUE(covered.count(VerifyError::name)) << (code);
#include "bylaw/vm/verify_error.def"
#undef BYLAW_VERIFY_ERROR
}

// Each member of a map was measured again wherever it is referred to: 8^15 times here.
TEST(Verifier, LooksAtATypeOnceHoweverOftenItIsReferredTo) {
  ModuleBuilder m;
  const uint32_t fact = m.Params("map", Kind::kMap);
  uint32_t inner = m.image().AddType(TypeOf(Kind::kString));
  for (uint32_t depth = 1; depth < kTypeDepthMax; ++depth) {
    std::vector<FieldRow> fields;
    for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"})
      fields.push_back({m.image().Intern(name), inner, 0});
    TypeRow& map = m.fact(fact).type;
    map.flags = kTypeClosed;
    map.length_max = static_cast<uint32_t>(fields.size());
    map.fields = m.image().AddFields(fields);
    inner = m.image().AddType(map);
  }
  const uint32_t a = m.image().Intern("a");
  m.Prohibit("r", {"pay"},
             {Code({Op(Opcode::kLoadFact, 0, 0, 0, fact), Op(Opcode::kHasMember, 0, 0, 0, a),
                    Op(Opcode::kRequire, 0, 0, 0, 0, 0, kToFails)},
                   {{0, 3, kToEnd, kEdgeUndecidable}})});
  const LoadResult loaded = Module::Load(m.Bytes(TestFunctions()), TestFunctions());
  EXPECT_TRUE(loaded) << loaded.error().Message();
}

TEST(Verifier, RefusesEveryTruncationAndAppendix) {
  const std::string good = Encode(GoodImage(), TestFunctions());
  for (size_t size = 0; size < good.size(); ++size) {
    std::string cut = good.substr(0, size);
    EXPECT_FALSE(Module::Load(cut, TestFunctions())) << size;
    if (size < sizeof(Header)) continue;
    HeaderOf(cut).file_bytes = static_cast<uint32_t>(size);  // As if it had always been so short.
    Reseal(cut);
    EXPECT_FALSE(Module::Load(cut, TestFunctions())) << size;
  }
  EXPECT_FALSE(Module::Load(good + good, TestFunctions()));
}

TEST(Verifier, RefusesEverySwapOfTwoSections) {
  const std::string good = Encode(GoodImage(), TestFunctions());
  for (uint32_t a = 0; a < kSectionCount; ++a) {
    for (uint32_t b = a + 1; b < kSectionCount; ++b) {
      std::string bytes = good;
      std::swap(HeaderOf(bytes).sections[a], HeaderOf(bytes).sections[b]);
      Reseal(bytes);
      EXPECT_FALSE(Module::Load(bytes, TestFunctions())) << a << " " << b;
    }
  }
}

TEST(Verifier, RefusesEveryHugeSectionSizeAndOffset) {
  const std::string good = Encode(GoodImage(), TestFunctions());
  for (uint32_t kind = 0; kind < kSectionCount; ++kind) {
    for (const uint32_t huge : {0x7fffffffu, 0x80000000u, 0xfffffff0u, 0xffffffffu}) {
      for (const bool offset : {false, true}) {
        std::string bytes = good;
        SectionRow& section = HeaderOf(bytes).sections[kind];
        (offset ? section.offset : section.bytes) = huge;
        Reseal(bytes);
        EXPECT_FALSE(Module::Load(bytes, TestFunctions())) << kind << " " << huge;
      }
    }
  }
}

TEST(Verifier, NamesThePlaceAndTheFunction) {
  ModuleImage bad = GoodImage();
  bad.imports[1].signature = bad.Intern("shell.commands(string) list");
  const LoadResult result = LoadImage(bad);
  EXPECT_EQ(result.error().Message(),
            "V116 imports 1: the module imports a function that this build does not have: "
            "shell.commands(string) list");
  EXPECT_EQ(Module::Load("").error().Message().substr(0, 6), "V001: ");
}

TEST(Verifier, RefusesAModuleWithoutTheBuildsFunctions) {
  const std::string bytes = Encode(GoodImage(), TestFunctions());
  EXPECT_EQ(Module::Load(bytes).error().code, kFunction);
}

TEST(Verifier, HoldsToWhatTheHostAllows) {
  const std::string bytes = Encode(GoodImage(), TestFunctions());
  const LoadResult result = Module::Load(bytes, TestFunctions());
  ASSERT_TRUE(result);
  EXPECT_EQ(Module::Load(bytes, TestFunctions(), {1'000, kArenaBytes}).error().code, kLimitPolicy);
  EXPECT_EQ(Module::Load(bytes, TestFunctions(), {kStepsMax, result->arena_max() - 1}).error().code,
            kArena);
  EXPECT_TRUE(Module::Load(bytes, TestFunctions(), {kStepsMax, result->arena_max()}));
}

// So many expensive instructions that a 32-bit count of their steps would wrap around to few.
TEST(Verifier, CountsStepsWithoutWrappingAround) {
  ModuleBuilder m;
  m.policy().string_bytes = kRequestBytesMax;
  constexpr uint64_t kStepsOfOne = 1 + kRequestBytesMax / kBytesPerStep;
  constexpr uint64_t kWrap = uint64_t{1} << 32;
  const uint32_t text = m.Context("text", Kind::kString);
  Condition condition;
  condition.code.push_back(Op(Opcode::kLoadFact, 0, 0, 0, text));
  condition.code.resize(static_cast<size_t>(kWrap / kStepsOfOne) + 2,
                        Op(Opcode::kCompareString, 1, 0, 0, 2));
  condition.code.push_back(Op(Opcode::kRequire, 0, 1, 0, 0, 0, kToFails));
  m.Permit("p", {"pay"}, {condition});
  EXPECT_EQ(Module::Load(m.Bytes()).error().code, kSteps);
}

// A name that no action has runs every pattern that matches it: their costs add up.
TEST(Verifier, AddsTheCostsOfPatternsThatMatchTogether) {
  const auto steps = [](const std::vector<std::string>& patterns) {
    ModuleBuilder m;
    const uint32_t fact = m.Context("ok", Kind::kBool);
    for (const std::string& pattern : patterns)
      m.Permit("p " + pattern, {pattern}, {TestTrue(fact)});
    const auto module = m.Load();
    Context context(*module);
    EXPECT_LE(context.Decide("payment").steps, module->steps_max());
    return module->steps_max();
  };
  const uint32_t one = steps({"pay*"});
  EXPECT_EQ(steps({"pay*", "*ment"}), 2 * one);
  EXPECT_EQ(steps({"pay*", "*ment", "p*y*t"}), 3 * one);
  EXPECT_EQ(steps({"pay*", "del*"}), one);
  EXPECT_EQ(steps({"*_read", "*_write"}), one);
}

// Threat 51.
TEST(Verifier, ExecutesAPrivateCopy) {
  std::string bytes = Encode(GoodImage(), TestFunctions());
  const LoadResult result = Module::Load(bytes, TestFunctions());
  ASSERT_TRUE(result);
  const std::string before(result->bytes());
  std::fill(bytes.begin(), bytes.end(), '\xff');
  EXPECT_EQ(result->bytes(), before);
  EXPECT_EQ(result->id(), "test-constitution");
}

}  // namespace
}  // namespace bylaw::vm
