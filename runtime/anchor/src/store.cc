#include "bylaw/anchor/store.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/note.h"
#include "signed_note.h"
#include "text.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;
using ledger::Fail;
using ledger::Host;

constexpr std::string_view kNoteEnd = ".note";
constexpr std::string_view kStampEnd = ".tsr";

std::string FolderOf(const std::string& directory) {
  return directory + "/anchors";
}

Result<std::unique_ptr<ledger::Lock>> LockFolder(Host& host, const std::string& directory) {
  const std::string folder = FolderOf(directory);
  if (auto done = host.CreateDirectory(folder); !done) {
    return tl::unexpected<ledger::Error>(std::move(done.error()));
  }
  if (auto done = host.SyncDirectory(directory); !done) {
    return tl::unexpected<ledger::Error>(std::move(done.error()));
  }
  auto lock = host.LockDirectory(folder);
  if (lock || lock.error().code != ErrorCode::kLocked) return lock;
  return Fail(ErrorCode::kLocked, folder + " is being written by another process; try again");
}

// The note that is kept with the signature lines of another that its keys lack.
Result<std::string> Joined(const std::string& path, const std::string& kept,
                           std::string_view note) {
  const auto there = ParseSignedNote(kept);
  const auto other = ParseSignedNote(note);
  if (!there || !other) {
    return Fail(ErrorCode::kCorrupt,
                path + " is not a signed note any more; move it away, and anchor again");
  }
  if (there->text != other->text) {
    return Fail(ErrorCode::kRolledBack,
                path +
                    " holds another checkpoint of the same size: the ledger was rewritten; keep "
                    "both, and find out who holds the key");
  }
  std::string joined = kept;
  for (const SignatureLine& line : other->signatures) {
    const auto same_key = [&](const SignatureLine& kept_line) { return kept_line.IsOfKeyOf(line); };
    if (std::none_of(there->signatures.begin(), there->signatures.end(), same_key)) {
      joined += line.line;
    }
  }
  if (joined.size() <= ledger::kNoteBytesMax) return joined;
  return Fail(ErrorCode::kInvalidArgument,
              path + " has no room for one more signature; a note takes 65,536 bytes");
}

}  // namespace

std::string NotePath(const std::string& directory, std::uint64_t size) {
  std::string path = FolderOf(directory) + "/";
  ledger::AppendSeqDigits(size, path);
  return path.append(kNoteEnd);
}

Result<std::string> KeepNote(Host& host, const std::string& directory,
                             std::span<const ledger::PublicKey> keys, std::string_view note) {
  const auto checkpoint = ledger::OpenCheckpoint(note, keys);
  if (!checkpoint) return tl::unexpected<ledger::Error>(checkpoint.error());
  const auto lock = LockFolder(host, directory);
  if (!lock) return tl::unexpected<ledger::Error>(lock.error());
  std::string path = NotePath(directory, checkpoint->size);
  auto kept = ledger::ReadWhole(host, path, ledger::kNoteBytesMax);
  if (!kept && kept.error().code != ErrorCode::kNotFound) return kept;
  Result<std::string> wanted = kept ? Joined(path, *kept, note) : std::string(note);
  if (!wanted) return wanted;
  if (kept && *kept == *wanted) return path;
  if (auto done = ledger::WriteWhole(host, path, *wanted); !done) {
    return tl::unexpected<ledger::Error>(std::move(done.error()));
  }
  return path;
}

Result<std::string> KeepTimeStamp(Host& host, const std::string& directory, std::uint64_t size,
                                  std::string_view response) {
  const auto lock = LockFolder(host, directory);
  if (!lock) return tl::unexpected<ledger::Error>(lock.error());
  std::string path = FolderOf(directory) + "/";
  ledger::AppendSeqDigits(size, path);
  path += '-';
  ledger::AppendHex(ledger::HashOf(response), path);
  path += kStampEnd;
  if (auto done = ledger::WriteWhole(host, path, response); !done) {
    return tl::unexpected<ledger::Error>(std::move(done.error()));
  }
  return path;
}

Result<std::vector<KeptAnchor>> KeptAnchors(Host& host, const std::string& directory) {
  const auto names = host.List(FolderOf(directory));
  if (!names && names.error().code == ErrorCode::kNotFound) return std::vector<KeptAnchor>();
  if (!names) return tl::unexpected<ledger::Error>(names.error());
  std::map<std::uint64_t, KeptAnchor> by_size;
  for (const std::string& name : *names) {
    const std::string_view view = name;
    const auto size = ledger::ParseSeqDigits(view.substr(0, ledger::kSeqDigits));
    const std::string_view end = view.substr(std::min(ledger::kSeqDigits, view.size()));
    const bool is_stamp = end.starts_with('-') && end.ends_with(kStampEnd);
    if (!size || (!is_stamp && end != kNoteEnd)) continue;
    KeptAnchor& anchor = by_size[*size];
    anchor.size = *size;
    anchor.note = NotePath(directory, *size);
    if (is_stamp) anchor.stamps.push_back(FolderOf(directory) + "/" + name);
  }
  std::vector<KeptAnchor> anchors;
  anchors.reserve(by_size.size());
  for (auto& [size, anchor] : by_size) anchors.push_back(std::move(anchor));
  return anchors;
}

}  // namespace bylaw::anchor
