// Why a decision is what it is, in words.
//
// What can be known of a module beforehand (which facts a condition reads) is worked out once, so
// that the sentence of a decision is mere appending. A personal fact is never quoted.
// Thread-safety: immutable. Ownership: borrows the module. Limits: a value is cut to
// kValueCharsMax, a sentence that we make to kSentenceBytesMax; an author's text is never cut, and
// the values in it as Context::AppendReason says.

#ifndef BYLAW_RUNTIME_SRC_REASON_H_
#define BYLAW_RUNTIME_SRC_REASON_H_

#include <span>
#include <string>
#include <vector>

#include "bylaw/runtime/decision.h"
#include "bylaw/vm/context.h"

namespace bylaw::runtime {

inline constexpr size_t kValueCharsMax = 64;
inline constexpr size_t kSentenceBytesMax = 1024;

class ReasonWriter {
 public:
  explicit ReasonWriter(const vm::Module& module);

  // Sets reason and agent_… of `decision` for the context's last verdict.
  void Write(vm::Context& context, const vm::Verdict& verdict, Decision& decision) const;

 private:
  std::span<const vm::FactId> FactsOf(uint32_t condition) const;
  void AppendSentence(const vm::Context& context, uint32_t block_rule, std::string& out) const;
  void AppendCondition(const vm::Context& context, uint32_t condition, std::string& out) const;
  void AppendUndecidable(vm::Context& context, vm::RuleId rule, std::string& out) const;

  const vm::Module& module_;
  std::vector<vm::FactId> facts_;      // Of all conditions, one after another.
  std::vector<uint32_t> facts_begin_;  // Where a condition's facts begin; one more at the end.
};

// What is wrong with a request, and where: "number at byte 57: …". Short.
void AppendRequestError(const vm::Request& request, std::string& out);

// Sets a decision that no rule made, because the host could not: DENY with `code`, and the reason,
// which is not for the agent, whatever the constitution discloses.
void Deny(const vm::Module& module, vm::Code code, std::string_view reason, Decision& decision);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_SRC_REASON_H_
