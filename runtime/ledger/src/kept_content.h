// What stands beside a ledger's records, in files that their digests name: the modules that decided
// and the blobs that were decided on; and the digests in the place of personal values, which can
// stand in either. Thread-safety: one thread. Ownership: borrows what it is
// made with.
#ifndef BYLAW_LEDGER_KEPT_CONTENT_H_
#define BYLAW_LEDGER_KEPT_CONTENT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

// Checks that all of it is there, as it was.
class KeptContent {
 public:
  KeptContent(const std::string& directory, const ReadOptions& options)
      : directory_(directory), options_(options) {}

  // Takes a record, in the order of their lines. Blobs are looked at here and not kept in mind, as
  // there can be as many as records; modules at the end, each once.
  void Add(const RecordView& record, std::uint64_t line);
  void Finish();

  struct Missing {
    std::uint64_t line;
    std::string why;
  };
  // The first record of which something is not here.
  const std::optional<Missing>& missing() const { return missing_; }

  std::uint64_t blobs() const { return blobs_; }      // that are good
  std::uint64_t modules() const { return modules_; }  // that are good; after Finish

 private:
  void Miss(std::uint64_t line, std::string why);

  const std::string& directory_;
  const ReadOptions& options_;
  std::optional<Missing> missing_;
  std::uint64_t blobs_ = 0;
  std::uint64_t modules_ = 0;
  std::map<Hash, std::uint64_t> decided_;  // By modules, each in this line first.
  std::string last_module_;                // As its digest is spelt.
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_KEPT_CONTENT_H_
