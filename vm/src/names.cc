// The words for everything that has a table of words.

#include "bylaw/vm/context.h"
#include "bylaw/vm/error.h"
#include "bylaw/vm/function.h"
#include "bylaw/vm/opcode.h"
#include "bylaw/vm/request.h"
#include "bylaw/vm/value.h"
#include "bylaw/vm/verdict.h"

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

constexpr std::string_view kDecisionTexts[] = {"DENY", "ESCALATE", "PERMIT"};
constexpr std::string_view kTruthTexts[] = {"false", "true", "undecidable"};
constexpr std::string_view kOutcomeTexts[] = {"does_not_apply", "applies", "undecidable",
                                              "not_in_force"};

constexpr std::string_view kCodeTexts[] = {
#define BYLAW_CODE(name, text, sentence) text,
#include "bylaw/vm/code.def"
#undef BYLAW_CODE
};
constexpr std::string_view kCodeSentences[] = {
#define BYLAW_CODE(name, text, sentence) sentence,
#include "bylaw/vm/code.def"
#undef BYLAW_CODE
};
constexpr std::string_view kRequestErrorTexts[] = {
#define BYLAW_REQUEST_ERROR(name, text, sentence) text,
#include "bylaw/vm/request_error.def"
#undef BYLAW_REQUEST_ERROR
};
constexpr std::string_view kRequestErrorSentences[] = {
#define BYLAW_REQUEST_ERROR(name, text, sentence) sentence,
#include "bylaw/vm/request_error.def"
#undef BYLAW_REQUEST_ERROR
};

}  // namespace

std::string_view KindText(Kind kind) noexcept {
  return kKindTexts[static_cast<uint8_t>(kind)];
}

std::string_view TypeName(Kind kind) noexcept {
  switch (kind) {
    case Kind::kNull:
      return "null_type";
    case Kind::kTimestamp:
      return "google.protobuf.Timestamp";
    case Kind::kDuration:
      return "google.protobuf.Duration";
    case Kind::kOptional:
      return "optional_type";
    case Kind::kIp:
      return "net.IP";
    case Kind::kCidr:
      return "net.CIDR";
    default:
      return KindText(kind);
  }
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

std::string_view TextPartText(TextPart part) noexcept {
  constexpr std::string_view kTexts[kTextPartCount] = {"starts-with", "ends-with", "contains"};
  return kTexts[static_cast<uint8_t>(part)];
}

std::string_view ArithmeticText(Arithmetic arithmetic) noexcept {
  constexpr std::string_view kTexts[kArithmeticCount] = {"+", "-", "*", "/", "%"};
  return kTexts[static_cast<uint8_t>(arithmetic)];
}

std::string_view DecisionText(Decision decision) noexcept {
  return kDecisionTexts[static_cast<uint8_t>(decision)];
}
std::string_view CodeText(Code code) noexcept {
  return kCodeTexts[static_cast<uint8_t>(code)];
}
std::string_view CodeSentence(Code code) noexcept {
  return kCodeSentences[static_cast<uint8_t>(code)];
}
std::string_view TruthText(Truth truth) noexcept {
  return kTruthTexts[static_cast<uint8_t>(truth)];
}
std::string_view OutcomeText(Outcome outcome) noexcept {
  return kOutcomeTexts[static_cast<uint8_t>(outcome)];
}
std::string_view RequestErrorText(RequestError error) noexcept {
  return kRequestErrorTexts[static_cast<uint8_t>(error)];
}
std::string_view RequestErrorSentence(RequestError error) noexcept {
  return kRequestErrorSentences[static_cast<uint8_t>(error)];
}

const Function* FindFunction(FunctionTable table, std::string_view signature) noexcept {
  for (const Function& function : table) {
    if (function.signature == signature) return &function;
  }
  return nullptr;
}

}  // namespace bylaw::vm
