// A Host in memory that can fail and lose power: what was written and what is on disk are kept
// apart.
#ifndef BYLAW_TESTS_LEDGER_FAKE_HOST_H_
#define BYLAW_TESTS_LEDGER_FAKE_HOST_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

// Thrown out of the library in the place of a call during which the power went.
struct PowerCut {};

// What of the writes since the last sync is found on disk when the power is back.
enum class Survival : std::uint8_t {
  kEverything,  // a killed process: the system goes on
  kSyncedOnly,
  kSomeSectors,  // each 512 bytes by chance, in no order
};

class FakeHost final : public Host {
 public:
  struct Content {
    std::string written;
    std::string on_disk;
  };
  using Entries = std::map<std::string, std::shared_ptr<Content>>;  // nullptr: a directory

  FakeHost();

  // Every call that changes something counts. The call with number cut_at (from 0) throws, half
  // done.
  std::uint64_t calls = 0;
  std::optional<std::uint64_t> cut_at;

  // Calls from this number on fail with this message instead.
  std::optional<std::uint64_t> fail_from;
  std::uint64_t fail_count = UINT64_MAX;

  // Called at the beginning of every sync of a file, if it is set.
  std::function<void()> before_sync;

  std::size_t write_bytes_max = SIZE_MAX;        // longer writes are cut short to this
  std::uint64_t space_bytes = UINT64_MAX;        // writes past this much in one file fail
  std::int64_t wall_us = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z
  std::int64_t steady_us = 5'000'000;
  std::uint64_t random_state = 1;

  void Advance(std::int64_t us) {
    wall_us += us;
    steady_us += us;
  }

  // The machine after the power is back; this one is not to be used any more.
  std::unique_ptr<FakeHost> Restart(Survival survival, std::uint64_t seed) const;

  // An independent copy, nothing lost.
  std::unique_ptr<FakeHost> Clone() const { return Restart(Survival::kEverything, 0); }

  std::string Read(const std::string& path) const;
  void Write(const std::string& path, std::string bytes);
  bool Exists(const std::string& path) const { return written_.contains(path); }

  Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) override;
  Result<void> CreateDirectory(const std::string& path) override;
  Result<std::vector<std::string>> List(const std::string& path) override;
  Result<void> Rename(const std::string& from, const std::string& to) override;
  Result<void> Remove(const std::string& path) override;
  Result<void> SyncDirectory(const std::string& path) override;
  Result<std::unique_ptr<Lock>> LockDirectory(const std::string& path) override;
  std::int64_t WallUs() override { return wall_us; }
  std::int64_t SteadyUs() override { return steady_us; }
  void Random(std::span<std::uint8_t> out) override;

  // Counts a changing call. True: the power goes now, do half of it and throw. An error: fail.
  Result<bool> CountCall(const std::string& what);

 private:
  Entries written_;
  Entries on_disk_;
  std::shared_ptr<std::set<std::string>> locks_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_TESTS_LEDGER_FAKE_HOST_H_
