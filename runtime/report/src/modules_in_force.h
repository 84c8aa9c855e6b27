// The modules that decided in a period, and what they say of themselves. Thread-safety: pure
// functions.
#ifndef BYLAW_REPORT_SRC_MODULES_IN_FORCE_H_
#define BYLAW_REPORT_SRC_MODULES_IN_FORCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/read_options.h"
#include "collection.h"

namespace bylaw::report {

struct ModuleInForce {
  ledger::Hash digest{};
  std::uint64_t first_seq = 0;  // of a record that names it, in the period or just before
  std::string why_not;          // it cannot be shown; empty if it can
  std::string id;
  std::string version;
  std::string reviewed_by;  // what the constitution says of itself; nothing signs it apart
  std::string review_date;
  std::string source;  // the constitution's text, if the module holds it

  // `<digest in hexadecimal>`: the name of its files.
  std::string name() const;
};

// From the archive of the ledger.
std::vector<ModuleInForce> ModulesInForce(const std::string& directory,
                                          const Collection& collection,
                                          const ledger::ReadOptions& options);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_MODULES_IN_FORCE_H_
