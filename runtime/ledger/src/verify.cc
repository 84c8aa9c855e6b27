#include "bylaw/ledger/verify.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/line_reader.h"
#include "walk.h"

namespace bylaw::ledger {
namespace {

constexpr std::uint64_t kProgressBytes = 1 << 20;

class Verification {
 public:
  explicit Verification(const VerifyOptions& options)
      : options_(options),
        until_seq_(std::max(options.last_seq, options.expect ? options.expect->size - 1 : 0)) {}

  Result<VerifyReport> Run(File& file, const std::string& path, const PublicKey& key) {
    const auto size = file.Size();
    if (!size) return tl::unexpected<Error>(size.error());
    size_ = *size;
    const WalkOptions walk{.signatures = [this](std::uint64_t seq) { return SignaturesAt(seq); },
                           .on_line = [this](const LineChecker& checker, std::uint64_t offset,
                                             std::uint64_t) { return Count(checker, offset); },
                           .expect = options_.expect};
    const auto result = Walk(file, key, {}, walk);
    if (!result) return tl::unexpected<Error>(result.error());
    if (cancelled_) return Fail(ErrorCode::kClosed, "verification was stopped");
    if (result->bad) {
      report_.bad = BadPlace{path, result->bad->line, result->bad->error.message};
    } else if (options_.first_seq >= report_.records) {
      return Fail(ErrorCode::kInvalidArgument, "the ledger ends with record " +
                                                   std::to_string(report_.records - 1) +
                                                   ": the range begins behind it");
    }
    report_.origin = result->position.chain.origin;
    report_.checkpoint_size = result->position.chain.checkpoint_size;
    return std::move(report_);
  }

 private:
  Signatures SignaturesAt(std::uint64_t seq) const {
    const bool inside = seq >= options_.first_seq && seq <= options_.last_seq;
    return inside ? Signatures::kCheck : Signatures::kTrust;
  }

  bool Count(const LineChecker& checker, std::uint64_t offset) {
    if (const auto& record = checker.record()) {
      const std::uint64_t seq = record->number(Field::seq);
      if (seq == 0) report_.first_time = record->time(Field::timestamp);
      report_.last_time = record->time(Field::timestamp);
      report_.records = seq + 1;
      if (SignaturesAt(seq) == Signatures::kCheck) ++report_.signatures;
      if (record->text(Field::kind) == "recovery") ++report_.recoveries;
    } else {
      ++report_.checkpoints;
    }
    if (options_.progress && offset - reported_ >= kProgressBytes) {
      reported_ = offset;
      cancelled_ = !options_.progress(offset, size_);
    }
    return !cancelled_ && report_.records <= until_seq_;
  }

  const VerifyOptions& options_;
  const std::uint64_t until_seq_;
  VerifyReport report_;
  std::uint64_t size_ = 0;
  std::uint64_t reported_ = 0;
  bool cancelled_ = false;
};

}  // namespace

Result<VerifyReport> Verify(const std::string& directory, const PublicKey& key,
                            const VerifyOptions& options) {
  const std::string path = SegmentPath(directory);
  const auto file = options.host->Open(path, OpenMode::kRead);
  if (!file) {
    if (file.error().code != ErrorCode::kNotFound) return tl::unexpected<Error>(file.error());
    return Fail(ErrorCode::kNotFound, directory + " is not a ledger: there is no " + path);
  }
  return Verification(options).Run(**file, path, key);
}

}  // namespace bylaw::ledger
