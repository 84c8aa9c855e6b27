// What YAML does to conditions that are not quoted, said in the words of the document with the
// quoted form to write.
//
// Thread-safety: functions without state.

#ifndef BYLAW_COMPILER_SOURCE_YAML_MISTAKES_H_
#define BYLAW_COMPILER_SOURCE_YAML_MISTAKES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bylaw/compiler/diagnostic.h"
#include "source/yaml_cursor.h"

namespace bylaw::compiler {

// The text that someone who wrote from `begin` on meant as one: to a comment or the end of the line
// and, in a flow collection, to the comma or bracket that ends the item; brackets, parentheses and
// quotes inside belong to it.
Span MeantText(std::string_view bytes, uint32_t begin, bool in_flow);

// `text` as a YAML scalar in quotes, the ones that change it least.
std::string Quoted(std::string_view text);

// "write it in quotes: 'a ? b : c'", or the same without the form where the text is too long for a
// message.
std::string QuoteHelp(std::string_view text);

// "`text`", shortened where it is long, for messages.
std::string Named(std::string_view text);

// Whether an unquoted text was ended in the middle of a string or of parentheses.
bool LooksCut(std::string_view text);

// Reports a text that begins with a character which YAML keeps for itself (`!`, `&`, `*`, `%`, `@`
// …).
void ReportIndicator(Span meant, std::string_view bytes, DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_YAML_MISTAKES_H_
