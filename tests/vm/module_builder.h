// Small modules for tests, readably: facts, rules whose conditions are lists of instructions,
// actions.
//
//   ModuleBuilder m;
//   const uint32_t amount = m.Params("amount", Kind::kDecimal);
//   m.Permit("small", {"pay"}, {TestDecimal(amount, Relation::kLess, m.Number("10000"))});
//   const auto module = m.Load();
//
// Jumps are written relative to their condition; kToFails and kToEnd lead out of it. A condition
// without edges gets one over all of its code, to "undecidable". Not thread-safe; failing to load
// fails the test.

#ifndef BYLAW_TESTS_VM_MODULE_BUILDER_H_
#define BYLAW_TESTS_VM_MODULE_BUILDER_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/context.h"
#include "bylaw/vm/image.h"
#include "bylaw/vm/module.h"

namespace bylaw::vm {

inline constexpr uint32_t kToFails = 0xfffffff0;  // As a jump's target: the rule does not apply.
inline constexpr uint32_t kToEnd = 0xfffffff1;    // The condition holds.

struct Condition {
  std::vector<Instruction> code;
  std::vector<EdgeRow> edges;  // Relative to `code`; see above.
  std::string text = "condition";
};

struct RuleSpec {
  std::string id;
  Section section = Section::kPermitted;
  std::vector<std::string> actions{};  // Names, and patterns where they hold a `*`.
  std::vector<Condition> conditions{};
  std::vector<std::string> routes{};
  std::vector<std::string> overrides{};
  int32_t priority = 0;
  OnError on_error = OnError::kDeny;
  int32_t valid_from_day = kDayMin;
  int32_t valid_until_day = kDayMax;
  std::vector<Condition> reason{};  // Its parts; one without code is text.
};

struct ParameterSpec {
  std::string name;
  Kind kind;
  uint32_t values = kNone;
  Encoding encoding = Encoding::kNatural;
  uint32_t flags = 0;                // FieldFlag.
  std::optional<TypeRow> type = {};  // Instead of kind, values and encoding.
};

struct ActionSpec {
  std::vector<ParameterSpec> parameters{};
  uint32_t flags = 0;
  std::string alias_of{};
};

// A type that admits any value of the kind.
TypeRow TypeOf(Kind kind);

class ModuleBuilder {
 public:
  ModuleBuilder();

  // Facts. `path` is separated by dots; the fact is called "<source>.<path>" where it has more than
  // one member.
  uint32_t Fact(std::string_view path, Source source, Kind kind, uint8_t flags = kFactDeclared);
  uint32_t Params(std::string_view path, Kind kind) { return Fact(path, Source::kParams, kind); }
  uint32_t Context(std::string_view path, Kind kind) { return Fact(path, Source::kContext, kind); }
  uint32_t BuiltIn(Source source);
  FactRow& fact(uint32_t id) { return image_.facts[id]; }

  // Constants.
  uint32_t Const(const Value& value) { return image_.AddConstant(value); }
  uint32_t Number(std::string_view decimal);
  uint32_t Text(std::string_view text) { return Const(Value::String(text)); }
  uint32_t Texts(const std::vector<std::string>& texts);
  uint32_t List(const std::vector<Value>& values) { return image_.AddConstantList(values); }

  // Rules and the catalogue.
  void Rule(RuleSpec rule) { rules_.push_back(std::move(rule)); }
  void Permit(std::string id, std::vector<std::string> actions,
              std::vector<Condition> conditions = {});
  void Prohibit(std::string id, std::vector<std::string> actions,
                std::vector<Condition> conditions = {});
  void Escalate(std::string id, std::vector<std::string> actions,
                std::vector<Condition> conditions = {});
  void Action(std::string name, ActionSpec spec) { actions_[std::move(name)] = std::move(spec); }
  // Declares a parameter of such an action to be of this type.
  void Type(const std::string& action, std::string_view parameter, const TypeRow& type);

  // The image so far, to change before Build(); the finished image.
  ModuleImage& image() { return image_; }
  PolicyRow& policy() { return image_.policy; }
  ModuleImage Build() const;
  std::string Bytes(FunctionTable functions = {}) const { return Encode(Build(), functions); }
  std::shared_ptr<const Module> Load(FunctionTable functions = {}) const;

 private:
  ModuleImage image_;
  std::vector<RuleSpec> rules_;
  std::map<std::string, ActionSpec> actions_;
};

// ---- Instructions and conditions.

inline Instruction Op(Opcode op, uint8_t a = 0, uint8_t b = 0, uint8_t c = 0, uint32_t x = 0,
                      uint32_t y = 0, uint32_t z = 0) {
  return {op, a, b, c, x, y, z};
}
inline Condition Code(std::vector<Instruction> code, std::vector<EdgeRow> edges = {}) {
  return {std::move(code), std::move(edges)};
}
inline Condition TestTrue(uint32_t fact) {
  return Code({Op(Opcode::kTestTrue, 0, 0, 0, fact, 0, kToFails)});
}
inline Condition TestFact(Opcode op, uint32_t fact, Relation relation, uint32_t constant) {
  return Code({Op(op, static_cast<uint8_t>(relation), 0, 0, fact, constant, kToFails)});
}
inline Condition TestDecimal(uint32_t fact, Relation relation, uint32_t constant) {
  return TestFact(Opcode::kTestDecimal, fact, relation, constant);
}
inline Condition TestString(uint32_t fact, Relation relation, uint32_t constant) {
  return TestFact(Opcode::kTestString, fact, relation, constant);
}
inline Condition TestAny(uint32_t fact, Relation relation, uint32_t constant) {
  return TestFact(Opcode::kTestAny, fact, relation, constant);
}
// has(fact).
inline Condition Has(uint32_t fact) {
  return Code({Op(Opcode::kHasFact, 0, 0, 0, fact), Op(Opcode::kRequire, 0, 0, 0, 0, 0, kToFails)});
}
// targets, all or any of them.
inline Condition TestTargets(uint32_t fact, bool any, uint32_t list) {
  const uint8_t quantifier = Quantifier::kNotEmpty | (any ? Quantifier::kAny : 0);
  return Code({Op(Opcode::kTestItemsIn, quantifier, 0, 0, fact, list, kToFails)});
}

}  // namespace bylaw::vm

#endif  // BYLAW_TESTS_VM_MODULE_BUILDER_H_
