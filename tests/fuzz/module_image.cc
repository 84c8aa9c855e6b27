#include "module_image.h"

#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "verifier.h"

namespace bylaw::fuzz {
namespace {

template <typename Row>
void Copy(std::span<const Row> from, std::vector<Row>& to) {
  to.assign(from.begin(), from.end());
}

}  // namespace

Input Split(std::string_view bytes) {
  if (bytes.size() < sizeof(vm::Header)) return {bytes, {}};
  uint32_t size = 0;
  std::memcpy(&size, bytes.data() + offsetof(vm::Header, file_bytes), sizeof size);
  return {bytes.substr(0, size), bytes.substr(std::min<size_t>(size, bytes.size()))};
}

std::optional<vm::ModuleImage> ImageOf(std::string_view bytes) {
  vm::ModuleView view;
  if (vm::VerifyLayout(bytes, view)) return std::nullopt;
  vm::ModuleImage image;
  image.policy = *view.policy;
  for (const vm::StringRow& row : view.strings) {
    if (uint64_t{row.offset} + row.bytes > view.text.size()) return std::nullopt;
    image.strings.emplace_back(view.text.substr(row.offset, row.bytes));
  }
  Copy(view.constants, image.constants);
  Copy(view.wide, image.wide);
  Copy(view.indices, image.indices);
  Copy(view.types, image.types);
  Copy(view.fields, image.fields);
  Copy(view.facts, image.facts);
  Copy(view.actions, image.actions);
  Copy(view.patterns, image.patterns);
  Copy(view.rules, image.rules);
  Copy(view.blocks, image.blocks);
  Copy(view.block_rules, image.block_rules);
  Copy(view.conditions, image.conditions);
  Copy(view.reason_parts, image.reason_parts);
  Copy(view.code, image.code);
  Copy(view.edges, image.edges);
  Copy(view.imports, image.imports);
  Copy(view.calls, image.calls);
  image.about = view.about;
  image.source = view.source;
  return image;
}

bool IsEncodable(const vm::ModuleImage& image) {
  std::set<std::string_view> names;
  for (const vm::ActionRow& action : image.actions) {
    if (action.name >= image.strings.size()) return false;
    if (!names.insert(image.strings[action.name]).second) return false;
  }
  return true;
}

}  // namespace bylaw::fuzz
