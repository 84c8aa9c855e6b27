#include "anchor_report.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/record.h"
#include "terminal.h"

namespace bylaw::cli {

using Json = nlohmann::ordered_json;

ledger::Result<anchor::Trusted> LoadTrusted(const std::vector<std::string>& witness_keys,
                                            const std::string& tsa_ca) {
  anchor::Trusted trusted;
  for (const std::string& path : witness_keys) {
    auto key = anchor::WitnessKey::Load(path);
    if (!key) return tl::unexpected<ledger::Error>(std::move(key.error()));
    trusted.witnesses.push_back(std::move(*key));
  }
  if (tsa_ca.empty()) return trusted;
  auto roots = anchor::TsaRoots::Load(tsa_ca);
  if (!roots) return tl::unexpected<ledger::Error>(std::move(roots.error()));
  trusted.authorities = std::move(*roots);
  return trusted;
}

std::string AnchorText(const anchor::AnchorReport& report, uint64_t records) {
  if (report.good.empty()) {
    return "  NOT ANCHORED under these keys: whoever holds the ledger's key could have rewritten "
           "it; see `bylaw ledger anchor --help`\n";
  }
  std::string text;
  for (const anchor::GoodAnchor& good : report.good) {
    text += "  anchor  " + Grouped(good.size) + " records, by " + Shown(good.by) + " at " +
            ledger::TimestampText(good.time) + "\n";
  }
  if (records > report.size()) {
    text += "  note    " + Grouped(records - report.size()) +
            " records behind the last anchor are not anchored yet\n";
  }
  return text;
}

std::vector<std::string> BadAnchorTexts(const anchor::AnchorReport& report) {
  std::vector<std::string> texts;
  texts.reserve(report.bad.size());
  for (const anchor::BadAnchor& bad : report.bad) {
    texts.push_back(Shown(bad.file) + ": the anchor is not good: " + Shown(bad.why));
  }
  return texts;
}

Json AnchorJson(const anchor::AnchorReport& report) {
  Json json = {{"anchored_size", report.size()}, {"good", Json::array()}, {"bad", Json::array()}};
  for (const anchor::GoodAnchor& good : report.good) {
    json["good"].push_back({{"size", good.size},
                            {"time", ledger::TimestampText(good.time)},
                            {"by", good.by},
                            {"file", good.file}});
  }
  for (const anchor::BadAnchor& bad : report.bad) {
    json["bad"].push_back({{"file", bad.file}, {"why", bad.why}});
  }
  return json;
}

}  // namespace bylaw::cli
