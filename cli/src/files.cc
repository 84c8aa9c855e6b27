#include "files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace bylaw::cli {
namespace {

constexpr size_t kReadBytes = size_t{1} << 20;
constexpr mode_t kNewFileMode = 0666;  // Less the umask.

std::string NameOf(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

tl::unexpected<std::string> Fail(std::string_view what, const std::string& path, int error) {
  return tl::unexpected<std::string>(std::string(what) + " " + path + ": " + ErrnoText(error));
}

// Ctrl-C waits until the temporary file has its name or is gone.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
    sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_{};
};

// Where the file really is: renaming onto a symbolic link would replace the link.
std::string RealPath(const std::string& path) {
  std::error_code none;
  const auto real = std::filesystem::canonical(path, none);
  return none ? path : real.string();
}

mode_t ModeFor(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0) return status.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return kNewFileMode & ~mask;
}

int SyncDirectoryOf(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  const Descriptor directory(
      ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0) return errno;
  return ::fsync(directory.get()) == 0 ? 0 : errno;
}

Result<void> ReplaceFile(const std::string& path, const std::function<Result<void>(int)>& produce) {
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return Fail("cannot write", path, errno);
  if (auto produced = produce(file.get()); !produced) {
    ::unlink(temporary.c_str());
    return produced;
  }
  int error = ::fchmod(file.get(), ModeFor(path)) == 0 ? 0 : errno;
  if (error == 0 && ::fsync(file.get()) != 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    return Fail("cannot write", path, error);
  }
  error = SyncDirectoryOf(path);
  if (error != 0) return Fail("cannot sync the directory of", path, error);
  return {};
}

}  // namespace

std::string ErrnoText(int error) {
  char buffer[128];
  return ::strerror_r(error, buffer, sizeof buffer);
}

Descriptor::~Descriptor() {
  if (fd_ > STDERR_FILENO) ::close(fd_);
}
Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Result<Descriptor> OpenInput(const std::string& path) {
  Descriptor file(path == "-" ? STDIN_FILENO
                              : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return Fail("cannot open", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return Fail("cannot open", NameOf(path), errno);
  if (S_ISDIR(status.st_mode)) {
    return tl::unexpected<std::string>(NameOf(path) + " is a directory; name a file in it");
  }
  return file;
}

Result<std::string> ReadFile(const std::string& path, size_t bytes_max) {
  const auto file = OpenInput(path);
  if (!file) return tl::unexpected<std::string>(file.error());
  return ReadAll(*file, NameOf(path), bytes_max);
}

Result<std::string> ReadAll(const Descriptor& file, const std::string& name, size_t bytes_max) {
  std::string bytes;
  struct stat status{};
  if (::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode)) {
    // And one more, to see that it ends there: who keeps the text keeps no room behind it.
    bytes.reserve(std::min(static_cast<size_t>(status.st_size), bytes_max) + 1);
  }
  size_t size = 0;
  while (size <= bytes_max) {
    if (size == bytes.size())
      bytes.resize(std::min(std::max(bytes.capacity(), size + kReadBytes), bytes_max + 1));
    const ssize_t n = ::read(file.get(), bytes.data() + size, bytes.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Fail("cannot read", name, errno);
    if (n == 0) break;
    size += static_cast<size_t>(n);
  }
  if (size > bytes_max) {
    return tl::unexpected<std::string>(name + " is longer than the " + std::to_string(bytes_max) +
                                       " bytes that are read");
  }
  bytes.resize(size);
  return bytes;
}

Result<void> WriteFile(const std::string& path, std::string_view bytes) {
  const SignalsHeld held;
  return WriteFileBy(path, [&](int fd) -> Result<void> {
    const int error = WriteAll(fd, bytes);
    if (error != 0) return Fail("cannot write", path, error);
    return {};
  });
}

Result<void> WriteFileBy(const std::string& path, const std::function<Result<void>(int)>& produce) {
  struct stat status{};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    return tl::unexpected<std::string>("cannot write " + path + ": it is a directory");
  }
  if (!exists || S_ISREG(status.st_mode)) return ReplaceFile(RealPath(path), produce);
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return Fail("cannot write", path, errno);
  return produce(file.get());
}

Result<void> RewriteFile(const std::string& path, std::string_view bytes) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return Fail("cannot write", path, errno);
  if (!S_ISREG(status.st_mode)) {
    return tl::unexpected<std::string>("cannot rewrite " + path +
                                       ": it is not a regular file; `-` is standard input");
  }
  if (::access(path.c_str(), W_OK) != 0) return Fail("cannot write", path, errno);
  return WriteFile(path, bytes);
}

int WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return 0;
}

}  // namespace bylaw::cli
