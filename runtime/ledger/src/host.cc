#include "bylaw/ledger/host.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "segment_writer.h"

namespace bylaw::ledger {

Result<void> WriteWhole(Host& host, const std::string& path, std::string_view bytes) {
  const std::string unfinished = path + ".tmp";
  {
    auto file = host.Open(unfinished, OpenMode::kCreate);
    if (!file) return tl::unexpected<Error>(std::move(file.error()));
    if (auto done = WriteAll(**file, 0, bytes); !done) return done;
    if (auto done = (*file)->Sync(); !done) return done;
  }
  if (auto done = host.Rename(unfinished, path); !done) return done;
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return host.SyncDirectory(folder.empty() ? "." : folder);
}

Result<std::string> ReadWhole(Host& host, const std::string& path, std::uint64_t bytes_max) {
  const auto file = host.Open(path, OpenMode::kRead);
  if (!file) return tl::unexpected<Error>(file.error());
  const auto size = (*file)->Size();
  if (!size) return tl::unexpected<Error>(size.error());
  std::string bytes(std::min(*size, bytes_max + 1), '\0');
  const auto read = (*file)->ReadAt(0, bytes);
  if (!read) return tl::unexpected<Error>(read.error());
  bytes.resize(*read);
  return bytes;
}

}  // namespace bylaw::ledger
