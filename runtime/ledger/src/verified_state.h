// How far a verification came, as a text that the next one goes on from: the last checkpoint that
// held, the chain behind it, and where its line stands. docs/ledger.md gives the format.
//
// Whoever verifies keeps it and has to trust it, as they trust a checkpoint that they kept. What
// can be checked of it is checked: the key that was brought, the note's signature, that the tree
// makes its root. Thread-safety: pure functions. Ownership: value types.
#ifndef BYLAW_LEDGER_VERIFIED_STATE_H_
#define BYLAW_LEDGER_VERIFIED_STATE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"
#include "chain.h"

namespace bylaw::ledger {

inline constexpr std::uint64_t kVerifiedStateBytesMax = 65'536;

struct VerifiedState {
  Chain chain;                // behind the checkpoint
  std::string note;           // of the checkpoint
  std::uint64_t segment = 0;  // the first seq of that which holds its line
  std::uint64_t offset = 0;   // of the line in it
  std::uint64_t line = 0;     // its number in it, from 1
};

// `first_key` is that of the genesis record.
std::string VerifiedStateText(const VerifiedState& state, const PublicKey& first_key);

// kInvalidArgument: it is no such text, of another key, or does not bear out its checkpoint.
Result<VerifiedState> ParseVerifiedState(std::string_view text, const PublicKey& first_key);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_VERIFIED_STATE_H_
