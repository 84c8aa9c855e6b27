// Files that a document names: how the compiler gets at them. It opens nothing itself: whoever
// compiles gives a function that reads.
//
// Thread-safety: values; the function is called from the thread that compiles. Limits: paths of
// kFilePathBytesMax bytes, kFilesMax files of a document, together kSourceBytesMax bytes.

#ifndef BYLAW_COMPILER_FILES_H_
#define BYLAW_COMPILER_FILES_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace bylaw::compiler {

inline constexpr size_t kFilePathBytesMax = 1024;
inline constexpr size_t kFilesMax = 1000;

// The bytes of a file, or why there are none.
struct FileText {
  std::optional<std::string> bytes;
  std::string error;  // Where there are no bytes; follows "`PATH` cannot be read: ".
};

// Reads the file at `path` below the document's folder. The compiler has checked the path: parts
// of UTF-8 with `/` between them, none of them empty, `.` or `..`; no backslash, no control
// characters. That nothing outside the folder is read, symbolic links included, is for the function
// to see to; so is that it gives up on a file of more than kSourceBytesMax bytes. Called once for
// each path of a document.
using ReadFile = std::function<FileText(const std::string& path)>;

// A file that a document was compiled with.
struct FileDigest {
  std::string path;    // As the document names it.
  std::string sha256;  // 64 hexadecimal digits, lower case.
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_FILES_H_
