// A file that the document names beside what it is for: `{file: lists/embargo.csv, digest:
// "sha256:…"}`, `{schema: tools/pay.json}`.
//
// Thread-safety: one reader, one thread.

#ifndef BYLAW_COMPILER_SOURCE_FILE_REFERENCE_H_
#define BYLAW_COMPILER_SOURCE_FILE_REFERENCE_H_

#include <string_view>

#include "bylaw/compiler/constitution.h"
#include "source/files.h"
#include "source/node_reader.h"

namespace bylaw::compiler {

// Whether a mapping has the key `key`.
bool NamesFile(const NodeReader& reader, YamlId mapping, std::string_view key);

// Reads such a mapping, whose path stands under `key`, into `reference`, and the file with the
// digest that is given, if one is. Nullptr where something was wrong, which has been reported.
const Files::File* ReadFileReference(NodeReader& reader, YamlId mapping, std::string_view key,
                                     FileReference& reference);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_FILE_REFERENCE_H_
