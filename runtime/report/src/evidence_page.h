// README.html of an evidence bundle: the first page. Thread-safety: pure functions.
#ifndef BYLAW_REPORT_SRC_EVIDENCE_PAGE_H_
#define BYLAW_REPORT_SRC_EVIDENCE_PAGE_H_

#include <string>
#include <vector>

#include "anchor_files.h"
#include "bylaw/anchor/verify.h"
#include "bylaw/ledger/keys.h"
#include "collection.h"
#include "evidence_json.h"
#include "modules_in_force.h"
#include "outline.h"

namespace bylaw::report {

// All that the page tells of; borrowed.
struct EvidenceFacts {
  const ledger::PublicKey& key;
  const Period& period;
  const Outline& outline;
  const Collection& collection;
  const anchor::AnchorReport& anchors;
  const std::vector<AnchorFile>& anchor_files;
  const std::vector<ModuleInForce>& modules;
  const Replaying& replaying;
};

std::string EvidencePage(const EvidenceFacts& facts);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_EVIDENCE_PAGE_H_
