// Formatting changes nothing but layout: the proof, for one document.
//
// Thread-safety: functions without state.

#ifndef BYLAW_COMPILER_FORMAT_SAME_DOCUMENT_H_
#define BYLAW_COMPILER_FORMAT_SAME_DOCUMENT_H_

#include <optional>
#include <string>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/source.h"
#include "bylaw/compiler/yaml.h"

namespace bylaw::compiler {

// `formatted`, if it reads as the same tree (kinds, order, the texts and styles of scalars) with
// the same comments as `document`, which was read from `source`. Otherwise nothing, and an internal
// error at the first difference.
std::optional<std::string> KeepIfSame(const SourceFile& source, const YamlDocument& document,
                                      std::string formatted, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_FORMAT_SAME_DOCUMENT_H_
