#include "bylaw/ledger/verify.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "bylaw/ledger/segments.h"
#include "kept_content.h"
#include "signature_pool.h"
#include "verified_state.h"
#include "walk.h"

namespace bylaw::ledger {
namespace {

// Where reading begins, and what the ledger is held against.
struct Beginning {
  Position position;        // its line is counted from the beginning of the segment on
  std::size_t segment = 0;  // in the list of them
  std::vector<Checkpoint> expect;
};

class Verification {
 public:
  Verification(Segments& file, const std::string& directory, const PublicKey& key,
               const VerifyOptions& options, Beginning begin)
      : file_(file),
        key_(key),
        options_(options),
        progress_(options.read),
        begin_(std::move(begin)),
        until_seq_(options.last_seq),
        content_(directory, options.read) {
    if (options.revoked) until_seq_ = std::max(until_seq_, options.revoked->revocation.seq);
    for (const Checkpoint& expect : begin_.expect) {
      until_seq_ = std::max(until_seq_, expect.size - 1);
    }
  }

  Result<VerifyReport> Run() {
    const auto size = file_.Size();
    if (!size) return tl::unexpected<Error>(size.error());
    size_ = *size;
    Begin();
    SignaturePool pool(options_.threads);
    const auto walked = Read([&](const LineChecker& checker, std::uint64_t line) {
      const auto& record = checker.record();
      if (record && record->is_signed() && IsChecked(record->number(Field::seq)))
        pool.Add(line, checker.body(), record->signature(), checker.key());
      return !pool.bad() && (report_.records <= until_seq_ || IsOwed(checker.chain()));
    });
    if (!walked) return tl::unexpected<Error>(walked.error());
    const std::uint64_t forged = pool.Finish();
    if (progress_.stopped()) return Stopped(forged);
    if (forged != SignaturePool::kNone) return ReadTo(forged);
    if (unlike_) {
      SetBad(unlike_->line, unlike_->error.message);
    } else if (walked->bad) {
      SetBad(walked->bad->line, walked->bad->error.message);
    } else if (options_.first_seq >= report_.records) {
      return Fail(ErrorCode::kInvalidArgument, "the ledger ends with record " +
                                                   std::to_string(report_.records - 1) +
                                                   ": the range begins behind it");
    }
    Reported(*walked);
    const auto& revoked = options_.revoked;
    if (report_.good() && revoked && report_.records < revoked->revocation.seq) {
      SetBad(walked->position.line, "the ledger ends behind " + std::to_string(report_.records) +
                                        " records; the statement revokes its key at record " +
                                        std::to_string(revoked->revocation.seq));
    }
    if (report_.good()) CheckContent();
    if (auto done = Keep(); !done) return tl::unexpected<Error>(std::move(done.error()));
    return std::move(report_);
  }

 private:
  void Begin() {
    const Chain& chain = begin_.position.chain;
    report_ = {};
    report_.origin = chain.origin;
    report_.records = chain.seq();
    report_.checkpoint_size = chain.checkpoint_size;
    report_.resumed_at = chain.seq();
    report_.first_time = chain.timestamp;
    report_.last_time = chain.timestamp;
    segment_ = begin_.segment;
    next_ = begin_.position.offset;
    lines_before_ = 0;
  }

  // The next one can go on from where this one was stopped, if all was good.
  Result<VerifyReport> Stopped(std::uint64_t forged) {
    if (forged == SignaturePool::kNone) {
      CheckContent();
      if (auto done = Keep(); !done) return tl::unexpected<Error>(std::move(done.error()));
    }
    return Fail(ErrorCode::kClosed, "verification was stopped");
  }

  Result<void> Keep() {
    if (!report_.good() || !come_to_) return {};
    return WriteWhole(*options_.read.host, options_.resume, VerifiedStateText(*come_to_, key_));
  }

  // Where the line stands that ends here.
  void Follow(std::uint64_t end, std::uint64_t line) {
    const auto& segments = file_.list();
    for (; segment_ + 1 < segments.size() && segments[segment_ + 1].begin <= next_; ++segment_) {
      lines_before_ = line - 1;
    }
    line_at_ = std::exchange(next_, end);
  }

  // The next verification goes on behind the checkpoint in this line.
  void ComeTo(const LineChecker& checker, std::uint64_t line) {
    const Segments::Segment& segment = file_.list()[segment_];
    come_to_ = {checker.chain(), checker.note(), segment.first_seq, line_at_ - segment.begin,
                line - lines_before_};
  }

  // Reads and counts lines as far as they hold, or as `goes_on` says of each and its number.
  template <typename GoesOn>
  Result<WalkResult> Read(const GoesOn& goes_on) {
    const WalkOptions walk{
        .signatures = [](std::uint64_t) { return Signatures::kTrust; },  // Checked on the side.
        .on_line =
            [&](const LineChecker& checker, std::uint64_t offset, std::uint64_t next_line) {
              if (auto why = UnlikeStatement(checker)) {
                unlike_ = BadLine{next_line - 1, {ErrorCode::kRolledBack, *std::move(why)}};
                return false;
              }
              Follow(offset, next_line - 1);
              Count(checker, next_line - 1);
              if (!options_.resume.empty() && checker.at_checkpoint() && !IsOwed(checker.chain()))
                ComeTo(checker, next_line - 1);
              return progress_.Reached(offset, size_) && goes_on(checker, next_line - 1);
            },
        .expect = begin_.expect,
        .segments = std::span(file_.list()).subspan(reads_all() ? 0 : begin_.segment + 1)};
    return Walk(file_, key_, begin_.position, walk);
  }

  // What a checkpoint signs is not known to be signed before it, and what is not here not known to
  // be needless before a record says so.
  static bool IsOwed(const Chain& chain) {
    return chain.checkpoint_owed || chain.hashes_owed || chain.hashes_end > chain.minimum_index;
  }

  // The report where the signature of this line's record does not fit: what stands before it is
  // good, but was read further.
  Result<VerifyReport> ReadTo(std::uint64_t forged) {
    Begin();
    Position before = begin_.position;
    if (forged > before.line) {
      const auto walked =
          Read([&](const LineChecker&, std::uint64_t line) { return line + 1 < forged; });
      if (!walked) return tl::unexpected<Error>(walked.error());
      if (progress_.stopped()) return Fail(ErrorCode::kClosed, "verification was stopped");
      Reported(*walked);
      before = walked->position;
    }
    // Once more, to be told by which key it is not.
    const WalkOptions once{
        .signatures = [](std::uint64_t) { return Signatures::kCheck; },
        .on_line = [](const LineChecker&, std::uint64_t, std::uint64_t) { return false; },
        .expect = {},
        .segments = {}};
    const auto walked = Walk(file_, key_, before, once);
    if (!walked) return tl::unexpected<Error>(walked.error());
    SetBad(forged, walked->bad ? walked->bad->error.message : "the ledger was changed meanwhile");
    return std::move(report_);
  }

  void Reported(const WalkResult& walked) {
    report_.origin = walked.position.chain.origin;
    report_.checkpoint_size = walked.position.chain.checkpoint_size;
    report_.minimum_index = walked.position.chain.minimum_index;
  }

  void CheckContent() {
    content_.Finish();
    report_.modules = content_.modules();
    report_.blobs = content_.blobs();
    if (const auto& missing = content_.missing()) SetBad(missing->line, missing->why);
  }

  // What the ledger, up to the last line, is other than the statement of a revocation says. With
  // the statement's record in its place, behind the statement's records, all that follows is held
  // to it by the chain.
  std::optional<std::string> UnlikeStatement(const LineChecker& checker) const {
    const auto& record = checker.record();
    if (!options_.revoked || !record) return std::nullopt;
    const Revocation& revocation = options_.revoked->revocation;
    const Chain& chain = checker.chain();
    const std::uint64_t seq = record->number(Field::seq);
    if (seq == 0 && chain.origin != revocation.origin) {
      return "this is ledger " + chain.origin + "; the statement is of " + revocation.origin;
    }
    if (seq == 0) {
      if (!chain.root_key)
        return "the genesis record names no root key, but one signed a statement";
      const auto proof = RootProof(*options_.revoked, *chain.root_key);
      if (!proof) return proof.error().message + " (the root key of the genesis record)";
    }
    if (seq + 1 == revocation.seq && chain.prev_hash != revocation.prev_hash) {
      return "this record is not the one behind which key " + revocation.old_key.Label() +
             " was revoked";
    }
    if (seq == revocation.seq && (!record->has(Field::root_proof) ||
                                  record->text(Field::key) != revocation.new_key.Line())) {
      return "key " + revocation.old_key.Label() + " was revoked at record " + std::to_string(seq) +
             ", and this record is not the revocation";
    }
    return std::nullopt;
  }

  void SetBad(std::uint64_t line, std::string why) {
    const Segments::Place place = file_.PlaceOf(line, begin_.segment);
    report_.bad = BadPlace{place.path, place.line, std::move(why)};
  }

  bool reads_all() const { return begin_.position.offset == 0; }

  bool IsChecked(std::uint64_t seq) const {
    return seq >= options_.first_seq && seq <= options_.last_seq;
  }

  void Count(const LineChecker& checker, std::uint64_t line) {
    const auto& record = checker.record();
    if (checker.at_checkpoint()) {
      ++report_.checkpoints;
      return;
    }
    report_.records = checker.chain().seq();
    if (!record) {
      ++report_.retired;
      return;
    }
    const std::uint64_t seq = checker.chain().seq() - 1;
    report_.last_time = checker.chain().timestamp;
    if (seq == 0) report_.first_time = report_.last_time;
    if (record->Is(Field::kind, "recovery")) ++report_.recoveries;
    if (record->has(Field::root_proof)) ++report_.revocations;
    if (!IsChecked(seq)) return;
    if (record->is_signed()) ++report_.signatures;
    content_.Add(*record, line);
  }

  Segments& file_;
  const PublicKey& key_;
  const VerifyOptions& options_;
  Progress progress_;
  const Beginning begin_;
  std::uint64_t until_seq_;
  VerifyReport report_;
  std::optional<BadLine> unlike_;  // The first line that is not as the statement says.
  KeptContent content_;
  std::uint64_t size_ = 0;
  std::size_t segment_ = 0;    // of the last line
  std::uint64_t line_at_ = 0;  // where that begins, and the next
  std::uint64_t next_ = 0;
  std::uint64_t lines_before_ = 0;  // its segment, of those that are counted
  std::optional<VerifiedState> come_to_;
};

// Behind the checkpoint up to which all was verified; nullopt: it does not stand there any more.
Result<std::optional<Beginning>> BeginningBehind(const VerifiedState& state, Segments& file) {
  const auto& segments = file.list();
  const auto segment = std::find_if(segments.begin(), segments.end(), [&](const auto& each) {
    return each.first_seq == state.segment;
  });
  if (segment == segments.end()) return std::nullopt;
  LineReader reader(file, segment->begin + state.offset, state.line);
  const auto line = reader.Next();
  if (!line) return tl::unexpected<Error>(line.error());
  std::string checkpoint;
  AppendCheckpointLine(state.note, checkpoint);
  if (!*line || (*line)->text != checkpoint || (*line)->after_blank || !(*line)->ended) {
    return std::nullopt;
  }
  return Beginning{{state.chain, (*line)->end, (*line)->number + 1},
                   static_cast<std::size_t>(segment - segments.begin()),
                   {}};
}

Result<Beginning> BeginningOf(Segments& file, const PublicKey& key, const VerifyOptions& options) {
  Beginning all;
  if (options.expect) all.expect.push_back(*options.expect);
  if (options.resume.empty()) return all;
  if (options.first_seq != 0 || options.last_seq != VerifyOptions().last_seq) {
    return Fail(ErrorCode::kInvalidArgument, "a range is verified by itself, not behind another");
  }
  const auto text = ReadWhole(*options.read.host, options.resume, kVerifiedStateBytesMax);
  if (!text && text.error().code == ErrorCode::kNotFound) return all;
  if (!text) return tl::unexpected<Error>(text.error());
  const auto state = ParseVerifiedState(*text, key);
  if (!state) return Fail(state.error().code, options.resume + ": " + state.error().message);
  const Checkpoint verified = state->chain.ToCheckpoint();
  // A statement is held against the records that it is of.
  const bool behind_all =
      !options.revoked && (!options.expect || options.expect->size >= verified.size);
  if (behind_all) {
    auto behind = BeginningBehind(*state, file);
    if (!behind) return tl::unexpected<Error>(std::move(behind.error()));
    if (*behind) {
      (*behind)->expect = std::move(all.expect);
      return **std::move(behind);
    }
  }
  all.expect.push_back(verified);
  return all;
}

}  // namespace

Result<VerifyReport> Verify(const std::string& directory, const PublicKey& key,
                            const VerifyOptions& options) {
  auto file = Segments::Open(*options.read.host, directory, options.read.archive);
  if (!file) return tl::unexpected<Error>(file.error());
  auto begin = BeginningOf(*file, key, options);
  if (!begin) return tl::unexpected<Error>(std::move(begin.error()));
  return Verification(*file, directory, key, options, *std::move(begin)).Run();
}

}  // namespace bylaw::ledger
