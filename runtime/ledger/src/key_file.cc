#include "key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "posix.h"

namespace bylaw::ledger {

Result<std::string> ReadKeyFile(const std::string& path, bool only_owner) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return FailErrno("cannot open key file", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return FailErrno("cannot read key file", path, errno);
  if (!S_ISREG(status.st_mode)) {
    return Fail(ErrorCode::kBadKey, "key file " + path + " is not a regular file");
  }
  if (only_owner && (status.st_mode & 077) != 0) {
    return Fail(ErrorCode::kBadKey,
                "key file " + path + " is open to others than its owner: chmod 600 " + path);
  }
  std::string text(kKeyFileBytesMax + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t n = ::read(file.get(), text.data() + size, text.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return FailErrno("cannot read key file", path, errno);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  if (size > kKeyFileBytesMax) {
    return Fail(ErrorCode::kBadKey, "key file " + path + " is too long to be a key");
  }
  text.resize(size);
  return text;
}

Result<void> CreateKeyFile(const std::string& path, std::string_view text, mode_t mode) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (file.get() < 0) {
    if (errno == EEXIST) {
      return Fail(ErrorCode::kExists, path + " exists; a key is never overwritten");
    }
    return FailErrno("cannot create", path, errno);
  }
  int error = ::fchmod(file.get(), mode) == 0 ? 0 : errno;  // whatever the umask took away
  while (error == 0 && !text.empty()) {
    const ssize_t n = ::write(file.get(), text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      error = errno;
    } else {
      text.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  if (error == 0 && ::fsync(file.get()) != 0) error = errno;
  if (error == 0) error = SyncDirectoryOf(path);
  if (error == 0) return {};
  RemoveKeyFile(path);
  return FailErrno("cannot write", path, error);
}

void RemoveKeyFile(const std::string& path) {
  ::unlink(path.c_str());
}

}  // namespace bylaw::ledger
