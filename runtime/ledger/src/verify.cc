#include "bylaw/ledger/verify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

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
        until_seq_(std::max({options.last_seq, options.expect ? options.expect->size - 1 : 0,
                             options.revoked ? options.revoked->revocation.seq : 0})) {}

  Result<VerifyReport> Run() {
    const auto size = file_.Size();
    if (!size) return tl::unexpected<Error>(size.error());
    size_ = *size;
    SignaturePool pool(options_.threads);
    const auto walked = Read([&](const LineChecker& checker, std::uint64_t line) {
      const auto& record = checker.record();
      if (record && record->is_signed() && IsChecked(record->number(Field::seq)))
        pool.Add(line, checker.body(), record->signature(), checker.key());
      // What a checkpoint signs is not known to be signed before it.
      return !pool.bad() && (report_.records <= until_seq_ || checker.chain().checkpoint_owed);
    });
    if (!walked) return tl::unexpected<Error>(walked.error());
    const std::uint64_t forged = pool.Finish();
    if (progress_.stopped()) return Fail(ErrorCode::kClosed, "verification was stopped");
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
              if (auto why = UnlikeStatement(checker)) {
                unlike_ = BadLine{next_line - 1, {ErrorCode::kRolledBack, *std::move(why)}};
                return false;
              }
              Count(checker, next_line - 1);
              return progress_.Reached(offset, size_) && goes_on(checker, next_line - 1);
            },
        .expect = options_.expect,
        .segments = file_.list()};
    return Walk(file_, key_, {}, walk);
  }

  // The report where the signature of this line's record does not fit: what stands before it is
  // good, but was read further.
  Result<VerifyReport> ReadTo(std::uint64_t forged) {
    report_ = {};
    Position before;
    if (forged > 1) {
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
  }

  // What decided can be shown: each module is in the archive, as it was.
  void CheckModules() {
    std::optional<std::pair<std::uint64_t, std::string>> first;
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
    const Segments::Place place = file_.PlaceOf(line);
    report_.bad = BadPlace{place.path, place.line, std::move(why)};
  }

  bool IsChecked(std::uint64_t seq) const {
    return seq >= options_.first_seq && seq <= options_.last_seq;
  }

  void Count(const LineChecker& checker, std::uint64_t line) {
    const auto& record = checker.record();
    if (!record) {
      ++report_.checkpoints;
      return;
    }
    const std::uint64_t seq = checker.chain().seq() - 1;
    report_.last_time = checker.chain().timestamp;
    if (seq == 0) report_.first_time = report_.last_time;
    report_.records = seq + 1;
    if (record->Is(Field::kind, "recovery")) ++report_.recoveries;
    if (record->has(Field::root_proof)) ++report_.revocations;
    if (!IsChecked(seq)) return;
    if (record->is_signed()) ++report_.signatures;
    if (record->Is(Field::kind, "evaluation")) AddModule(*record, line);
  }

  void AddModule(const RecordView& record, std::uint64_t line) {
    const std::string_view digest = record.raw(Field::constitution_digest);
    if (digest.empty() || digest == last_module_) return;
    last_module_ = digest;
    modules_.try_emplace(record.digest(Field::constitution_digest), line);
  }

  Segments& file_;
  const std::string& directory_;
  const PublicKey& key_;
  const VerifyOptions& options_;
  Progress progress_;
  const std::uint64_t until_seq_;
  VerifyReport report_;
  std::optional<BadLine> unlike_;          // The first line that is not as the statement says.
  std::map<Hash, std::uint64_t> modules_;  // That decided, and the line where each did first.
  std::string last_module_;                // As its digest is spelt.
  std::uint64_t size_ = 0;
};

}  // namespace

Result<VerifyReport> Verify(const std::string& directory, const PublicKey& key,
                            const VerifyOptions& options) {
  auto file = Segments::Open(*options.read.host, directory);
  if (!file) return tl::unexpected<Error>(file.error());
  return Verification(*file, directory, key, options).Run();
}

}  // namespace bylaw::ledger
