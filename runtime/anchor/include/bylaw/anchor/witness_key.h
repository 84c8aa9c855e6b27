// The public key of a witness: who cosigns checkpoints (c2sp.org/tlog-cosignature).
//
// A witness's verifier key line is `<name>+<8 hex>+<base64(0x04 ‖ Ed25519 public key)>`; the 8
// digits are the key id, the first four bytes of SHA-256(name ‖ "\n" ‖ 0x04 ‖ public key). The type
// byte is what tells it from the line of a log's key (0x01). Take it from the witness itself, never
// from the ledger. Thread-safety: value type. Ownership: none.
#ifndef BYLAW_ANCHOR_WITNESS_KEY_H_
#define BYLAW_ANCHOR_WITNESS_KEY_H_

#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::anchor {

using ledger::Result;

class WitnessKey {
 public:
  // The key of a name and an Ed25519 public key; kBadKey as ledger::PublicKey::Make.
  static Result<WitnessKey> Make(std::string_view name, const ledger::PublicKey::Bytes& bytes);

  // A verifier key line, with or without the newline at its end. kBadKey says what does not fit:
  // form, type byte or key id.
  static Result<WitnessKey> Parse(std::string_view line);

  // Reads a file that holds one line.
  static Result<WitnessKey> Load(const std::string& path);

  const std::string& name() const { return key_.name(); }
  const ledger::KeyId& id() const { return id_; }

  // The verifier key line, without a newline.
  std::string Line() const;

  // Strict, as ledger::PublicKey::Verifies.
  bool Verifies(std::string_view message, const ledger::Signature& signature) const {
    return key_.Verifies(message, signature);
  }

 private:
  explicit WitnessKey(ledger::PublicKey key);

  ledger::PublicKey key_;  // whose own id is that of a log's key, and is not used
  ledger::KeyId id_{};
};

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_WITNESS_KEY_H_
