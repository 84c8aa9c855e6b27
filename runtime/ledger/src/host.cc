#include "bylaw/ledger/host.h"

#include <algorithm>

namespace bylaw::ledger {

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
