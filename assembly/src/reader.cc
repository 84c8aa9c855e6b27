#include "reader.h"

#include <algorithm>
#include <cstdint>

#include "bylaw/vm/time.h"
#include "constant_text.h"

namespace bylaw::assembly {
namespace {

constexpr uint32_t kWordMax = 0xffffffff;
constexpr int64_t kMicrosPerDay = 86'400 * vm::kMicrosPerSecond;

// A number that stands for itself, as #7 or 7.
bool IsRaw(const Cursor& cursor) {
  return cursor.token() == Token::kIndex || cursor.token() == Token::kNumber;
}

std::string Ticked(std::string_view name) {
  return "`" + std::string(name) + "`";
}

}  // namespace

bool Reader::Has(Fields written, const RowTable& table, std::string_view name) {
  for (size_t i = 0; i < table.fields.size(); ++i) {
    if (table.fields[i].name == name) return (written >> i & 1) != 0;
  }
  return false;
}

size_t Reader::FieldNamed(Cursor& cursor, const RowTable& table, Fields written) {
  const auto at = std::find_if(table.fields.begin(), table.fields.end(),
                               [&](const Field& field) { return cursor.IsWord(field.name); });
  const auto i = static_cast<size_t>(at - table.fields.begin());
  if (at == table.fields.end()) {
    std::string names;
    for (const Field& field : table.fields)
      names += (names.empty() ? "" : ", ") + std::string(field.name);
    cursor.Fail(Ticked(table.keyword) + " has no such field: NAME=VALUE stands here, of " + names);
  } else if ((written >> i & 1) != 0) {
    cursor.Fail(Ticked(at->name) + " stands twice: leave one out");
  }
  cursor.Next();
  cursor.Expect("=");
  return i;
}

// What the bytes of a field hold at most.
uint64_t Reader::Max(const Field& field) {
  return ~uint64_t{0} >> (64 - 8 * field.bytes);
}

uint64_t Reader::Flags(Cursor& cursor, const Words& words) {
  uint64_t flags = 0;
  do {
    const Word* const word =
        cursor.token() == Token::kWord ? WordNamed(words, cursor.text()) : nullptr;
    if (word == nullptr) {
      cursor.Fail("flags stand here, joined with +: " + Listed(words) + "; or a number");
      return 0;
    }
    flags |= word->value;
    cursor.Next();
  } while (cursor.Take("+"));
  return flags;
}

uint64_t Reader::Register(Cursor& cursor, char letter, uint64_t max) {
  const std::string_view text = cursor.text();
  uint64_t number = 0;
  bool good =
      cursor.token() == Token::kWord && text.size() > 1 && text.size() < 12 && text[0] == letter;
  for (size_t i = 1; good && i < text.size(); ++i) {
    good = text[i] >= '0' && text[i] <= '9';
    number = 10 * number + static_cast<uint64_t>(text[i] - '0');
  }
  if (!good || number > max) {
    cursor.Fail(std::string(letter == 'r' ? "a register" : "a shared part") + " stands here: " +
                letter + "0 to " + letter + std::to_string(max) + ", or a number");
    return 0;
  }
  cursor.Next();
  return number;
}

uint64_t Reader::Range(Cursor& cursor) {
  if (!IsRaw(cursor)) cursor.Fail("rows stand here: #7+2, the first and how many");
  const auto begin = static_cast<uint32_t>(cursor.Unsigned(kWordMax));
  cursor.Expect("+");
  return Pair(begin, static_cast<uint32_t>(cursor.Unsigned(kWordMax)));
}

uint64_t Reader::Day(Cursor& cursor) {
  if (cursor.token() != Token::kText)
    return static_cast<uint32_t>(cursor.Whole(INT32_MIN, INT32_MAX));
  const vm::Value midnight = vm::ParseDate(cursor.text());
  if (midnight.is_error()) cursor.Fail("a day stands here: \"2026-03-01\", or a number");
  cursor.Next();
  return static_cast<uint32_t>(midnight.i / kMicrosPerDay);
}

uint64_t Reader::Text(Cursor& cursor) {
  if (cursor.token() != Token::kText) cursor.Fail("a text stands here, in quotes; or none, or #7");
  return cursor.ok() ? pools_.String(cursor.Quoted("a text")) : 0;
}

uint64_t Reader::Call(Cursor& cursor) {
  if (cursor.token() != Token::kText)
    cursor.Fail("a function stands here, \"size(list) int\"; or #7");
  if (!cursor.ok()) return 0;
  vm::CallRow row{pools_.Import(cursor.Quoted("a function")), vm::kNone};
  if (cursor.Take("with"))
    row.prepared = static_cast<uint32_t>(ReadValue(cursor, kCallTable.fields.back()));
  return cursor.ok() ? pools_.Call(row) : 0;
}

uint64_t Reader::PlaceNamed(Cursor& cursor, const Place& place) const {
  const std::string name(cursor.text());
  uint32_t pc = vm::kNone;
  if (cursor.token() != Token::kWord) {
    cursor.Fail("a place in the code stands here: a label, end, fails, next or #7");
  } else if (name == "end" || name == "fails" || name == "next") {
    pc = name == "end" ? place.end : name == "fails" ? place.fails : place.next;
    if (pc == vm::kNone) cursor.Fail("there is no " + Ticked(name) + " here: write a label or #7");
  } else if (const auto label = outline_.labels.find(name); label != outline_.labels.end()) {
    pc = label->second;
  } else {
    cursor.Fail("there is no label " + Ticked(name) + ": write `" + name +
                ":` before an instruction");
  }
  cursor.Next();
  return pc;
}

uint64_t Reader::Named(Cursor& cursor, const Names& names, std::string_view what) const {
  const bool name = cursor.token() == Token::kWord || cursor.token() == Token::kText;
  const auto at = names.find(std::string(cursor.text()));
  if (!name || at == names.end()) {
    const std::string found = name ? " " + Ticked(cursor.text()) : " of this name";
    cursor.Fail("there is no " + std::string(what) + found +
                ": write one, or the number of its row, #7");
    return 0;
  }
  cursor.Next();
  return at->second;
}

template <typename ReadItem>
uint64_t Reader::List(Cursor& cursor, ReadItem read_item) {
  if (IsRaw(cursor)) return Range(cursor);
  std::vector<uint32_t> items;
  cursor.Expect("[");
  while (cursor.ok() && !cursor.IsSymbol("]")) {
    if (!items.empty()) cursor.Expect(",");
    items.push_back(static_cast<uint32_t>(IsRaw(cursor) ? cursor.Unsigned(kWordMax) : read_item()));
  }
  cursor.Expect("]");
  return cursor.ok() ? Pair(pools_.Indices(items)) : 0;
}

uint64_t Reader::ReadValue(Cursor& cursor, const Field& field, const Place& place) {
  if (!cursor.ok()) return 0;
  switch (field.form) {
    case Form::kTexts:
      return List(cursor, [&] { return Text(cursor); });
    case Form::kPatterns:
      return List(cursor, [&] { return Named(cursor, outline_.patterns, "pattern"); });
    case Form::kRules:
      return List(cursor, [&] { return Named(cursor, outline_.rules, "rule"); });
    case Form::kRange:
      return Range(cursor);
    case Form::kSpan: {
      const auto begin = static_cast<uint32_t>(cursor.Unsigned(kWordMax));
      cursor.Expect("..");
      return Pair(begin, static_cast<uint32_t>(cursor.Unsigned(kWordMax)));
    }
    case Form::kDay:
      return Day(cursor);
    case Form::kSigned: {
      const int64_t max = static_cast<int64_t>(Max(field) >> 1);
      return static_cast<uint64_t>(cursor.Whole(-max - 1, max));
    }
    case Form::kConstant:
      if (cursor.token() == Token::kIndex) return cursor.Unsigned(kWordMax);
      if (cursor.Take("none")) return vm::kNone;
      return pools_.Constant(ReadConstant(cursor, pools_));
    default:
      break;
  }
  if (IsRaw(cursor) || field.form == Form::kNumber) return cursor.Unsigned(Max(field));
  switch (field.form) {
    case Form::kWord: {
      const bool written = cursor.token() == Token::kWord || cursor.token() == Token::kSymbol;
      const Word* const word = written ? WordNamed(*field.words, cursor.text()) : nullptr;
      if (word == nullptr)
        cursor.Fail("one of these stands here: " + Listed(*field.words) + "; or a number");
      cursor.Next();
      return word == nullptr ? 0 : word->value;
    }
    case Form::kFlags:
      return Flags(cursor, *field.words);
    case Form::kKindSet: {
      if (cursor.Take("nothing")) return vm::Carried::Pack(vm::Carried::kNothing, 0);
      const uint64_t reg = Register(cursor, 'r', UINT8_MAX);
      cursor.Expect(":");
      return vm::Carried::Pack(static_cast<uint8_t>(reg),
                               static_cast<uint32_t>(Flags(cursor, kKindSetWords)));
    }
    case Form::kReturn:
      if (cursor.Take("undecidable")) return vm::kEdgeUndecidable;
      return Register(cursor, 'r', UINT8_MAX);
    case Form::kRegister:
      return Register(cursor, 'r', UINT8_MAX);
    case Form::kMemo:
      return Register(cursor, 'm', kWordMax);
    case Form::kText:
      return cursor.Take("none") ? vm::kNone : Text(cursor);
    case Form::kCall:
      return cursor.Take("none") ? vm::kNone : Call(cursor);
    case Form::kImport:
      return pools_.Import(cursor.Quoted("a function, \"size(list) int\""));
    case Form::kFact:
      return Named(cursor, outline_.facts, "fact");
    case Form::kRule:
      return Named(cursor, outline_.rules, "rule");
    case Form::kAction:
      return Named(cursor, outline_.actions, "action");
    case Form::kPlace:
      return PlaceNamed(cursor, place);
    case Form::kRuleOfBlock:
      cursor.Expect("this");
      if (place.rule == vm::kNone)
        cursor.Fail("no `run` stands above: write the rule's number, #0");
      return place.rule;
    case Form::kLimit:
      if (!cursor.Take("none")) cursor.Fail("a number stands here; or none");
      return vm::kNone;
    default:
      if (!cursor.Take("none")) cursor.Fail("the number of a row stands here, #7; or none");
      return vm::kNone;
  }
}

}  // namespace bylaw::assembly
