#include "bylaw/ledger/blobs.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "content_file.h"
#include "text.h"

namespace bylaw::ledger {

std::optional<Blob> BlobOf(const RecordView& record, const BlobMember& member) {
  if (!record.has(member.sha256)) return std::nullopt;
  return Blob{record.digest(member.sha256), record.number(member.bytes)};
}

std::optional<Blob> BlobOf(const RecordView& record, Field object) {
  const auto* const member =
      std::find_if(std::begin(kBlobMembers), std::end(kBlobMembers),
                   [&](const BlobMember& each) { return each.object == object; });
  return member == std::end(kBlobMembers) ? std::nullopt : BlobOf(record, *member);
}

std::string BlobFolder(const std::string& directory) {
  return directory + "/blobs";
}

std::string BlobPath(const std::string& directory, const Hash& sha256) {
  std::string path = BlobFolder(directory) + "/";
  AppendHex(sha256, path);
  return path.append(".json");
}

Result<std::string> ReadBlob(const std::string& directory, const Blob& blob,
                             const ReadOptions& options) {
  const std::string path = BlobPath(directory, blob.sha256);
  auto bytes = ReadContent(*options.host, path, blob.sha256, kBlobBytesMax);
  if (!bytes && !options.archive.empty()) {
    const std::string archived = BlobPath(options.archive, blob.sha256);
    if (auto there = ReadContent(*options.host, archived, blob.sha256, kBlobBytesMax)) {
      bytes = std::move(there);
    }
  }
  if (!bytes || bytes->size() == blob.bytes) return bytes;
  return Fail(ErrorCode::kCorrupt, path + " has " + std::to_string(bytes->size()) +
                                       " bytes; the record states " + std::to_string(blob.bytes));
}

Result<std::string> ReadObject(const RecordView& record, Field member, const std::string& directory,
                               const ReadOptions& options) {
  if (const auto blob = BlobOf(record, member)) return ReadBlob(directory, *blob, options);
  return std::string(record.raw(member));
}

}  // namespace bylaw::ledger
