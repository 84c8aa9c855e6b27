// All that the ledger asks of the operating system: files, a lock, two clocks, random bytes.
//
// Host::System() is the real one. Tests put another in its place to fill the disk, fail a sync, or
// cut the power between any two calls. Errors are kIo or kNotFound and name the path and the
// system's words. Thread-safety: Host::System() may be used from any thread; a File belongs to one
// thread. Ownership: a File and a Lock hold their resource until they are destroyed; the Host must
// outlive them.
#ifndef BYLAW_LEDGER_HOST_H_
#define BYLAW_LEDGER_HOST_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"

namespace bylaw::ledger {

// What can be read at any place.
class Readable {
 public:
  virtual ~Readable() = default;

  // Reads up to out.size() bytes; fewer only at the end.
  virtual Result<std::size_t> ReadAt(std::uint64_t offset, std::span<char> out) = 0;

  virtual Result<std::uint64_t> Size() = 0;
};

class File : public Readable {
 public:
  // Writes at least one byte of non-empty `bytes` and says how many; what is left is the caller's
  // to write.
  virtual Result<std::size_t> WriteAt(std::uint64_t offset, std::string_view bytes) = 0;

  // Returns when everything written is on disk (fdatasync).
  virtual Result<void> Sync() = 0;

  virtual Result<void> Truncate(std::uint64_t size) = 0;
};

// Held until it is destroyed.
class Lock {
 public:
  virtual ~Lock() = default;
};

enum class OpenMode : std::uint8_t {
  kRead,
  kWrite,   // also reads; the file exists
  kCreate,  // also reads; empties a file that exists
};

class Host {
 public:
  virtual ~Host() = default;
  static Host& System();

  virtual Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) = 0;

  // Succeeds if it is a directory already.
  virtual Result<void> CreateDirectory(const std::string& path) = 0;

  // The names in a directory, without `.` and `..`, in byte order.
  virtual Result<std::vector<std::string>> List(const std::string& path) = 0;

  virtual Result<void> Rename(const std::string& from, const std::string& to) = 0;

  // Of a file; kNotFound if there is none.
  virtual Result<void> Remove(const std::string& path) = 0;

  // Returns when a directory's entries are on disk.
  virtual Result<void> SyncDirectory(const std::string& path) = 0;

  // Takes the directory's one write lock, without waiting: kLocked if it is held. The lock lies on
  // the directory itself, so that no file can be deleted to break it, and ends with the process.
  virtual Result<std::unique_ptr<Lock>> LockDirectory(const std::string& path) = 0;

  // The wall clock, in microseconds since 1970, and a clock that no one sets and that runs on in
  // suspend.
  virtual std::int64_t WallUs() = 0;
  virtual std::int64_t SteadyUs() = 0;

  virtual void Random(std::span<std::uint8_t> out) = 0;
};

// Writes a file that is whole under its name, and on disk when this returns: written and synced as
// <path>.tmp, then renamed. A failure leaves what was there.
Result<void> WriteWhole(Host& host, const std::string& path, std::string_view bytes);

// A whole file of at most so many bytes; of a longer one, one byte more.
Result<std::string> ReadWhole(Host& host, const std::string& path, std::uint64_t bytes_max);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_HOST_H_
