#include "state_check.h"

#ifdef BYLAW_CHECK_STATES

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "bylaw/vm/utf8.h"
#include "interpreter.h"

namespace bylaw::vm {
namespace {

// Parts of one value that are looked at: shared parts of parts can be very many.
constexpr uint32_t kPartsMax = 4'096;

[[noreturn]] void Fail(const std::string& where, const std::string& what) {
  std::fprintf(stderr, "state check: %s: %s\n", where.c_str(), what.c_str());
  std::abort();
}

std::string At(uint32_t pc) {
  return "code " + std::to_string(pc);
}

std::string KindsText(KindSet kinds) {
  std::string text;
  const auto add = [&](std::string_view name) {
    text.append(text.empty() ? "" : "|").append(name);
  };
  for (uint32_t kind = 0; kind < kKindCount; ++kind) {
    if ((kinds >> kind & 1) != 0) add(KindText(static_cast<Kind>(kind)));
  }
  if ((kinds & kListBuilderKind) != 0) add("list builder");
  if ((kinds & kMapBuilderKind) != 0) add("map builder");
  return text;
}

std::string ExtentText(const Extent& extent) {
  return std::to_string(extent.text) + " bytes, " + std::to_string(extent.items) + " items, " +
         std::to_string(extent.nested) + " nested";
}

// The kinds that a register may be proved to hold where it holds this: builders are lists and maps.
KindSet KindsOf(const Value& value) {
  if (static_cast<uint32_t>(value.kind) >= kKindCount) return 0;
  KindSet kinds = SetOf(value.kind);
  if (value.kind == Kind::kList) kinds |= kListBuilderKind;
  if (value.kind == Kind::kMap) kinds |= kMapBuilderKind;
  return kinds;
}

// Looks at a value, and at what it holds, for its extent; `sound` says whether all of it is well
// formed.
class Measure {
 public:
  Extent Of(const Value& value) {
    Extent extent;
    if (parts_++ >= kPartsMax) return extent;
    if ((SetOf(value.kind) & kTextKinds) != 0) extent.text = value.size;
    switch (value.kind) {
      case Kind::kString:
        sound &= IsUtf8(value.string());
        break;
      case Kind::kList:
        extent.items = value.size;
        for (uint32_t i = 0; i < value.size && parts_ < kPartsMax; ++i)
          extent.Hold(Part(value.items[i]));
        break;
      case Kind::kOptional:
        sound &= value.size <= 1;
        extent.items = value.size;
        if (value.size > 0) extent.Hold(Part(value.items[0]));
        break;
      case Kind::kMap:
        extent.items = value.size;
        for (uint32_t i = 0; i < value.size && parts_ < kPartsMax; ++i) {
          extent.Hold(Part(value.members[i].key));
          extent.Hold(Part(value.members[i].value));
        }
        break;
      default:
        break;
    }
    return extent;
  }

  bool sound = true;

 private:
  // No error is part of a value.
  Extent Part(const Value& value) {
    sound &= (KindsOf(value) & kAnyKind) != 0;
    return sound ? Of(value) : Extent{};
  }

  uint32_t parts_ = 0;
};

void CheckSlots(const Machine& machine) {
  const LoadedModule& module = machine.module;
  for (uint32_t fact = 0; fact < module.view.facts.size(); ++fact) {
    const Value& slot = machine.slots[fact];
    if (slot.is_error()) continue;
    const auto where = [fact] { return "fact " + std::to_string(fact); };
    const Kind declared = module.view.facts[fact].type.kind;
    if (declared != Kind::kError && slot.kind != declared)
      Fail(where(),
           "declared " + KindsText(SetOf(declared)) + ", found " + KindsText(KindsOf(slot)));
    Measure measure;
    const Extent extent = measure.Of(slot);
    if (!measure.sound) Fail(where(), "it is not well formed");
    if (!extent.Within(module.states.Fact(fact)))
      Fail(where(), "proved at most " + ExtentText(module.states.Fact(fact)) + ", found " +
                        ExtentText(extent));
  }
}

// A loop is at an item of a range that it takes; what is kept is what `recall` may give.
void CheckControl(const Machine& machine, uint32_t pc) {
  const std::span<const Instruction> code = machine.module.view.code;
  const Instruction& in = code[pc];
  if (in.op == Opcode::kNext) {
    const Trip& trip = machine.trips[in.c >> LoopForm::kDepthShift];
    if (trip.range.size > code[in.x].x || trip.number >= trip.range.size)
      Fail(At(pc), "trip " + std::to_string(trip.number) + " of " +
                       std::to_string(trip.range.size) + ", proved at most " +
                       std::to_string(code[in.x].x));
  }
  if (in.op == Opcode::kRecall && (machine.kept >> in.x & 1) != 0) {
    const Kind kind = machine.memos[in.x].kind;
    if (kind != Kind::kBool && kind != Kind::kError)
      Fail(At(pc), "memo " + std::to_string(in.x) + " holds: " + KindsText(SetOf(kind)));
  }
}

}  // namespace

void ProvedStates::Note(uint32_t pc, const Registers& registers) {
  begins_.resize(pc + 1, static_cast<uint32_t>(registers_.size()));
  for (uint8_t r = 0; r < kRegisters; ++r) {
    if (registers.kinds(r) != 0) registers_.push_back({r, registers.kinds(r), registers.extent(r)});
  }
}

std::span<const ProvedStates::Register> ProvedStates::Before(uint32_t pc) const {
  if (pc >= begins_.size()) return {};
  const uint32_t end =
      pc + 1 < begins_.size() ? begins_[pc + 1] : static_cast<uint32_t>(registers_.size());
  return std::span(registers_).subspan(begins_[pc], end - begins_[pc]);
}

const Extent& StateCheck::ExtentOf(uint32_t number, const Value& value) {
  if (std::memcmp(&seen_[number], &value, sizeof value) != 0) {
    Measure measure;
    extents_[number] = measure.Of(value);
    if (!measure.sound) Fail("register " + std::to_string(number), "its value is not well formed");
    seen_[number] = value;
  }
  return extents_[number];
}

void StateCheck::Begin(const Machine& machine, uint32_t begin) {
  begin_ = begin;
  steps_ = machine.steps;
  arena_ = machine.arena.used();
  for (uint32_t r = 0; r < kRegisters; ++r) {  // Others may lie in the same memory by now.
    seen_[r] = Value();
    extents_[r] = Extent();
  }
  CheckSlots(machine);
}

void StateCheck::Before(const Machine& machine, uint32_t pc) {
  for (const ProvedStates::Register& proved : machine.module.states.Before(pc)) {
    const Value& value = machine.registers[proved.number];
    const auto where = [&] { return At(pc) + ", register " + std::to_string(proved.number); };
    if ((proved.kinds & KindsOf(value)) == 0)
      Fail(where(), "proved " + KindsText(proved.kinds) + ", found " + KindsText(KindsOf(value)));
    const Extent& extent = ExtentOf(proved.number, value);
    if (!extent.Within(proved.extent))
      Fail(where(),
           "proved at most " + ExtentText(proved.extent) + ", found " + ExtentText(extent));
  }
  CheckControl(machine, pc);
}

void StateCheck::End(const Machine& machine) const {
  const ProvedStates::Sum& proved = machine.module.states.SumOf(begin_);
  const uint32_t steps = machine.steps - steps_;
  const uint32_t arena = machine.arena.used() - arena_;
  if (steps > proved.steps)
    Fail(At(begin_), "proved at most " + std::to_string(proved.steps) + " steps, took " +
                         std::to_string(steps));
  if (arena > proved.arena)
    Fail(At(begin_), "proved at most " + std::to_string(proved.arena) + " bytes of memory, took " +
                         std::to_string(arena));
}

}  // namespace bylaw::vm

#endif  // BYLAW_CHECK_STATES
