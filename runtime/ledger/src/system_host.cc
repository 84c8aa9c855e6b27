// The real Host, on POSIX calls of Linux.
#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <limits>
#include <utility>

#include "bylaw/ledger/host.h"
#include "posix.h"

namespace bylaw::ledger {
namespace {

constexpr mode_t kFileMode = 0640;  // records may hold personal data: nothing for others
constexpr mode_t kDirectoryMode = 0750;

class SystemFile final : public File {
 public:
  SystemFile(Descriptor descriptor, std::string path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Result<std::size_t> ReadAt(std::uint64_t offset, std::span<char> out) override {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t n = ::pread(descriptor_.get(), out.data() + done, out.size() - done,
                                static_cast<off_t>(offset + done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return FailErrno("cannot read", path_, errno);
      if (n == 0) break;
      done += static_cast<std::size_t>(n);
    }
    return done;
  }

  Result<std::size_t> WriteAt(std::uint64_t offset, std::string_view bytes) override {
    while (true) {
      const ssize_t n =
          ::pwrite(descriptor_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (n > 0) return static_cast<std::size_t>(n);
      if (n < 0 && errno == EINTR) continue;
      return FailErrno("cannot write", path_, n < 0 ? errno : ENOSPC);
    }
  }

  Result<void> Sync() override {
    if (::fdatasync(descriptor_.get()) != 0) return FailErrno("cannot sync", path_, errno);
    return {};
  }

  Result<void> Truncate(std::uint64_t size) override {
    if (::ftruncate(descriptor_.get(), static_cast<off_t>(size)) != 0) {
      return FailErrno("cannot cut", path_, errno);
    }
    return {};
  }

  Result<std::uint64_t> Size() override {
    struct stat status{};
    if (::fstat(descriptor_.get(), &status) != 0) return FailErrno("cannot read", path_, errno);
    if (!S_ISREG(status.st_mode)) {
      return Fail(ErrorCode::kIo, "cannot read " + path_ + ": not a regular file");
    }
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  Descriptor descriptor_;
  std::string path_;
};

class DirectoryLock final : public Lock {
 public:
  explicit DirectoryLock(Descriptor directory) : directory_(std::move(directory)) {}

 private:
  Descriptor directory_;  // flock(2) ends when it is closed
};

std::int64_t ClockUs(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1'000;
}

class SystemHost final : public Host {
 public:
  Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) override {
    int flags = O_CLOEXEC | O_NOCTTY | O_NONBLOCK;  // a FIFO in a file's place must not hang us
    flags |= mode == OpenMode::kRead ? O_RDONLY : O_RDWR;
    if (mode == OpenMode::kCreate) flags |= O_CREAT | O_TRUNC;
    Descriptor descriptor(::open(path.c_str(), flags, kFileMode));
    if (descriptor.get() < 0) return FailErrno("cannot open", path, errno);
    return std::make_unique<SystemFile>(std::move(descriptor), path);
  }

  Result<void> CreateDirectory(const std::string& path) override {
    if (::mkdir(path.c_str(), kDirectoryMode) == 0) return {};
    const int error = errno;
    struct stat status{};
    if (error == EEXIST && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
    return FailErrno("cannot create directory", path, error);
  }

  Result<std::vector<std::string>> List(const std::string& path) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), ::closedir);
    if (!directory) return FailErrno("cannot list", path, errno);
    std::vector<std::string> names;
    while (true) {
      errno = 0;
      const dirent* const entry = ::readdir(directory.get());
      if (entry == nullptr && errno != 0) return FailErrno("cannot list", path, errno);
      if (entry == nullptr) break;
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<void> Rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return FailErrno("cannot rename", from, errno);
    return {};
  }

  Result<void> Remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) return FailErrno("cannot remove", path, errno);
    return {};
  }

  Result<void> SyncDirectory(const std::string& path) override {
    const int error = SyncDirectoryAt(path);
    if (error != 0) return FailErrno("cannot sync directory", path, error);
    return {};
  }

  Result<std::unique_ptr<Lock>> LockDirectory(const std::string& path) override {
    Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0) return FailErrno("cannot open ledger", path, errno);
    if (::flock(directory.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return FailErrno("cannot lock ledger", path, errno);
      return Fail(ErrorCode::kLocked, "ledger " + path +
                                          " is being written by another process; a ledger has one "
                                          "writer at a time");
    }
    return std::make_unique<DirectoryLock>(std::move(directory));
  }

  std::int64_t WallUs() override { return ClockUs(CLOCK_REALTIME); }
  std::int64_t SteadyUs() override { return ClockUs(CLOCK_BOOTTIME); }

  void Random(std::span<std::uint8_t> out) override { randombytes_buf(out.data(), out.size()); }
};

}  // namespace

Host& Host::System() {
  static SystemHost host;
  return host;
}

}  // namespace bylaw::ledger
