#include "bylaw/ledger/module_archive.h"

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
  const std::string path = ModulePath(directory, digest);
  auto bytes = ReadWhole(host, path, kArchivedBytesMax);
  if (!bytes) {
    if (bytes.error().code != ErrorCode::kNotFound) return bytes;
    return Fail(ErrorCode::kNotFound, "there is no " + path);
  }
  if (HashOf(*bytes) == digest) return bytes;
  return Fail(ErrorCode::kCorrupt, path + " holds other bytes than its name says");
}

}  // namespace bylaw::ledger
