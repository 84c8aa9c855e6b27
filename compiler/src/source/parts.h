// The parts of a constitution's document, one reader each, and the checks across them.
// constitution_reader.cc runs them in order.
//
// Each appends to the Constitution what it could read and reports the rest. Thread-safety: one
// document, one thread.

#ifndef BYLAW_COMPILER_SOURCE_PARTS_H_
#define BYLAW_COMPILER_SOURCE_PARTS_H_

#include <string_view>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "source/node_reader.h"
#include "source/places.h"

namespace bylaw::compiler {

void ReadFacts(NodeReader& reader, YamlId node, Constitution& into);
void ReadConstants(NodeReader& reader, YamlId node, Constitution& into);
void ReadDefinitions(NodeReader& reader, YamlId node, Constitution& into);
void ReadActions(NodeReader& reader, YamlId node, Constitution& into);
void ReadRules(NodeReader& reader, YamlId node, Section section, Constitution& into);
// A rule's `reason`, with the {expressions} in it.
void ReadReason(NodeReader& reader, YamlId node, Rule& into);
void ReadRoutes(NodeReader& reader, YamlId node, Constitution& into);
void ReadImports(NodeReader& reader, YamlId node, Constitution& into);

// Whether the document is a mapping with the one key that matters.
bool CheckRoot(NodeReader& reader, std::string_view key);

// The names of facts, routes and the like, for "did you mean".
template <typename Named>
std::vector<std::string_view> NamesOf(const std::vector<Named>& things) {
  std::vector<std::string_view> names;
  names.reserve(things.size());
  for (const Named& thing : things) names.push_back(thing.name.value);
  return names;
}

// A type by itself (`string`) or with what else is declared of it (`{type: string, max_length:
// 10}`).
FactType ReadType(NodeReader& reader, YamlId node);

// Whether bounds fit their type and lower ones are not above upper ones.
void CheckBounds(NodeReader& reader, std::string_view name, FactType& type);
// Whether a default is a value of its type.
void CheckDefault(NodeReader& reader, const Fact& fact);

// Names that conditions use: valid, each once, none spelt like an enum value.
void CheckNames(NodeReader& reader, const Places& places, const Constitution& constitution);
// Parameters are facts from params; an alias stands for one action, and rules name the action.
void CheckActions(NodeReader& reader, const Constitution& constitution);
// Ids are distinct; routes and overridden rules exist. Fills in Override::rule.
void CheckRules(NodeReader& reader, Constitution& constitution);
// Routes hand over to routes that exist, and not in a circle; who is excluded is a fact.
void CheckRoutes(NodeReader& reader, const Constitution& constitution);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_PARTS_H_
