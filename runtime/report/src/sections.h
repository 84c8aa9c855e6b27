// Parts of pages that are made of a Summary and of what verification found. Thread-safety: pure
// functions.
#ifndef BYLAW_REPORT_SRC_SECTIONS_H_
#define BYLAW_REPORT_SRC_SECTIONS_H_

#include <optional>
#include <string>

#include "bylaw/anchor/verify.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/verify.h"
#include "bylaw/report/summary.h"
#include "html.h"

namespace bylaw::report {

// The anchors of a ledger: all that are kept must fit it, and those by somebody who is trusted
// hold. kCorrupt names one that does not.
Result<anchor::AnchorReport> CheckedAnchors(const std::string& directory,
                                            const ledger::PublicKey& key,
                                            const anchor::Trusted& trusted,
                                            const ledger::ReadOptions& options);

Markup PeriodFacts(const Period& period, const Summary& summary);

// Whose ledger it is, what was verified of it, and by which key.
Markup LedgerFacts(const ledger::VerifyReport& verified, const ledger::PublicKey& key);

// Up to where it is anchored, or NOT ANCHORED and what that means.
Markup AnchorFacts(const anchor::AnchorReport& anchors, std::uint64_t records);

// How many of each decision, and a chart over time.
Markup DecisionsSection(const Period& period, const Summary& summary);

// Charts and tables by agent, action, rule, route, code.
Markup NamesSections(const Summary& summary);

// The longest times without a record, processes that did not close.
Markup GapsSection(const Summary& summary);

// Records that are no decisions, how many of which kind, and each in its order.
Markup EventsSection(const Summary& summary);

Markup Section(const Markup& title, const Markup& content);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_SECTIONS_H_
