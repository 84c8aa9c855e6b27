#include "bylaw/ledger/retention.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/ledger/verify.h"
#include "frontier_file.h"
#include "reduced_segment.h"
#include "segment_writer.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kChunkBytes = 1 << 20;
constexpr std::size_t kSegmentsKept = 2;  // Opening reads the last one, and the end of that before.

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

tl::unexpected<Error> Pass(const Error& error) {
  return tl::unexpected<Error>(error);
}

// Reads a file in pieces.
template <typename Take>
Result<void> EachChunk(File& file, const Take& take) {
  std::string chunk(kChunkBytes, '\0');
  for (std::uint64_t at = 0;;) {
    const auto read = file.ReadAt(at, chunk);
    if (!read) return Pass(read.error());
    if (*read == 0) return {};
    if (Result<void> done = take(at, std::string_view(chunk).substr(0, *read)); !done) return done;
    at += *read;
  }
}

// Do both hold the same bytes?
Result<bool> AreEqual(Host& host, const std::string& path, const std::string& other) {
  const auto file = host.Open(path, OpenMode::kRead);
  if (!file) return Pass(file.error());
  const auto second = host.Open(other, OpenMode::kRead);
  if (!second) return Pass(second.error());
  const auto size = (*file)->Size();
  if (!size) return Pass(size.error());
  const auto other_size = (*second)->Size();
  if (!other_size) return Pass(other_size.error());
  bool equal = *size == *other_size;
  std::string there;
  const auto done =
      EachChunk(**file, [&](std::uint64_t at, std::string_view chunk) -> Result<void> {
        there.resize(chunk.size());
        const auto read = (*second)->ReadAt(at, there);
        if (!read) return Pass(read.error());
        equal = equal && std::string_view(there).substr(0, *read) == chunk;
        return {};
      });
  if (!done) return Pass(done.error());
  return equal;
}

// Copies a file into a folder, under its name; whole and on disk, and read again, when it returns.
Result<void> CopyTo(Host& host, const std::string& path, const std::string& folder) {
  const std::string to = folder + "/" + NameOf(path);
  const auto there = AreEqual(host, path, to);
  if (!there && there.error().code != ErrorCode::kNotFound) return Pass(there.error());
  if (there && !*there) {
    return Fail(ErrorCode::kExists, to + " is there and holds other bytes than " + path +
                                        ": archive to another folder");
  }
  // Whoever made it may have been stopped before its name was on disk.
  if (there) return host.SyncDirectory(folder);
  {
    const auto from = host.Open(path, OpenMode::kRead);
    if (!from) return Pass(from.error());
    const auto file = host.Open(to + ".tmp", OpenMode::kCreate);
    if (!file) return Pass(file.error());
    auto done = EachChunk(**from, [&](std::uint64_t at, std::string_view chunk) {
      return WriteAll(**file, at, chunk);
    });
    if (done) done = (*file)->Sync();
    if (!done) return done;
  }
  if (auto done = host.Rename(to + ".tmp", to); !done) return done;
  if (auto done = host.SyncDirectory(folder); !done) return done;
  const auto equal = AreEqual(host, path, to);
  if (!equal) return Pass(equal.error());
  return *equal ? Result<void>() : Fail(ErrorCode::kIo, to + " is not what was written to it");
}

Result<void> MakeFolder(Host& host, const std::string& path, const std::string& parent) {
  if (auto done = host.CreateDirectory(path); !done) return done;
  return host.SyncDirectory(parent.empty() ? "." : parent);
}

// Gives each record that is whole in these segments to `take`.
template <typename Take>
Result<void> ForEachRecord(Host& host, const std::string& directory,
                           std::span<const std::uint64_t> first_seqs, const Take& take) {
  for (const std::uint64_t first_seq : first_seqs) {
    auto done = ForEachLine(host, SegmentPath(directory, first_seq),
                            [&](std::string_view, const std::optional<RecordView>& record) {
                              if (record) take(*record);
                              return true;
                            });
    if (!done) return done;
  }
  return {};
}

class Retention {
 public:
  Retention(const std::string& directory, const Signer& signer, const RetentionOptions& options)
      : directory_(directory),
        signer_(signer),
        options_(options),
        host_(*options.open.host),
        before_seq_(options.before_seq) {}

  Result<Retired> Run() {
    if (auto done = Plan(); !done) return Pass(done.error());
    if (whole_.empty()) {
      const auto orphans = Orphans();
      if (orphans && orphans->empty()) return retired_;
    }
    if (auto done = CheckRecords(); !done) return Pass(done.error());
    auto ledger = Ledger::Open(directory_, signer_, options_.open);
    if (!ledger) return Pass(ledger.error());
    // From here on nobody else writes; what was begun meanwhile was not verified.
    before_seq_ = retired_.minimum_index;
    if (auto done = Plan(); !done) return Pass(done.error());
    if (!whole_.empty()) {
      if (auto done = Archive(); !done) return Pass(done.error());
      if (auto done = ledger->StateRetention(retired_.minimum_index, options_.reason); !done) {
        return Pass(done.error());
      }
      if (auto done = Reduce(); !done) return Pass(done.error());
    }
    if (auto done = RemoveOrphans(); !done) return Pass(done.error());
    if (auto done = ledger->Close(); !done) return Pass(done.error());
    return retired_;
  }

 private:
  // The segments that can go, and which of them are whole.
  Result<void> Plan() {
    auto listed = ListSegments(host_, directory_);
    if (!listed) return Pass(listed.error());
    first_seqs_ = *std::move(listed);
    whole_.clear();
    retired_ = {};
    for (std::size_t i = 0; i + kSegmentsKept < first_seqs_.size(); ++i) {
      const std::string path = SegmentPath(directory_, first_seqs_[i]);
      const auto reduced = IsReduced(host_, path);
      if (!reduced) return Pass(reduced.error());
      if (!*reduced) {
        const auto old = IsOld(i);
        if (!old) return Pass(old.error());
        if (!*old) break;
        whole_.push_back(path);
      }
      retired_.minimum_index = first_seqs_[i + 1];
    }
    return {};
  }

  Result<bool> IsOld(std::size_t segment) {
    if (first_seqs_[segment + 1] > before_seq_) return false;
    if (options_.before_time == RetentionOptions().before_time) return true;
    bool old = true;
    const auto done = ForEachRecord(host_, directory_, std::span(first_seqs_).subspan(segment, 1),
                                    [&](const RecordView& record) {
                                      old &= record.time(Field::timestamp) < options_.before_time;
                                    });
    if (!done) return Pass(done.error());
    return old;
  }

  // What does not hold is not taken out: it is what whoever looks for the damage needs.
  Result<void> CheckRecords() {
    if (whole_.empty()) return {};
    VerifyOptions verify;
    verify.last_seq = retired_.minimum_index - 1;
    verify.read = options_.read;
    verify.read.host = &host_;
    const auto first_key = GenesisKey(host_, directory_);
    const auto report = Verify(directory_, first_key.value_or(signer_.public_key()), verify);
    if (!report) return Pass(report.error());
    if (report->good()) return {};
    return Fail(ErrorCode::kCorrupt, report->bad->file + ", line " +
                                         std::to_string(report->bad->line) + ": " +
                                         report->bad->why + "; nothing was changed");
  }

  Result<void> Archive() {
    if (options_.to.empty()) return {};
    auto path = std::filesystem::path(options_.to).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();  // "backup/" names "backup"
    if (auto done = MakeFolder(host_, options_.to, path.parent_path().string()); !done) return done;
    const auto lock = host_.LockDirectory(options_.to);
    if (!lock) {
      if (lock.error().code != ErrorCode::kLocked) return Pass(lock.error());
      return Fail(ErrorCode::kLocked, "cannot archive to " + options_.to +
                                          ": it is a ledger that is being written, or another "
                                          "archiving is under way");
    }
    for (const std::string& whole : whole_) {
      if (auto done = CopyTo(host_, whole, options_.to); !done) return done;
    }
    return ArchiveBlobs();
  }

  Result<void> ArchiveBlobs() {
    std::set<Hash> blobs;
    const auto end = std::find(first_seqs_.begin(), first_seqs_.end(), retired_.minimum_index);
    if (auto done = Collect(std::span(first_seqs_.begin(), end), blobs); !done) return done;
    if (blobs.empty()) return {};
    const std::string folder = BlobFolder(options_.to);
    if (auto done = MakeFolder(host_, folder, options_.to); !done) return done;
    for (const Hash& blob : blobs) {
      if (auto done = CopyTo(host_, BlobPath(directory_, blob), folder); !done) return done;
    }
    return {};
  }

  // The oldest first, so that those that are whole stand together. A file is replaced as one.
  Result<void> Reduce() {
    for (const std::string& path : whole_) {
      const auto reduced = Reduced(host_, path);
      if (!reduced) return Pass(reduced.error());
      const auto file = host_.Open(path, OpenMode::kRead);
      if (!file) return Pass(file.error());
      const auto size = (*file)->Size();
      if (!size) return Pass(size.error());
      if (auto done = WriteWhole(host_, path, *reduced); !done) return done;
      ++retired_.segments;
      retired_.bytes += *size - reduced->size();
    }
    return {};
  }

  // The blobs that the records of these segments name.
  Result<void> Collect(std::span<const std::uint64_t> first_seqs, std::set<Hash>& blobs) {
    return ForEachRecord(host_, directory_, first_seqs, [&](const RecordView& record) {
      for (const BlobMember& member : kBlobMembers) {
        if (const auto blob = BlobOf(record, member)) blobs.insert(blob->sha256);
      }
    });
  }

  // The files in blobs/ that no record names.
  Result<std::vector<std::string>> Orphans() {
    std::vector<std::string> orphans;
    const auto names = host_.List(BlobFolder(directory_));
    if (!names && names.error().code == ErrorCode::kNotFound) return orphans;
    if (!names) return Pass(names.error());
    std::set<Hash> named;
    if (auto done = Collect(first_seqs_, named); !done) return Pass(done.error());
    std::set<std::string> kept;
    for (const Hash& blob : named) kept.insert(NameOf(BlobPath(directory_, blob)));
    for (const std::string& name : *names) {
      if (!kept.contains(name)) orphans.push_back(BlobFolder(directory_) + "/" + name);
    }
    return orphans;
  }

  Result<void> RemoveOrphans() {
    const auto orphans = Orphans();
    if (!orphans) return Pass(orphans.error());
    if (orphans->empty()) return {};
    for (const std::string& path : *orphans) {
      if (auto done = host_.Remove(path); !done) return done;
      ++retired_.blobs;
    }
    return host_.SyncDirectory(BlobFolder(directory_));
  }

  const std::string& directory_;
  const Signer& signer_;
  const RetentionOptions& options_;
  Host& host_;
  std::uint64_t before_seq_;
  std::vector<std::uint64_t> first_seqs_;
  std::vector<std::string> whole_;
  Retired retired_;
};

}  // namespace

Result<Retired> Retire(const std::string& directory, const Signer& signer,
                       const RetentionOptions& options) {
  return Retention(directory, signer, options).Run();
}

Result<std::uint64_t> WholeFrom(const std::string& directory, const ReadOptions& options) {
  const auto first_seqs = ListSegments(*options.host, directory);
  if (!first_seqs) return Pass(first_seqs.error());
  std::uint64_t whole = 0;
  for (std::size_t i = 0; i + 1 < first_seqs->size(); ++i) {
    const auto hashes = HasHashes(*options.host, SegmentPath(directory, (*first_seqs)[i]));
    if (!hashes) return Pass(hashes.error());
    if (*hashes) whole = (*first_seqs)[i + 1];
  }
  return whole;
}

}  // namespace bylaw::ledger
