#include "outline.h"

namespace bylaw::assembly {
namespace {

class Outliner {
 public:
  explicit Outliner(Outline& outline) : outline_(outline) {}

  void Take(Line& line) {
    if (!line.label.empty()) Label(line);
    switch (line.statement) {
      case Statement::kNothing:
      case Statement::kText:
        return;
      case Statement::kOnError:
        CloseEdge();
        edge_open_ = true;
        ++at_.edges;
        return;
      case Statement::kInstruction:
      case Statement::kRawInstruction:
        return Instruction(line);
      case Statement::kCondition:
        CloseCode();
        Open(outline_.conditions, condition_open_);
        ++at_.conditions;
        return;
      case Statement::kPart:
        CloseCode();
        Open(outline_.parts, part_open_);
        ++at_.parts;
        return;
      case Statement::kRun:
        CloseRun();
        Open(outline_.runs, run_open_);
        ++at_.runs;
        return;
      case Statement::kBlock:
        CloseAll();
        return Open(outline_.blocks, block_open_);
      case Statement::kReason:
        CloseAll();
        return Open(outline_.reasons, reason_open_);
      default:
        CloseAll();
        return Name(line);
    }
  }

  void CloseAll() {
    CloseRun();
    Close(outline_.blocks, block_open_);
    Close(outline_.reasons, reason_open_);
  }

 private:
  template <typename T>
  void Open(std::vector<T>& extents, bool& open) {
    extents.emplace_back();
    extents.back().begin = at_;
    open = true;
  }
  template <typename T>
  void Close(std::vector<T>& extents, bool& open) {
    if (open) extents.back().end = at_;
    open = false;
  }
  void CloseEdge() {
    if (edge_open_) outline_.edge_ends.push_back(at_.code);
    edge_open_ = false;
  }
  void CloseCode() {
    CloseEdge();
    Close(outline_.conditions, condition_open_);
    Close(outline_.parts, part_open_);
  }
  void CloseRun() {
    CloseCode();
    Close(outline_.runs, run_open_);
  }

  // The ends of a rule and of a block are behind its conditions.
  void Instruction(const Line& line) {
    const bool named = line.statement == Statement::kInstruction;
    const vm::Flow flow = named ? vm::Info(line.opcode).flow : vm::Flow::kNext;
    if (condition_open_ && (flow == vm::Flow::kEmit || flow == vm::Flow::kEnd)) CloseCode();
    if (named && line.opcode == vm::Opcode::kEnd) CloseRun();
    if (named && line.opcode == vm::Opcode::kFails && run_open_ && outline_.runs.back().fails == 0)
      outline_.runs.back().fails = at_.code;
    ++at_.code;
  }

  void Label(Line& line) {
    if (line.label == "end" || line.label == "fails" || line.label == "next")
      line.begin.Fail("`" + std::string(line.label) + "` has a place of its own: use another name");
    const bool first = outline_.labels.try_emplace(std::string(line.label), at_.code).second;
    if (!first)
      line.begin.Fail("the label `" + std::string(line.label) +
                      "` stands twice: give one of them another name");
  }

  void Name(const Line& line) {
    Names* const names = line.statement == Statement::kFact      ? &outline_.facts
                         : line.statement == Statement::kRule    ? &outline_.rules
                         : line.statement == Statement::kAction  ? &outline_.actions
                         : line.statement == Statement::kPattern ? &outline_.patterns
                                                                 : nullptr;
    if (names == nullptr) return;
    const uint32_t row = rows_[names]++;
    if (line.cursor.token() == Token::kText)
      names->try_emplace(std::string(line.cursor.text()), row);
  }

  Outline& outline_;
  Counts at_;
  std::unordered_map<const Names*, uint32_t> rows_;
  bool block_open_ = false, reason_open_ = false, run_open_ = false, condition_open_ = false,
       part_open_ = false, edge_open_ = false;
};

}  // namespace

Outline OutlineOf(std::string_view text, AssemblyError& error) {
  Outline outline;
  Outliner outliner(outline);
  ForEachLine(text, error, [&](Line& line) { outliner.Take(line); });
  outliner.CloseAll();
  return outline;
}

}  // namespace bylaw::assembly
