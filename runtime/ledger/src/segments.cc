#include "bylaw/ledger/segments.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::string_view kSuffix = ".jsonl";
constexpr std::size_t kChunkBytes = 65'536;

// The seq that a segment's name states; nullopt for other names.
std::optional<std::uint64_t> FirstSeqOf(std::string_view name) {
  if (!name.ends_with(kSuffix)) return std::nullopt;
  return ParseSeqDigits(name.substr(0, name.size() - kSuffix.size()));
}

}  // namespace

std::string SegmentPath(const std::string& directory, std::uint64_t first_seq) {
  std::string path = directory + "/";
  AppendSeqDigits(first_seq, path);
  return path.append(kSuffix);
}

Result<std::vector<std::uint64_t>> ListSegments(Host& host, const std::string& directory) {
  const auto names = host.List(directory);
  if (!names && names.error().code != ErrorCode::kNotFound) {
    return tl::unexpected<Error>(names.error());
  }
  std::vector<std::uint64_t> first_seqs;
  for (const std::string& name : names ? *names : std::vector<std::string>()) {
    if (const auto seq = FirstSeqOf(name)) first_seqs.push_back(*seq);
  }
  if (!first_seqs.empty()) return first_seqs;  // sorted, as the names are
  return Fail(ErrorCode::kNotFound,
              directory + " is not a ledger: there is no " + SegmentPath(directory));
}

Result<Segments> Segments::Open(Host& host, const std::string& directory,
                                const std::string& archive) {
  const auto first_seqs = ListSegments(host, directory);
  if (!first_seqs) return tl::unexpected<Error>(first_seqs.error());
  std::vector<std::uint64_t> archived;
  if (!archive.empty()) {
    auto listed = ListSegments(host, archive);
    if (!listed) return tl::unexpected<Error>(std::move(listed.error()));
    archived = *std::move(listed);
  }
  Segments segments(host);
  std::uint64_t begin = 0;
  for (const std::uint64_t first_seq : *first_seqs) {
    // The last one is never archived.
    const bool there = first_seq != first_seqs->back() &&
                       std::binary_search(archived.begin(), archived.end(), first_seq);
    segments.segments_.push_back(
        {first_seq, begin, SegmentPath(there ? archive : directory, first_seq)});
    const auto file = segments.FileOf(segments.segments_.size() - 1);
    if (!file) return tl::unexpected<Error>(file.error());
    const auto size = (*file)->Size();
    if (!size) return tl::unexpected<Error>(size.error());
    begin += *size;
  }
  return segments;
}

Result<File*> Segments::FileOf(std::size_t segment) {
  if (file_ == nullptr || open_ != segment) {
    auto file = host_->Open(segments_[segment].path, OpenMode::kRead);
    if (!file) return tl::unexpected<Error>(std::move(file.error()));
    file_ = std::move(*file);
    open_ = segment;
  }
  return file_.get();
}

const Segments::Segment& Segments::Holding(std::uint64_t offset) const {
  const auto behind =
      std::upper_bound(segments_.begin(), segments_.end(), offset,
                       [](std::uint64_t at, const Segment& segment) { return at < segment.begin; });
  return *std::prev(behind);
}

Result<std::size_t> Segments::ReadAt(std::uint64_t offset, std::span<char> out) {
  auto segment = static_cast<std::size_t>(&Holding(offset) - segments_.data());
  std::size_t done = 0;
  while (done < out.size()) {
    const auto file = FileOf(segment);
    if (!file) return tl::unexpected<Error>(file.error());
    const std::uint64_t at = offset + done;
    const bool last = segment + 1 == segments_.size();
    const std::uint64_t left =
        last ? out.size() : std::min<std::uint64_t>(out.size(), segments_[segment + 1].begin - at);
    const std::span<char> want =
        out.subspan(done, std::min<std::uint64_t>(left, out.size() - done));
    const auto read = (*file)->ReadAt(at - segments_[segment].begin, want);
    if (!read) return tl::unexpected<Error>(read.error());
    done += *read;
    if (last) break;
    if (*read < want.size()) {
      return Fail(ErrorCode::kIo, segments_[segment].path + " became shorter while it was read");
    }
    if (offset + done == segments_[segment + 1].begin) ++segment;
  }
  return done;
}

Result<std::uint64_t> Segments::Size() {
  const auto file = FileOf(segments_.size() - 1);
  if (!file) return tl::unexpected<Error>(file.error());
  auto size = (*file)->Size();
  if (!size) return size;
  return segments_.back().begin + *size;
}

Segments::Place Segments::PlaceOf(std::uint64_t line, std::size_t segment) {
  std::vector<char> chunk(kChunkBytes);
  std::uint64_t before = line - 1;  // lines to go
  for (; segment + 1 < segments_.size(); ++segment) {
    std::uint64_t lines = 0;
    for (std::uint64_t at = segments_[segment].begin; at < segments_[segment + 1].begin;) {
      const auto want = std::min<std::uint64_t>(chunk.size(), segments_[segment + 1].begin - at);
      const auto read = ReadAt(at, std::span(chunk).first(want));
      // Not to be read any more: the place is told as far as it is known.
      if (!read || *read == 0) return {segments_[segment].path, before + 1};
      lines += static_cast<std::uint64_t>(
          std::count(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(*read), '\n'));
      at += *read;
    }
    if (before < lines) return {segments_[segment].path, before + 1};
    before -= lines;
  }
  return {segments_.back().path, before + 1};
}

}  // namespace bylaw::ledger
