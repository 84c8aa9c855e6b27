#include "verified_reading.h"

#include <utility>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/merkle.h"
#include "bylaw/ledger/note.h"

namespace bylaw::report {

using ledger::Error;
using ledger::ErrorCode;

Result<void> ReadLines(ledger::Segments& segments, const ledger::ReadOptions& options,
                       const OnLine& on_line) {
  const auto size = segments.Size();
  if (!size) return tl::unexpected<Error>(size.error());
  ledger::Progress progress(options);
  ledger::LineReader reader(segments);
  std::string body;
  while (true) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<Error>(line.error());
    if (!*line || !(*line)->ended) return {};
    if (!progress.Reached((*line)->end, *size))
      return ledger::Fail(ErrorCode::kClosed, "reading the ledger was stopped");
    ReadLine read{(*line)->text, std::nullopt, std::nullopt, (*line)->offset, (*line)->end};
    if (read.text.starts_with(ledger::kHashStart)) {
      read.leaf = ledger::ParseHashLine(read.text);
      if (!read.leaf) {
        return ledger::Fail(ErrorCode::kCorrupt, segments.PlaceOf((*line)->number).text() +
                                                     ": not the leaf hash of a record");
      }
    } else if (!read.text.starts_with(ledger::kCheckpointStart)) {
      auto record = ledger::RecordView::Parse(read.text);
      if (!record) {
        return ledger::Fail(ErrorCode::kCorrupt, segments.PlaceOf((*line)->number).text() +
                                                     ": not a record: " + record.error().message);
      }
      body.clear();
      record->AppendBody(body);
      read.leaf = ledger::LeafHash(body);
      read.record = *record;
    }
    on_line(read);
  }
}

Result<ledger::VerifyReport> ReadVerified(const std::string& directory,
                                          const ledger::PublicKey& key,
                                          const ledger::ReadOptions& options,
                                          const OnLine& on_line) {
  auto segments = ledger::Segments::Open(*options.host, directory);
  if (!segments) return tl::unexpected<Error>(segments.error());
  ledger::MerkleTree tree;
  std::string origin;
  const auto read = ReadLines(*segments, options, [&](const ReadLine& line) {
    if (line.record && tree.size() == 0) origin = line.record->text(ledger::Field::origin);
    if (line.leaf) tree.Append(*line.leaf);
    on_line(line);
  });
  if (!read && read.error().code != ErrorCode::kCorrupt) return tl::unexpected<Error>(read.error());
  ledger::VerifyOptions verify;
  // Of a ledger that cannot be read to its end verification names the place better.
  if (read && tree.size() > 0) verify.expect = ledger::Checkpoint{origin, tree.size(), tree.Root()};
  verify.read = options;
  auto report = ledger::Verify(directory, key, verify);
  if (!report) return report;
  if (!report->good()) {
    return ledger::Fail(ErrorCode::kCorrupt, report->bad->file + ", line " +
                                                 std::to_string(report->bad->line) + ": " +
                                                 report->bad->why);
  }
  if (!read) return tl::unexpected<Error>(read.error());
  return report;
}

}  // namespace bylaw::report
