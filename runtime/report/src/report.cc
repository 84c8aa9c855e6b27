#include "bylaw/report/report.h"

#include "chart.h"
#include "html.h"
#include "sections.h"
#include "verified_reading.h"

namespace bylaw::report {

Result<std::string> MakeReport(const std::string& directory, const ledger::PublicKey& key,
                               const ReportOptions& options) {
  Summarizer summarizer(options.period);
  const auto verified = ReadVerified(directory, key, options.read, [&](const ReadLine& line) {
    if (line.record) summarizer.Add(*line.record);
  });
  if (!verified) return tl::unexpected<ledger::Error>(verified.error());
  const auto anchors = CheckedAnchors(directory, key, options.trusted, options.read);
  if (!anchors) return tl::unexpected<ledger::Error>(anchors.error());
  const Summary& summary = summarizer.summary();
  const Markup body = ChartPatterns() + PeriodFacts(options.period, summary) +
                      Section("The ledger", LedgerFacts(*verified, key) +
                                                AnchorFacts(*anchors, verified->records)) +
                      DecisionsSection(options.period, summary) + NamesSections(summary) +
                      GapsSection(summary) + EventsSection(summary);
  return Page("Decisions of AI agents: report on a ledger", body);
}

}  // namespace bylaw::report
