#include "bylaw/ledger/verify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/module_archive.h"
#include "bylaw/ledger/segments.h"
#include "signature_pool.h"
#include "walk.h"

namespace bylaw::ledger {
namespace {

class Verification {
 public:
  Verification(Segments& file, const std::string& directory, const PublicKey& key,
               const VerifyOptions& options)
      : file_(file),
        directory_(directory),
        key_(key),
        options_(options),
        progress_(options.read),
        until_seq_(std::max(options.last_seq, options.expect ? options.expect->size - 1 : 0)) {}

  Result<VerifyReport> Run() {
    const auto size = file_.Size();
    if (!size) return tl::unexpected<Error>(size.error());
    size_ = *size;
    SignaturePool pool(options_.threads);
    const auto walked = Read([&](const LineChecker& checker, std::uint64_t line) {
      const auto& record = checker.record();
      if (record && record->is_signed() && IsChecked(record->number(Field::seq)))
        pool.Add(line, checker.body(), record->signature(), checker.key());
      return !pool.bad() && (report_.records <= until_seq_ || IsOwed(checker.chain()));
    });
    if (!walked) return tl::unexpected<Error>(walked.error());
    const std::uint64_t forged = pool.Finish();
    if (progress_.stopped()) return Fail(ErrorCode::kClosed, "verification was stopped");
    if (forged != SignaturePool::kNone) return ReadTo(forged);
    if (walked->bad) {
      SetBad(walked->bad->line, walked->bad->error.message);
    } else if (options_.first_seq >= report_.records) {
      return Fail(ErrorCode::kInvalidArgument, "the ledger ends with record " +
                                                   std::to_string(report_.records - 1) +
                                                   ": the range begins behind it");
    }
    Reported(*walked);
    if (report_.good()) CheckModules();
    return std::move(report_);
  }

 private:
  // Reads and counts lines as far as they hold, or as `goes_on` says of each and its number.
  template <typename GoesOn>
  Result<WalkResult> Read(const GoesOn& goes_on) {
    const WalkOptions walk{
        .signatures = [](std::uint64_t) { return Signatures::kTrust; },  // Checked on the side.
        .on_line =
            [&](const LineChecker& checker, std::uint64_t offset, std::uint64_t next_line) {
              Count(checker, next_line - 1);
              return progress_.Reached(offset, size_) && goes_on(checker, next_line - 1);
            },
        .expect = options_.expect,
        .segments = file_.list()};
    return Walk(file_, key_, {}, walk);
  }

  // What a checkpoint signs is not known to be signed before it, and what is not here not known to
  // be needless before a record says so.
  static bool IsOwed(const Chain& chain) {
    return chain.checkpoint_owed || chain.hashes_owed || chain.hashes_end > chain.minimum_index;
  }

  // The report where the signature of this line's record does not fit: what stands before it is
  // good, but was read further.
  Result<VerifyReport> ReadTo(std::uint64_t forged) {
    report_ = {};
    bad_blob_.reset();
    PublicKey key = key_;
    if (forged > 1) {
      const auto walked =
          Read([&](const LineChecker&, std::uint64_t line) { return line + 1 < forged; });
      if (!walked) return tl::unexpected<Error>(walked.error());
      if (progress_.stopped()) return Fail(ErrorCode::kClosed, "verification was stopped");
      Reported(*walked);
      if (const auto& signer = walked->position.chain.signer()) key = *signer;
    }
    SetBad(forged, SignatureDoesNotFit(report_.records, key));
    return std::move(report_);
  }

  void Reported(const WalkResult& walked) {
    report_.origin = walked.position.chain.origin;
    report_.checkpoint_size = walked.position.chain.checkpoint_size;
    report_.minimum_index = walked.position.chain.minimum_index;
  }

  // What was decided on can be shown. Every blob at once, and not kept in mind: there can be as
  // many as records.
  void CheckBlobs(const RecordView& record, std::uint64_t line) {
    for (const BlobMember& member : kBlobMembers) {
      const auto blob = BlobOf(record, member);
      if (!blob) continue;
      const auto text = ReadBlob(directory_, *blob, options_.read);
      if (text) {
        ++report_.blobs;
      } else if (!bad_blob_) {
        bad_blob_ = {line, "what was decided on: " + text.error().message};
      }
    }
  }

  // What decided can be shown: each module is in the archive, as it was.
  void CheckModules() {
    std::optional<std::pair<std::uint64_t, std::string>> first = std::move(bad_blob_);
    for (const auto& [digest, line] : modules_) {
      const auto module = ReadModule(*options_.read.host, directory_, digest);
      if (module) {
        ++report_.modules;
      } else if (!first || line < first->first) {
        first = {line, "the module that decided: " + module.error().message};
      }
    }
    if (first) SetBad(first->first, std::move(first->second));
  }

  void SetBad(std::uint64_t line, std::string why) {
    const Segments::Place place = file_.PlaceOf(line);
    report_.bad = BadPlace{place.path, place.line, std::move(why)};
  }

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
    const std::uint64_t seq = record->number(Field::seq);
    report_.last_time = checker.chain().timestamp;
    if (seq == 0) report_.first_time = report_.last_time;
    if (record->Is(Field::kind, "recovery")) ++report_.recoveries;
    if (!IsChecked(seq)) return;
    if (record->is_signed()) ++report_.signatures;
    CheckBlobs(*record, line);
    if (record->Is(Field::kind, "evaluation") && record->has(Field::constitution_digest))
      modules_.try_emplace(record->digest(Field::constitution_digest), line);
  }

  Segments& file_;
  const std::string& directory_;
  const PublicKey& key_;
  const VerifyOptions& options_;
  Progress progress_;
  const std::uint64_t until_seq_;
  VerifyReport report_;
  std::map<Hash, std::uint64_t> modules_;  // That decided, and the line where each did first.
  std::optional<std::pair<std::uint64_t, std::string>> bad_blob_;  // The first, and its line.
  std::uint64_t size_ = 0;
};

}  // namespace

Result<VerifyReport> Verify(const std::string& directory, const PublicKey& key,
                            const VerifyOptions& options) {
  auto file = Segments::Open(*options.read.host, directory, options.read.archive);
  if (!file) return tl::unexpected<Error>(file.error());
  return Verification(*file, directory, key, options).Run();
}

}  // namespace bylaw::ledger
