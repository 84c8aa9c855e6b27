#include "format_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string_view>

#include "format.h"
#include "format_number.h"
#include "scalar_text.h"

namespace bylaw::stdlib {
namespace {

using vm::Kind;
using vm::Member;
using vm::Value;
using vm::ValueError;

void Write(const Value& value, uint32_t depth, FormatOutput& out);

void WriteList(const Value& list, uint32_t depth, FormatOutput& out) {
  out.Add('[');
  for (uint32_t i = 0; i < list.size && out.ok(); ++i) {
    if (i > 0) out.Add(", ");
    Write(list.items[i], depth, out);
  }
  out.Add(']');
}

// The entries in the order of their keys' text; of equal ones (1 and "1") in that of the map.
class SortedEntries {
 public:
  SortedEntries(const Value& map, FormatOutput& out) : map_(map), size_(map.size) {
    std::iota(order_.begin(), order_.begin() + size_, uint16_t{0});
    const auto depth = static_cast<uint32_t>(std::bit_width(size_));
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < size_; ++i) bytes += Key(i).size;
    const uint64_t steps = uint64_t{size_} * depth + bytes / vm::kBytesPerStep * depth / 8;
    out.Spend(static_cast<uint32_t>(std::min<uint64_t>(steps, UINT32_MAX)));
    if (!out.ok()) return;
    std::sort(order_.begin(), order_.begin() + size_, [this](uint16_t a, uint16_t b) {
      ScalarBuffer buffer_a;
      ScalarBuffer buffer_b;
      const int order = Text(a, buffer_a).compare(Text(b, buffer_b));
      return order != 0 ? order < 0 : a < b;
    });
  }
  const Member& operator[](uint32_t i) const { return map_.members[order_[i]]; }

 private:
  const Value& Key(uint32_t i) const { return map_.members[i].key; }
  std::string_view Text(uint32_t i, ScalarBuffer& buffer) const {
    return ScalarText(Key(i), buffer).value_or(std::string_view());
  }

  const Value& map_;
  uint32_t size_;
  std::array<uint16_t, kFormatEntriesMax> order_;
};

void WriteMap(const Value& map, uint32_t depth, FormatOutput& out) {
  if (map.size > kFormatEntriesMax) return out.Fail(ValueError::kLimit);
  const SortedEntries entries(map, out);
  out.Add('{');
  for (uint32_t i = 0; i < map.size && out.ok(); ++i) {
    if (i > 0) out.Add(", ");
    Write(entries[i].key, depth, out);
    out.Add(": ");
    Write(entries[i].value, depth, out);
  }
  out.Add('}');
}

void WriteScalar(const Value& value, FormatOutput& out) {
  ScalarBuffer buffer;
  if (const std::optional<std::string_view> text = ScalarText(value, buffer)) return out.Add(*text);
  // Of kinds with text, bytes and times may be without.
  const bool other = value.kind != Kind::kBytes && value.kind != Kind::kTimestamp;
  out.Fail(other ? ValueError::kWrongType : ValueError::kBadArgument);
}

// `depth`: lists and maps around the value.
void Write(const Value& value, uint32_t depth, FormatOutput& out) {
  out.Spend(2);
  if (!out.ok()) return;
  switch (value.kind) {
    case Kind::kNull:
      return out.Add("null");
    case Kind::kType:
      return out.Add(value.string());
    case Kind::kDouble:
      return WritePlain(value.d, out);
    case Kind::kList:
    case Kind::kMap:
      if (depth == kFormatDepthMax) return out.Fail(ValueError::kLimit);
      return value.kind == Kind::kList ? WriteList(value, depth + 1, out)
                                       : WriteMap(value, depth + 1, out);
    case Kind::kError:
      return out.Fail(value.error());
    default:
      return WriteScalar(value, out);
  }
}

}  // namespace

void WriteText(const Value& value, FormatOutput& out) noexcept {
  Write(value, 0, out);
}

}  // namespace bylaw::stdlib
