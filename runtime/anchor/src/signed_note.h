// The parts of a C2SP signed note (c2sp.org/signed-note), whoever signed it: its text, and its
// signature lines `— <name> <base64(key id ‖ signature)>`. Thread-safety: pure functions.
// Ownership: views are into the note.
#ifndef BYLAW_ANCHOR_SIGNED_NOTE_H_
#define BYLAW_ANCHOR_SIGNED_NOTE_H_

#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::anchor {

using ledger::Result;

struct SignatureLine {
  std::string_view line;  // with its newline
  std::string_view name;
  ledger::KeyId id{};
  std::string signature;  // what follows the key id; its form is the key's

  bool IsOfKeyOf(const SignatureLine& other) const { return name == other.name && id == other.id; }
};

struct SignedNote {
  std::string_view text;  // what is signed: up to the blank line, with the last newline before it
  std::vector<SignatureLine> signatures;
};

// kBadSignature: something else than signature lines, each with its newline.
Result<std::vector<SignatureLine>> ParseSignatureLines(std::string_view lines);

// kBadSignature: no signed note of at most ledger::kNoteBytesMax.
Result<SignedNote> ParseSignedNote(std::string_view note);

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_SIGNED_NOTE_H_
