#include "frontier_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/segments.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kDigits = 2 * std::tuple_size_v<Hash>;
constexpr std::size_t kFileBytesMax = 65 * (kDigits + 1);

std::string FolderOf(const std::string& directory) {
  return directory + "/tree";
}

std::string PathOf(const std::string& directory, std::uint64_t seq) {
  std::string path = FolderOf(directory) + "/";
  AppendSeqDigits(seq, path);
  return path.append(".frontier");
}

// A tree without its last leaf, and that leaf.
struct Frontier {
  MerkleTree before_last;
  Hash last_leaf{};
};

std::optional<Frontier> ReadFrontier(Host& host, const std::string& directory, std::uint64_t size) {
  const auto text = ReadWhole(host, PathOf(directory, size), kFileBytesMax);
  if (!text) return std::nullopt;
  std::string_view rest = *text;
  const auto next = [&]() -> std::optional<Hash> {
    Hash hash;
    const auto line = TakeUntil(rest, '\n');
    if (!line || !ParseHex(*line, hash)) return std::nullopt;
    return hash;
  };
  Frontier frontier;
  for (std::size_t level = 64; level-- > 0;) {
    if ((((size - 1) >> level) & 1) == 0) continue;
    const auto root = next();
    if (!root) return std::nullopt;
    frontier.before_last.Append(Subtree{level, *root});
  }
  const auto leaf = next();
  if (!leaf || !rest.empty()) return std::nullopt;
  frontier.last_leaf = *leaf;
  return frontier;
}

// The last two lines of a sealed segment: its last record and the checkpoint behind it.
struct LastLines {
  std::string record;
  std::string checkpoint;
};

std::optional<LastLines> ReadLastLines(Host& host, const std::string& path) {
  const auto file = host.Open(path, OpenMode::kRead);
  if (!file) return std::nullopt;
  const auto size = (*file)->Size();
  if (!size) return std::nullopt;
  const std::uint64_t bytes = std::min<std::uint64_t>(*size, 2 * kLineBytesMax);
  std::string end(bytes, '\0');
  const auto read = (*file)->ReadAt(*size - bytes, end);
  if (!read || *read != bytes || !end.ends_with('\n')) return std::nullopt;
  end.pop_back();
  const std::size_t checkpoint = end.rfind('\n');
  if (checkpoint == std::string::npos || checkpoint == 0) return std::nullopt;
  const std::size_t record = end.rfind('\n', checkpoint - 1);
  const std::size_t begin = record == std::string::npos ? 0 : record + 1;
  return LastLines{end.substr(begin, checkpoint - begin), end.substr(checkpoint + 1)};
}

// What the genesis record states: its own signature holds, or that of the checkpoint behind it.
std::optional<Chain> ReadGenesis(Host& host, const std::string& directory, const PublicKey& key) {
  const auto file = host.Open(SegmentPath(directory), OpenMode::kRead);
  if (!file) return std::nullopt;
  LineReader reader(**file);
  LineChecker checker(key, {});
  do {
    const auto line = reader.Next();
    if (!line || !*line || !checker.Check((*line)->text, Signatures::kTrust)) return std::nullopt;
    const auto& record = checker.record();
    if (record && record->is_signed() && !key.Verifies(checker.body(), record->signature())) {
      return std::nullopt;
    }
  } while (checker.chain().checkpoint_owed);
  return checker.chain();
}

}  // namespace

std::optional<PublicKey> GenesisKey(Host& host, const std::string& directory) {
  const auto file = host.Open(SegmentPath(directory), OpenMode::kRead);
  if (!file) return std::nullopt;
  LineReader reader(**file);
  const auto line = reader.Next();
  if (!line || !*line) return std::nullopt;
  const auto record = RecordView::Parse((*line)->text);
  if (!record || !record->has(Field::key)) return std::nullopt;
  auto key = PublicKey::Parse(record->text(Field::key));
  return key ? std::optional(*std::move(key)) : std::nullopt;
}

Result<void> WriteFrontier(Host& host, const std::string& directory, const MerkleTree& before_last,
                           const Hash& last_leaf) {
  std::string text;
  const auto append = [&](const Hash& hash) {
    AppendHex(hash, text);
    text += '\n';
  };
  for (const Subtree& subtree : before_last.Subtrees()) append(subtree.root);
  append(last_leaf);
  if (auto done = host.CreateDirectory(FolderOf(directory)); !done) return done;
  if (auto done = host.SyncDirectory(directory); !done) return done;
  return WriteWhole(host, PathOf(directory, before_last.size() + 1), text);
}

std::optional<Chain> ChainAtSegment(Host& host, const std::string& directory, const Keys& keys,
                                    std::uint64_t previous, std::uint64_t first_seq) {
  auto frontier = ReadFrontier(host, directory, first_seq);
  const auto lines = ReadLastLines(host, SegmentPath(directory, previous));
  const auto genesis = ReadGenesis(host, directory, keys.first);
  if (!frontier || !lines || !genesis) return std::nullopt;
  const auto record = RecordView::Parse(lines->record);
  if (!record) return std::nullopt;
  std::string body;
  record->AppendBody(body);
  if (LeafHash(body) != frontier->last_leaf) return std::nullopt;

  Chain chain = *genesis;
  chain.tree = frontier->before_last;
  chain.mode = record->is_signed() ? SigningMode::kRecord : SigningMode::kCheckpoint;
  chain.AddRecord(frontier->last_leaf, record->number(Field::commit),
                  record->time(Field::timestamp));
  if (record->Is(Field::kind, "mode")) {
    const auto mode = ParseSigningMode(record->text(Field::mode));
    if (!mode) return std::nullopt;
    chain.ChangeMode(*mode);
  } else if (record->Is(Field::kind, "key")) {
    auto next = PublicKey::Parse(record->text(Field::key));
    if (!next) return std::nullopt;
    if (!record->has(Field::root_proof)) {
      chain.ChangeKey(*std::move(next));
    } else if (*next != keys.now) {
      return std::nullopt;  // a revocation's own checkpoint is by the key that it names
    }
  }
  chain.key = keys.now;
  const auto note = ValidCheckpoint(lines->checkpoint, chain, keys.now);
  if (!note || *OpenCheckpoint(*note, keys.now) != chain.ToCheckpoint()) return std::nullopt;
  chain.AddCheckpoint();
  return chain;
}

}  // namespace bylaw::ledger
