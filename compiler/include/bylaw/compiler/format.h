// The canonical layout of a constitution: what `bylaw fmt` writes.
//
// Only layout changes. Keys keep their order, scalars their text and their quotes, comments their
// text, their order and what they stand beside; conditions are not touched. docs/formatting.md has
// the rules. The result is read again before it is given out: it holds the same tree and the same
// comments, or nothing is given out at all.
//
// Thread-safety: a function without state. Ownership: the result owns its text. Limits: those of
// the YAML reader, for the document and for the result.

#ifndef BYLAW_COMPILER_FORMAT_H_
#define BYLAW_COMPILER_FORMAT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/source.h"

namespace bylaw::compiler {

// Columns (code points) within which a list or map in brackets stays on one line.
inline constexpr size_t kFormatColumns = 120;

// The text of `source` in canonical layout; of a text that has it already, the same bytes. Nothing,
// and errors in `sink`, where the text is not YAML as ReadYaml takes it. What its keys and values
// mean is not looked at.
std::optional<std::string> Format(const SourceFile& source, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_FORMAT_H_
