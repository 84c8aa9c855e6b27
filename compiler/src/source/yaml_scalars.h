// The scalars of YAML 1.2 in their five styles: where each ends, and what it says (YAML 1.2.2,
// chapters 7.3 and 8.1).
//
// Every function begins at the cursor, which it leaves behind the scalar. `parent_column` is the
// column of the mapping or list that the scalar belongs to (-1 at the root): further lines of the
// scalar are indented more than that. Thread-safety: functions without state. Errors: a scalar that
// is wrong inside is read to its end, reported and returned with `valid` false; one that does not
// end is reported at its beginning and leaves the cursor at the line that cannot be part of it.

#ifndef BYLAW_COMPILER_SOURCE_YAML_SCALARS_H_
#define BYLAW_COMPILER_SOURCE_YAML_SCALARS_H_

#include <cstdint>
#include <string>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/text.h"
#include "source/yaml_cursor.h"

namespace bylaw::compiler {

struct YamlScalar {
  Span span;
  ScalarStyle style = ScalarStyle::kPlain;
  bool valid = true;
  bool closed = true;  // false: the cursor stands at the beginning of a line outside the scalar.
  bool verbatim =
      false;  // The bytes between its quotes are its text: value and map are left empty.
  std::string value;
  OffsetMap map;
};

// The plain text on this line, without the blanks before its end. It ends before `: `, ` #`, the
// end of the line and, in a flow collection, `,[]{}`.
Span ScanPlainLine(YamlCursor& cursor, bool in_flow);

// A plain scalar with its further lines.
YamlScalar ReadPlain(YamlCursor& cursor, int32_t parent_column, bool in_flow);

YamlScalar ReadSingleQuoted(YamlCursor& cursor, int32_t parent_column, DiagnosticSink& sink);
YamlScalar ReadDoubleQuoted(YamlCursor& cursor, int32_t parent_column, DiagnosticSink& sink);

// A literal (`|`) or folded (`>`) block.
YamlScalar ReadBlockScalar(YamlCursor& cursor, int32_t parent_column, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_YAML_SCALARS_H_
