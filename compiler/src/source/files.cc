#include "source/files.h"

#include <utility>

#include "bylaw/compiler/source.h"
#include "source/characters.h"
#include "source/concat.h"
#include "source/digest.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kPathHelp =
    "write a path below the document's folder, as in lists/embargo.csv";

// What is wrong with a path, to follow its name; empty: nothing.
std::string_view PathMistake(std::string_view path) {
  if (path.size() > kFilePathBytesMax) return "is too long for the path of a file";
  if (path.starts_with('/')) return "is an absolute path";
  for (size_t at = 0; at < path.size();) {
    const CodePoint c = DecodeUtf8(path, at);
    if (c.size_bytes == 0 || IsControl(c.value) || IsInvisible(c.value) || c.value == '\t' ||
        c.value == '\n' || c.value == '\r') {
      return "has a character that no path of a file may have";
    }
    if (c.value == '\\') return "has a backslash; folders and files are separated by `/`";
    at += c.size_bytes;
  }
  for (std::string_view rest = path;;) {
    const size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty()) return "has an empty part";
    if (part == "..") return "leads out of a folder with `..`";
    if (part == ".") return "has the part `.`, which says nothing";
    if (slash == rest.npos) return {};
    rest.remove_prefix(slash + 1);
  }
}

Files::File Refused(DiagnosticCode code, std::string message, std::string_view help) {
  Files::File file;
  file.code = code;
  file.message = std::move(message);
  file.help = help;
  return file;
}

}  // namespace

const Files::File& Files::Read(std::string_view path) {
  const auto known = files_.find(path);
  if (known != files_.end()) return known->second;
  std::string owned(path);
  File file = Open(owned);
  return files_.emplace(std::move(owned), std::move(file)).first->second;
}

Files::File Files::Open(const std::string& path) {
  const std::string_view mistake = PathMistake(path);
  if (!mistake.empty()) {
    return Refused(DiagnosticCode::kBadPath, Concat({Named(path), " ", mistake}), kPathHelp);
  }
  const auto unreadable = [&](std::string_view why, std::string_view help) {
    return Refused(DiagnosticCode::kUnreadableFile, Concat({Named(path), " cannot be read: ", why}),
                   help);
  };
  if (!read_) {
    return unreadable("this document is compiled without access to files",
                      "write what the file says into the document");
  }
  if (files_.size() >= kFilesMax) {
    return unreadable(
        Concat({"the document names more than ", std::to_string(kFilesMax), " files"}),
        "join some of them");
  }
  FileText text = read_(path);
  if (!text.bytes) {
    return unreadable(text.error, "check the path; it starts at the document's folder");
  }
  if (text.bytes->size() > kSourceBytesMax - bytes_) {
    return unreadable(Concat({"the document's files have more than ",
                              std::to_string(kSourceBytesMax), " bytes together"}),
                      "let the host decide what such a file decides, and declare it as a fact from "
                      "context");
  }
  bytes_ += text.bytes->size();
  File file;
  file.ok = true;
  file.sha256 = Sha256Hex(*text.bytes);
  file.bytes = *std::move(text.bytes);
  return file;
}

std::vector<FileDigest> Files::Digests() const {
  std::vector<FileDigest> digests;
  for (const auto& [path, file] : files_) {
    if (file.ok) digests.push_back({path, file.sha256});
  }
  return digests;
}

}  // namespace bylaw::compiler
