// Ed25519 keys (RFC 8032) and their files.
//
// FILE.pub holds one line, a C2SP verifier key: `<name>+<8 hex>+<base64(0x01 ‖ public key)>`, where
// the 8 digits are the key id, the first four bytes of SHA-256(name ‖ "\n" ‖ 0x01 ‖ public key).
// FILE holds the secret, mode 0600: with a passphrase encrypted (Argon2id and XSalsa20-Poly1305,
// libsodium), without one as a line `PRIVATE+KEY+<name>+<8 hex>+<base64(0x01 ‖ seed)>`. Names are 1
// to kKeyNameMax printable ASCII characters without space and `+`. Thread-safety: all methods that
// are const may be called from any thread. Ownership: a SecretKey owns its secret, in memory that
// is locked, guarded and wiped when it is destroyed; a passphrase is the caller's to wipe.
#ifndef BYLAW_LEDGER_KEYS_H_
#define BYLAW_LEDGER_KEYS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"

namespace bylaw::ledger {

inline constexpr std::size_t kKeyNameMax = 128;

using Signature = std::array<std::uint8_t, 64>;
using KeyId = std::array<std::uint8_t, 4>;

class PublicKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  // Refuses (kBadKey) a bad name and a point that is not canonical, has low order, or lies outside
  // the prime-order group.
  static Result<PublicKey> Make(std::string_view name, const Bytes& bytes);

  // A verifier key line, with or without the newline at its end. The key id must fit.
  static Result<PublicKey> Parse(std::string_view line);

  // Reads FILE.pub.
  static Result<PublicKey> Load(const std::string& path);

  // Writes FILE.pub (0644), on disk when it returns; never over an existing file.
  Result<void> Save(const std::string& path) const;

  const std::string& name() const { return name_; }
  const Bytes& bytes() const { return bytes_; }
  const KeyId& id() const { return id_; }

  // The verifier key line, without a newline.
  std::string Line() const;

  // Its beginning, `<name>+<key id>`: what tells it from other keys.
  std::string Label() const;

  // Strict: a signature has one spelling (S below the group order, R canonical and not of low
  // order).
  bool Verifies(std::string_view message, const Signature& signature) const;

  bool operator==(const PublicKey&) const = default;

 private:
  PublicKey() = default;

  std::string name_;
  Bytes bytes_{};
  KeyId id_{};
};

// Who signs: a key in memory, or one in another process (AgentSigner, agent_signer.h).
class Signer {
 public:
  virtual ~Signer() = default;

  virtual const PublicKey& public_key() const = 0;

  // The signature of `message` by that key; from any thread. What is returned has been verified, or
  // was made here.
  virtual Result<Signature> TrySign(std::string_view message) const = 0;
};

class SecretKey final : public Signer {
 public:
  static Result<SecretKey> Generate(std::string_view name);

  // The key of a given 32-byte seed: for fixed keys in tests.
  static Result<SecretKey> FromSeed(std::string_view name, std::span<const std::uint8_t, 32> seed);

  // Reads FILE. kBadKey if others than the owner may read it; kBadPassphrase if it is encrypted and
  // the passphrase is missing or wrong.
  static Result<SecretKey> Load(const std::string& path,
                                std::optional<std::string_view> passphrase);

  // Writes FILE (0600) and FILE.pub (0644), on disk when it returns; never over an existing file,
  // and neither of them if it fails. Without a passphrase the secret is stored in the clear.
  Result<void> Save(const std::string& path, std::optional<std::string_view> passphrase) const;

  const PublicKey& public_key() const override { return public_key_; }
  Signature Sign(std::string_view message) const;
  Result<Signature> TrySign(std::string_view message) const override { return Sign(message); }

  // A key for something else than signing: HMAC-SHA-256 of the purpose's name under the seed. One
  // that was derived gives away neither the seed nor another. The caller wipes it.
  std::array<std::uint8_t, 32> Derive(std::string_view purpose) const;

 private:
  struct Wipe {
    void operator()(std::uint8_t* secret) const;
  };
  using Secret = std::unique_ptr<std::uint8_t, Wipe>;

  SecretKey(Secret secret, PublicKey public_key);
  static Result<SecretKey> Make(std::string_view name, const std::uint8_t* seed);
  static Secret Allocate(std::size_t bytes);
  static Result<SecretKey> ParsePlain(std::string_view line);
  static Result<SecretKey> ParseEncrypted(std::string_view text, std::string_view passphrase);
  std::string PlainText() const;
  Result<std::string> EncryptedText(std::string_view passphrase) const;

  Secret secret_;  // libsodium's 64 bytes: seed ‖ public key
  PublicKey public_key_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_KEYS_H_
