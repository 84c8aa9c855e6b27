// The JSON files of an evidence bundle. Thread-safety: pure functions.
#ifndef BYLAW_REPORT_SRC_EVIDENCE_JSON_H_
#define BYLAW_REPORT_SRC_EVIDENCE_JSON_H_

#include <string>
#include <vector>

#include "bylaw/report/summary.h"
#include "bylaw/runtime/replay.h"
#include "outline.h"

namespace bylaw::report {

// evidence.json: which bundle it is.
std::string EvidenceJson(const Outline& outline, const Period& period, const std::string& software);

// counts.json: what verify.py counts again.
std::string CountsJson(const Summary& summary);

struct Replaying {
  static constexpr std::size_t kListMax = 1'000;

  runtime::ReplayReport report;
  std::vector<runtime::ReplayedRecord> list;  // of those that are not the same, the first
};

// replay.json.
std::string ReplayJson(const Replaying& replaying);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_EVIDENCE_JSON_H_
