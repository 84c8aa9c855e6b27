// Do the anchors that are kept with a ledger fit it, and do they hold under keys and certificates
// from elsewhere?
//
// What is signed outside cannot be rewritten unseen, not even by whoever holds the ledger's key:
// the ledger must have, at the size of each anchor, the root that the anchor states. What was never
// anchored, or whose anchors were deleted, is not covered: a report without a good anchor means
// NOT ANCHORED. Thread-safety: pure functions. Ownership: everything is borrowed for the call. The
// ledger is read twice, whatever the number of anchors.
#ifndef BYLAW_ANCHOR_VERIFY_H_
#define BYLAW_ANCHOR_VERIFY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bylaw/anchor/time_stamp.h"
#include "bylaw/anchor/witness_key.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/note.h"
#include "bylaw/ledger/read_options.h"

namespace bylaw::anchor {

// Who may say something about a ledger.
struct Trusted {
  std::vector<WitnessKey> witnesses;
  std::optional<TsaRoots> authorities;
};

// That the ledger's first `size` records were as they are by this time.
struct GoodAnchor {
  std::uint64_t size = 0;
  ledger::Timestamp time;
  std::string by;    // a witness's name, or the subject of an authority's certificate
  std::string file;  // that states it
};

struct BadAnchor {
  std::string file;
  std::string why;
};

struct AnchorReport {
  std::vector<GoodAnchor> good;  // sizes rising
  std::vector<BadAnchor> bad;    // likewise

  // Up to where the ledger is anchored; 0: NOT ANCHORED.
  std::uint64_t size() const { return good.empty() ? 0 : good.back().size; }
};

// Every kept note must be a checkpoint of this ledger, signed by `key`, that of its genesis record,
// or one that followed it, with the ledger's root at
// its size; every cosignature by a trusted witness, and with `authorities` every time stamp, must
// hold. Cosignatures by others are not looked at, nor without `authorities` time stamps. An error:
// the ledger or the folder cannot be read.
Result<AnchorReport> VerifyAnchors(const std::string& directory, const ledger::PublicKey& key,
                                   const Trusted& trusted, const ledger::ReadOptions& options = {});

// The largest kept checkpoint, by one of the ledger's keys, that this witness cosigned; nullopt if
// there is none. Only signatures are checked, not whether the ledger still fits it.
Result<std::optional<ledger::Checkpoint>> LastCosigned(ledger::Host& host,
                                                       const std::string& directory,
                                                       std::span<const ledger::PublicKey> keys,
                                                       const WitnessKey& witness);

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_VERIFY_H_
