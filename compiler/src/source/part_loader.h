// Brings the parts that a document imports, and those that they import, into the document.
//
// A part is there once, however often it is imported. Standard parts are those of a table; any
// other is a file, and its path starts at the document's folder also where a part names it.
//
// Ownership: views what it is given, which must outlive it; the texts go to the sink.
// Thread-safety: one document, one thread. Limits: those of files (files.h).

#ifndef BYLAW_COMPILER_SOURCE_PART_LOADER_H_
#define BYLAW_COMPILER_SOURCE_PART_LOADER_H_

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/parts.h"
#include "source/files.h"
#include "source/places.h"

namespace bylaw::compiler {

class PartLoader {
 public:
  PartLoader(std::span<const StandardPart> standard, Files& files, const Places& places,
             DiagnosticSink& sink)
      : standard_(standard), files_(files), places_(places), sink_(sink) {}

  // Loads what `into.imports` names and appends to its facts, constants, definitions and parts.
  void Run(Constitution& into);

 private:
  // The text of a part that an import names.
  struct Source {
    std::string name;  // Without a version.
    std::string_view text;
    std::string sha256;
    std::string_view version;  // Of a standard part.
  };

  // The part's place in Constitution::parts. Nothing: an error has been reported.
  std::optional<uint32_t> Load(const Import& import, Constitution& into);
  std::optional<Source> Find(const Import& import);
  std::optional<Source> FindStandard(const Import& import);
  std::optional<uint32_t> Read(const Source& source, Constitution& into);
  bool IsOpen(const Source& source, const Import& import);
  // Gives the constants of a part the values that an import says.
  void Set(const Import& import, uint32_t part, Constitution& into);
  void Error(DiagnosticCode code, Span span, std::string message, std::string help);

  std::span<const StandardPart> standard_;
  Files& files_;
  const Places& places_;
  DiagnosticSink& sink_;

  struct Loaded {
    std::optional<uint32_t> part;  // Nothing: it could not be read.
    std::string_view version;      // Of a standard part.
  };
  std::map<std::string, Loaded> loaded_;
  std::vector<std::string> open_;                              // Those that import each other.
  std::map<std::pair<uint32_t, std::string>, Span> settings_;  // Of constants, by part and name.
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_PART_LOADER_H_
