#include "content_file.h"

namespace bylaw::ledger {

Result<void> KeepContent(Host& host, const std::string& directory, const std::string& folder,
                         const std::string& path, std::string_view bytes) {
  if (auto done = host.CreateDirectory(folder); !done) return done;
  if (auto done = host.SyncDirectory(directory); !done) return done;
  const auto there = ReadWhole(host, path, bytes.size());
  if (there) {
    // Whoever made it may have been stopped before its name was on disk.
    if (*there == bytes) return host.SyncDirectory(folder);
    return Fail(ErrorCode::kCorrupt, path +
                                         " does not hold what its name says: move it away, and "
                                         "find out who has changed it");
  }
  if (there.error().code != ErrorCode::kNotFound) return tl::unexpected<Error>(there.error());
  return WriteWhole(host, path, bytes);
}

Result<std::string> ReadContent(Host& host, const std::string& path, const Hash& digest,
                                std::uint64_t bytes_max) {
  auto bytes = ReadWhole(host, path, bytes_max);
  if (!bytes) {
    if (bytes.error().code != ErrorCode::kNotFound) return bytes;
    return Fail(ErrorCode::kNotFound, "there is no " + path);
  }
  if (HashOf(*bytes) == digest) return bytes;
  return Fail(ErrorCode::kCorrupt, path + " holds other bytes than its name says");
}

}  // namespace bylaw::ledger
