// The files that a document names, each read once, and what has been read so far.
//
// Ownership: owns the bytes. Thread-safety: one document, one thread. Limits: files.h of the public
// headers.

#ifndef BYLAW_COMPILER_SOURCE_FILES_H_
#define BYLAW_COMPILER_SOURCE_FILES_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/files.h"

namespace bylaw::compiler {

class Files {
 public:
  // A file that was read, or what is wrong with its path or with reading it.
  struct File {
    std::string bytes;
    std::string sha256;  // 64 hexadecimal digits, lower case.

    bool ok = false;
    DiagnosticCode code = DiagnosticCode::kUnreadableFile;
    std::string message;
    std::string help;
  };

  // Without a function no file can be read.
  explicit Files(const ReadFile& read) : read_(read) {}

  // The file at `path` below the document's folder. Lives as long as this.
  const File& Read(std::string_view path);

  // Every file that was read, by path in byte order.
  std::vector<FileDigest> Digests() const;

 private:
  File Open(const std::string& path);

  const ReadFile& read_;
  std::map<std::string, File, std::less<>> files_;
  size_t bytes_ = 0;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_FILES_H_
