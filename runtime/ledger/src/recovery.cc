#include "recovery.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/segments.h"
#include "segment_writer.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::string_view kFolder = "recovered";
constexpr std::string_view kSuffix = ".torn";
constexpr std::size_t kChunkBytes = 65'536;

// Gives the bytes [from, from + size) of a file to `take`, in pieces.
template <typename Take>
Result<void> ReadRange(File& file, std::uint64_t from, std::uint64_t size, Take take) {
  std::vector<char> chunk(kChunkBytes);
  for (std::uint64_t done = 0; done < size;) {
    const std::uint64_t want = std::min<std::uint64_t>(chunk.size(), size - done);
    const auto n = file.ReadAt(from + done, std::span(chunk).first(want));
    if (!n) return tl::unexpected<Error>(n.error());
    if (*n == 0) return Fail(ErrorCode::kIo, "the ledger's file became shorter while it was read");
    if (Result<void> taken = take(std::string_view(chunk.data(), *n)); !taken) return taken;
    done += *n;
  }
  return {};
}

std::string TornName(std::uint64_t seq, const Hash& hash) {
  std::string name;
  AppendSeqDigits(seq, name);
  name.append("-");
  AppendHex(hash, name);
  return name.append(kSuffix);
}

// Is this a name that TornName made, and no recovery record of that seq or a later one names its
// hash? The same bytes can be torn off twice. What was torn off before the records that were read
// was recorded by the opening that wrote the first record behind it.
bool IsUnrecorded(std::string_view name, const OpenedFile& opened) {
  Hash hash;
  const auto seq = ParseSeqDigits(name.substr(0, kSeqDigits));
  if (!seq || *seq < opened.first_seq || name.size() < kSeqDigits + 1 + 2 * hash.size() ||
      !ParseHex(name.substr(kSeqDigits + 1, 2 * hash.size()), hash) ||
      name != TornName(*seq, hash)) {
    return false;
  }
  const auto recorded = opened.recoveries.find(hash);
  return recorded == opened.recoveries.end() || recorded->second < *seq;
}

std::vector<Checkpoint> Listed(const std::optional<Checkpoint>& expect) {
  return expect ? std::vector{*expect} : std::vector<Checkpoint>{};
}

// Gives the lines from a position on to `take`, until it fails.
template <typename Take>
Result<void> EachLine(File& file, const Position& from, Take take) {
  LineReader reader(file, from.offset, from.line);
  while (true) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<Error>(line.error());
    if (!*line) return {};
    if (Result<void> taken = take(**line); !taken) return taken;
  }
}

}  // namespace

Result<Chain> ChainAtLastSegment(Host& host, const std::string& directory,
                                 std::span<const std::uint64_t> first_seqs, const Keys& keys,
                                 const std::optional<Checkpoint>& expect) {
  const std::uint64_t last = first_seqs.back();
  if (first_seqs.size() == 1 && last == 0) return Chain();
  // A checkpoint of an earlier size is held against the tree of that size, which was not kept.
  if (first_seqs.size() > 1 && (!expect || expect->size >= last)) {
    const std::uint64_t previous = first_seqs[first_seqs.size() - 2];
    if (auto chain = ChainAtSegment(host, directory, keys, previous, last))
      return *std::move(chain);
  }
  auto segments = Segments::Open(host, directory);
  if (!segments) return tl::unexpected<Error>(segments.error());
  const std::uint64_t begin = segments->list().back().begin;
  MerkleTree before_last;
  MerkleTree up_to_last;
  const WalkOptions walk{.signatures = [](std::uint64_t) { return Signatures::kTrust; },
                         .on_line =
                             [&](const LineChecker& checker, std::uint64_t offset, std::uint64_t) {
                               if (!checker.at_checkpoint()) {
                                 before_last = std::exchange(up_to_last, checker.chain().tree);
                               }
                               return offset < begin;
                             },
                         .expect = Listed(expect),
                         .segments = segments->list()};
  auto walked = Walk(*segments, keys.first, {}, walk);
  if (!walked) return tl::unexpected<Error>(walked.error());
  Chain& chain = walked->position.chain;
  const auto refuse = [&](std::uint64_t line, const Error& error) {
    return Fail(error.code,
                segments->PlaceOf(line).text() + ": " + error.message + "; nothing was changed");
  };
  if (walked->bad) return refuse(walked->bad->line, walked->bad->error);
  if (chain.seq() != last || !chain.after_checkpoint) {
    return refuse(walked->position.line,
                  {ErrorCode::kCorrupt, "the segment does not continue the one before it"});
  }
  if (auto done = WriteFrontier(host, directory, before_last, chain.prev_hash); !done) {
    return tl::unexpected<Error>(std::move(done.error()));
  }
  return std::move(chain);
}

Result<OpenedFile> ReadToEnd(File& file, const Chain& start, const PublicKey& key,
                             const std::optional<Checkpoint>& expect) {
  OpenedFile opened;
  opened.first_seq = start.seq();
  Position signed_up_to{start, 0, 1};  // behind the last checkpoint
  WalkOptions options{.signatures = [](std::uint64_t) { return Signatures::kTrust; },
                      .on_line = {},
                      .expect = Listed(expect),
                      .segments = {}};
  options.on_line = [&](const LineChecker& checker, std::uint64_t offset, std::uint64_t next_line) {
    if (checker.at_checkpoint()) {
      signed_up_to = {checker.chain(), offset, next_line};
    } else if (checker.record()->text(Field::kind) == "recovery") {
      opened.recoveries.insert_or_assign(checker.record()->digest(Field::tail_sha256),
                                         checker.record()->number(Field::seq));
    }
    return true;
  };
  auto trusted = Walk(file, key, {start, 0, 1}, options);
  if (!trusted) return tl::unexpected<Error>(std::move(trusted.error()));

  // What no checkpoint signs must be signed by itself.
  options.signatures = [](std::uint64_t) { return Signatures::kCheck; };
  options.on_line = {};
  options.expect.clear();
  auto checked = Walk(file, key, signed_up_to, options);
  if (!checked) return tl::unexpected<Error>(std::move(checked.error()));
  opened.end = std::move(checked->position);
  opened.bad = std::move(checked->bad);
  // The expected checkpoint: a mismatch was seen by the first walk, too few records show only now.
  if (trusted->bad && trusted->bad->error.code == ErrorCode::kRolledBack) {
    opened.bad = std::move(trusted->bad);
  } else if (expect && expect->size > opened.end.chain.seq()) {
    opened.bad = BadLine{opened.end.line,
                         {ErrorCode::kRolledBack,
                          "the ledger holds fewer records than the expected "
                          "checkpoint states"}};
  }
  std::erase_if(opened.recoveries,
                [&](const auto& entry) { return entry.second >= opened.end.chain.seq(); });
  return opened;
}

Result<void> CheckTorn(File& file, const Position& at, const PublicKey& key) {
  const auto corrupt = [&](const Line& line, const std::string& what) {
    return Fail(ErrorCode::kCorrupt, "line " + std::to_string(at.line) + ": damaged, and line " +
                                         std::to_string(line.number) + " is " + what);
  };
  int checkpoints = 0;
  return EachLine(file, at, [&](const Line& line) -> Result<void> {
    const auto commit = CommitOfRecord(line.text, at.chain);
    if (commit && *commit > at.chain.seq()) {
      return corrupt(line, "a record of a later commit");
    }
    // One commit ends with one checkpoint; of two, the second belongs to a later commit.
    if (ValidCheckpoint(line.text, at.chain, key) && ++checkpoints == 2) {
      return corrupt(line, "the checkpoint of a later commit");
    }
    return {};
  });
}

Result<Tail> DescribeTail(File& file, const Position& at, const PublicKey& key) {
  Tail tail;
  auto read = EachLine(file, at, [&](const Line& line) -> Result<void> {
    if (auto note = ValidCheckpoint(line.text, at.chain, key)) tail.checkpoint = std::move(note);
    tail.bytes = line.end - (line.ended ? 1 : 0) - at.offset;
    return {};
  });
  if (!read) return tl::unexpected<Error>(std::move(read.error()));
  Sha256 sha;
  auto done = ReadRange(file, at.offset, tail.bytes, [&](std::string_view bytes) -> Result<void> {
    sha.Update(bytes);
    return {};
  });
  if (!done) return tl::unexpected<Error>(std::move(done.error()));
  tail.sha256 = sha.Finish();
  return tail;
}

Result<void> MoveTailAside(Host& host, const std::string& directory, File& file, const Position& at,
                           const Tail& tail) {
  const std::string folder = directory + "/" + std::string(kFolder);
  const std::string path = folder + "/" + TornName(at.chain.seq(), tail.sha256);
  if (auto done = host.CreateDirectory(folder); !done) return done;
  if (auto done = host.SyncDirectory(directory); !done) return done;
  {
    auto aside = host.Open(path + ".tmp", OpenMode::kCreate);
    if (!aside) return tl::unexpected<Error>(std::move(aside.error()));
    std::uint64_t written = 0;
    auto done = ReadRange(file, at.offset, tail.bytes, [&](std::string_view bytes) {
      auto write = WriteAll(**aside, written, bytes);
      written += bytes.size();
      return write;
    });
    if (done) done = (*aside)->Sync();
    if (!done) return done;
  }
  if (auto done = host.Rename(path + ".tmp", path); !done) return done;
  if (auto done = host.SyncDirectory(folder); !done) return done;
  if (auto done = file.Truncate(at.offset); !done) return done;
  return file.Sync();
}

Result<std::vector<Recovered>> Unrecorded(Host& host, const std::string& directory,
                                          const OpenedFile& opened, const PublicKey& key) {
  std::vector<Recovered> found;
  const std::string start(std::string(kFolder) + "/");
  const auto names = host.List(directory + "/" + std::string(kFolder));
  if (!names && names.error().code == ErrorCode::kNotFound) return found;
  if (!names) return tl::unexpected<Error>(names.error());
  for (const std::string& name : *names) {
    if (!IsUnrecorded(name, opened)) continue;
    std::string path = directory;
    path.append("/").append(start).append(name);
    const auto file = host.Open(path, OpenMode::kRead);
    if (!file) return tl::unexpected<Error>(file.error());
    auto tail = DescribeTail(**file, Position{opened.end.chain, 0, 1}, key);
    if (!tail) return tl::unexpected<Error>(std::move(tail.error()));
    found.push_back({path.substr(directory.size() + 1), std::move(*tail)});
  }
  return found;
}

}  // namespace bylaw::ledger
