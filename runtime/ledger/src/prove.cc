#include "bylaw/ledger/prove.h"

#include <optional>
#include <utility>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/merkle.h"
#include "bylaw/ledger/merkle_proof.h"
#include "bylaw/ledger/record.h"
#include "text.h"
#include "walk.h"

namespace bylaw::ledger {
namespace {

constexpr std::uint64_t kProgressBytes = 1 << 20;

// What a proof is made under.
struct Signed {
  Checkpoint checkpoint;
  std::string note;
  std::uint64_t end = 0;  // of the file, up to and with the checkpoint's line
};

class Prover {
 public:
  Prover(std::unique_ptr<File> file, std::string path, const PublicKey& key,
         const ProveOptions& options)
      : file_(std::move(file)), path_(std::move(path)), key_(key), options_(options) {}

  // The last checkpoint, which must sign that many records or more.
  Result<Signed> LastCheckpoint(std::uint64_t records) {
    const auto size = file_->Size();
    if (!size) return tl::unexpected<Error>(size.error());
    all_bytes_ = 2 * *size;
    std::optional<Signed> last;
    const WalkOptions walk{
        .signatures = [](std::uint64_t) { return Signatures::kTrust; },
        .on_line =
            [&](const LineChecker& checker, std::uint64_t offset, std::uint64_t) {
              if (!checker.record())
                last = {checker.chain().ToCheckpoint(), checker.note(), offset};
              return Report(offset);
            },
        .expect = {}};
    const auto walked = Walk(*file_, key_, {}, walk);
    if (!walked) return tl::unexpected<Error>(walked.error());
    if (stopped_) return Stopped();
    if (last && last->checkpoint.size >= records) {
      first_reading_ = last->end;
      all_bytes_ = 2 * last->end;
      return *std::move(last);
    }
    if (walked->bad) {
      return Fail(walked->bad->error.code, path_ + ", line " + std::to_string(walked->bad->line) +
                                               ": " + walked->bad->error.message);
    }
    const std::uint64_t there = walked->position.chain.seq();
    if (records > there) {
      return Fail(ErrorCode::kNotFound, "the ledger has " + std::to_string(there) + " records");
    }
    return Fail(ErrorCode::kNotFound,
                "no checkpoint signs the first " + std::to_string(records) +
                    " records yet; the next follows within 256 records or at a clean close");
  }

  // Reads the first records once more: calls `each` with the leaf hash of each, and its line.
  template <typename F>
  Result<void> ReadLeaves(std::uint64_t records, const F& each) {
    LineReader reader(*file_);
    std::string body;
    for (std::uint64_t read = 0; read < records;) {
      const auto line = reader.Next();
      if (!line) return tl::unexpected<Error>(line.error());
      if (!*line) return Changed();
      if (!Report(first_reading_ + (*line)->end)) return Stopped();
      if ((*line)->text.starts_with(kCheckpointStart)) continue;
      const auto record = RecordView::Parse((*line)->text);
      if (!record) return Changed();
      body.clear();
      record->AppendBody(body);
      each(LeafHash(body), (*line)->text);
      ++read;
    }
    return {};
  }

  tl::unexpected<Error> Changed() const {
    return Fail(ErrorCode::kCorrupt, path_ + " was changed while it was read");
  }

 private:
  bool Report(std::uint64_t done) {
    if (!options_.progress || done - reported_ < kProgressBytes) return true;
    reported_ = done;
    stopped_ = !options_.progress(done, all_bytes_);
    return !stopped_;
  }
  static tl::unexpected<Error> Stopped() {
    return Fail(ErrorCode::kClosed, "making the proof was stopped");
  }

  std::unique_ptr<File> file_;
  std::string path_;
  const PublicKey& key_;
  const ProveOptions& options_;
  std::uint64_t first_reading_ = 0;  // Bytes.
  std::uint64_t all_bytes_ = 0;      // Of both readings.
  std::uint64_t reported_ = 0;
  bool stopped_ = false;
};

Result<Prover> OpenProver(const std::string& directory, const PublicKey& key,
                          const ProveOptions& options) {
  const std::string path = SegmentPath(directory);
  auto file = options.host->Open(path, OpenMode::kRead);
  if (!file) {
    if (file.error().code != ErrorCode::kNotFound) return tl::unexpected<Error>(file.error());
    return Fail(ErrorCode::kNotFound, directory + " is not a ledger: there is no " + path);
  }
  return Prover(std::move(*file), path, key, options);
}

}  // namespace

Result<ProvenRecord> ProveRecord(const std::string& directory, const PublicKey& key,
                                 std::uint64_t seq, const ProveOptions& options) {
  auto prover = OpenProver(directory, key, options);
  if (!prover) return tl::unexpected<Error>(prover.error());
  auto last = prover->LastCheckpoint(seq + 1);
  if (!last) return tl::unexpected<Error>(last.error());
  RangeRoots roots(InclusionPath(seq, last->checkpoint.size));
  std::uint64_t next = 0;
  Hash leaf{};
  ProvenRecord proven;
  if (auto done = prover->ReadLeaves(last->checkpoint.size,
                                     [&](const Hash& read, std::string_view line) {
                                       roots.Add(read);
                                       if (next++ != seq) return;
                                       leaf = read;
                                       proven.line = line;
                                     });
      !done) {
    return tl::unexpected<Error>(done.error());
  }
  proven.proof = {seq, roots.Roots(), std::move(last->note)};
  if (!VerifyTlogProof(proven.proof, leaf, key)) return prover->Changed();
  return proven;
}

Result<GrowthProof> ProveGrowth(const std::string& directory, const PublicKey& key,
                                std::uint64_t old_size, const ProveOptions& options) {
  if (old_size == 0) {
    return Fail(ErrorCode::kInvalidArgument, "an empty ledger proves nothing: 1 record or more");
  }
  auto prover = OpenProver(directory, key, options);
  if (!prover) return tl::unexpected<Error>(prover.error());
  auto last = prover->LastCheckpoint(old_size);
  if (!last) return tl::unexpected<Error>(last.error());
  const std::uint64_t size = last->checkpoint.size;
  RangeRoots roots(ConsistencyPath(old_size, size));
  RangeRoots old({{0, old_size}});
  if (auto done = prover->ReadLeaves(size,
                                     [&](const Hash& leaf, std::string_view) {
                                       roots.Add(leaf);
                                       old.Add(leaf);
                                     });
      !done) {
    return tl::unexpected<Error>(done.error());
  }
  GrowthProof proof{old_size, roots.Roots(), std::move(last->note)};
  const Hash& root = last->checkpoint.root;
  if (!IsConsistent(old_size, size, old.Roots().front(), root, proof.hashes))
    return prover->Changed();
  return proof;
}

std::string GrowthProofText(const GrowthProof& proof) {
  std::string text("old ");
  AppendNumber(proof.old_size, text);
  text += "\n";
  for (const Hash& hash : proof.hashes) text.append(Base64(AsText(hash))).append("\n");
  return text.append("\n").append(proof.note);
}

}  // namespace bylaw::ledger
