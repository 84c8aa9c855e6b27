// What a fuzzer should know of each target's language, one word an entry, from where the words
// stand.

#ifndef BYLAW_TESTS_FUZZ_DICTIONARIES_H_
#define BYLAW_TESTS_FUZZ_DICTIONARIES_H_

#include <map>
#include <string>
#include <vector>

namespace bylaw::fuzz {

// By target.
std::map<std::string, std::vector<std::string>> Dictionaries();

// The words as libFuzzer reads them from a file: in quotes, a line each.
std::string DictionaryFile(const std::vector<std::string>& words);

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_DICTIONARIES_H_
