// See facts.h.

#include "codegen/facts.h"

namespace bylaw::compiler {

FactRows::FactRows(const Names& names, TypeRows& types, vm::ModuleImage& image)
    : names_(names), types_(types), image_(image), rows_(names.fact_count(), vm::kNone) {}

uint32_t FactRows::RowOf(FactId fact) {
  uint32_t& row = rows_[static_cast<uint32_t>(fact)];
  if (row == vm::kNone) {
    const vm::FactRow made = Make(names_[fact]);
    row = static_cast<uint32_t>(image_.facts.size());
    image_.facts.push_back(made);
  }
  return row;
}

uint32_t FactRows::Targets() {
  return RowOf(names_.Find("targets").fact());
}

void FactRows::AddMark(const PersonalPlace& place) {
  vm::FactRow row{};
  // A name that no condition can write, and that no other row has.
  row.name = image_.Intern("mark " + std::to_string(marks_++));
  row.source = place.source == FactSource::kParams ? vm::Source::kParams : vm::Source::kContext;
  row.flags = vm::kFactPersonal | vm::kFactMark;
  row.path = PathOf(place.path);
  row.fallback = vm::kNone;
  row.type = types_.OfKind(vm::Kind::kError);
  image_.facts.push_back(row);
}

vm::Range FactRows::PathOf(const std::vector<std::string>& members) {
  std::vector<uint32_t> path;
  for (const std::string& member : members) path.push_back(image_.Intern(member));
  return image_.AddIndices(path);
}

vm::FactRow FactRows::Make(const FactInfo& info) {
  vm::FactRow row{};
  row.name = image_.Intern(info.name);
  row.source = info.source;
  row.path = PathOf(info.path);
  row.fallback = vm::kNone;
  if (info.personal) row.flags |= vm::kFactPersonal;
  if (info.declaration == nullptr) {
    row.type = types_.OfKind(info.type.kind());
    return row;
  }
  const Fact& declaration = *info.declaration;
  row.flags |= vm::kFactDeclared;
  row.type = types_.Of(declaration.type, declaration.name.value);
  if (declaration.default_value)
    row.fallback = AddDocumentConstant(*declaration.default_value, declaration.type, image_);
  return row;
}

}  // namespace bylaw::compiler
