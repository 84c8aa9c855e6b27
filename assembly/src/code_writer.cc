#include "code_writer.h"

#include <set>
#include <string>

#include "operands.h"

namespace bylaw::assembly {
namespace {

constexpr size_t kMnemonicWidth = 16;
constexpr size_t kLabelOutdent = 2;
constexpr size_t kCommentColumn = 72;

class CodeWriter {
 public:
  CodeWriter(Writer& writer, const vm::ModuleImage& image, std::span<const vm::EdgeRow> edges,
             const Place& place, std::string_view indent)
      : writer_(writer), image_(image), edges_(edges), place_(place), indent_(indent) {}

  void Write(vm::Range code) {
    const uint32_t end = code.begin + code.count;
    FindLabels(code.begin, end);
    size_t edge = 0;
    for (uint32_t pc = code.begin; pc < end; ++pc) {
      if (labels_.count(pc) > 0)
        writer_ << indent_.substr(kLabelOutdent) << Writer::PlaceName(pc, place_) << ":\n";
      for (; edge < edges_.size() && edges_[edge].begin == pc; ++edge) Edge(edge, end);
      Instruction(pc);
    }
  }

 private:
  uint32_t EndOf(size_t edge, uint32_t code_end) const {
    return EdgeEnd(edges_[edge], edge + 1 < edges_.size() ? edges_[edge + 1].begin : code_end);
  }

  void Refer(uint32_t pc) {
    if (pc != place_.end && pc != place_.fails && pc != place_.next) labels_.insert(pc);
  }

  void FindLabels(uint32_t begin, uint32_t end) {
    for (uint32_t pc = begin; pc < end; ++pc) {
      const vm::Instruction& in = image_.code[pc];
      const auto roles = RolesOf(vm::Info(in.op));
      for (size_t i = 0; i < kOperands; ++i) {
        const Field field = OperandField(i, roles[i]);
        if (field.form == Form::kPlace) Refer(static_cast<uint32_t>(Get(in, field)));
      }
    }
    for (size_t edge = 0; edge < edges_.size(); ++edge) {
      Refer(edges_[edge].target);
      if (edges_[edge].end != EndOf(edge, end)) Refer(edges_[edge].end);
    }
  }

  void Edge(size_t edge, uint32_t code_end) {
    vm::EdgeRow otherwise = edges_[edge];
    otherwise.end = EndOf(edge, code_end);
    writer_ << indent_;
    writer_.WriteRow(kEdgeTable, edges_[edge], otherwise, place_);
    writer_ << "\n";
  }

  void Instruction(uint32_t pc) {
    const vm::Instruction& in = image_.code[pc];
    const vm::OpcodeInfo& info = vm::Info(in.op);
    const auto roles = RolesOf(info);
    const std::string_view mnemonic = vm::Mnemonic(in.op);
    writer_ << indent_ << mnemonic;
    if (mnemonic.size() < kMnemonicWidth && in.op != vm::Opcode::kEnd)
      writer_ << std::string(kMnemonicWidth - mnemonic.size(), ' ');
    for (size_t i = 0; i < kOperands; ++i) {
      if (IsInPlace(roles[i])) continue;
      Field field = OperandField(i, roles[i]);
      if (!field.positional) continue;
      if (vm::IsOrConstant(roles[i]) && Get(in, field) == vm::kConstantOperand) {
        field = OperandField(kOperandY, vm::Role::kOperandConst);
      } else if (vm::IsOrFact(roles[i]) && Get(in, field) == vm::kFactOperand) {
        writer_ << " fact";
        field = OperandField(kOperandX, vm::Role::kOperandFact);
      }
      Operand(field, Get(in, field));
    }
    writer_.Comment(kCommentColumn, std::to_string(pc));
    writer_ << "\n";
  }

  void Operand(const Field& field, uint64_t value) {
    writer_ << (field.form == Form::kPlace ? " -> " : " ");
    writer_.WriteValue(field, value, place_);
  }

  Writer& writer_;
  const vm::ModuleImage& image_;
  std::span<const vm::EdgeRow> edges_;
  const Place& place_;
  std::string_view indent_;
  std::set<uint32_t> labels_;
};

}  // namespace

void WriteCode(Writer& writer, const vm::ModuleImage& image, vm::Range code,
               std::span<const vm::EdgeRow> edges, const Place& place, std::string_view indent) {
  CodeWriter(writer, image, edges, place, indent).Write(code);
}

}  // namespace bylaw::assembly
