// The words for kinds, errors and operators, from their tables.

#include "bylaw/vm/error.h"
#include "bylaw/vm/function.h"
#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"

namespace bylaw::vm {
namespace {

constexpr std::string_view kKindTexts[] = {
#define BYLAW_KIND(name, text) text,
    BYLAW_KINDS(BYLAW_KIND)
#undef BYLAW_KIND
};
static_assert(std::size(kKindTexts) == kKindCount);

constexpr std::string_view kErrorTexts[] = {
#define BYLAW_VALUE_ERROR(name, text, sentence) text,
#include "bylaw/vm/error.def"
#undef BYLAW_VALUE_ERROR
};

constexpr std::string_view kErrorSentences[] = {
#define BYLAW_VALUE_ERROR(name, text, sentence) sentence,
#include "bylaw/vm/error.def"
#undef BYLAW_VALUE_ERROR
};

}  // namespace

std::string_view KindText(Kind kind) noexcept {
  return kKindTexts[static_cast<uint8_t>(kind)];
}

std::string_view ErrorText(ValueError error) noexcept {
  return kErrorTexts[static_cast<uint8_t>(error)];
}

std::string_view ErrorSentence(ValueError error) noexcept {
  return kErrorSentences[static_cast<uint8_t>(error)];
}

std::string_view RelationText(Relation relation) noexcept {
  switch (relation) {
    case Relation::kLess:
      return "<";
    case Relation::kEqual:
      return "==";
    case Relation::kLessOrEqual:
      return "<=";
    case Relation::kGreater:
      return ">";
    case Relation::kGreaterOrEqual:
      return ">=";
    case Relation::kNotEqual:
      return "!=";
  }
  return "?";
}

std::string_view ArithmeticText(Arithmetic arithmetic) noexcept {
  constexpr std::string_view kTexts[kArithmeticCount] = {"+", "-", "*", "/", "%"};
  return kTexts[static_cast<uint8_t>(arithmetic)];
}

const Function* FindFunction(FunctionTable table, std::string_view signature) noexcept {
  for (const Function& function : table) {
    if (function.signature == signature) return &function;
  }
  return nullptr;
}

}  // namespace bylaw::vm
