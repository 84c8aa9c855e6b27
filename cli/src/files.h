// Files as a command reads and writes them: whole, bounded, and never half.
//
// Errors are one sentence: what failed, on which file, why, and what to do where that is known.
// Thread-safety: none is shared. Limits: the caller's.

#ifndef BYLAW_CLI_FILES_H_
#define BYLAW_CLI_FILES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace bylaw::cli {

// A value, or a sentence for the user.
template <typename T>
using Result = tl::expected<T, std::string>;

// The words of the operating system for an errno.
std::string ErrnoText(int error);

// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  int get() const { return fd_; }

 private:
  int fd_;
};

// Opens a file for reading; `-` is standard input. A directory is an error.
Result<Descriptor> OpenInput(const std::string& path);

// Reads a whole file (`-` is standard input) of at most `bytes_max` bytes; of a longer one no more
// than one byte beyond that is read.
Result<std::string> ReadFile(const std::string& path, size_t bytes_max);

// The same of an open file that is called `name`.
Result<std::string> ReadAll(const Descriptor& file, const std::string& name, size_t bytes_max);

// Writes a file so that it is whole under its name, or not there at all: a temporary file beside
// it is written, synced and renamed. What the name stood for before stays until then, and so it
// does after an error or Ctrl-C. Devices and pipes are written as they are.
Result<void> WriteFile(const std::string& path, std::string_view bytes);

// The same for a regular file that is there and that the user may write: renaming alone would
// replace a read-only one too.
Result<void> RewriteFile(const std::string& path, std::string_view bytes);

// WriteFile of bytes that `produce` writes to the descriptor, for what is too long to be kept.
// Signals are not held: the caller's InterruptGuard keeps Ctrl-C from tearing it off, and an error
// from `produce` leaves everything as it was.
Result<void> WriteFileBy(const std::string& path, const std::function<Result<void>(int)>& produce);

// Writes everything to a descriptor; 0 or an errno.
int WriteAll(int fd, std::string_view bytes);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_FILES_H_
