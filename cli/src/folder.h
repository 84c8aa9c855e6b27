// The files that a document names, read below the document's folder and nowhere else.
//
// Thread-safety: the function may be called from any thread. Limits: compiler::kSourceBytesMax
// bytes a file; regular files only.

#ifndef BYLAW_CLI_FOLDER_H_
#define BYLAW_CLI_FOLDER_H_

#include <string>

#include "bylaw/compiler/files.h"

namespace bylaw::cli {

// What reads the files of the document at `path`. The kernel holds every step of the way below the
// document's folder: a symbolic link that stays inside is followed, one that leads out is an error.
// Standard input (`-`) has no folder.
compiler::ReadFile FilesBeside(const std::string& path);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_FOLDER_H_
