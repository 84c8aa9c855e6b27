// What the files that talk to the operating system share. Thread-safety: a Descriptor belongs to
// one thread. Ownership: a Descriptor closes what it holds.
#ifndef BYLAW_LEDGER_POSIX_H_
#define BYLAW_LEDGER_POSIX_H_

#include <string>
#include <string_view>
#include <utility>

#include "bylaw/ledger/error.h"

namespace bylaw::ledger {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  int get() const { return fd_; }

 private:
  int fd_;
};

// "<what> <path>: <the system's words>"; kNotFound for ENOENT, else kIo.
tl::unexpected<Error> FailErrno(std::string_view what, const std::string& path, int error);

// Puts a directory's entries on disk. 0 or errno.
int SyncDirectoryAt(const std::string& path);
int SyncDirectoryOf(const std::string& file_path);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_POSIX_H_
