// What single instructions compute, where that is more than a few steps of the machine; the loop of
// interpreter.cc has the rest. Kept out of it, whose registers it would take.
//
// Errors are values. Thread-safety: as the Machine.

#ifndef BYLAW_VM_INSTRUCTIONS_H_
#define BYLAW_VM_INSTRUCTIONS_H_

#include <cstdint>
#include <string_view>

#include "bylaw/vm/opcode.h"
#include "bylaw/vm/value.h"
#include "interpreter.h"

namespace bylaw::vm {

// Whether the request gives a fact; the error of a slot whose parent is missing.
Value HasFact(const Value& slot) noexcept;

// Members and elements. `steps` is what looking for them takes.
Value SelectOptional(const Value& of, std::string_view name, uint32_t& steps) noexcept;
Value Select(const Value& of, std::string_view name, uint32_t& steps) noexcept;
Value HasMember(const Value& of, std::string_view name, uint32_t& steps) noexcept;
Value IndexOptional(const Value& of, const Value& index, uint32_t& steps) noexcept;
// The member `key` of a constant map.
Value IndexConstant(const Value& map, const Value& key, uint32_t& steps) noexcept;
Value Index(const Value& of, const Value& index, uint32_t& steps) noexcept;

// A builder with room for as many as `of` has.
Value BuilderFor(bool map, const Value& of, Arena& arena) noexcept;

// A step of building, in place: true, or the error why not.
Value Add(Value& list, const Value& item) noexcept;
Value AddIf(Value& list, const Value& optional) noexcept;
Value Put(Value& map, const Value& key, const Value& value, uint32_t& steps) noexcept;
Value PutIf(Value& map, const Value& key, const Value& optional, uint32_t& steps) noexcept;
Value Merge(Value& map, const Value& from, uint32_t& steps) noexcept;

// Of registers: the operands of `in`.
Value MakeList(Machine& m, const Instruction& in) noexcept;
Value Call(Machine& m, const Instruction& in) noexcept;

// Of an int or uint.
Value ToDecimal(const Value& whole, Arena& arena) noexcept;

// Tests of a fact against a constant. An error stays one.
bool TextHolds(uint8_t relation, const Value& a, const Value& b, uint32_t& steps) noexcept;
Value FactIn(Machine& m, const Value& fact, const Value& list, bool negate) noexcept;
Value CompareFact(Machine& m, const Value& fact, const Value& constant, uint8_t relation) noexcept;

// The same tests of all items of a fact's list, or of any: the `test_items_…` instruction `in`.
Value TestItemsPart(Machine& m, const Instruction& in) noexcept;
Value TestItemsCompare(Machine& m, const Instruction& in) noexcept;
Value TestItemsIn(Machine& m, const Instruction& in) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_INSTRUCTIONS_H_
