#include "bylaw/vm/image.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "bylaw/vm/bit_cast.h"
#include "hex.h"

namespace bylaw::vm {

namespace {

// Rows without padding between their members are equal where their bytes are.
template <typename Row>
std::string BytesOf(std::span<const Row> rows) {
  static_assert(std::has_unique_object_representations_v<Row>);
  return {reinterpret_cast<const char*>(rows.data()), rows.size_bytes()};
}

}  // namespace

ModuleImage::ConstantKey ModuleImage::KeyOf(const ConstantRow& row) {
  return {row.kind, row.detail, row.exponent, row.count, row.payload};
}

uint32_t ModuleImage::Intern(std::string_view text) {
  const auto [at, added] =
      string_ids_.try_emplace(std::string(text), static_cast<uint32_t>(strings.size()));
  if (added) strings.emplace_back(text);
  return at->second;
}

ConstantRow ModuleImage::RowOf(const Value& value) {
  ConstantRow row{};
  row.kind = value.kind;
  row.detail = static_cast<uint8_t>(value.detail & Value::kLiteral);
  switch (value.kind) {
    case Kind::kBool:
      row.payload = value.b ? 1 : 0;
      break;
    case Kind::kDouble:
      row.payload = BitCast<uint64_t>(value.d);
      break;
    case Kind::kString:
    case Kind::kType:
      row.payload = Intern(value.string());
      break;
    case Kind::kBytes:  // Not text, as strings are.
      row.payload = Intern(EncodeHex(value.string()));
      break;
    case Kind::kDecimal: {
      // Equal decimals get one constant, however they were written.
      const Decimal decimal = value.decimal().Normalized();
      row.exponent = static_cast<int16_t>(decimal.exponent());
      if (decimal.fits_int64()) {
        row.payload = static_cast<uint64_t>(decimal.coefficient64());
      } else {
        const auto bits = static_cast<Uint128>(decimal.coefficient());
        const WideRow digits{static_cast<uint64_t>(bits), static_cast<uint64_t>(bits >> 64)};
        const auto [at, added] =
            wide_ids_.try_emplace({digits.high, digits.low}, static_cast<uint32_t>(wide.size()));
        if (added) wide.push_back(digits);
        row.detail |= Value::kWide;
        row.payload = at->second;
      }
      break;
    }
    case Kind::kTimestamp:
    case Kind::kDuration:
      row.exponent = value.exponent;
      row.payload = value.u;
      break;
    default:
      row.payload = value.u;
      break;
  }
  return row;
}

uint32_t ModuleImage::AddConstant(const Value& value) {
  if (value.kind == Kind::kList) {
    return AddConstantList({value.items, value.size}, (value.detail & Value::kSorted) != 0);
  }
  if (value.kind == Kind::kMap) return AddConstantMap({value.members, value.size});
  const ConstantRow row = RowOf(value);
  const auto [at, added] =
      constant_ids_.try_emplace(KeyOf(row), static_cast<uint32_t>(constants.size()));
  if (added) constants.push_back(row);
  return at->second;
}

uint32_t ModuleImage::AddConstantList(std::span<const Value> items, bool sorted) {
  std::vector<ConstantRow> parts;
  for (const Value& item : items) parts.push_back(RowOf(item));
  ConstantRow list{};
  list.kind = Kind::kList;
  list.detail = sorted ? Value::kSorted : 0;
  list.count = static_cast<uint32_t>(items.size());
  return AddContainer(list, parts);
}

uint32_t ModuleImage::AddConstantMap(std::span<const Member> members) {
  std::vector<ConstantRow> parts;
  for (const Member& member : members) {
    parts.push_back(RowOf(member.key));
    parts.push_back(RowOf(member.value));
  }
  ConstantRow map{};
  map.kind = Kind::kMap;
  map.detail = Value::kSorted;
  map.count = static_cast<uint32_t>(members.size());
  return AddContainer(map, parts);
}

uint32_t ModuleImage::AddContainer(ConstantRow container, const std::vector<ConstantRow>& parts) {
  std::vector<ConstantKey> keys;
  for (const ConstantRow& part : parts) keys.push_back(KeyOf(part));
  const auto [at, added] = container_ids_.try_emplace({KeyOf(container), std::move(keys)}, 0u);
  if (!added) return at->second;
  container.payload = constants.size();
  constants.insert(constants.end(), parts.begin(), parts.end());
  at->second = static_cast<uint32_t>(constants.size());
  constants.push_back(container);
  return at->second;
}

uint32_t ModuleImage::AddType(const TypeRow& type) {
  const auto [at, added] =
      type_ids_.try_emplace(BytesOf(std::span(&type, 1)), static_cast<uint32_t>(types.size()));
  if (added) types.push_back(type);
  return at->second;
}

Range ModuleImage::AddFields(std::vector<FieldRow> rows) {
  if (rows.empty()) return {0, 0};
  std::sort(rows.begin(), rows.end(), [this](const FieldRow& a, const FieldRow& b) {
    return strings[a.name] < strings[b.name];
  });
  const auto [at, added] = field_ranges_.try_emplace(BytesOf(std::span<const FieldRow>(rows)));
  if (added) {
    at->second = {static_cast<uint32_t>(fields.size()), static_cast<uint32_t>(rows.size())};
    fields.insert(fields.end(), rows.begin(), rows.end());
  }
  return at->second;
}

Range ModuleImage::AddIndices(std::span<const uint32_t> values) {
  if (values.empty()) return {0, 0};
  const auto [at, added] =
      index_ranges_.try_emplace(std::vector<uint32_t>(values.begin(), values.end()));
  if (added) {
    at->second = {static_cast<uint32_t>(indices.size()), static_cast<uint32_t>(values.size())};
    indices.insert(indices.end(), values.begin(), values.end());
  }
  return at->second;
}

uint32_t ModuleImage::Import(std::string_view signature) {
  const auto [at, added] =
      import_ids_.try_emplace(Intern(signature), static_cast<uint32_t>(imports.size()));
  if (added) imports.push_back({at->first});
  return at->second;
}

uint32_t ModuleImage::AddCall(uint32_t import, uint32_t prepared_constant) {
  const auto [at, added] =
      call_ids_.try_emplace({import, prepared_constant}, static_cast<uint32_t>(calls.size()));
  if (added) calls.push_back({import, prepared_constant});
  return at->second;
}

}  // namespace bylaw::vm
