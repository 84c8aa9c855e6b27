// A second implementation of conditions, for comparison: it walks the syntax tree and knows nothing
// of types at compile time, registers or edges. Slow and plain on purpose.
//
// Covers what generator.h writes for Vocabulary::kReference: bools, ints, decimals, strings, all
// operators, `in` over literals, has(), size() and contains(); lists of a request's values, with
// all(), exists(), exists_one() and filter() over them.

#ifndef BYLAW_TESTS_COMPILER_COMPILE_REFERENCE_EVALUATOR_H_
#define BYLAW_TESTS_COMPILER_COMPILE_REFERENCE_EVALUATOR_H_

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "bylaw/compiler/syntax.h"
#include "bylaw/vm/decimal.h"

namespace bylaw::compiler {

// The two ways of having no value.
struct Absent {};
struct Broken {};
struct ReferenceList;
using ReferenceValue = std::variant<Absent, Broken, bool, int64_t, vm::Decimal, std::string,
                                    std::shared_ptr<const ReferenceList>>;
struct ReferenceList {
  std::vector<ReferenceValue> items;
};

// By the text of the name or path.
using ReferenceFacts = std::map<std::string, ReferenceValue, std::less<>>;

// What the node comes to; Broken if it is undecidable.
ReferenceValue Evaluate(const Ast& ast, ExprId id, const ReferenceFacts& facts);

}  // namespace bylaw::compiler

#endif  // BYLAW_TESTS_COMPILER_COMPILE_REFERENCE_EVALUATOR_H_
