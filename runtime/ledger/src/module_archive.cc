#include "bylaw/ledger/module_archive.h"

#include "content_file.h"
#include "text.h"

namespace bylaw::ledger {

std::string ModuleFolder(const std::string& directory) {
  return directory + "/modules";
}

std::string ModulePath(const std::string& directory, const Hash& digest) {
  std::string path = ModuleFolder(directory) + "/";
  AppendHex(digest, path);
  return path.append(".bylaw");
}

Result<std::string> ReadModule(Host& host, const std::string& directory, const Hash& digest) {
  return ReadContent(host, ModulePath(directory, digest), digest, kArchivedBytesMax);
}

}  // namespace bylaw::ledger
