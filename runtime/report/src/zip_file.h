// A zip file whose bytes follow from what is put into it: no time, no owner, files in the order in
// which they are added. What is in it is asked for when it is written, so that none of it need be
// kept.
//
// Thread-safety: one thread. Ownership: borrows the descriptor; keeps the producers until Finish.
#ifndef BYLAW_REPORT_SRC_ZIP_FILE_H_
#define BYLAW_REPORT_SRC_ZIP_FILE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bylaw/ledger/error.h"

namespace bylaw::report {

using ledger::Result;

// Gives the next piece of a file, which is not empty, and an empty one at its end.
using Producer = std::function<Result<std::string>()>;

class ZipFile {
 public:
  // Onto a regular file that is empty and open for writing. kIo.
  static Result<ZipFile> Open(int fd);

  ZipFile(ZipFile&&) noexcept;
  ~ZipFile();

  // kIo.
  Result<void> Add(const std::string& name, Producer producer);

  // Writes everything. The first error of a producer, or kIo. Call once.
  Result<void> Finish();

 private:
  struct State;
  explicit ZipFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_ZIP_FILE_H_
