#include "pools.h"

namespace bylaw::assembly {
namespace {

template <typename Rows>
uint32_t NextOf(const Rows& rows) {
  return static_cast<uint32_t>(rows.size());
}

// What a map has for a key.
template <typename Map, typename Key>
auto Found(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto at = map.find(key);
  if (at == map.end()) return std::nullopt;
  return at->second;
}

bool IsContainer(vm::Kind kind) {
  return kind == vm::Kind::kList || kind == vm::Kind::kMap;
}

}  // namespace

Pools::RowKey Pools::KeyOf(const vm::ConstantRow& row) {
  return {row.kind, row.detail, row.exponent, row.count, row.payload};
}

Pools::ConstantKey Pools::KeyOf(const ConstantRows& constant) {
  ConstantKey key = {KeyOf(constant.row)};
  if (IsContainer(constant.row.kind)) std::get<4>(key.front()) = 0;
  for (const vm::ConstantRow& part : constant.parts) key.push_back(KeyOf(part));
  return key;
}

void Pools::AppendString(std::string text) {
  strings_.try_emplace(text, NextOf(image_.strings));
  image_.strings.push_back(std::move(text));
}

void Pools::AppendConstant(const ConstantRows& constant) {
  const uint32_t first = NextOf(image_.constants);
  image_.constants.insert(image_.constants.end(), constant.parts.begin(), constant.parts.end());
  constants_.try_emplace(KeyOf(constant), NextOf(image_.constants));
  image_.constants.push_back(constant.row);
  if (IsContainer(constant.row.kind)) image_.constants.back().payload = first;
}

void Pools::AppendRawConstant(const vm::ConstantRow& row) {
  if (!IsContainer(row.kind)) constants_.try_emplace(KeyOf({row, {}}), NextOf(image_.constants));
  image_.constants.push_back(row);
}

void Pools::AppendWide(const vm::WideRow& row) {
  wide_.try_emplace({row.high, row.low}, NextOf(image_.wide));
  image_.wide.push_back(row);
}

void Pools::AppendIndices(const std::vector<uint32_t>& indices) {
  indices_.try_emplace(indices, vm::Range{NextOf(image_.indices), NextOf(indices)});
  image_.indices.insert(image_.indices.end(), indices.begin(), indices.end());
}

void Pools::AppendImport(const vm::ImportRow& row) {
  imports_.try_emplace(row.signature, NextOf(image_.imports));
  image_.imports.push_back(row);
}

void Pools::AppendCall(const vm::CallRow& row) {
  calls_.try_emplace({row.import, row.prepared}, NextOf(image_.calls));
  image_.calls.push_back(row);
}

std::optional<uint32_t> Pools::FindString(std::string_view text) const {
  return Found(strings_, std::string(text));
}
std::optional<uint32_t> Pools::FindConstant(const ConstantRows& constant) const {
  return Found(constants_, KeyOf(constant));
}
std::optional<uint32_t> Pools::FindWide(const vm::WideRow& row) const {
  return Found(wide_, std::pair(row.high, row.low));
}
std::optional<vm::Range> Pools::FindIndices(const std::vector<uint32_t>& indices) const {
  if (indices.empty()) return vm::Range{0, 0};
  return Found(indices_, indices);
}
std::optional<uint32_t> Pools::FindImport(uint32_t signature) const {
  return Found(imports_, signature);
}
std::optional<uint32_t> Pools::FindCall(const vm::CallRow& row) const {
  return Found(calls_, std::pair(row.import, row.prepared));
}

uint32_t Pools::String(std::string_view text) {
  if (const auto known = FindString(text)) return *known;
  AppendString(std::string(text));
  return NextOf(image_.strings) - 1;
}

uint32_t Pools::Constant(const ConstantRows& constant) {
  if (const auto known = FindConstant(constant)) return *known;
  AppendConstant(constant);
  return NextOf(image_.constants) - 1;
}

uint32_t Pools::Wide(const vm::WideRow& row) {
  if (const auto known = FindWide(row)) return *known;
  AppendWide(row);
  return NextOf(image_.wide) - 1;
}

vm::Range Pools::Indices(const std::vector<uint32_t>& indices) {
  if (const auto known = FindIndices(indices)) return *known;
  AppendIndices(indices);
  return {NextOf(image_.indices) - NextOf(indices), NextOf(indices)};
}

uint32_t Pools::Import(std::string_view signature) {
  const uint32_t text = String(signature);
  if (const auto known = FindImport(text)) return *known;
  AppendImport({text});
  return NextOf(image_.imports) - 1;
}

uint32_t Pools::Call(const vm::CallRow& row) {
  if (const auto known = FindCall(row)) return *known;
  AppendCall(row);
  return NextOf(image_.calls) - 1;
}

}  // namespace bylaw::assembly
