#include "bylaw/assembly/disassemble.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "bylaw/assembly/image_of.h"
#include "bylaw/vm/costs.h"
#include "code_writer.h"
#include "pools.h"
#include "quoted.h"
#include "tables.h"
#include "writer.h"

namespace bylaw::assembly {
namespace {

using vm::ModuleImage;
using vm::Range;

constexpr size_t kCommentColumn = 72;

template <typename Row>
std::span<const Row> Rows(const std::vector<Row>& all, Range range) {
  return std::span(all).subspan(range.begin, range.count);
}

vm::Header HeaderOf(std::string_view bytes) {
  vm::Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

std::string_view SectionOf(std::string_view bytes, vm::SectionKind kind) {
  const vm::SectionRow section = HeaderOf(bytes).sections[static_cast<uint32_t>(kind)];
  return bytes.substr(section.offset, section.bytes);
}

// Whether the table of names is the one that is made where none is written.
bool HasTheUsualHash(const vm::Module& module, const ModuleImage& image) {
  ModuleImage names;
  names.strings = image.strings;
  names.actions = image.actions;
  const std::string bytes = vm::Encode(names, {});
  return SectionOf(bytes, vm::SectionKind::kHash) ==
         SectionOf(module.bytes(), vm::SectionKind::kHash);
}

class Lines {
 public:
  explicit Lines(std::string_view text) {
    for (size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\n') ends_.push_back(at);
    }
  }
  // "line 7", of the byte.
  std::string Of(uint32_t offset) const {
    const auto line = std::lower_bound(ends_.begin(), ends_.end(), offset) - ends_.begin();
    return "line " + std::to_string(line + 1);
  }

 private:
  std::vector<size_t> ends_;
};

class Listing {
 public:
  Listing(const vm::Module& module, vm::FunctionTable functions)
      : module_(module),
        costs_(vm::MeasureCosts(module.bytes(), functions)),
        image_(ImageOf(module.bytes())),
        pools_(replayed_),
        tables_(WriteTables(image_, pools_)),
        writer_(image_, pools_),
        lines_(image_.source) {}

  std::string Write() {
    Heading();
    Facts();
    Names();
    for (uint32_t id = 0; id < image_.rules.size(); ++id) Rule(id);
    FindNames();
    for (uint32_t id = 0; id < image_.blocks.size(); ++id) Block(id);
    for (uint32_t id = 0; id < image_.rules.size(); ++id) Reason(id);
    writer_ << "\n; What stands above refers to these, in this order.\n" << tables_;
    Text("about", image_.about);
    Text("source", image_.source);
    return std::move(writer_.out());
  }

 private:
  std::string Line(uint32_t offset) const { return lines_.Of(offset); }

  void End(std::string_view comment) {
    writer_.Comment(kCommentColumn, comment);
    writer_ << "\n";
  }
  void EndRow(uint32_t row) { End("#" + std::to_string(row)); }

  void Heading() {
    const auto count = [this](size_t number, std::string_view what) {
      writer_ << std::to_string(number) << what;
    };
    writer_ << "; ";
    count(image_.rules.size(), " rules, ");
    count(image_.actions.size(), " actions, ");
    count(image_.patterns.size(), " patterns, ");
    count(image_.code.size(), " instructions.\n");
    writer_ << "; It is proved that a decision takes at most these steps and bytes of results.\n";
    const vm::Header header = HeaderOf(module_.bytes());
    vm::Header otherwise = header;
    otherwise.steps_max = ~header.steps_max;  // Written whatever they are.
    otherwise.arena_max = ~header.arena_max;
    otherwise.optional_features = 0;
    writer_.WriteRow(kHeaderTable, header, otherwise);
    writer_ << "\n\n";
    writer_.WriteRow(kPolicyTable, image_.policy);
    writer_ << "\n\n";
  }

  void Facts() {
    for (uint32_t id = 0; id < image_.types.size(); ++id) {
      vm::TypeRow otherwise = Blank<vm::TypeRow>(kTypeTable);
      otherwise.length_max = LengthMaxOf(image_.types[id].kind);
      Row(kTypeTable, image_.types[id], otherwise, id);
    }
    for (uint32_t id = 0; id < image_.fields.size(); ++id)
      Row(kFieldTable, image_.fields[id], Blank<vm::FieldRow>(kFieldTable), id);
    if (!image_.types.empty()) writer_ << "\n";
    for (uint32_t id = 0; id < image_.facts.size(); ++id) {
      vm::FactRow otherwise = Blank<vm::FactRow>(kFactTable);
      otherwise.type.length_max = LengthMaxOf(image_.facts[id].type.kind);
      writer_.WriteRow(kFactTable, image_.facts[id], otherwise);
      writer_ << "\n";
    }
  }

  template <typename T>
  void Row(const RowTable& table, const T& row, const T& otherwise, uint32_t id) {
    writer_.WriteRow(table, row, otherwise);
    EndRow(id);
  }

  void Names() {
    writer_ << "\n";
    for (uint32_t id = 0; id < image_.actions.size(); ++id) {
      vm::ActionRow otherwise = Blank<vm::ActionRow>(kActionTable);
      otherwise.canonical = id;
      writer_.WriteRow(kActionTable, image_.actions[id], otherwise);
      writer_ << "\n";
    }
    if (!HasTheUsualHash(module_, image_)) {
      writer_ << "hash";
      for (const uint32_t word : image_.hash) writer_ << " " << std::to_string(word);
      writer_ << "\n";
    }
    for (const vm::PatternRow& pattern : image_.patterns) {
      writer_.WriteRow(kPatternTable, pattern);
      writer_ << "\n";
    }
    writer_ << "\n";
  }

  void Rule(uint32_t id) {
    const vm::RuleRow& rule = image_.rules[id];
    vm::RuleRow otherwise = Blank<vm::RuleRow>(kRuleTable);
    otherwise.reason_parts = rule.reason_parts;  // Those under `reason`.
    writer_.WriteRow(kRuleTable, rule, otherwise);
    End(Line(rule.span_begin));
  }

  // Of each block, the names that lead to it.
  void FindNames() {
    names_.resize(image_.blocks.size());
    const auto add = [this](uint32_t block, uint32_t name) {
      if (block == vm::kNone) return;
      names_[block].push_back(' ');
      AppendQuoted(image_.strings[name], names_[block]);
    };
    for (const vm::ActionRow& action : image_.actions) add(action.block, action.name);
    for (const vm::PatternRow& pattern : image_.patterns) add(pattern.block, pattern.pattern);
  }

  void Block(uint32_t id) {
    const vm::BlockRow& block = image_.blocks[id];
    writer_ << "\n";
    writer_.WriteRow(kBlockTable, block, block);
    End("#" + std::to_string(id) + ":" + names_[id]);
    uint32_t pc = block.code.begin;
    for (uint32_t local = 0; local < block.rules.count; ++local) pc = Run(block, local, pc);
    WriteCode(writer_, image_, {pc, block.code.begin + block.code.count - pc}, {}, {}, "  ");
  }

  // Returns where the next one begins.
  uint32_t Run(const vm::BlockRow& block, uint32_t local, uint32_t pc) {
    const vm::BlockRuleRow& run = image_.block_rules[block.rules.begin + local];
    const vm::RuleRow& rule = image_.rules[run.rule];
    const auto conditions = Rows(image_.conditions, run.conditions);
    for (const vm::ConditionRow& condition : conditions) pc += condition.code.count;
    Place place;
    place.next = image_.code[pc].z;  // Behind `applies`, and `fails` if there is one.
    place.fails = place.next > pc + 1 ? pc + 1 : vm::kNone;
    place.rule = local;
    writer_ << "  ";
    writer_.WriteRow(kRunTable, run, run);
    End(WordFor(kSectionWords, static_cast<uint64_t>(rule.section))->text + ", " +
        Line(rule.span_begin));
    for (uint32_t i = 0; i < conditions.size(); ++i) {
      place.end = conditions[i].code.begin + conditions[i].code.count;
      Condition(block, run.conditions.begin + i, place);
    }
    place.end = vm::kNone;
    WriteCode(writer_, image_, {pc, place.next - pc}, {}, place, "    ");
    return place.next;
  }

  void Condition(const vm::BlockRow& block, uint32_t id, const Place& place) {
    const vm::ConditionRow& condition = image_.conditions[id];
    writer_ << "    ";
    vm::ConditionRow otherwise = Blank<vm::ConditionRow>(kConditionTable);
    otherwise.code = condition.code;
    writer_.WriteRow(kConditionTable, condition, otherwise);
    End(Line(condition.span_begin) + Steps(id));
    WriteCode(writer_, image_, condition.code, EdgesIn(block.edges, condition.code), place,
              "      ");
  }

  // ", at most 3 steps", if that is known.
  std::string Steps(uint32_t condition) const {
    if (!costs_) return {};
    const uint64_t steps = costs_->condition_steps[condition];
    return ", at most " + std::to_string(steps) + (steps == 1 ? " step" : " steps");
  }

  // Those of [begin, end) of the code; edges ascend.
  std::span<const vm::EdgeRow> EdgesIn(Range edges, Range code) const {
    const auto rows = Rows(image_.edges, edges);
    const auto before = [](const vm::EdgeRow& edge, uint32_t pc) { return edge.begin < pc; };
    const auto first = std::lower_bound(rows.begin(), rows.end(), code.begin, before);
    const auto last = std::lower_bound(first, rows.end(), code.begin + code.count, before);
    return {first, last};
  }

  void Reason(uint32_t id) {
    const vm::RuleRow& rule = image_.rules[id];
    if (rule.reason_parts.count == 0) return;
    writer_ << "\nreason ";
    writer_.WriteValue(kRunTable.fields.front(), id);
    writer_ << "\n";
    for (const vm::ReasonPartRow& part : Rows(image_.reason_parts, rule.reason_parts)) {
      writer_ << "  ";
      vm::ReasonPartRow otherwise = Blank<vm::ReasonPartRow>(kPartTable);
      otherwise.code = part.code;
      otherwise.edges = part.edges;
      writer_.WriteRow(kPartTable, part, otherwise);
      End(Line(part.span_begin));
      Place place;
      place.end = part.code.begin + part.code.count;
      WriteCode(writer_, image_, part.code, Rows(image_.edges, part.edges), place, "    ");
    }
  }

  // A text, a line of it on each line.
  void Text(std::string_view keyword, std::string_view text) {
    if (text.empty()) return;
    writer_ << "\n" << keyword << "\n";
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
      writer_ << "  ";
      AppendQuoted(text.substr(0, end), writer_.out());
      writer_ << "\n";
      text.remove_prefix(end);
    }
  }

  const vm::Module& module_;
  std::optional<vm::Costs> costs_;
  ModuleImage image_;
  ModuleImage replayed_;  // The tables as reading them makes them.
  Pools pools_;
  std::string tables_;
  Writer writer_;
  Lines lines_;
  std::vector<std::string> names_;  // By block.
};

}  // namespace

std::string Disassemble(const vm::Module& module, vm::FunctionTable functions) {
  return Listing(module, functions).Write();
}

}  // namespace bylaw::assembly
