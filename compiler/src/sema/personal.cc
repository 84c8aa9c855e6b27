// See personal.h.

#include "sema/personal.h"

#include <algorithm>
#include <string>
#include <vector>

namespace bylaw::compiler {
namespace {

using Path = std::vector<std::string>;

// Marks what of a value at `path` is personal.
void Collect(const FactType& type, FactSource source, const Path& path,
             std::vector<PersonalPlace>& marks) {
  if (type.personal || std::any_of(type.items.begin(), type.items.end(), HoldsPersonal)) {
    marks.push_back({source, path});
    return;
  }
  for (const Field& field : type.fields) {
    Path member = path;
    member.push_back(field.name.value);
    Collect(field.type, source, member, marks);
  }
}

bool MayBeReadFrom(const FactInfo& fact, FactSource source) {
  switch (fact.source) {
    case vm::Source::kParams:
      return source == FactSource::kParams;
    case vm::Source::kContext:
    case vm::Source::kContextUndeclared:
      return source == FactSource::kContext;
    case vm::Source::kEither:
      return true;
    default:
      return false;  // Built in.
  }
}

// Whether one path leads to the other, or through it.
bool Overlap(const Path& a, const Path& b) {
  const size_t common = std::min(a.size(), b.size());
  return std::equal(a.begin(), a.begin() + static_cast<ptrdiff_t>(common), b.begin());
}

}  // namespace

bool HoldsPersonal(const FactType& type) {
  return type.personal || std::any_of(type.items.begin(), type.items.end(), HoldsPersonal) ||
         std::any_of(type.fields.begin(), type.fields.end(),
                     [](const Field& field) { return HoldsPersonal(field.type); });
}

std::vector<PersonalPlace> PersonalPlaces(const Constitution& constitution) {
  std::vector<PersonalPlace> marks;
  for (const Fact& fact : constitution.facts) Collect(fact.type, fact.source, fact.path, marks);
  for (const Action& action : constitution.actions) {
    for (const Field& field : action.params) {
      Collect(field.type, FactSource::kParams, {field.name.value}, marks);
    }
  }
  std::sort(marks.begin(), marks.end());
  marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
  return marks;
}

void MarkPersonal(const Constitution& constitution, Names& names) {
  const std::vector<PersonalPlace> marks = PersonalPlaces(constitution);
  if (marks.empty()) return;
  for (uint32_t i = 0; i < names.fact_count(); ++i) {
    FactInfo& fact = names[FactId{i}];
    fact.personal = std::any_of(marks.begin(), marks.end(), [&](const PersonalPlace& mark) {
      return MayBeReadFrom(fact, mark.source) && Overlap(fact.path, mark.path);
    });
  }
}

}  // namespace bylaw::compiler
