#include "bylaw/assembly/assemble.h"

#include <cstring>
#include <string>
#include <vector>

#include "bylaw/vm/image.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/module.h"
#include "code_reader.h"
#include "constant_text.h"
#include "outline.h"
#include "patches.h"
#include "pools.h"
#include "reader.h"
#include "statements.h"

namespace bylaw::assembly {
namespace {

constexpr uint32_t kWordMax = 0xffffffff;
constexpr size_t kPatchesMax = 16;  // Each may take as long as a whole module.

template <typename Rows>
uint32_t CountOf(const Rows& rows) {
  return static_cast<uint32_t>(rows.size());
}

template <typename Rows>
bool Exceeds(const Rows& rows, uint64_t& bytes) {
  bytes += rows.size() * sizeof(rows[0]);
  return bytes > vm::kModuleBytesMax;
}

class Assembler {
 public:
  Assembler(std::string_view text, AssemblyError& error)
      : text_(text), error_(error), outline_(OutlineOf(text, error)) {
    image_.policy = Blank<vm::PolicyRow>(kPolicyTable);
  }

  // The rows; then the bytes, as the header's lines and those with `!` have them.
  std::string Run(vm::FunctionTable functions) {
    ForEachLine(text_, error_, [this](Line& line) {
      if (IsTable(line.statement)) Table(line);
    });
    ForEachLine(text_, error_, [this](Line& line) {
      if (!IsTable(line.statement) && line.statement != Statement::kBytes) Row(line);
    });
    TakeReasons();
    if (IsTooLarge()) error_ = {1, 1, "this is more than a module may hold: 64 MiB"};
    if (!error_.message.empty()) return {};
    std::string bytes = vm::Encode(image_, functions);
    WriteHeader(bytes);
    size_t patches = 0;
    ForEachLine(text_, error_, [&](Line& line) {
      if (line.statement != Statement::kBytes) return;
      if (++patches > kPatchesMax) line.cursor.Fail("there are too many of these: 16 at most");
      if (line.cursor.ok()) Patch(line.cursor, bytes);
    });
    return bytes;
  }

 private:
  struct SectionLine {
    uint32_t kind;
    Fields written;
    vm::SectionRow row;
  };

  void Table(Line& line) {
    Cursor& cursor = line.cursor;
    switch (line.statement) {
      case Statement::kString:
        pools_.AppendString(cursor.Quoted("a text"));
        break;
      case Statement::kConstant:
        pools_.AppendConstant(ReadConstant(cursor, pools_));
        break;
      case Statement::kConstantRow:
        return pools_.AppendRawConstant(Read<vm::ConstantRow>(line, kConstantTable));
      case Statement::kWide:
        return pools_.AppendWide(Read<vm::WideRow>(line, kWideTable));
      case Statement::kIndices:
        return pools_.AppendIndices(Numbers(line));
      case Statement::kImport:
        return pools_.AppendImport(Read<vm::ImportRow>(line, kImportTable));
      default:
        return pools_.AppendCall(Read<vm::CallRow>(line, kCallTable));
    }
    End(line);
  }

  // A row of which nothing depends on where it stands.
  template <typename T>
  T Read(Line& line, const RowTable& table) {
    T row = Blank<T>(table);
    reader_.ReadRow(line.cursor, table, row);
    return row;
  }

  static std::vector<uint32_t> Numbers(Line& line) {
    std::vector<uint32_t> numbers;
    while (line.cursor.ok() && line.cursor.token() != Token::kEnd)
      numbers.push_back(static_cast<uint32_t>(line.cursor.Unsigned(kWordMax)));
    return numbers;
  }

  static void End(Line& line) {
    if (line.cursor.token() != Token::kEnd) line.cursor.Fail("nothing more stands here");
  }

  void Row(Line& line) {
    if (line.statement != Statement::kText && line.statement != Statement::kNothing)
      lines_of_ = nullptr;
    Cursor& cursor = line.cursor;
    switch (line.statement) {
      case Statement::kNothing:
        return;
      case Statement::kUnknown:
        return cursor.Fail("a line begins with what it is: fact, rule, block, an instruction …");
      case Statement::kModule:
        header_written_ |= reader_.ReadRow(cursor, kHeaderTable, header_);
        return;
      case Statement::kSection:
        return Section(line);
      case Statement::kPolicy:
        image_.policy = Read<vm::PolicyRow>(line, kPolicyTable);
        return;
      case Statement::kType:
        return Type(line);
      case Statement::kField:
        image_.fields.push_back(Read<vm::FieldRow>(line, kFieldTable));
        return;
      case Statement::kFact:
        return Fact(line);
      case Statement::kAction: {
        vm::ActionRow row = Blank<vm::ActionRow>(kActionTable);
        row.canonical = CountOf(image_.actions);
        reader_.ReadRow(cursor, kActionTable, row);
        image_.actions.push_back(row);
        return;
      }
      case Statement::kHash: {
        const std::vector<uint32_t> words = Numbers(line);
        image_.hash.insert(image_.hash.end(), words.begin(), words.end());
        return;
      }
      case Statement::kPattern:
        image_.patterns.push_back(Read<vm::PatternRow>(line, kPatternTable));
        return;
      case Statement::kRule:
        return Rule(line);
      case Statement::kBlock:
        return Block(line);
      case Statement::kRun:
        return Run(line);
      case Statement::kCondition:
        return Condition(line);
      case Statement::kReason:
        return Reason(line);
      case Statement::kPart:
        return Part(line);
      case Statement::kOnError:
        return Edge(line);
      case Statement::kInstruction:
      case Statement::kRawInstruction:
        if (CountOf(image_.code) == end_) place_.end = vm::kNone;
        image_.code.push_back(ReadInstruction(reader_, line, place_));
        return;
      case Statement::kAbout:
      case Statement::kSource:
        lines_of_ = line.statement == Statement::kAbout ? &image_.about : &image_.source;
        return End(line);
      case Statement::kText:
        if (lines_of_ == nullptr) cursor.Fail("a text alone stands below `about` or `source`");
        if (cursor.ok()) *lines_of_ += cursor.Quoted("text");
        return End(line);
      default:
        return;
    }
  }

  void Section(Line& line) {
    SectionLine section{0, 0, {}};
    while (section.kind < vm::kSectionCount &&
           !line.cursor.IsWord(vm::SectionName(static_cast<vm::SectionKind>(section.kind))))
      ++section.kind;
    if (section.kind == vm::kSectionCount)
      return line.cursor.Fail("the name of a section stands here: code, rules …");
    line.cursor.Next();
    section.written = reader_.ReadRow(line.cursor, kSectionTable, section.row);
    sections_.push_back(section);
  }

  void Type(Line& line) {
    vm::TypeRow row = Blank<vm::TypeRow>(kTypeTable);
    const Fields written = reader_.ReadRow(line.cursor, kTypeTable, row);
    if (!Reader::Has(written, kTypeTable, "length_max")) row.length_max = LengthMaxOf(row.kind);
    image_.types.push_back(row);
  }

  void Fact(Line& line) {
    vm::FactRow row = Blank<vm::FactRow>(kFactTable);
    const Fields written = reader_.ReadRow(line.cursor, kFactTable, row);
    if (!Reader::Has(written, kFactTable, "length_max"))
      row.type.length_max = LengthMaxOf(row.type.kind);
    image_.facts.push_back(row);
  }

  void Rule(Line& line) {
    vm::RuleRow row = Blank<vm::RuleRow>(kRuleTable);
    const Fields written = reader_.ReadRow(line.cursor, kRuleTable, row);
    says_its_parts_.push_back(Reader::Has(written, kRuleTable, "reason_parts"));
    image_.rules.push_back(row);
  }

  // The parts below `reason`, for rules that do not say themselves where theirs are.
  void TakeReasons() {
    for (const auto& [rule, parts] : reasons_) {
      if (rule < image_.rules.size() && !says_its_parts_[rule])
        image_.rules[rule].reason_parts = parts;
    }
  }

  static vm::Range Between(uint32_t begin, uint32_t end) { return {begin, end - begin}; }

  void Block(Line& line) {
    const Extent& in = outline_.blocks[CountOf(image_.blocks)];
    vm::BlockRow row{Between(in.begin.runs, in.end.runs), Between(in.begin.code, in.end.code),
                     Between(in.begin.edges, in.end.edges)};
    reader_.ReadRow(line.cursor, kBlockTable, row);
    image_.blocks.push_back(row);
    first_run_ = in.begin.runs;
    place_ = {};
  }

  void Run(Line& line) {
    const uint32_t id = CountOf(image_.block_rules);
    const assembly::Run& in = outline_.runs[id];
    vm::BlockRuleRow row{vm::kNone, Between(in.begin.conditions, in.end.conditions)};
    reader_.ReadRow(line.cursor, kRunTable, row);
    image_.block_rules.push_back(row);
    place_ = {};
    place_.fails = in.fails == 0 ? vm::kNone : in.fails;
    place_.next = in.end.code;
    place_.rule = id - first_run_;
  }

  void Condition(Line& line) {
    const Extent& in = outline_.conditions[CountOf(image_.conditions)];
    vm::ConditionRow row = Blank<vm::ConditionRow>(kConditionTable);
    row.code = Between(in.begin.code, in.end.code);
    reader_.ReadRow(line.cursor, kConditionTable, row);
    image_.conditions.push_back(row);
    place_.end = end_ = in.end.code;
  }

  void Part(Line& line) {
    const Extent& in = outline_.parts[CountOf(image_.reason_parts)];
    vm::ReasonPartRow row = Blank<vm::ReasonPartRow>(kPartTable);
    row.code = Between(in.begin.code, in.end.code);
    row.edges = Between(in.begin.edges, in.end.edges);
    reader_.ReadRow(line.cursor, kPartTable, row);
    image_.reason_parts.push_back(row);
    place_.end = end_ = in.end.code;
  }

  void Reason(Line& line) {
    const Extent& in = outline_.reasons[reasons_.size()];
    const auto rule =
        static_cast<uint32_t>(reader_.ReadValue(line.cursor, kRunTable.fields.front()));
    End(line);
    place_ = {};
    reasons_.emplace_back(rule, Between(in.begin.parts, in.end.parts));
  }

  void Edge(Line& line) {
    vm::EdgeRow row{CountOf(image_.code), outline_.edge_ends[CountOf(image_.edges)], 0, 0};
    const Fields written = reader_.ReadRow(line.cursor, kEdgeTable, row, place_);
    if (!Reader::Has(written, kEdgeTable, "end")) row.end = EdgeEnd(row, row.end);
    image_.edges.push_back(row);
  }

  bool IsTooLarge() const {
    uint64_t bytes = image_.about.size() + image_.source.size();
    for (const std::string& string : image_.strings) bytes += string.size();
    return Exceeds(image_.strings, bytes) || Exceeds(image_.constants, bytes) ||
           Exceeds(image_.wide, bytes) || Exceeds(image_.indices, bytes) ||
           Exceeds(image_.types, bytes) || Exceeds(image_.fields, bytes) ||
           Exceeds(image_.facts, bytes) || Exceeds(image_.actions, bytes) ||
           Exceeds(image_.rules, bytes) || Exceeds(image_.code, bytes) ||
           Exceeds(image_.edges, bytes);
  }

  // What the text says of the header, over what was made; sealed, unless that was said too.
  void WriteHeader(std::string& bytes) const {
    vm::Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    for (const SectionLine& line : sections_) {
      for (size_t i = 0; i < kSectionTable.fields.size(); ++i) {
        const Field& field = kSectionTable.fields[i];
        if ((line.written >> i & 1) != 0)
          Set(header.sections[line.kind], field, Get(line.row, field));
      }
    }
    const auto write = [&](bool checksum) {
      for (size_t i = 0; i < kHeaderTable.fields.size(); ++i) {
        const Field& field = kHeaderTable.fields[i];
        if ((header_written_ >> i & 1) != 0 && field.name.starts_with("checksum") == checksum)
          Set(header, field, Get(header_, field));
      }
      std::memcpy(bytes.data(), &header, sizeof header);
    };
    write(false);
    vm::Reseal(bytes);
    std::memcpy(&header, bytes.data(), sizeof header);
    write(true);
  }

  std::string_view text_;
  AssemblyError& error_;
  Outline outline_;
  vm::ModuleImage image_;
  Pools pools_{image_};
  Reader reader_{outline_, pools_};

  Place place_;             // Of the line at hand.
  uint32_t end_ = 0;        // Of its condition or part.
  uint32_t first_run_ = 0;  // Of its block.
  std::string* lines_of_ = nullptr;
  std::vector<std::pair<uint32_t, vm::Range>> reasons_;
  std::vector<bool> says_its_parts_;  // By rule.
  vm::Header header_{};
  Fields header_written_ = 0;
  std::vector<SectionLine> sections_;
};

}  // namespace

std::string AssemblyError::Message() const {
  return std::to_string(line) + ":" + std::to_string(column) + ": " + message;
}

Assembled Assemble(std::string_view text, vm::FunctionTable functions) {
  Assembled result;
  if (text.size() > kAssemblyBytesMax) {
    result.error = {1, 1, "this text is longer than the listing of any module"};
    return result;
  }
  std::string bytes = Assembler(text, result.error).Run(functions);
  if (result.error.message.empty()) result.bytes = std::move(bytes);
  return result;
}

}  // namespace bylaw::assembly
