// The records of a ledger, in order or at a known place: the one place where this library
// reads a ledger. Checkpoints, and the hashes of archived records, are passed over.
//
// Checks the form of each record, and neither signatures nor the chain. A ledger may be written
// meanwhile: an unfinished last line counts as not there yet. Thread-safety: one thread. Ownership:
// borrows the host; a record is valid until the next call. Memory is flat.
#ifndef BYLAW_QUERY_RECORD_SOURCE_H_
#define BYLAW_QUERY_RECORD_SOURCE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/segments.h"

namespace bylaw::query {

struct SourceRecord {
  ledger::RecordView record;
  std::uint64_t offset = 0;  // of its first byte, in all segments as one
  std::uint64_t end = 0;     // behind its newline: where reading continues
};

class RecordSource {
 public:
  // With the segments that are archived in `archive`, a folder; empty: none. kNotFound: the
  // directory is no ledger, or the folder no archive.
  static ledger::Result<RecordSource> Open(ledger::Host& host, const std::string& directory,
                                           const std::string& archive = {});

  // Continues at an offset where a line begins.
  void Seek(std::uint64_t offset);

  // The next record; nullopt at the end. kCorrupt: a line in the middle is neither a record nor a
  // checkpoint.
  ledger::Result<std::optional<SourceRecord>> Next();

  // The record whose line begins here; nullopt if there is none. Seek() before the next Next().
  ledger::Result<std::optional<SourceRecord>> At(std::uint64_t offset);

  ledger::Result<std::uint64_t> Bytes() { return segments_->Size(); }

 private:
  explicit RecordSource(ledger::Segments segments);
  ledger::Result<std::optional<SourceRecord>> TornOrCorrupt(std::uint64_t offset);

  std::unique_ptr<ledger::Segments> segments_;  // where the reader finds it when this is moved
  std::unique_ptr<ledger::LineReader> reader_;
  std::string line_;
};

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_RECORD_SOURCE_H_
