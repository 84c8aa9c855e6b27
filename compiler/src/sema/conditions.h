// The conditions and definitions of a document as trees, and what each name in them refers to.
//
// Thread-safety: values. Ownership: points into the Constitution that it was made from, which must
// outlive it and not move.

#ifndef BYLAW_COMPILER_SEMA_CONDITIONS_H_
#define BYLAW_COMPILER_SEMA_CONDITIONS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/syntax.h"

namespace bylaw::compiler {

// The place of a fact in Names.
enum class FactId : uint32_t {};

// What a node of a condition refers to, where that is no operator or literal.
struct Reference {
  enum class Kind : uint8_t {
    kNone,        // Nothing: an operator, a literal, a call.
    kFact,        // Fact `index`: a name, a path below params or context, or has() of one.
    kConstant,    // Constitution::constants[index]
    kDefinition,  // Constitution::definitions[index]
    kSymbol,      // A bare word that stands for its own spelling.
    kVariable,    // A macro's: declared by node `index`.
    kType,        // A type as a value: `int`, `google.protobuf.Timestamp`.
    kNamespace,   // The part of a function's name before the dot: `math` in math.abs(x).
    kInvalid      // An error that has been reported.
  };
  Kind kind = Kind::kNone;
  uint32_t index = 0;

  FactId fact() const { return FactId{index}; }
  ExprId declaration() const { return ExprId{index}; }
};

// One text of the document and its tree.
struct Condition {
  const Text* text = nullptr;
  bool negated = false;  // From `unless`.
  bool parsed = false;   // Else its errors have been reported, and it has no tree.
  Ast ast;
  std::vector<Reference> references;  // One for every node, set by Resolve.

  const Reference& reference(ExprId id) const { return references[static_cast<uint32_t>(id)]; }
  Span SpanOf(ExprId id) const { return text->ToFile(ast[id].span); }
};

// The function that a call names, and what it is called with: of math.abs(x) the name is
// "math.abs".
struct CalledFunction {
  std::string name;
  bool receiver;  // a.name(b): the first operand is a.
  std::span<const ExprId> operands;
};
// After Resolve.
CalledFunction CalledBy(const Condition& condition, ExprId call);

struct Conditions {
  std::vector<std::vector<Condition>> rules;    // For each rule: `conditions`, then `unless`.
  std::vector<Condition> definitions;           // For each definition.
  std::vector<std::vector<Condition>> reasons;  // For each rule: the {expressions} of its reason.
};

// Parses every condition, definition and expression of a reason. Syntax errors go to `sink`, at
// their place in the file.
Conditions ParseConditions(const Constitution& constitution, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_CONDITIONS_H_
