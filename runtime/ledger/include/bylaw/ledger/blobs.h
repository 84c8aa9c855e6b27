// Blobs: the objects of requests that are too long for a record. `blobs/<sha256>.json` holds one in
// canonical form; the record has its digest and length in the object's place.
//
// Ledger::KeepBlob writes one. Thread-safety: pure functions. Limits: kBlobBytesMax.
#ifndef BYLAW_LEDGER_BLOBS_H_
#define BYLAW_LEDGER_BLOBS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

inline constexpr std::uint64_t kBlobBytesMax = 8u << 20;

struct Blob {
  Hash sha256{};
  std::uint64_t bytes = 0;

  bool operator==(const Blob&) const = default;
};

// A member that can stand outside of its record, and those that stand in its place then.
struct BlobMember {
  Field object;
  Field bytes;
  Field sha256;
};
inline constexpr BlobMember kBlobMembers[] = {
    {Field::action_params, Field::params_bytes, Field::params_sha256},
    {Field::context, Field::context_bytes, Field::context_sha256}};

// The blob that the record has in place of this object, if it has one.
std::optional<Blob> BlobOf(const RecordView& record, const BlobMember& member);
std::optional<Blob> BlobOf(const RecordView& record, Field object);

std::string BlobFolder(const std::string& directory);
std::string BlobPath(const std::string& directory, const Hash& sha256);

// The canonical text, out of the ledger or else out of the archive, if there is one. kNotFound, or
// kCorrupt: the file holds other bytes, or not so many.
Result<std::string> ReadBlob(const std::string& directory, const Blob& blob,
                             const ReadOptions& options);

// What a record holds as `member`, wherever it stands: the canonical text out of the record, or out
// of the blob in its place. Empty: it has none. The error is the blob's.
Result<std::string> ReadObject(const RecordView& record, Field member, const std::string& directory,
                               const ReadOptions& options);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_BLOBS_H_
