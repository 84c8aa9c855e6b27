// The kept anchors that say something about a range of records: those inside of it, and the first
// that covers all of it. Thread-safety: pure functions.
#ifndef BYLAW_REPORT_SRC_ANCHOR_FILES_H_
#define BYLAW_REPORT_SRC_ANCHOR_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/read_options.h"
#include "outline.h"

namespace bylaw::report {

struct AnchorFile {
  std::uint64_t size = 0;
  std::string name;  // in the folder `anchors`
  std::string path;
};

// Sizes rising, up to that of the last checkpoint.
Result<std::vector<AnchorFile>> AnchorFilesOf(const std::string& directory, const Outline& outline,
                                              const ledger::ReadOptions& options);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_ANCHOR_FILES_H_
