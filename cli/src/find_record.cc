#include "find_record.h"

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/retention.h"
#include "bylaw/ledger/segments.h"
#include "interrupt.h"

namespace bylaw::cli {

ledger::Result<std::string> FindRecord(const std::string& directory, uint64_t seq) {
  auto segments = ledger::Segments::Open(ledger::Host::System(), directory);
  if (!segments) return tl::unexpected<ledger::Error>(std::move(segments.error()));
  ledger::LineReader reader(*segments);
  while (!InterruptGuard::Interrupted()) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<ledger::Error>(line.error());
    if (!*line) break;
    const auto record = ledger::RecordView::Parse((*line)->text);
    if (record && record->number(ledger::Field::seq) == seq) return std::string((*line)->text);
  }
  if (InterruptGuard::Interrupted()) {
    return ledger::Fail(ledger::ErrorCode::kClosed, "interrupted");
  }
  const auto whole = ledger::WholeFrom(directory);
  const bool retired = whole && seq < *whole;
  return ledger::Fail(ledger::ErrorCode::kNotFound,
                      retired ? "record " + std::to_string(seq) + " is archived or dropped"
                              : "the ledger has no record " + std::to_string(seq));
}

}  // namespace bylaw::cli
