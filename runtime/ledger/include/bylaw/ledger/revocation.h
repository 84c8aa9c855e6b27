// Revocation: where a ledger's key was stolen or lost, the offline root key that its genesis record
// names puts another in its place.
//
// What the root key signs is a text of six lines (docs/ledger.md, "Revocation"), which says at
// which record of which ledger, behind which hash, which key ends and which one follows. The signed
// text is the statement: a signed note (c2sp.org/signed-note). The ledger's record of the
// revocation has the root's signature in it; the statement is also what auditors are given, as
// whoever stole the key can go on without that record. Nothing here needs the ledger: it can be
// signed where the root key is. Thread-safety: pure functions. Ownership: value types.
#ifndef BYLAW_LEDGER_REVOCATION_H_
#define BYLAW_LEDGER_REVOCATION_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::ledger {

inline constexpr std::size_t kStatementBytesMax = 4096;  // of a statement and of a text alone

struct Revocation {
  std::string origin;
  std::uint64_t seq = 0;  // of the record that it is: everything before it stands
  Hash prev_hash{};       // that this record states
  PublicKey old_key;      // may not sign any more
  PublicKey new_key;      // signs from this record on, itself included

  bool operator==(const Revocation&) const = default;
};

// What the root key signs.
std::string RevocationText(const Revocation& revocation);

// kInvalidArgument: it is not what RevocationText makes.
Result<Revocation> ParseRevocation(std::string_view text);

struct RevocationStatement {
  Revocation revocation;
  std::string note;
};

// kInvalidArgument if the root key is one of the two that the text names: a key has one role. Else
// the error is the signer's.
Result<RevocationStatement> SignRevocation(const Revocation& revocation, const Signer& root);

// Reads a statement; whose signature it has is not looked at. kInvalidArgument.
Result<RevocationStatement> ParseStatement(std::string_view note);

// This root key's signature of the revocation. kBadSignature if the note has none, or one of
// another text.
Result<Signature> RootProof(const RevocationStatement& statement, const PublicKey& root);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_REVOCATION_H_
