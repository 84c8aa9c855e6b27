// Diagnostics as a person reads them, and as data.
//
// Thread-safety: functions without state. Ownership: the results own their text.
// Limits: of a long source line only the part around the place is shown; whatever could disturb a
// terminal (control, invisible and bidirectional characters) is written as <U+200B>.

#ifndef BYLAW_COMPILER_DIAGNOSTIC_RENDER_H_
#define BYLAW_COMPILER_DIAGNOSTIC_RENDER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/source.h"

namespace bylaw::compiler {

struct RenderOptions {
  bool color = false;     // ANSI escape sequences.
  size_t shown_max = 20;  // The rest is counted in a last line.
};

// One block a diagnostic (of `document`, or of the part that it names), in the given order,
// separated by an empty line:
//
//   error[E0202]: unknown key `conditons` in a rule
//    --> file.yaml:12:7
//      |
//   12 |       conditons: [amount < 10]
//      |       ^^^^^^^^^
//      = help: did you mean `conditions`?
//
// Of a part that runs over several lines the first line is shown. Tabs are shown as four spaces.
std::string RenderText(const SourceFile& document, const std::vector<Diagnostic>& diagnostics,
                       const RenderOptions& options = {});

// A JSON array, all diagnostics in the given order, of
// {"code","severity","file","line","column","end_line","end_column","message","help"}; severity is
// "error" or "warning"; lines and columns (code points) count from 1; the end is behind the last
// character; without help, "help" is absent.
std::string RenderJson(const SourceFile& document, const std::vector<Diagnostic>& diagnostics);

// What a report says beside the diagnostics: it is so today and may not be so tomorrow.
struct DatedNote {
  std::string message;
  Position at;
};

// A SARIF 2.1.0 log of one run, as code-scanning services take it: every code of diagnostic.def as
// a rule, every diagnostic as a result of level "error" or "warning", every note as one of level
// "note" of the rule `today`. Columns are code points, as `columnKind` says. What to do follows
// what is wrong in `message`, and stands alone in `properties.help`. The artifact is the file's
// name as a URI: relative unless it was absolute. `tool_version` is Bylaw's, `1.2.3`.
std::string RenderSarif(const SourceFile& source, const std::vector<Diagnostic>& diagnostics,
                        const std::vector<DatedNote>& notes, std::string_view tool_version);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_DIAGNOSTIC_RENDER_H_
