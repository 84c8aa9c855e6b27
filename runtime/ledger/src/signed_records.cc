#include "signed_records.h"

#include <optional>
#include <utility>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/record.h"
#include "walk.h"

namespace bylaw::ledger {
namespace {

tl::unexpected<Error> Stopped() {
  return Fail(ErrorCode::kClosed, "reading the ledger was stopped");
}

}  // namespace

SignedRecords::SignedRecords(Segments segments, std::string directory, const PublicKey& key,
                             const ReadOptions& options)
    : segments_(std::move(segments)),
      directory_(std::move(directory)),
      key_(key),
      progress_(options) {}

Result<SignedRecords> SignedRecords::Open(const std::string& directory, const PublicKey& key,
                                          const ReadOptions& options) {
  auto segments = Segments::Open(*options.host, directory, options.archive);
  if (!segments) return tl::unexpected<Error>(std::move(segments.error()));
  return SignedRecords(std::move(*segments), directory, key, options);
}

Result<SignedState> SignedRecords::LastCheckpoint(std::uint64_t records) {
  const auto size = segments_.Size();
  if (!size) return tl::unexpected<Error>(size.error());
  all_bytes_ = 2 * *size;
  std::optional<SignedState> last;
  std::vector<PublicKey> keys;
  std::uint64_t end = 0;  // Of its line.
  const WalkOptions walk{.signatures = [](std::uint64_t) { return Signatures::kTrust; },
                         .on_line =
                             [&](const LineChecker& checker, std::uint64_t offset, std::uint64_t) {
                               if (checker.at_checkpoint()) {
                                 if (keys.empty() || keys.back() != checker.key()) {
                                   keys.push_back(checker.key());
                                 }
                                 last = {checker.chain().ToCheckpoint(), checker.note(), {}};
                                 end = offset;
                               }
                               return progress_.Reached(offset, all_bytes_);
                             },
                         .expect = {},
                         .segments = segments_.list()};
  const auto walked = Walk(segments_, key_, {}, walk);
  if (!walked) return tl::unexpected<Error>(walked.error());
  if (progress_.stopped()) return Stopped();
  if (last && last->checkpoint.size >= records) {
    last->keys = std::move(keys);
    first_reading_ = end;
    all_bytes_ = 2 * end;
    return *std::move(last);
  }
  if (walked->bad) {
    return Fail(walked->bad->error.code,
                segments_.PlaceOf(walked->bad->line).text() + ": " + walked->bad->error.message);
  }
  const std::uint64_t there = walked->position.chain.seq();
  if (records > there) {
    return Fail(ErrorCode::kNotFound, "the ledger has " + std::to_string(there) + " records");
  }
  return Fail(ErrorCode::kNotFound,
              "no checkpoint signs the first " + std::to_string(records) +
                  " records yet; the next follows within 256 records or at a clean close");
}

Result<void> SignedRecords::ForEach(std::uint64_t records,
                                    const std::function<Result<void>(const Read&)>& each) {
  LineReader reader(segments_);
  std::string body;
  for (std::uint64_t read = 0; read < records;) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<Error>(line.error());
    if (!*line) return Changed();
    if (!progress_.Reached(first_reading_ + (*line)->end, all_bytes_)) return Stopped();
    if ((*line)->text.starts_with(kCheckpointStart)) continue;
    ++read;
    if ((*line)->text.starts_with(kHashStart)) {
      const auto leaf = ParseHashLine((*line)->text);
      if (!leaf) return Changed();
      if (auto done = each({{}, *leaf, {}}); !done) return done;
      continue;
    }
    const auto record = RecordView::Parse((*line)->text);
    if (!record) return Changed();
    body.clear();
    record->AppendBody(body);
    if (auto done = each({body, LeafHash(body), (*line)->text}); !done) return done;
  }
  return {};
}

tl::unexpected<Error> SignedRecords::Changed() const {
  return Fail(ErrorCode::kCorrupt, directory_ + " was changed while it was read");
}

}  // namespace bylaw::ledger
