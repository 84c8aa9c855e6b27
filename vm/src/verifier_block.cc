// The code and edges of one block, by abstract interpretation. What is tracked of a register is the
// set of kinds that it may hold, and how large what it holds can be. Control flows forward only, so
// one pass in order of addresses sees every instruction after all that lead to it.

#include "verifier_block.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "hot.h"

namespace bylaw::vm {
namespace {

constexpr KindSet kErrorKind = SetOf(Kind::kError);

// Beyond this, bounds are all the same: no host allows as much.
constexpr uint64_t kCostCap = uint64_t{1} << 40;
constexpr uint64_t CappedSum(uint64_t a, uint64_t b) {
  return std::min(a + b, kCostCap);
}
constexpr uint64_t CappedProduct(uint64_t a, uint64_t b) {
  return a == 0 || b <= kCostCap / a ? a * b : kCostCap;
}

}  // namespace

BYLAW_OUTLINE bool BlockVerifier::Fail(VerifyError code, SectionKind section, uint32_t row) {
  if (!finding_) finding_ = Refuse(code, section, row);
  return false;
}

void BlockVerifier::State::Join(const State& other) {
  Registers::Join(other);
  steps = std::max(steps, other.steps);
}

void BlockVerifier::Exits::Join(uint32_t target, const State& state) {
  const auto at = std::lower_bound(
      joins.begin(), joins.end(), target,
      [](const Meeting& meeting, uint32_t place) { return meeting.target > place; });
  if (at != joins.end() && at->target == target) return at->state.Join(state);
  joins.insert(at, {target, state});
}

void BlockVerifier::Exits::Delay(uint64_t by) {
  for (Meeting& meeting : joins) meeting.state.steps = CappedSum(meeting.state.steps, by);
  for (Label* label : {&condition_end, &fails}) label->steps = CappedSum(label->steps, by);
}

void BlockVerifier::Exits::Take(const Exits& other) {
  for (const Meeting& meeting : other.joins) Join(meeting.target, meeting.state);
  if (other.condition_end.reached) condition_end.Reach(other.condition_end.steps);
  if (other.fails.reached) fails.Reach(other.fails.steps);
}

// ------------------------------------------------------------------------------------------------
// control

BYLAW_INLINE void BlockVerifier::Leave(const State& state) {
  exits_.condition_end.Reach(state.steps);
  left_kinds_ |= state.kinds(0);
  left_unwritten_ |= state.kinds(0) == 0;
}

BYLAW_INLINE bool BlockVerifier::Jump(const Place& place, uint32_t pc, uint32_t target,
                                      const State& state) {
  if (target == place.end) {
    Leave(state);
  } else if (target == place.fails) {
    exits_.fails.Reach(state.steps);
  } else if (target > pc && target < place.end) {
    exits_.Join(target, state);
  } else {
    return Fail(VerifyError::kJump, pc);
  }
  return true;
}

// Takes the edges that begin before the condition ends: all of them must lie inside it, one behind
// the other.
BYLAW_INLINE bool BlockVerifier::TakeEdges(const Place& place) {
  const EdgeRow* const edges = view_.edges.data();
  const uint32_t edges_end = block_.edges.begin + block_.edges.count;
  edge_ = condition_edges_end_;
  uint32_t at = edge_;
  uint32_t free_from = place.begin;
  for (; at < edges_end && edges[at].begin < place.end; ++at) {
    const EdgeRow& edge = edges[at];
    const bool inside = edge.begin >= free_from && edge.begin < edge.end && edge.end <= place.end;
    const bool ahead = edge.target >= edge.end && edge.target <= place.end;
    const bool to_rule = edge.reg == kEdgeUndecidable;
    const bool to_value = edge.reg < kRegisters && edge.target != place.end;
    if (!inside || !ahead || (!to_rule && !to_value)) {
      return Fail(VerifyError::kEdge, SectionKind::kEdges, at);
    }
    free_from = edge.end;
  }
  condition_edges_end_ = at;
  return true;
}

BYLAW_INLINE bool BlockVerifier::Raise(const Place& place, uint32_t pc, const State& state) {
  while (edge_ < condition_edges_end_ && view_.edges[edge_].end <= pc) ++edge_;
  if (edge_ == condition_edges_end_ || view_.edges[edge_].begin > pc) {
    return Fail(VerifyError::kUncovered, pc);
  }
  const EdgeRow& edge = view_.edges[edge_];
  if (edge.reg == kEdgeUndecidable) {
    if (edge.target != place.end) return Jump(place, pc, edge.target, state);
    exits_.condition_end.Reach(state.steps);  // Without a value: it is undecidable, whatever comes.
    return true;
  }
  State raised = state;
  raised.SetKinds(edge.reg, kErrorKind);
  return Jump(place, pc, edge.target, raised);
}

bool BlockVerifier::Enter(const Place& place, uint32_t pc, const State& state) {
  const uint32_t end = view_.code[pc].z;
  const uint32_t room = regions_.empty() ? place.end : view_.code[regions_.back().pc].z - 1;
  const bool entered = std::any_of(
      exits_.joins.begin(), exits_.joins.end(),
      [&](const Meeting& meeting) { return meeting.target > pc && meeting.target < end; });
  if (end <= pc + 1 || end > room || entered) return false;
  regions_.push_back({pc, state, arena_, arena_once_, std::move(exits_)});
  exits_ = Exits{};
  return true;
}

void BlockVerifier::Exit() {
  const Exits left = std::move(exits_);
  exits_ = std::move(regions_.back().outside);
  exits_.Take(left);
  regions_.pop_back();
}

// A loop begins. What its trips may rely on is what is known here, but for the registers from its
// variables up, which are the body's own, and the one that it carries, which is as it declares.
bool BlockVerifier::VerifyLoop(const Place& place, uint32_t pc, State& state) {
  const Instruction& in = view_.code[pc];
  if ((in.c >> LoopForm::kDepthShift) != loops_ || in.b >= in.a)
    return Fail(VerifyError::kLoop, pc);
  const uint8_t carried = Carried::Register(in.y);
  const KindSet kinds = Carried::Kinds(in.y);
  state.ClearFrom(in.a);
  if (carried != Carried::kNothing) {
    if (carried >= in.a || state.kinds(carried) == 0 || (state.kinds(carried) & ~kinds) != 0)
      return Fail(VerifyError::kLoop, pc);
    Extent most = state.extent(carried);
    most.Join(costs_.ExtentOfAny());
    state.Set(carried, kinds, most);
  } else if (kinds != 0) {
    return Fail(VerifyError::kLoop, pc);
  }
  if (!Jump(place, pc, in.z, state)) return false;
  // The body may add anything to what is being built.
  for (uint32_t r = 0; r < in.a; ++r) {
    if ((state.kinds(r) & (kListBuilderKind | kMapBuilderKind)) == 0) continue;
    Extent most = state.extent(r);
    most.Hold(costs_.ExtentOfAny());
    state.SetExtent(r, most);
  }
  if (!Enter(place, pc, state)) return Fail(VerifyError::kLoop, pc);
  ++loops_;
  const bool pairs = (in.c & LoopForm::kPairs) != 0;
  const bool positions = pairs && (in.c & LoopForm::kMaps) == 0;
  const Extent item = state.extent(in.b).Inside();
  state.Set(in.a, positions ? SetOf(Kind::kInt) : kAnyKind, item);
  state.Set(in.a + 1u, pairs ? kAnyKind : KindSet{0}, item);
  return true;
}

// The innermost loop ends: every trip left what the next one relies on, and takes what one trip
// does.
bool BlockVerifier::VerifyNext(uint32_t pc, State& state) {
  const Instruction& in = view_.code[pc];
  if (regions_.empty()) return Fail(VerifyError::kLoop, pc);
  const Region& loop = regions_.back();
  const Instruction& begin = view_.code[loop.pc];
  if (begin.op != Opcode::kLoop || begin.z != pc + 1 || in.x != loop.pc || in.z != loop.pc + 1 ||
      in.a != begin.a || in.c != begin.c) {
    return Fail(VerifyError::kLoop, pc);
  }
  for (uint32_t r = 0; r < in.a; ++r) {
    const KindSet relied = loop.entry.kinds(r);
    if (relied == 0) continue;
    if (state.kinds(r) == 0 || (state.kinds(r) & ~relied) != 0 ||
        !state.extent(r).Within(loop.entry.extent(r))) {
      return Fail(VerifyError::kLoop, pc);
    }
  }
  const uint64_t more_trips = begin.x - 1;
  const uint64_t more_steps = CappedProduct(state.steps - loop.entry.steps, more_trips);
  arena_ = CappedSum(arena_, CappedProduct(arena_ - loop.arena, more_trips));
  exits_.Delay(more_steps);  // Ways out of the loop may be taken in its last trip.
  static_cast<Registers&>(state) = loop.entry;
  state.steps = CappedSum(state.steps, more_steps);
  --loops_;
  Exit();
  return true;
}

// A shared part begins: what `keep`, which ends it, has kept, leads behind it from any place of the
// block. So what lies between runs once a block at most, and is added up there, not here.
bool BlockVerifier::VerifyRecall(const Place& place, uint32_t pc, State& state) {
  const Instruction& in = view_.code[pc];
  State recalled = state;
  recalled.Set(in.a, operands_.ResultOf(in, state), {});
  if (in.z <= pc || in.z > place.end || IsComputing(in.x)) return Fail(VerifyError::kMemo, pc);
  if (!Jump(place, pc, in.z, recalled)) return false;
  if (!Enter(place, pc, state)) return Fail(VerifyError::kMemo, pc);
  state.SetKinds(in.a, kErrorKind);
  return true;
}

bool BlockVerifier::IsComputing(uint32_t memo) const {
  return std::any_of(regions_.begin(), regions_.end(), [&](const Region& region) {
    const Instruction& begin = view_.code[region.pc];
    return begin.op == Opcode::kRecall && begin.x == memo;
  });
}

bool BlockVerifier::VerifyKeep(uint32_t pc, State& state) {
  const Instruction& in = view_.code[pc];
  if (regions_.empty() || !exits_.none()) return Fail(VerifyError::kMemo, pc);
  const Region& part = regions_.back();
  const Instruction& begin = view_.code[part.pc];
  if (begin.op != Opcode::kRecall || begin.z != pc + 1 || begin.x != in.x)
    return Fail(VerifyError::kMemo, pc);
  const auto raise = [](uint64_t& most, uint64_t& all, uint64_t taken) {
    if (taken <= most) return;
    all = CappedSum(all, taken - most);
    most = taken;
  };
  BlockProof& memo = memos_[in.x];
  memos_used_ = true;
  raise(memo.steps, shared_.steps, state.steps - part.entry.steps);
  raise(memo.arena, shared_.arena, arena_ - part.arena);
  raise(memo.arena_once, shared_.arena_once, arena_once_ - part.arena_once);
  state.steps = part.entry.steps;
  arena_ = part.arena;
  arena_once_ = part.arena_once;
  Exit();
  return true;
}

// What VerifyTest takes tests to be.
constexpr bool TestsOnlyJump() {
  return std::all_of(std::begin(kOpcodes), std::end(kOpcodes), [](const OpcodeInfo& info) {
    return info.flow != Flow::kTest || (info.result == Result::kNone && info.z == Role::kTarget);
  });
}
static_assert(TestsOnlyJump());

// Most instructions are tests: they write nothing, and take no memory.
BYLAW_INLINE bool BlockVerifier::VerifyTest(const Place& place, uint32_t pc, State& state) {
  const Instruction& in = view_.code[pc];
  state.steps += costs_.StepsOf(in, state);
  return Raise(place, pc, state) && Jump(place, pc, in.z, state);
}

// One whose operands are sound, and which is no test.
bool BlockVerifier::VerifyInstruction(const Place& place, uint32_t pc, State& state) {
  const Instruction& in = view_.code[pc];
  const OpcodeInfo& info = Info(in.op);
  if (info.flow == Flow::kEmit || info.flow == Flow::kEnd) return Fail(VerifyError::kEmit, pc);
  state.steps += costs_.StepsOf(in, state);
  const uint64_t arena = costs_.ArenaOf(in, state);
  arena_ = CappedSum(arena_, arena);
  arena_once_ = CappedSum(arena_once_, arena);
  if (info.fallible() && in.op != Opcode::kNext && !Raise(place, pc, state)) return false;
  if (in.op == Opcode::kLoop) return VerifyLoop(place, pc, state);
  if (in.op == Opcode::kNext) return VerifyNext(pc, state);
  if (in.op == Opcode::kRecall) return VerifyRecall(place, pc, state);
  if (in.op == Opcode::kKeep) return VerifyKeep(pc, state);
  if (info.a == Role::kOut) {
    const KindSet kinds = operands_.ResultOf(in, state);
    state.Set(in.a, kinds, costs_.ExtentOf(in, state, kinds));
  }
  if (info.a == Role::kListBuilder || info.a == Role::kMapBuilder)
    state.SetExtent(in.a, costs_.ExtentOfBuilder(in, state));
  return info.z != Role::kTarget || Jump(place, pc, in.z, state);
}

// `steps` is the most that it takes to come to the condition, and then to leave it through its end.
BYLAW_INLINE bool BlockVerifier::VerifyCondition(const Place& place, uint64_t& steps) {
  if (!TakeEdges(place)) return false;
  exits_.joins.clear();
  exits_.condition_end = Label{};
  State state;
  state.steps = steps;
  bool live = true;  // Whether control can fall into the next instruction.
  for (uint32_t pc = place.begin; pc < place.end; ++pc) {
    if (!exits_.joins.empty() && exits_.joins.back().target == pc) {
      State& joined = exits_.joins.back().state;
      if (live) joined.Join(state);
      state = joined;
      live = true;
      exits_.joins.pop_back();
    }
    if (!live) return Fail(VerifyError::kUnreachable, pc);
    states_.Note(pc, state);
    const Instruction& in = view_.code[pc];
    if (const VerifyError error = operands_.Check(in, state); error != VerifyError::kSound)
      return Fail(error, pc);
    const Flow flow = Info(in.op).flow;
    if (!(flow == Flow::kTest ? VerifyTest(place, pc, state) : VerifyInstruction(place, pc, state)))
      return false;
    live = flow != Flow::kJump;
  }
  if (!regions_.empty()) {
    const uint32_t begin = regions_.back().pc;
    const bool loop = view_.code[begin].op == Opcode::kLoop;
    return Fail(loop ? VerifyError::kLoop : VerifyError::kMemo, begin);
  }
  if (live) Leave(state);
  if (!exits_.condition_end.reached) return Fail(VerifyError::kUnreachable, place.end);
  steps = exits_.condition_end.steps;
  return true;
}

// Whether the condition's row names its own code, which begins at `pc` and is not empty.
BYLAW_INLINE bool BlockVerifier::VerifyConditionRow(uint32_t id, uint32_t pc) {
  const ConditionRow& row = view_.conditions[id];
  const auto refuse = [&](VerifyError code) { return Fail(code, SectionKind::kConditions, id); };
  if (row.text >= view_.strings.size()) return refuse(VerifyError::kIndex);
  if (row.span_begin > row.span_end || row.span_end > view_.source.size()) {
    return refuse(VerifyError::kIndex);
  }
  // The block's last instruction is no condition's.
  const bool placed = row.code.begin == pc && row.code.count > 0 && row.code.count < code_end_ - pc;
  return placed || refuse(VerifyError::kBlock);
}

// The two ends of a rule: `applies` at `pc`, and behind it `fails` if a condition leads there. `pc`
// becomes the rule's end.
BYLAW_INLINE bool BlockVerifier::VerifyEnds(uint32_t local, uint32_t& pc) {
  const uint32_t end = pc + (exits_.fails.reached ? 2 : 1);
  if (end >= code_end_) return Fail(VerifyError::kBlock, pc);
  const auto is = [&](uint32_t at, Opcode op, uint32_t z) {
    const Instruction& in = view_.code[at];
    return in.op == op && (in.a | in.b | in.c) == 0 && ((in.x ^ local) | in.y | (in.z ^ z)) == 0;
  };
  if (!is(pc, Opcode::kApplies, end)) return Fail(VerifyError::kEmit, pc);
  if (exits_.fails.reached && !is(pc + 1, Opcode::kFails, 0))
    return Fail(VerifyError::kEmit, pc + 1);
  pc = end;
  return true;
}

// The rule whose code begins at `pc`; both become those behind it.
bool BlockVerifier::VerifyRule(uint32_t local, uint32_t& pc, uint64_t& steps) {
  const BlockRuleRow& row = view_.block_rules[block_.rules.begin + local];
  if (row.rule >= view_.rules.size()) {
    return Fail(VerifyError::kIndex, SectionKind::kBlockRules, block_.rules.begin + local);
  }
  const uint32_t conditions_end = row.conditions.begin + row.conditions.count;
  uint32_t applies = pc;
  for (uint32_t id = row.conditions.begin; id < conditions_end; ++id) {
    if (!VerifyConditionRow(id, applies)) return false;
    applies += view_.conditions[id].code.count;
  }
  exits_.fails = Label{};
  for (uint32_t id = row.conditions.begin; id < conditions_end; ++id) {
    const Range code = view_.conditions[id].code;
    const uint64_t before = steps;
    const uint64_t shared = shared_.steps;
    if (!VerifyCondition({code.begin, code.begin + code.count, applies + 1}, steps)) return false;
    // Whichever way it is left; what it shares counts where it is first.
    if (!condition_steps_.empty())
      condition_steps_[id] = std::max(steps, exits_.fails.steps) - before + shared_.steps - shared;
  }
  pc = applies;
  steps = std::max(steps, exits_.fails.steps) + 1;
  return VerifyEnds(local, pc);
}

void BlockVerifier::Conclude(uint64_t steps, BlockProof& proof) const {
  proof = {CappedSum(steps, shared_.steps), CappedSum(arena_, shared_.arena),
           CappedSum(arena_once_, shared_.arena_once)};
}

void BlockVerifier::Begin(const BlockRow& block) {
  block_ = block;
  code_end_ = block.code.begin + block.code.count;
  condition_edges_end_ = block.edges.begin;
  arena_ = arena_once_ = 0;
  shared_ = {};
  if (std::exchange(memos_used_, false)) memos_.fill({});
  left_kinds_ = 0;
  left_unwritten_ = false;
}

Finding BlockVerifier::Verify(const BlockRow& block, BlockProof& proof) {
  Begin(block);
  uint32_t pc = block.code.begin;
  uint64_t steps = 0;
  for (uint32_t local = 0; local < block.rules.count; ++local) {
    if (!VerifyRule(local, pc, steps)) return finding_;
  }
  const Instruction end{Opcode::kEnd, 0, 0, 0, 0, 0, 0};
  if (pc + 1 != code_end_ || std::memcmp(&view_.code[pc], &end, sizeof end) != 0) {
    return Refuse(VerifyError::kBlock, SectionKind::kCode, pc);
  }
  if (condition_edges_end_ != block.edges.begin + block.edges.count) {
    return Refuse(VerifyError::kEdge, SectionKind::kEdges, condition_edges_end_);
  }
  Conclude(steps + 1, proof);
  return std::nullopt;
}

Finding BlockVerifier::Verify(const ReasonPartRow& part, BlockProof& proof) {
  Begin({{0, 0}, part.code, part.edges});
  const uint32_t begin = part.code.begin;
  uint64_t steps = 0;
  // What would make a condition false leads to the end here: there is nothing else to leave to.
  if (!VerifyCondition({begin, code_end_, code_end_}, steps)) return finding_;
  if (condition_edges_end_ != part.edges.begin + part.edges.count) {
    return Refuse(VerifyError::kEdge, SectionKind::kEdges, condition_edges_end_);
  }
  if (left_unwritten_ || (left_kinds_ & ~(kAnyKind | kErrorKind)) != 0)
    return Refuse(VerifyError::kReasonValue, SectionKind::kCode, begin);
  for (uint32_t pc = begin; pc < code_end_; ++pc) {
    const std::optional<uint32_t> fact = FactRead(view_.code[pc]);
    if (fact && (view_.facts[*fact].flags & kFactPersonal) != 0)
      return Refuse(VerifyError::kReasonPersonal, SectionKind::kCode, pc);
  }
  Conclude(steps, proof);
  return std::nullopt;
}

}  // namespace bylaw::vm
