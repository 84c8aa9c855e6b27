// What anchoring got, kept in the folder `anchors` of the ledger's directory:
//
//   <size, 20 digits>.note          the signed checkpoint of that size, with all cosignature lines
//   <size, 20 digits>-<sha256>.tsr  a time stamp response (DER) over that note's text, named by its
//                                   own SHA-256, so that those of several authorities stand side by
//                                   side
//
// The folder is a convenience, not evidence of absence: who can write the ledger can delete it. A
// file under its name is whole: it is written as <name>.tmp, synced, and renamed. Thread-safety:
// pure functions over the file system; writers of one ledger's anchors exclude each other, also
// between processes (kLocked). Ownership: everything is borrowed for the call.
#ifndef BYLAW_ANCHOR_STORE_H_
#define BYLAW_ANCHOR_STORE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::anchor {

using ledger::Result;

std::string NotePath(const std::string& directory, std::uint64_t size);

// Keeps a note that one of `keys`, the ledger's, signed. If one of its size is there, it gets the
// signature lines that it does not have, one for each key, and none is lost. Gives the path.
// kBadSignature: not a checkpoint by one of them; kRolledBack: the note that is there signs another
// text.
Result<std::string> KeepNote(ledger::Host& host, const std::string& directory,
                             std::span<const ledger::PublicKey> keys, std::string_view note);

// Keeps a time stamp of the checkpoint of that size, which is kept before. Gives the path.
Result<std::string> KeepTimeStamp(ledger::Host& host, const std::string& directory,
                                  std::uint64_t size, std::string_view response);

struct KeptAnchor {
  std::uint64_t size = 0;
  std::string note;                 // path; the file may be missing
  std::vector<std::string> stamps;  // paths
};

// All that is kept, sizes rising; nothing where there is no folder. Other names are not looked at.
Result<std::vector<KeptAnchor>> KeptAnchors(ledger::Host& host, const std::string& directory);

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_STORE_H_
