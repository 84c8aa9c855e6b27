// Formatting: read, write anew, and compare. See format.h.

#include "bylaw/compiler/format.h"

#include "bylaw/compiler/yaml.h"
#include "format/formatter.h"
#include "format/same_document.h"

namespace bylaw::compiler {

std::optional<std::string> Format(const SourceFile& source, DiagnosticSink& sink) {
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  if (!document || sink.has_errors()) return std::nullopt;
  return KeepIfSame(source, *document, Formatter(source, *document).Run(), sink);
}

}  // namespace bylaw::compiler
