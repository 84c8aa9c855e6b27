// What of a request is marked `personal`, carried to whatever a document may read it by.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_SEMA_PERSONAL_H_
#define BYLAW_COMPILER_SEMA_PERSONAL_H_

#include <string>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "sema/names.h"

namespace bylaw::compiler {

// Whether a value of this type, or something in it, is marked.
bool HoldsPersonal(const FactType& type);

// A place of the request, below params or context, that is personal.
struct PersonalPlace {
  FactSource source;
  std::vector<std::string> path;

  auto operator<=>(const PersonalPlace&) const = default;
};

// All that are marked, each once, whether or not anything reads them. An item of a list has no path
// of its own: the list stands for it.
std::vector<PersonalPlace> PersonalPlaces(const Constitution& constitution);

// Sets FactInfo::personal of every fact that is marked `personal`, or that is, holds, or lies
// within, something that is: a fact, a member of one, or a parameter of an action, whether or not
// anything reads it under its own name. `params` holds every parameter. After InferNames, which
// says where undeclared names are read from.
void MarkPersonal(const Constitution& constitution, Names& names);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_PERSONAL_H_
