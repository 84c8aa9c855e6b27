// What reading a ledger from its beginning can be given. Ownership: borrows the host.
#ifndef BYLAW_LEDGER_READ_OPTIONS_H_
#define BYLAW_LEDGER_READ_OPTIONS_H_

#include <cstdint>
#include <functional>

#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

struct ReadOptions {
  // Called now and then with how much was read and how much there is to read (bytes, of tiles
  // entries); false stops (kClosed). May be empty.
  std::function<bool(std::uint64_t done_bytes, std::uint64_t all_bytes)> progress;
  Host* host = &Host::System();
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_READ_OPTIONS_H_
