#include "text_mutator.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <string_view>

#include "choices.h"
#include "target.h"

namespace bylaw::fuzz {
namespace {

using Parts = std::vector<std::string>;

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Names and numbers, runs of spaces, and other characters one by one: together the text.
Parts WordsOf(std::string_view text) {
  Parts parts;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    while (end < text.size() && ((IsWordCharacter(text[at]) && IsWordCharacter(text[end])) ||
                                 (text[at] == ' ' && text[end] == ' ')))
      ++end;
    parts.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return parts;
}

// With their line breaks.
Parts LinesOf(std::string_view text) {
  Parts parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return parts;
}

// A part, or a few of them, that stands elsewhere in the text.
void Change(Parts& parts, Choices& choices, const Parts& words) {
  if (parts.empty()) return;
  const uint32_t at = choices.Below(parts.size());
  const uint32_t from = choices.Below(parts.size());
  const auto place = parts.begin() + at;
  switch (choices.Below(6)) {
    case 0:
      *place = parts[from];
      break;
    case 1:
      std::swap(*place, parts[from]);
      break;
    case 2:
      parts.erase(place, place + std::min<uint32_t>(1 + choices.Below(4),
                                                    static_cast<uint32_t>(parts.size()) - at));
      break;
    case 3: {
      const auto end =
          std::min<uint32_t>(from + 1 + choices.Below(8), static_cast<uint32_t>(parts.size()));
      const Parts run(parts.begin() + from, parts.begin() + end);
      parts.insert(place, run.begin(), run.end());
      break;
    }
    case 4:
      *place = choices.Pick(words);
      break;
    default:
      parts.insert(place, choices.Pick(words));
      break;
  }
}

}  // namespace

size_t MutateText(uint8_t* data, size_t size, size_t size_max, unsigned seed,
                  const std::vector<std::string>& words) {
  Choices choices({}, seed);
  if (choices.Below(3) == 0) return LLVMFuzzerMutate(data, size, size_max);
  const std::string_view text = TextOf(data, size);
  Parts parts = choices.Below(4) == 0 ? LinesOf(text) : WordsOf(text);
  for (uint32_t left = 1 + choices.Below(3); left > 0; --left) Change(parts, choices, words);
  std::string changed;
  for (const std::string& part : parts) changed += part;
  changed.resize(std::min(changed.size(), size_max));
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}

}  // namespace bylaw::fuzz
