// Places in words, for messages that name a second one.
//
// Ownership: views a document and a sink that outlive it. Thread-safety: one compilation, one
// thread.

#ifndef BYLAW_COMPILER_SOURCE_PLACES_H_
#define BYLAW_COMPILER_SOURCE_PLACES_H_

#include <string>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/source.h"

namespace bylaw::compiler {

class Places {
 public:
  Places(const SourceFile& document, const DiagnosticSink& sink)
      : document_(document), sink_(sink) {}

  bool SameFile(Span a, Span b) const { return sink_.PlaceOf(a).part == sink_.PlaceOf(b).part; }
  // "line 12"; of another file than the one that `from` is in, "line 12 of std/time".
  std::string Line(Span span, Span from) const;

 private:
  const SourceFile& document_;
  const DiagnosticSink& sink_;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_PLACES_H_
