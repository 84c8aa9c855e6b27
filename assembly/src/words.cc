#include "words.h"

#include "bylaw/vm/format.h"

namespace bylaw::assembly {
namespace {

constexpr uint32_t kLoopDepth1 = 1u << vm::LoopForm::kDepthShift;
constexpr uint32_t kLoopDepth2 = 2u << vm::LoopForm::kDepthShift;

// As conditions call them; what stands for any kind in a type is dyn.
Words Kinds() {
  Words words = {{"dyn", 0}};
  for (uint32_t kind = 1; kind < vm::kKindCount; ++kind)
    words.push_back({std::string(vm::KindText(static_cast<vm::Kind>(kind))), kind});
  return words;
}

Words KindSets() {
  Words words = {{"none", 0}, {"error", vm::SetOf(vm::Kind::kError)}};
  for (uint32_t kind = 1; kind < vm::kKindCount; ++kind) {
    const auto of = static_cast<vm::Kind>(kind);
    words.push_back({std::string(vm::KindText(of)), vm::SetOf(of)});
  }
  words.push_back({"list_builder", vm::kListBuilderKind});
  words.push_back({"map_builder", vm::kMapBuilderKind});
  return words;
}

template <typename Enum>
Words Texts(std::initializer_list<Enum> values, std::string_view (*text)(Enum) noexcept) {
  Words words;
  for (const Enum value : values)
    words.push_back({std::string(text(value)), static_cast<uint64_t>(value)});
  return words;
}

}  // namespace

const Words kKindWords = Kinds();
const Words kKindSetWords = KindSets();
const Words kSourceWords = {{"context", 0}, {"params", 1}, {"context_undeclared", 2},
                            {"either", 3},  {"action", 4}, {"agent", 5},
                            {"session", 6}, {"target", 7}, {"targets", 8},
                            {"now", 9}};
const Words kEncodingWords = {{"natural", 0}, {"text", 1}, {"unix", 2}, {"day", 3}};
const Words kTypeFlagWords = {{"none", 0}, {"closed", vm::kTypeClosed}};
const Words kFieldFlagWords = {{"none", 0}, {"required", vm::kFieldRequired}};
const Words kFactFlagWords = {{"none", 0},
                              {"declared", vm::kFactDeclared},
                              {"personal", vm::kFactPersonal},
                              {"mark", vm::kFactMark}};
const Words kActionFlagWords = {
    {"none", 0}, {"closed", vm::kActionClosed}, {"irreversible", vm::kActionIrreversible}};
const Words kPolicyFlagWords = {{"none", 0},
                                {"strict", vm::kPolicyStrict},
                                {"precedence", vm::kPolicyPrecedence},
                                {"loose", vm::kPolicyLoose}};
const Words kSectionWords = {{"permitted", 0}, {"prohibited", 1}, {"escalate", 2}};
const Words kOnErrorWords = {{"deny", 0}, {"escalate", 1}};
const Words kDiscloseWords = {{"reason", 0}, {"full", 1}, {"nothing", 2}};
const Words kOverdueWords = {{"warn", 0}, {"escalate", 1}, {"deny", 2}};
const Words kRelationWords =
    Texts({vm::Relation::kLess, vm::Relation::kEqual, vm::Relation::kLessOrEqual,
           vm::Relation::kGreater, vm::Relation::kGreaterOrEqual, vm::Relation::kNotEqual},
          vm::RelationText);
const Words kTextPartWords =
    Texts({vm::TextPart::kBegin, vm::TextPart::kEnd, vm::TextPart::kAnywhere}, vm::TextPartText);
const Words kQuantifierWords = {{"all", 0},
                                {"any", vm::Quantifier::kAny},
                                {"negated", vm::Quantifier::kNegated},
                                {"not_empty", vm::Quantifier::kNotEmpty}};
const Words kNegateWords = {{"in", 0}, {"not_in", 1}};
const Words kArithmeticWords =
    Texts({vm::Arithmetic::kAdd, vm::Arithmetic::kSubtract, vm::Arithmetic::kMultiply,
           vm::Arithmetic::kDivide, vm::Arithmetic::kModulo},
          vm::ArithmeticText);
const Words kLoopFormWords = {{"depth0", 0},
                              {"pairs", vm::LoopForm::kPairs},
                              {"maps", vm::LoopForm::kMaps},
                              {"depth1", kLoopDepth1},
                              {"depth2", kLoopDepth2}};

const Word* WordFor(const Words& words, uint64_t value) {
  for (const Word& word : words) {
    if (word.value == value) return &word;
  }
  return nullptr;
}

const Word* WordNamed(const Words& words, std::string_view text) {
  for (const Word& word : words) {
    if (word.text == text) return &word;
  }
  return nullptr;
}

std::string Listed(const Words& words) {
  std::string list;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 < words.size() ? ", " : " or ";
    list += words[i].text;
  }
  return list;
}

bool AppendFlags(const Words& words, uint64_t flags, std::string& out) {
  if (const Word* const whole = WordFor(words, flags)) {
    out.append(whole->text);
    return true;
  }
  const size_t begin = out.size();
  for (const Word& word : words) {
    if (word.value == 0 || (flags & word.value) != word.value) continue;
    flags &= ~word.value;
    if (out.size() > begin) out.push_back('+');
    out.append(word.text);
  }
  if (flags == 0) return true;
  out.resize(begin);
  return false;
}

}  // namespace bylaw::assembly
