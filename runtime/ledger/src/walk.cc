#include "walk.h"

#include <utility>

namespace bylaw::ledger {
namespace {

// A record that is not here can only be of a segment that is not written any more: behind the last
// of them a checkpoint signs its hash.
bool IsHashPlace(std::uint64_t offset, std::span<const Segments::Segment> segments) {
  return !segments.empty() && offset < segments.back().begin;
}

Result<void> CheckLine(const Line& line, LineChecker& checker, const WalkOptions& options) {
  if (line.after_blank) return Fail(ErrorCode::kCorrupt, "blank lines stand before it");
  if (!line.ended) return Fail(ErrorCode::kCorrupt, "the line does not end: the file was cut");
  if (line.text.starts_with(kHashStart) && IsHashPlace(line.offset, options.segments)) {
    return checker.CheckHash(line.text);
  }
  return checker.Check(line.text, options.signatures(checker.chain().seq()));
}

// Takes the segments that begin up to this place, where a line begins or all lines have ended: each
// is called by the next record, and stands behind a checkpoint.
Result<void> TakeSegments(std::uint64_t place, const Chain& chain,
                          std::span<const Segments::Segment>& segments) {
  while (!segments.empty() && segments.front().begin <= place) {
    const Segments::Segment& segment = segments.front();
    segments = segments.subspan(1);
    if (segment.first_seq != chain.seq()) {
      return Fail(ErrorCode::kCorrupt, "the segment of record " +
                                           std::to_string(segment.first_seq) + " stands where " +
                                           std::to_string(chain.seq()) + " belongs");
    }
    if (segment.first_seq > 0 && !chain.after_checkpoint) {
      return Fail(ErrorCode::kCorrupt, "no checkpoint stands at the end of the segment before");
    }
  }
  return {};
}

// Is it the expected ledger, and does it have, once it has an expected size, the expected root?
Result<void> CheckExpected(const Chain& chain, std::span<const Checkpoint> expected) {
  for (const Checkpoint& expect : expected) {
    if (chain.origin != expect.origin) {
      return Fail(ErrorCode::kRolledBack, "this is ledger " + chain.origin +
                                              "; the expected checkpoint is of " + expect.origin);
    }
    if (chain.seq() == expect.size && chain.tree.Root() != expect.root) {
      return Fail(ErrorCode::kRolledBack,
                  "forked or rewritten: the first " + std::to_string(expect.size) +
                      " records here are not those of the expected checkpoint");
    }
  }
  return {};
}

}  // namespace

Result<WalkResult> Walk(Readable& file, const PublicKey& key, const Position& from,
                        const WalkOptions& options) {
  LineReader reader(file, from.offset, from.line);
  LineChecker checker(key, from.chain);
  std::uint64_t offset = from.offset;
  std::uint64_t next_line = from.line;
  std::uint64_t last_hash_line = 0;
  if (checker.chain().seq() > 0) {
    if (auto done = CheckExpected(checker.chain(), options.expect); !done) {
      return WalkResult{from, BadLine{next_line, std::move(done.error())}};
    }
  }
  const auto result = [&](std::optional<BadLine> bad) {
    return WalkResult{{checker.chain(), offset, next_line}, std::move(bad)};
  };
  std::span<const Segments::Segment> segments = options.segments;
  while (true) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<Error>(line.error());
    if (!*line) break;
    auto done = TakeSegments((*line)->offset, checker.chain(), segments);
    if (done) done = CheckLine(**line, checker, options);
    if (done && !checker.at_checkpoint()) done = CheckExpected(checker.chain(), options.expect);
    if (!done) return result(BadLine{(*line)->number, std::move(done.error())});
    if (checker.chain().after_hash) last_hash_line = (*line)->number;
    offset = (*line)->end;
    next_line = (*line)->number + 1;
    if (options.on_line && !options.on_line(checker, offset, next_line))
      return result(std::nullopt);
  }
  const Chain& chain = checker.chain();
  if (chain.seq() == 0) {
    return result(BadLine{next_line, {ErrorCode::kCorrupt, "there is no genesis record"}});
  }
  if (chain.checkpoint_owed) {
    return result(BadLine{
        next_line,
        {ErrorCode::kCorrupt, "the records behind checkpoint " +
                                  std::to_string(chain.checkpoint_size) + " are signed by none"}});
  }
  if (chain.hashes_end > chain.minimum_index) {
    return result(BadLine{
        last_hash_line,
        {ErrorCode::kCorrupt, "record " + std::to_string(chain.hashes_end - 1) +
                                  " is not here, only its hash, and no retention record says that "
                                  "it need not be kept"}});
  }
  // Segments without a line.
  if (auto done = TakeSegments(UINT64_MAX, chain, segments); !done) {
    return result(BadLine{next_line, std::move(done.error())});
  }
  for (const Checkpoint& expect : options.expect) {
    if (expect.size <= chain.seq()) continue;
    return result(
        BadLine{next_line,
                {ErrorCode::kRolledBack, "the ledger ends behind " + std::to_string(chain.seq()) +
                                             " records; the expected checkpoint states " +
                                             std::to_string(expect.size)}});
  }
  return result(std::nullopt);
}

}  // namespace bylaw::ledger
