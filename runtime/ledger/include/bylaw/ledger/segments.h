// The files that hold a ledger's lines, and the view of all of them as one.
//
// A segment is called by the seq of its first record. Where one ends the next begins: behind a
// checkpoint, at a size that the writer was given. Only the last is written to, and only it may end
// in newlines, the space kept ready. Thread-safety: a Segments belongs to one thread, and any
// number of them may read a ledger while it is written; what is written to the last segment
// meanwhile is read too, segments begun meanwhile are not. Ownership: borrows the host. Memory and
// open files: one buffer, one file, whatever the number of segments.
#ifndef BYLAW_LEDGER_SEGMENTS_H_
#define BYLAW_LEDGER_SEGMENTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"

namespace bylaw::ledger {

// `<directory>/<first seq, 20 digits>.jsonl`.
std::string SegmentPath(const std::string& directory, std::uint64_t first_seq = 0);

// The first seqs of a ledger's segments, rising. kNotFound: the directory is no ledger.
Result<std::vector<std::uint64_t>> ListSegments(Host& host, const std::string& directory);

class Segments final : public Readable {
 public:
  struct Segment {
    std::uint64_t first_seq = 0;
    std::uint64_t begin = 0;  // where its first byte stands in the whole
    std::string path;
  };

  // A line as people look for it.
  struct Place {
    std::string path;
    std::uint64_t line = 0;  // in that file, from 1

    std::string text() const { return path + ", line " + std::to_string(line); }
  };

  // kNotFound: the directory is no ledger. Of segments that are in `archive` too, a folder (empty:
  // none), those are read; kNotFound: it holds none.
  static Result<Segments> Open(Host& host, const std::string& directory,
                               const std::string& archive = {});

  // Of the whole: as a file that holds every segment, one behind the other.
  Result<std::size_t> ReadAt(std::uint64_t offset, std::span<char> out) override;
  Result<std::uint64_t> Size() override;

  const std::vector<Segment>& list() const { return segments_; }

  // That holds the byte at this place of the whole.
  const Segment& Holding(std::uint64_t offset) const;

  // Where the line of this number (from 1), counted from the beginning of a segment on, stands.
  // Reads the segments from there again.
  Place PlaceOf(std::uint64_t line, std::size_t segment = 0);

 private:
  explicit Segments(Host& host) : host_(&host) {}

  Result<File*> FileOf(std::size_t segment);

  Host* host_;
  std::vector<Segment> segments_;
  std::unique_ptr<File> file_;  // of the segment read last
  std::size_t open_ = 0;        // which that is
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_SEGMENTS_H_
