// The words that stand for numbers: of enumerations, and of flags, which are joined with `+`.

#ifndef BYLAW_ASSEMBLY_WORDS_H_
#define BYLAW_ASSEMBLY_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bylaw::assembly {

struct Word {
  std::string text;
  uint64_t value;
};
using Words = std::vector<Word>;

extern const Words kKindWords, kKindSetWords, kSourceWords, kEncodingWords, kTypeFlagWords,
    kFieldFlagWords, kFactFlagWords, kActionFlagWords, kPolicyFlagWords, kSectionWords,
    kOnErrorWords, kDiscloseWords, kOverdueWords, kRelationWords, kTextPartWords, kQuantifierWords,
    kNegateWords, kArithmeticWords, kLoopFormWords;

// The word for just this value; nullptr if none has it.
const Word* WordFor(const Words& words, uint64_t value);
// The word that reads so; nullptr if none does.
const Word* WordNamed(const Words& words, std::string_view text);
// All words, for messages: "a, b or c".
std::string Listed(const Words& words);

// Appends the flags by name, "closed+irreversible"; false, and nothing, if one has no name.
bool AppendFlags(const Words& words, uint64_t flags, std::string& out);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_WORDS_H_
