// Whether one text begins with, ends with or contains another: what the library's startsWith(),
// endsWith() and contains() say, as instructions. Most rules on names ask nothing else, and a call
// takes longer than the answer.
//
// Thread-safety: pure. Limits: in time linear in both texts.

#ifndef BYLAW_VM_SRC_TEXT_PART_H_
#define BYLAW_VM_SRC_TEXT_PART_H_

#include <cstdint>
#include <cstring>  // With memmem, which is POSIX's: the VM includes nothing of the system's own.
#include <string_view>

#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"
#include "cost.h"
#include "hot.h"
#include "text.h"

namespace bylaw::vm {

// Rejected: string_view::find, which takes time in the product of both lengths ("aaa…b" in
// "aaa…").
BYLAW_OUTLINE inline bool ContainsText(std::string_view text, std::string_view part) noexcept {
  return part.empty() || (part.size() <= text.size() &&
                          memmem(text.data(), text.size(), part.data(), part.size()) != nullptr);
}

// Of two strings. Adds the work to `steps`.
inline bool HoldsPart(TextPart where, const Value& text, const Value& part,
                      uint32_t& steps) noexcept {
  if (where == TextPart::kAnywhere) {
    steps += TextSteps(text.size);
    return ContainsText(text.string(), part.string());
  }
  steps += TextSteps(part.size);
  if (part.size > text.size) return false;
  const char* const at = text.text + (where == TextPart::kEnd ? text.size - part.size : 0);
  return EqualText({at, part.size}, part.string());
}

}  // namespace bylaw::vm

#endif  // BYLAW_VM_SRC_TEXT_PART_H_
