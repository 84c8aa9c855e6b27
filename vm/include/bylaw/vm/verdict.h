// What is decided, in three words and a code.

#ifndef BYLAW_VM_VERDICT_H_
#define BYLAW_VM_VERDICT_H_

#include <cstdint>
#include <string_view>

#include "bylaw/vm/module.h"

namespace bylaw::vm {

// Zero is DENY: what nobody decided is denied.
enum class Decision : uint8_t { kDeny, kEscalate, kPermit };

enum class Code : uint8_t {
#define BYLAW_CODE(name, text, sentence) name,
#include "bylaw/vm/code.def"
#undef BYLAW_CODE
};
inline constexpr Code kCodes[] = {
#define BYLAW_CODE(name, text, sentence) Code::name,
#include "bylaw/vm/code.def"
#undef BYLAW_CODE
};

// "PERMIT" and the like.
std::string_view DecisionText(Decision decision) noexcept;
// "matched" and the like.
std::string_view CodeText(Code code) noexcept;
// "no rule permits this action" and the like.
std::string_view CodeSentence(Code code) noexcept;

struct Verdict {
  Decision decision = Decision::kDeny;
  Code code = Code::kUnavailable;
  RuleId rule = kNoRuleId;  // Of the rules that decided, the one with the least id; its reason is
                            // the decision's.
  uint32_t steps = 0;       // Taken; never more than the module's steps_max().

  bool permitted() const noexcept { return decision == Decision::kPermit; }

  uint32_t reserved = 0;  // Makes it two words.
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VERDICT_H_
