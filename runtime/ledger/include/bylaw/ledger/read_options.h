// What reading a ledger from its beginning can be given, and how far it is told. Ownership: both
// borrow. Thread-safety: none; one thread at a time.
#ifndef BYLAW_LEDGER_READ_OPTIONS_H_
#define BYLAW_LEDGER_READ_OPTIONS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

struct ReadOptions {
  // Called about every MiB with how much was read and how much there is to read (bytes; of tiles
  // entries, behind every 256); false stops (kClosed). May be empty.
  std::function<bool(std::uint64_t done_bytes, std::uint64_t all_bytes)> progress;
  Host* host = &Host::System();
  // A folder with segments that were archived, which are read instead of what is left of them in
  // the ledger; empty: none.
  std::string archive{};  // NOLINT(readability-redundant-member-init)
};

// Tells of every MiB of a reading.
class Progress {
 public:
  explicit Progress(const ReadOptions& options) : options_(options) {}

  // So much was read. False: stop.
  bool Reached(std::uint64_t done_bytes, std::uint64_t all_bytes) {
    if (!options_.progress || done_bytes < told_ + kBytes) return true;
    told_ = done_bytes;
    stopped_ = !options_.progress(done_bytes, all_bytes);
    return !stopped_;
  }
  bool stopped() const { return stopped_; }

 private:
  static constexpr std::uint64_t kBytes = 1 << 20;

  const ReadOptions& options_;
  std::uint64_t told_ = 0;
  bool stopped_ = false;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_READ_OPTIONS_H_
