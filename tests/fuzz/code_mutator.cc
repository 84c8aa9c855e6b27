#include "code_mutator.h"

#include <algorithm>

namespace bylaw::fuzz {
namespace {

using vm::Instruction;
using vm::Kind;
using vm::KindSet;
using vm::Opcode;
using vm::OpcodeInfo;
using vm::Range;
using vm::Role;
using vm::SetOf;

bool IsRead(Role role) {
  return (role >= Role::kIn && role <= Role::kInBoolOrError) || role == Role::kListBuilder ||
         role == Role::kMapBuilder;
}

bool MayJump(Role role) {
  return role == Role::kTarget || role == Role::kRuleEnd || role == Role::kLoopBody;
}

}  // namespace

// ------------------------------------------------------------------------------------------------
// where code is

std::vector<Body> CodeMutator::Bodies() const {
  const auto size = static_cast<uint32_t>(image_.code.size());
  const auto inside = [&](Range range) {
    return range.count > 0 && range.begin < size && range.count <= size - range.begin;
  };
  std::vector<Body> bodies;
  for (const vm::BlockRuleRow& rule : image_.block_rules) {
    const uint64_t end = uint64_t{rule.conditions.begin} + rule.conditions.count;
    if (rule.conditions.count == 0 || end > image_.conditions.size()) continue;
    const Range last = image_.conditions[end - 1].code;
    for (uint64_t id = rule.conditions.begin; id < end; ++id) {
      const Range code = image_.conditions[id].code;
      if (inside(code))
        bodies.push_back({code.begin, code.begin + code.count, last.begin + last.count + 1});
    }
  }
  for (const vm::ReasonPartRow& part : image_.reason_parts) {
    const uint32_t end = part.code.begin + part.code.count;
    if (inside(part.code)) bodies.push_back({part.code.begin, end, end});
  }
  return bodies;
}

std::vector<CodeMutator::Owner> CodeMutator::Owners() {
  std::vector<Owner> owners;
  for (vm::BlockRow& block : image_.blocks) owners.push_back({&block.code, &block.edges});
  for (vm::ReasonPartRow& part : image_.reason_parts) owners.push_back({&part.code, &part.edges});
  return owners;
}

CodeMutator::Owner CodeMutator::OwnerOf(uint32_t pc) {
  for (const Owner& owner : Owners()) {
    if (pc >= owner.code->begin && pc - owner.code->begin < owner.code->count) return owner;
  }
  return {};
}

void CodeMutator::Splice(uint32_t at, uint32_t removed, const std::vector<Instruction>& inserted) {
  const auto count = static_cast<uint32_t>(inserted.size());
  // Places stay in front of what is inserted, instructions move behind it.
  const auto place = [&](uint32_t p) {
    return p <= at ? p : p >= at + removed ? p - removed + count : at;
  };
  const auto number = [&](uint32_t p) {
    return p < at ? p : p >= at + removed ? p - removed + count : at;
  };
  const auto move = [&](Range& range) {
    const uint32_t end = place(range.begin + range.count);
    range.begin = place(range.begin);
    range.count = end - range.begin;
  };
  for (const Owner& owner : Owners()) move(*owner.code);
  for (vm::ConditionRow& condition : image_.conditions) move(condition.code);
  for (vm::EdgeRow& edge : image_.edges) {
    edge.begin = place(edge.begin);
    edge.end = place(edge.end);
    edge.target = place(edge.target);
  }
  for (Instruction& in : image_.code) {
    if (!IsInstruction(in.op)) continue;
    if (MayJump(vm::Info(in.op).z)) in.z = place(in.z);
    if (vm::Info(in.op).x == Role::kLoopStart) in.x = number(in.x);
  }
  const auto from = image_.code.begin() + at;
  image_.code.insert(image_.code.erase(from, from + removed), inserted.begin(), inserted.end());
}

std::vector<vm::EdgeRow> CodeMutator::EdgesOf(const Owner& owner) const {
  const uint64_t end = uint64_t{owner.edges->begin} + owner.edges->count;
  if (end > image_.edges.size()) return {};
  const auto from = image_.edges.begin() + owner.edges->begin;
  return {from, from + owner.edges->count};
}

void CodeMutator::SetEdges(const Owner& owner, const std::vector<vm::EdgeRow>& edges) {
  std::vector<vm::EdgeRow> all;
  for (const Owner& other : Owners()) {
    const std::vector<vm::EdgeRow> own = other.edges == owner.edges ? edges : EdgesOf(other);
    *other.edges = {static_cast<uint32_t>(all.size()), static_cast<uint32_t>(own.size())};
    all.insert(all.end(), own.begin(), own.end());
  }
  image_.edges = std::move(all);
}

void CodeMutator::Cover(uint32_t pc, uint32_t target) {
  const Owner owner = OwnerOf(pc);
  if (owner.edges == nullptr) return;
  std::vector<vm::EdgeRow> edges = EdgesOf(owner);
  auto at = edges.begin();
  while (at != edges.end() && at->end <= pc) ++at;
  if (at != edges.end() && at->begin <= pc) return;
  edges.insert(at, {pc, pc + 1, target, vm::kEdgeUndecidable});
  SetEdges(owner, edges);
}

// ------------------------------------------------------------------------------------------------
// changes

void CodeMutator::ChangeOperand(const Body& body) {
  const uint32_t pc = PcIn(body);
  if (!IsInstruction(image_.code[pc].op)) return;
  Instruction in = image_.code[pc];
  const OpcodeInfo& info = vm::Info(in.op);
  for (int tries = 0; tries < 8; ++tries) {
    const uint32_t operand = choices_.Below(6);
    const Role roles[] = {info.a, info.b, info.c, info.x, info.y, info.z};
    if (roles[operand] == Role::kNone) continue;
    if (operand < 3) {
      uint8_t* const bytes[] = {&in.a, &in.b, &in.c};
      *bytes[operand] = maker_.Byte(roles[operand], body, pc);
    } else {
      uint32_t* const words[] = {&in.x, &in.y, &in.z};
      *words[operand - 3] = maker_.Word(roles[operand], body, pc);
    }
    maker_.FillInPlace(in);
    break;
  }
  image_.code[pc] = in;
}

void CodeMutator::ChangeOpcode(const Body& body) {
  uint32_t pc = PcIn(body);
  if (!IsInstruction(image_.code[pc].op) || IsControl(image_.code[pc].op)) return;
  const Instruction old = image_.code[pc];
  Instruction in = maker_.Make(body, pc);
  const OpcodeInfo& was = vm::Info(old.op);
  const OpcodeInfo& is = vm::Info(in.op);
  if (was.a == is.a) in.a = old.a;
  if (was.b == is.b) in.b = old.b;
  if (was.c == is.c && was.y == is.y) {
    in.c = old.c;
    in.y = old.y;
  }
  if (was.x == is.x) in.x = old.x;
  const bool same_target = was.z == is.z;
  Body grown = body;
  Supply(grown, pc, in);
  if (is.z == Role::kTarget)
    in.z = same_target ? image_.code[pc].z : maker_.Word(Role::kTarget, grown, pc);
  image_.code[pc] = in;
  if (is.fallible()) Cover(pc, grown.end);
}

void CodeMutator::Swap(const Body& body) {
  const uint32_t pc = PcIn(body);
  if (pc + 1 < body.end) std::swap(image_.code[pc], image_.code[pc + 1]);
}

void CodeMutator::PutIn(Body& body, uint32_t& pc, const Instruction& in) {
  ++body.end;
  ++body.fails;
  Splice(pc, 0, {in});
  if (vm::Info(in.op).fallible()) Cover(pc, body.end);
  ++pc;
}

void CodeMutator::SupplyArguments(Body& body, uint32_t& pc, Instruction& in) {
  const std::optional<vm::Function> function =
      in.op == Opcode::kCall ? maker_.FunctionOf(in.x) : std::nullopt;
  in.b = kRegistersUsed;
  for (uint32_t i = 0; i < in.c; ++i) {
    const auto to = static_cast<uint8_t>(in.b + i);
    const KindSet kinds = function ? function->arguments[i] : vm::kAnyKind;
    const std::vector<uint8_t> fitting = maker_.Registers(kinds, body, pc);
    if (fitting.empty() || choices_.OneIn(4)) {
      PutIn(body, pc, maker_.Load(kinds, to));
    } else {
      PutIn(body, pc, {Opcode::kMove, to, choices_.Pick(fitting), 0, 0, 0, 0});
    }
  }
}

void CodeMutator::Supply(Body& body, uint32_t& pc, Instruction& in) {
  const OpcodeInfo& info = vm::Info(in.op);
  if (info.b == Role::kInRange) return SupplyArguments(body, pc, in);
  uint8_t* const operands[] = {&in.a, &in.b, &in.c};
  const Role roles[] = {info.a, info.b, info.c};
  for (uint32_t i = 0; i < 3; ++i) {
    if (!IsRead(roles[i]) || (vm::IsOrConstant(roles[i]) && *operands[i] >= vm::kFactOperand))
      continue;
    const KindSet kinds = KindsRead(roles[i]);
    if (!maker_.Registers(kinds, body, pc).empty()) continue;
    *operands[i] = static_cast<uint8_t>(kRegistersUsed + i);
    PutIn(body, pc, maker_.Load(kinds, *operands[i]));
  }
}

void CodeMutator::Insert(const Body& body) {
  Body grown = body;
  uint32_t pc = PcIn(body);
  for (uint32_t left = 1 + choices_.Below(3); left > 0; --left) {
    Instruction in = maker_.Make(grown, pc);
    Supply(grown, pc, in);
    if (vm::Info(in.op).z == Role::kTarget)
      in.z = choices_.Below(2) == 0 ? grown.fails + 1 : pc + 1 + choices_.Below(grown.end + 1 - pc);
    PutIn(grown, pc, in);
  }
}

void CodeMutator::Copy(const Body& body) {
  const uint32_t from = PcIn(body);
  const uint32_t to = PcIn(body);
  if (!IsInstruction(image_.code[from].op) || IsControl(image_.code[from].op)) return;
  Instruction in = image_.code[from];
  if (vm::Info(in.op).z == Role::kTarget) in.z = in.z > to ? in.z + 1 : body.end + 1;
  Splice(to, 0, {in});
  if (vm::Info(in.op).fallible()) Cover(to, body.end + 1);
}

void CodeMutator::Remove(const Body& body) {
  if (body.end - body.begin < 2) return;
  const uint32_t pc = PcIn(body);
  const Owner owner = OwnerOf(pc);
  Splice(pc, 1, {});
  if (owner.edges == nullptr) return;
  std::vector<vm::EdgeRow> edges = EdgesOf(owner);
  std::erase_if(edges, [](const vm::EdgeRow& edge) { return edge.begin == edge.end; });
  SetEdges(owner, edges);
}

void CodeMutator::WrapInLoop(const Body& body) {
  if (body.end - body.begin < 2) return;
  const uint32_t begin = PcIn(body);
  const uint32_t end = begin + choices_.Below(body.end - begin);  // `next` stands in front of it.
  uint32_t depth = 0;
  for (uint32_t pc = body.begin; pc < begin; ++pc) {
    if (image_.code[pc].op == Opcode::kLoop && image_.code[pc].z > begin) ++depth;
  }
  const auto form = static_cast<uint8_t>(choices_.Below(4) | depth << vm::LoopForm::kDepthShift);
  const auto range = static_cast<uint8_t>(kRegistersUsed + 3 * depth);
  const auto variable = static_cast<uint8_t>(range + 1);
  Instruction load{
      Opcode::kLoadFact, range, 0, 0, maker_.Fact(SetOf(Kind::kList) | SetOf(Kind::kMap)), 0, 0};
  if (choices_.Below(4) == 0)
    load = {Opcode::kLoadConst,
            range,
            0,
            0,
            maker_.Constant(SetOf(Kind::kList) | SetOf(Kind::kMap)),
            0,
            0};
  const uint32_t loop_at = begin + 1;
  const uint32_t next_at = end + 2;
  const Instruction loop{Opcode::kLoop,
                         variable,
                         range,
                         form,
                         maker_.Word(Role::kTrips, body, begin),
                         maker_.Word(Role::kCarried, body, begin),
                         next_at + 1};
  const Instruction next{Opcode::kNext, variable, 0, form, loop_at, 0, loop_at + 1};
  Splice(end, 0, {next});
  Splice(begin, 0, {load, loop});
  image_.code[next_at] = next;
  image_.code[loop_at] = loop;
  const uint32_t body_end = body.end + 3;
  Cover(begin, body_end);
  Cover(loop_at, body_end);
}

void CodeMutator::Share(const Body& body) {
  if (body.end - body.begin < 2) return;
  const uint32_t begin = PcIn(body);
  const uint32_t end = begin + choices_.Below(body.end - begin);
  const uint8_t kept = maker_.Register(SetOf(Kind::kBool), body, end);
  const uint32_t memo = maker_.Word(Role::kMemo, body, begin);
  const uint32_t keep_at = end + 1;
  Splice(end, 0, {{Opcode::kKeep, 0, kept, 0, memo, 0, 0}});
  Splice(begin, 0, {{Opcode::kRecall, kept, 0, 0, memo, 0, keep_at + 1}});
  image_.code[begin].z = keep_at + 1;
}

void CodeMutator::Replace(const Body& body, const Body& with) {
  const Owner owner = OwnerOf(body.begin);
  const Owner from = OwnerOf(with.begin);
  if (owner.edges == nullptr || from.edges == nullptr) return;
  std::vector<Instruction> code(image_.code.begin() + with.begin, image_.code.begin() + with.end);
  std::vector<vm::EdgeRow> edges = EdgesOf(from);
  std::erase_if(edges, [&](const vm::EdgeRow& edge) {
    return edge.begin < with.begin || edge.begin >= with.end;
  });
  const auto size = static_cast<uint32_t>(code.size());
  const uint32_t old = body.end - body.begin;
  const auto move = [&](uint32_t& p) { p = p - with.begin + body.begin; };
  for (Instruction& in : code) {
    if (!IsInstruction(in.op)) return;
    const OpcodeInfo& info = vm::Info(in.op);
    if (info.x == Role::kLoopStart) move(in.x);
    if (!MayJump(info.z)) continue;
    if (in.z == with.fails) {
      in.z = body.fails - old + size;
    } else {
      move(in.z);
    }
  }
  for (vm::EdgeRow& edge : edges) {
    move(edge.begin);
    move(edge.end);
    move(edge.target);
  }
  std::vector<vm::EdgeRow> all = EdgesOf(owner);
  std::erase_if(all, [&](const vm::EdgeRow& edge) {
    return edge.begin >= body.begin && edge.begin < body.end;
  });
  SetEdges(owner, all);
  Splice(body.begin, old, code);
  all = EdgesOf(owner);
  const auto at = std::find_if(all.begin(), all.end(), [&](const vm::EdgeRow& edge) {
    return edge.begin >= body.begin + size;
  });
  all.insert(at, edges.begin(), edges.end());
  SetEdges(owner, all);
}

void CodeMutator::ChangeEdge(const Body& body) {
  std::vector<uint32_t> inside;
  for (uint32_t id = 0; id < image_.edges.size(); ++id) {
    if (image_.edges[id].begin >= body.begin && image_.edges[id].begin < body.end)
      inside.push_back(id);
  }
  if (inside.empty()) return;
  vm::EdgeRow& edge = image_.edges[choices_.Pick(inside)];
  switch (choices_.Below(4)) {
    case 0:
      edge.begin = PcIn(body);
      break;
    case 1:
      edge.end = 1 + PcIn(body);
      break;
    case 2:
      edge.target = edge.end + choices_.Below(body.end - std::min(edge.end, body.end) + 1);
      break;
    default:
      edge.reg = choices_.Below(2) == 0 ? vm::kEdgeUndecidable : choices_.Below(kRegistersUsed);
      if (edge.reg != vm::kEdgeUndecidable && edge.target == body.end) edge.target = edge.end;
      break;
  }
}

void CodeMutator::Mutate() {
  const std::vector<Body> bodies = Bodies();
  if (bodies.empty()) return;
  const Body body = choices_.Pick(bodies);
  switch (choices_.Below(16)) {
    case 0:
    case 1:
    case 2:
      return ChangeOperand(body);
    case 3:
    case 4:
      return ChangeOpcode(body);
    case 5:
      return Swap(body);
    case 6:
    case 7:
    case 8:
      return Insert(body);
    case 9:
      return Copy(body);
    case 10:
      return Remove(body);
    case 11:
      return WrapInLoop(body);
    case 12:
      return Share(body);
    case 13:
    case 14:
      return Replace(body, choices_.Pick(bodies));
    default:
      return ChangeEdge(body);
  }
}

}  // namespace bylaw::fuzz
