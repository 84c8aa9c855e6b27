// Lists and maps that a condition makes: their items lie in the arena behind the number that there
// is room for. While one is built its register holds it as a list or map; the verifier proves that
// nothing else reads that register, and that nothing else is taken for a builder.

#ifndef BYLAW_VM_BUILDER_H_
#define BYLAW_VM_BUILDER_H_

#include <cstdint>
#include <cstring>

#include "bylaw/vm/arena.h"
#include "bylaw/vm/value.h"
#include "compare.h"

namespace bylaw::vm {

// One head, then the items.
template <typename Item>
class Builder {
 public:
  static constexpr uint64_t BytesFor(uint64_t capacity) noexcept {
    return (capacity + 1) * sizeof(Item);
  }

 protected:
  // The first item of a new builder, or nullptr.
  static Item* Begin(Arena& arena, uint32_t capacity) noexcept {
    Item* const head = arena.Make<Item>(capacity + 1);
    if (head == nullptr) return nullptr;
    *head = Item{};
    std::memcpy(static_cast<void*>(head), &capacity, sizeof capacity);
    return head + 1;
  }
  // Adds an item behind `size` others; false where there is no room.
  static bool Append(const Item* items, uint32_t& size, const Item& item) noexcept {
    uint32_t capacity;
    std::memcpy(&capacity, items - 1, sizeof capacity);
    if (size >= capacity) return false;
    const_cast<Item*>(items)[size++] = item;  // The builder's own memory.
    return true;
  }
};

struct ListBuilder : Builder<Value> {
  static Value New(Arena& arena, uint32_t capacity) noexcept {
    const Value* const items = Begin(arena, capacity);
    return items == nullptr ? Value::Error(ValueError::kLimit) : Value::List(items, 0);
  }
  // False where there is no room.
  static bool Add(Value& list, const Value& item) noexcept {
    return Append(list.items, list.size, item);
  }
};

struct MapBuilder : Builder<Member> {
  static Value New(Arena& arena, uint32_t capacity) noexcept {
    const Member* const members = Begin(arena, capacity);
    return members == nullptr ? Value::Error(ValueError::kLimit) : Value::Map(members, 0);
  }
  // kMissing: done. Otherwise why not: a kind that is no key's, a key that is there, no room.
  static ValueError Put(Value& map, const Value& key, const Value& value) noexcept {
    constexpr KindSet kKeys =
        SetOf(Kind::kString) | SetOf(Kind::kBool) | SetOf(Kind::kInt) | SetOf(Kind::kUint);
    if ((SetOf(key.kind) & kKeys) == 0) return ValueError::kWrongType;
    if (FindMember(map, key) != nullptr) return ValueError::kBadArgument;
    return Append(map.members, map.size, {key, value}) ? ValueError::kMissing : ValueError::kLimit;
  }
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_BUILDER_H_
