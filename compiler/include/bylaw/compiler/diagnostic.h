// Diagnostics of the compiler: what is wrong, where, and what to do.
//
// A diagnostic points into the bytes of one source file. Its code is stable: tools and people may
// search for it. The list of codes stands in diagnostic.def alone.
//
// Thread-safety: values; a DiagnosticSink belongs to one compilation.

#ifndef BYLAW_COMPILER_DIAGNOSTIC_H_
#define BYLAW_COMPILER_DIAGNOSTIC_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "bylaw/compiler/source.h"

namespace bylaw::compiler {

enum class Severity : uint8_t { kWarning, kError };

// One entry a line of diagnostic.def.
enum class DiagnosticCode : uint16_t {
#define BYLAW_DIAGNOSTIC(name, code, summary) name,
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
};

// "E0102" and the like.
std::string_view CodeText(DiagnosticCode code);

// What the code stands for, in a few words ("unknown key").
std::string_view CodeSummary(DiagnosticCode code);

struct Diagnostic {
  DiagnosticCode code;
  Severity severity = Severity::kError;
  Span span;
  std::string message;  // One sentence: what is wrong. No trailing full stop.
  std::string help;  // One sentence: what to do, "did you mean `amount`?" included. May be empty.
};

// Errors, and warnings, that are kept, so that noise cannot fill the memory.
inline constexpr size_t kDiagnosticsMax = 200;

// Collects the diagnostics of one compilation; equal ones (code and span) are kept once, the first
// kDiagnosticsMax errors and as many warnings.
class DiagnosticSink {
 public:
  void Error(DiagnosticCode code, Span span, std::string message, std::string help = {});
  void Warning(DiagnosticCode code, Span span, std::string message, std::string help = {});

  // Strict compilation: every warning that is recorded from now on is an error.
  void set_warnings_are_errors(bool value) { warnings_are_errors_ = value; }

  bool has_errors() const { return error_count_ > 0; }
  // No more errors are kept: whoever would go to some length to word one can stop.
  bool full() const { return error_count_ >= kDiagnosticsMax; }
  // Sorted by place, then code.
  std::vector<Diagnostic> Sorted() const;

 private:
  void Add(Diagnostic diagnostic);

  std::vector<Diagnostic> diagnostics_;
  std::set<std::tuple<uint32_t, uint32_t, DiagnosticCode>> seen_;
  size_t error_count_ = 0;  // Kept.
  size_t warning_count_ = 0;
  bool warnings_are_errors_ = false;
};

// The name among `candidates` that a reader most likely meant by `name` (Damerau-Levenshtein
// distance at most a third of the longer one's length, ASCII case ignored), or empty. Ties go
// to the least in byte order.
std::string_view NearestName(std::string_view name,
                             const std::vector<std::string_view>& candidates);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_DIAGNOSTIC_H_
