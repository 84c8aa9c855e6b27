#include "ledger_reading.h"

#include "bylaw/ledger/retention.h"
#include "output.h"

namespace bylaw::cli {

void SayRetired(const std::string& directory) {
  const auto whole = ledger::WholeFrom(directory);
  if (!whole || *whole == 0) return;
  Say("records before " + Grouped(*whole) +
      " are archived or dropped: only their hashes are here\n");
}

}  // namespace bylaw::cli
