#include "writer.h"

#include "bylaw/vm/time.h"
#include "constant_text.h"
#include "lexer.h"
#include "quoted.h"

namespace bylaw::assembly {
namespace {

constexpr size_t kShortBytes = 32;           // Always written out.
constexpr size_t kAffordableMin = 1u << 16;  // And so much of longer ones, beside what there is.
constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kMicrosPerDay = kSecondsPerDay * vm::kMicrosPerSecond;
// Days that have a date: 0001-01-01 to 9999-12-31.
constexpr int64_t kDateMin = vm::kTimestampSecondsMin / kSecondsPerDay;
constexpr int64_t kDateMax = vm::kTimestampSecondsMax / kSecondsPerDay;

size_t SizeOf(const vm::ModuleImage& image) {
  size_t bytes = image.source.size() + image.code.size() * sizeof(vm::Instruction) +
                 image.constants.size() * sizeof(vm::ConstantRow);
  for (const std::string& string : image.strings) bytes += string.size();
  return bytes;
}

// Whether the name needs no quotes.
bool IsWord(std::string_view name) {
  AssemblyError error;
  const Cursor cursor(name, 1, error);
  return cursor.IsWord(name);
}

}  // namespace

ConstantRows RowsOfConstant(const vm::ModuleImage& image, uint32_t id) {
  ConstantRows constant{image.constants[id], {}};
  const vm::ConstantRow& row = constant.row;
  const bool map = row.kind == vm::Kind::kMap;
  if (!map && row.kind != vm::Kind::kList) return constant;
  const auto first = image.constants.begin() + static_cast<ptrdiff_t>(row.payload);
  constant.parts.assign(first, first + static_cast<ptrdiff_t>(row.count) * (map ? 2 : 1));
  return constant;
}

Writer::Writer(const vm::ModuleImage& image, const Pools& pools)
    : image_(image), pools_(pools), affordable_(kAffordableMin + SizeOf(image)) {
  const auto name = [&](auto& names, const auto& rows, auto member) {
    for (uint32_t id = 0; id < rows.size(); ++id) {
      const std::string& text = image_.strings[rows[id].*member];
      if (pools_.FindString(text) == rows[id].*member) names.try_emplace(text, id);
    }
  };
  name(facts_, image_.facts, &vm::FactRow::name);
  name(rules_, image_.rules, &vm::RuleRow::id);
  name(actions_, image_.actions, &vm::ActionRow::name);
  name(patterns_, image_.patterns, &vm::PatternRow::pattern);
}

void Writer::Comment(size_t column, std::string_view text) {
  const size_t begin = out_.rfind('\n') + 1;
  const size_t width = out_.size() - begin;
  out_.append(width + 2 < column ? column - width : 2, ' ').append("; ").append(text);
}

std::string Writer::PlaceName(uint32_t pc, const Place& place) {
  if (pc == place.end) return "end";
  if (pc == place.fails) return "fails";
  if (pc == place.next) return "next";
  return "L" + std::to_string(pc);
}

void Writer::Index(uint64_t row) {
  if (row == vm::kNone) {
    out_.append("none");
  } else {
    out_.push_back('#');
    Number(row);
  }
}

bool Writer::Afford(size_t bytes) {
  if (bytes <= kShortBytes) return true;
  if (bytes > affordable_) return false;
  affordable_ -= bytes;
  return true;
}

void Writer::Text(uint32_t id) {
  if (id == vm::kNone || pools_.FindString(image_.strings[id]) != id ||
      !Afford(image_.strings[id].size())) {
    return Index(id);
  }
  AppendQuoted(image_.strings[id], out_);
}

void Writer::WriteConstant(uint32_t id) {
  if (id == vm::kNone) return Index(id);
  const auto [at, added] = constants_.try_emplace(id);
  std::string& text = at->second;
  if (added) {
    const ConstantRows constant = RowsOfConstant(image_, id);
    if (pools_.FindConstant(constant) == id) AppendConstantText(constant, image_, pools_, text);
  }
  if (text.empty() || !Afford(text.size())) return Index(id);
  out_.append(text);
}

void Writer::Call(uint32_t id) {
  if (id == vm::kNone || pools_.FindCall(image_.calls[id]) != id) return Index(id);
  const vm::CallRow& call = image_.calls[id];
  const uint32_t signature = image_.imports[call.import].signature;
  if (pools_.FindImport(signature) != call.import ||
      pools_.FindString(image_.strings[signature]) != signature ||
      !Afford(image_.strings[signature].size())) {
    return Index(id);
  }
  AppendQuoted(image_.strings[signature], out_);
  if (call.prepared == vm::kNone) return;
  out_.append(" with ");
  WriteConstant(call.prepared);
}

void Writer::KindSet(uint32_t word) {
  const size_t begin = out_.size();
  const uint8_t reg = vm::Carried::Register(word);
  if (word == vm::Carried::Pack(vm::Carried::kNothing, 0)) {
    out_.append("nothing");
    return;
  }
  out_.append("r").append(std::to_string(reg)).append(":");
  if (AppendFlags(kKindSetWords, vm::Carried::Kinds(word), out_)) return;
  out_.resize(begin);
  Number(word);
}

void Writer::Span(uint64_t pair) {
  Number(Low(pair));
  out_.append("..");
  Number(High(pair));
}

void Writer::Day(int32_t day) {
  if (day < kDateMin || day > kDateMax) {
    out_.append(std::to_string(day));
    return;
  }
  vm::TimeBuffer buffer;
  const vm::Value midnight = vm::Value::Timestamp(day * kMicrosPerDay);
  AppendQuoted(vm::FormatTimestamp(midnight, buffer).substr(0, 10), out_);
}

void Writer::Named(const std::unordered_map<std::string_view, uint32_t>& names, uint32_t id,
                   std::string_view name) {
  const auto first = names.find(name);
  if (first == names.end() || first->second != id || !Afford(name.size())) return Index(id);
  AppendQuoted(name, out_);
}

void Writer::NamedRule(uint32_t id) {
  Named(rules_, id, image_.strings[image_.rules[id].id]);
}

void Writer::Fact(uint32_t id) {
  const std::string& name = image_.strings[image_.facts[id].name];
  const auto first = facts_.find(name);
  if (first != facts_.end() && first->second == id && IsWord(name) && Afford(name.size())) {
    out_.append(name);
  } else {
    Named(facts_, id, name);
  }
}

template <typename WriteItem>
void Writer::List(vm::Range range, WriteItem write_item) {
  const auto first = image_.indices.begin() + range.begin;
  const bool affordable = Afford(range.count * sizeof(uint32_t));
  const std::vector<uint32_t> list(first, first + (affordable ? range.count : 0));
  const auto known = pools_.FindIndices(list);
  if (!affordable || !known || Pair(*known) != Pair(range)) {
    Index(range.begin);
    out_.push_back('+');
    return Number(range.count);
  }
  out_.push_back('[');
  for (size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out_.append(", ");
    write_item(list[i]);
  }
  out_.push_back(']');
}

void Writer::WriteValue(const Field& field, uint64_t value, const Place& place) {
  const auto id = static_cast<uint32_t>(value);
  const vm::Range range{Low(value), High(value)};
  switch (field.form) {
    case Form::kLimit:
      if (id == vm::kNone) return Index(id);
      return Number(value);
    case Form::kNumber:
      return Number(value);
    case Form::kSigned: {
      const unsigned unused = 64 - 8u * field.bytes;
      out_.append(std::to_string(static_cast<int64_t>(value << unused) >> unused));
      return;
    }
    case Form::kWord:
      if (const Word* const word = WordFor(*field.words, value)) {
        out_.append(word->text);
        return;
      }
      return Number(value);
    case Form::kFlags:
      if (!AppendFlags(*field.words, value, out_)) Number(value);
      return;
    case Form::kKindSet:
      return KindSet(id);
    case Form::kRegister:
      out_.push_back('r');
      return Number(value);
    case Form::kReturn:
      if (value == vm::kEdgeUndecidable) {
        out_.append("undecidable");
        return;
      }
      out_.push_back('r');
      return Number(value);
    case Form::kMemo:
      out_.push_back('m');
      return Number(value);
    case Form::kText:
      return Text(id);
    case Form::kConstant:
      return WriteConstant(id);
    case Form::kCall:
      return Call(id);
    case Form::kImport:
    case Form::kIndex:
      return Index(value);
    case Form::kFact:
      return Fact(id);
    case Form::kRule:
      return NamedRule(id);
    case Form::kAction:
      return Named(actions_, id, image_.strings[image_.actions[id].name]);
    case Form::kTexts:
      return List(range, [this](uint32_t text) { Text(text); });
    case Form::kPatterns:
      return List(range, [this](uint32_t pattern) {
        Named(patterns_, pattern, image_.strings[image_.patterns[pattern].pattern]);
      });
    case Form::kRules:
      return List(range, [this](uint32_t rule) { NamedRule(rule); });
    case Form::kRange:
      Index(range.begin);
      out_.push_back('+');
      return Number(range.count);
    case Form::kSpan:
      return Span(value);
    case Form::kDay:
      return Day(static_cast<int32_t>(id));
    case Form::kPlace:
      out_.append(PlaceName(id, place));
      return;
    case Form::kRuleOfBlock:
      if (id != place.rule) return Index(id);
      out_.append("this");
  }
}

}  // namespace bylaw::assembly
