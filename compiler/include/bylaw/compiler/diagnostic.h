// Diagnostics of the compiler: what is wrong, where, and what to do.
//
// A diagnostic points into the bytes of the document, or of a part that it imports. Its code is
// stable: tools and people may search for it. The list of codes stands in diagnostic.def alone.
//
// Thread-safety: values; a DiagnosticSink belongs to one compilation.

#ifndef BYLAW_COMPILER_DIAGNOSTIC_H_
#define BYLAW_COMPILER_DIAGNOSTIC_H_

#include <cstddef>
#include <cstdint>
#include <memory>
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
  std::shared_ptr<const SourceFile> part =
      nullptr;  // Whose bytes `span` is of; none: the document.

  // The file that `span` is of.
  const SourceFile& FileOr(const SourceFile& document) const { return part ? *part : document; }
};

// Where a span lies: in a part, or the document.
struct Place {
  std::shared_ptr<const SourceFile> part;
  Span span;  // Of the bytes of that file.
};

// Where the parts begin in a compilation's row of files; no document is as long.
inline constexpr uint32_t kPartsBegin = kSourceBytesMax + 1;

// Errors, and warnings, that are kept, so that noise cannot fill the memory.
inline constexpr size_t kDiagnosticsMax = 200;

// Collects the diagnostics of one compilation; equal ones (code and span) are kept once, the first
// kDiagnosticsMax errors and as many warnings.
//
// Spans of a compilation are offsets into one row of files: the document, and from kPartsBegin on
// the parts that it imports. Whoever reads what this gives out sees spans of single files.
class DiagnosticSink {
 public:
  void Error(DiagnosticCode code, Span span, std::string message, std::string help = {});
  void Warning(DiagnosticCode code, Span span, std::string message, std::string help = {});

  // A warning about what is right in many documents, and cannot always be written otherwise: never
  // an error.
  void Advice(DiagnosticCode code, Span span, std::string message, std::string help = {});

  // Strict compilation: every warning that is recorded from now on is an error; advice is not.
  void set_warnings_are_errors(bool value) { warnings_are_errors_ = value; }

  // Puts a part at the end of the row and gives the offset of its first byte.
  uint32_t AddPart(std::shared_ptr<const SourceFile> part);
  // The place of a span of the row.
  Place PlaceOf(Span span) const;
  // From now on what is reported counts from this offset of the row.
  void set_base(uint32_t base) { base_ = base; }

  bool has_errors() const { return error_count_ > 0; }
  // No more errors are kept: whoever would go to some length to word one can stop.
  bool full() const { return error_count_ >= kDiagnosticsMax; }
  // Sorted by place, then code; those of the document first, then part by part.
  std::vector<Diagnostic> Sorted() const;

 private:
  struct Part {
    uint32_t begin;
    std::shared_ptr<const SourceFile> file;
  };

  void Add(Diagnostic diagnostic);

  std::vector<Part> parts_;
  uint32_t base_ = 0;
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
