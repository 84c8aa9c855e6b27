#include "posix.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace bylaw::ledger {

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

tl::unexpected<Error> FailErrno(std::string_view what, const std::string& path, int error) {
  const ErrorCode code = error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
  return Fail(code, std::string(what) + " " + path + ": " + std::generic_category().message(error));
}

int SyncDirectoryAt(const std::string& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return errno;
  return 0;
}

int SyncDirectoryOf(const std::string& file_path) {
  const std::string parent = std::filesystem::path(file_path).parent_path().string();
  return SyncDirectoryAt(parent.empty() ? "." : parent);
}

}  // namespace bylaw::ledger
