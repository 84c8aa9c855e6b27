#include "bylaw/ledger/tiles.h"

#include <algorithm>
#include <set>
#include <utility>

#include "segment_writer.h"
#include "signed_records.h"
#include "tile_maker.h"

namespace bylaw::ledger {
namespace {

constexpr std::string_view kCheckpointFile = "checkpoint";
constexpr std::size_t kBundleBytesMax = kTileWidth * (2 + kTileEntryBytesMax);

// Writes files below a directory, and makes the directories that they need.
class Folder {
 public:
  Folder(Host& host, std::string path) : host_(host), path_(std::move(path)) {}

  Result<void> Make() {
    if (auto done = host_.CreateDirectory(path_); !done) return done;
    const auto names = host_.List(path_);
    if (!names) return tl::unexpected<Error>(names.error());
    if (names->empty()) return {};
    return Fail(ErrorCode::kExists, path_ + " is not empty; a log is exported to an empty folder");
  }

  Result<void> Write(const std::string& name, std::string_view bytes) {
    for (std::size_t at = name.find('/'); at != std::string::npos; at = name.find('/', at + 1)) {
      const std::string folder = name.substr(0, at);
      if (!made_.insert(folder).second) continue;
      if (auto done = host_.CreateDirectory(path_ + "/" + folder); !done) return done;
    }
    auto file = host_.Open(path_ + "/" + name, OpenMode::kCreate);
    if (!file) return tl::unexpected<Error>(std::move(file.error()));
    if (auto done = WriteAll(**file, 0, bytes); !done) return done;
    return (*file)->Sync();
  }

 private:
  Host& host_;
  std::string path_;
  std::set<std::string> made_;
};

class TileVerification {
 public:
  TileVerification(const std::string& directory, const ReadOptions& options)
      : directory_(directory),
        options_(options),
        maker_([this](const auto& path, auto bytes) { return Compare(path, bytes); }) {}

  Result<void> Run(const Checkpoint& checkpoint) {
    for (std::uint64_t at = 0; at < checkpoint.size; at += kTileWidth) {
      const std::uint64_t width = std::min(kTileWidth, checkpoint.size - at);
      if (auto done = AddBundle(TilePath("entries", at / kTileWidth, width), width); !done)
        return done;
      if (options_.progress && !options_.progress(at + width, checkpoint.size))
        return Fail(ErrorCode::kClosed, "verification was stopped");
    }
    if (auto done = maker_.Finish(); !done) return done;
    if (maker_.tree().Root() == checkpoint.root) return {};
    return Fail(ErrorCode::kCorrupt,
                directory_ + ": the entries are not those that the checkpoint signs");
  }

 private:
  Result<std::string> Read(const std::string& path) {
    auto bytes = ReadWhole(*options_.host, directory_ + "/" + path, kBundleBytesMax);
    if (!bytes && bytes.error().code == ErrorCode::kNotFound)
      bytes.error().code = ErrorCode::kCorrupt;
    return bytes;
  }

  Result<void> AddBundle(const std::string& path, std::uint64_t width) {
    const auto bundle = Read(path);
    if (!bundle) return tl::unexpected<Error>(bundle.error());
    std::string_view rest = *bundle;
    for (std::uint64_t i = 0; i < width; ++i) {
      const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(rest[at]); };
      const std::size_t length =
          rest.size() < 2 ? rest.size() : std::size_t{byte(0)} << 8 | byte(1);
      if (rest.size() < 2 + length) {
        return Fail(ErrorCode::kCorrupt,
                    directory_ + "/" + path + " ends within entry " + std::to_string(i));
      }
      if (auto done = maker_.Add(rest.substr(2, length)); !done) return done;
      rest.remove_prefix(2 + length);
    }
    if (rest.empty()) return {};
    return Fail(ErrorCode::kCorrupt,
                directory_ + "/" + path + " has more than " + std::to_string(width) + " entries");
  }

  Result<void> Compare(const std::string& path, std::string_view made) {
    const auto there = Read(path);
    if (!there) return tl::unexpected<Error>(there.error());
    if (*there == made) return {};
    return Fail(ErrorCode::kCorrupt,
                directory_ + "/" + path + " is not what the log's entries make it");
  }

  const std::string& directory_;
  const ReadOptions& options_;
  TileMaker maker_;
};

}  // namespace

Result<Checkpoint> ExportTiles(const std::string& ledger_directory, const PublicKey& key,
                               const std::string& to, const ReadOptions& options) {
  auto records = SignedRecords::Open(ledger_directory, key, options);
  if (!records) return tl::unexpected<Error>(records.error());
  auto last = records->LastCheckpoint(1);
  if (!last) return tl::unexpected<Error>(last.error());
  Folder folder(*options.host, to);
  if (auto done = folder.Make(); !done) return tl::unexpected<Error>(done.error());
  TileMaker maker(
      [&](const std::string& path, std::string_view bytes) { return folder.Write(path, bytes); });
  const auto add = [&](const SignedRecords::Read& read) -> Result<void> {
    if (!read.line.empty()) return maker.Add(read.body);
    return Fail(ErrorCode::kNotFound, "record " + std::to_string(maker.tree().size()) +
                                          " is archived or dropped: a log has all entries; put its "
                                          "segment back, or name the archive");
  };
  auto done = records->ForEach(last->checkpoint.size, add);
  if (done) done = maker.Finish();
  if (!done) return tl::unexpected<Error>(done.error());
  if (maker.tree().Root() != last->checkpoint.root) return records->Changed();
  if (done = folder.Write(std::string(kCheckpointFile), last->note); !done)
    return tl::unexpected<Error>(done.error());
  return std::move(last->checkpoint);
}

Result<Checkpoint> VerifyTiles(const std::string& directory, std::string_view note,
                               const PublicKey& key, const ReadOptions& options) {
  auto checkpoint = OpenCheckpoint(note, key);
  if (!checkpoint) return checkpoint;
  if (auto done = TileVerification(directory, options).Run(*checkpoint); !done)
    return tl::unexpected<Error>(done.error());
  return checkpoint;
}

Result<Checkpoint> VerifyTiles(const std::string& directory, const PublicKey& key,
                               const ReadOptions& options) {
  const auto note =
      ReadWhole(*options.host, directory + "/" + std::string(kCheckpointFile), kNoteBytesMax);
  if (!note) return tl::unexpected<Error>(note.error());
  return VerifyTiles(directory, *note, key, options);
}

}  // namespace bylaw::ledger
