// Checkpoints as C2SP signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint):
//
//   <origin>\n<size>\n<base64 root hash>\n\n— <key name> <base64(key id ‖ Ed25519 signature)>\n
//
// The signature covers the text up to and with the newline before the blank line. No record can be
// taken for one: a record begins with `{`, an origin does not. Thread-safety: pure functions.
// Ownership: value types.
#ifndef BYLAW_LEDGER_NOTE_H_
#define BYLAW_LEDGER_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::ledger {

inline constexpr std::size_t kOriginMax = 128;  // bytes
inline constexpr std::size_t kNoteBytesMax =
    65'536;  // of a note that was kept elsewhere, with cosignatures

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;  // records covered: all with a seq below
  Hash root{};

  bool operator==(const Checkpoint&) const = default;
};

// 1 to kOriginMax printable ASCII characters without space, not beginning with `{`.
bool IsOrigin(std::string_view origin);

// The error is the signer's.
Result<std::string> SignCheckpoint(const Checkpoint& checkpoint, const Signer& signer);

// Reads a note and checks this key's signature. Further lines of text and signatures of other keys
// (witnesses) are allowed and ignored, as the specification asks. kBadSignature names what is
// wrong.
Result<Checkpoint> OpenCheckpoint(std::string_view note, const PublicKey& key);

// The same by one of several keys, as a ledger has them that has changed its key (KeysOf, prove.h).
Result<Checkpoint> OpenCheckpoint(std::string_view note, std::span<const PublicKey> keys);

// The same for a note exactly as SignCheckpoint writes it, as it stands in a ledger: no further
// line.
Result<Checkpoint> OpenPlainCheckpoint(std::string_view note, const PublicKey& key);

// As OpenCheckpoint from a file, as `--expect` takes it.
Result<Checkpoint> LoadCheckpoint(const std::string& path, std::span<const PublicKey> keys);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_NOTE_H_
