#include "bylaw/assembly/image_of.h"

#include <cstring>

namespace bylaw::assembly {
namespace {

using vm::SectionKind;

std::string_view SectionOf(std::string_view bytes, SectionKind kind) {
  vm::Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  const vm::SectionRow& section = header.sections[static_cast<uint32_t>(kind)];
  return bytes.substr(section.offset, section.bytes);
}

template <typename Row>
std::vector<Row> RowsOf(std::string_view bytes, SectionKind kind) {
  const std::string_view section = SectionOf(bytes, kind);
  std::vector<Row> rows(section.size() / sizeof(Row));
  if (!rows.empty()) std::memcpy(rows.data(), section.data(), section.size());
  return rows;
}

}  // namespace

vm::ModuleImage ImageOf(std::string_view bytes) {
  const auto copy = [&]<typename Row>(SectionKind kind, std::vector<Row>& rows) {
    rows = RowsOf<Row>(bytes, kind);
  };
  vm::ModuleImage image;
  image.policy = RowsOf<vm::PolicyRow>(bytes, SectionKind::kPolicy).front();
  const std::string_view text = SectionOf(bytes, SectionKind::kText);
  for (const vm::StringRow& row : RowsOf<vm::StringRow>(bytes, SectionKind::kStrings))
    image.strings.emplace_back(text.substr(row.offset, row.bytes));
  copy(SectionKind::kConstants, image.constants);
  copy(SectionKind::kWide, image.wide);
  copy(SectionKind::kIndices, image.indices);
  copy(SectionKind::kTypes, image.types);
  copy(SectionKind::kFields, image.fields);
  copy(SectionKind::kFacts, image.facts);
  copy(SectionKind::kActions, image.actions);
  copy(SectionKind::kHash, image.hash);
  copy(SectionKind::kPatterns, image.patterns);
  copy(SectionKind::kRules, image.rules);
  copy(SectionKind::kBlocks, image.blocks);
  copy(SectionKind::kBlockRules, image.block_rules);
  copy(SectionKind::kConditions, image.conditions);
  copy(SectionKind::kReasonParts, image.reason_parts);
  copy(SectionKind::kCode, image.code);
  copy(SectionKind::kEdges, image.edges);
  copy(SectionKind::kImports, image.imports);
  copy(SectionKind::kCalls, image.calls);
  image.about = SectionOf(bytes, SectionKind::kAbout);
  image.source = SectionOf(bytes, SectionKind::kSource);
  return image;
}

}  // namespace bylaw::assembly
