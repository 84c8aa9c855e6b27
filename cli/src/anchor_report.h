// What `bylaw ledger verify` says of the anchors of a ledger.

#ifndef BYLAW_CLI_ANCHOR_REPORT_H_
#define BYLAW_CLI_ANCHOR_REPORT_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bylaw/anchor/verify.h"

namespace bylaw::cli {

// Reads the keys of witnesses and, unless its name is empty, a file of certificates.
ledger::Result<anchor::Trusted> LoadTrusted(const std::vector<std::string>& witness_keys,
                                            const std::string& tsa_ca);

// Whether the ledger is anchored, up to some record, and no anchor is bad.
inline bool IsAnchored(const anchor::AnchorReport& report) {
  return report.size() > 0 && report.bad.empty();
}

// Lines for people: the good anchors, and how many of the ledger's records stand behind the last;
// or that there is none.
std::string AnchorText(const anchor::AnchorReport& report, uint64_t records);

// One sentence for each bad anchor.
std::vector<std::string> BadAnchorTexts(const anchor::AnchorReport& report);

nlohmann::ordered_json AnchorJson(const anchor::AnchorReport& report);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_ANCHOR_REPORT_H_
