// Signed notes (c2sp.org/signed-note): a text of lines, an empty line, and signatures of the text.
// Thread-safety: pure functions. Ownership: views are those of the note.
#ifndef BYLAW_LEDGER_SIGNED_NOTE_H_
#define BYLAW_LEDGER_SIGNED_NOTE_H_

#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::ledger {

struct SignedNote {
  std::string_view text;        // the last newline included: what is signed
  std::string_view signatures;  // a line each
};

// nullopt: not a signed note.
std::optional<SignedNote> ParseNote(std::string_view note);

// The note of a text that ends with a newline. The error is the signer's.
Result<std::string> SignNote(const std::string& text, const Signer& signer);

// The signature of this key, which stands there once and fits; kBadSignature says what does not.
Result<Signature> SignatureOf(const SignedNote& note, const PublicKey& key);

// Is it this text with one signature, of this key, as SignNote writes it?
bool IsPlainNote(std::string_view note, const std::string& text, const PublicKey& key);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_SIGNED_NOTE_H_
