// See personal.h.

#include "sema/personal.h"

#include <algorithm>
#include <string>
#include <vector>

namespace bylaw::compiler {
namespace {

using Path = std::vector<std::string>;

// A place of the request that is personal.
struct Mark {
  FactSource source;
  Path path;
};

// Marks what of a value at `path` is personal. An item of a list has no path of its own: the list
// stands for it.
void Collect(const FactType& type, FactSource source, const Path& path, std::vector<Mark>& marks) {
  if (type.personal) {
    marks.push_back({source, path});
    return;
  }
  for (const FactType& item : type.items) Collect(item, source, path, marks);
  for (const Field& field : type.fields) {
    Path member = path;
    member.push_back(field.name.value);
    Collect(field.type, source, member, marks);
  }
}

std::vector<Mark> MarksOf(const Constitution& constitution) {
  std::vector<Mark> marks;
  for (const Fact& fact : constitution.facts) Collect(fact.type, fact.source, fact.path, marks);
  for (const Action& action : constitution.actions) {
    for (const Field& field : action.params) {
      Collect(field.type, FactSource::kParams, {field.name.value}, marks);
    }
  }
  return marks;
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

void MarkPersonal(const Constitution& constitution, Names& names) {
  const std::vector<Mark> marks = MarksOf(constitution);
  if (marks.empty()) return;
  for (uint32_t i = 0; i < names.fact_count(); ++i) {
    FactInfo& fact = names[FactId{i}];
    fact.personal = std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
      return MayBeReadFrom(fact, mark.source) && Overlap(fact.path, mark.path);
    });
  }
}

}  // namespace bylaw::compiler
