// Keys in memory: names, ids, the verifier key line, signing. Key files are in secret_key_file.cc.
#include "bylaw/ledger/keys.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "bylaw/ledger/hash.h"
#include "key_file.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr char kEd25519 = '\x01';  // C2SP signed-note: algorithm byte

// libsodium picks its implementations and opens its random source here. It fails only where the
// system has no random source at all; nothing of this library can work then.
bool StartSodium() {
  static const bool started = sodium_init() >= 0;
  return started;
}

bool IsKeyName(std::string_view name) {
  return !name.empty() && name.size() <= kKeyNameMax &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return c > ' ' && c < 127 && c != '+'; });
}

std::string Tagged(std::span<const std::uint8_t> bytes) {
  return std::string(1, kEd25519).append(AsText(bytes));
}

}  // namespace

Result<PublicKey> PublicKey::Make(std::string_view name, const Bytes& bytes) {
  if (!IsKeyName(name)) {
    return Fail(ErrorCode::kBadKey,
                "a key name is 1 to 128 printable ASCII characters without space and +");
  }
  if (!StartSodium() || crypto_core_ed25519_is_valid_point(bytes.data()) != 1) {
    return Fail(ErrorCode::kBadKey,
                "key " + std::string(name) +
                    " is not an Ed25519 public key of full order; make one with "
                    "`bylaw keygen`");
  }
  PublicKey key;
  key.name_ = name;
  key.bytes_ = bytes;
  const Hash hash = HashOf(key.name_ + "\n" + Tagged(bytes));
  std::copy_n(hash.begin(), key.id_.size(), key.id_.begin());
  return key;
}

Result<PublicKey> PublicKey::Parse(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  const auto bad = [] {
    return Fail(ErrorCode::kBadKey,
                "not a verifier key line: expected <name>+<8 hex digits>+<base64>");
  };
  const auto name = TakeUntil(line, '+');
  const auto id_text = TakeUntil(line, '+');
  if (!name || !id_text) return bad();
  KeyId id;
  const auto tagged = ParseBase64(line);
  Bytes bytes;
  if (!ParseHex(*id_text, id) || !tagged || tagged->size() != 1 + bytes.size() ||
      tagged->front() != kEd25519) {
    return bad();
  }
  std::copy_n(AsBytes(*tagged) + 1, bytes.size(), bytes.begin());
  auto key = Make(*name, bytes);
  if (key && key->id() != id) {
    return Fail(ErrorCode::kBadKey, "the key id of " + std::string(*name) +
                                        " does not fit the key: the line was changed");
  }
  return key;
}

Result<PublicKey> PublicKey::Load(const std::string& path) {
  const auto text = ReadKeyFile(path, false);
  if (!text) return tl::unexpected<Error>(text.error());
  auto key = Parse(*text);
  if (!key) key.error().message = path + ": " + key.error().message;
  return key;
}

Result<void> PublicKey::Save(const std::string& path) const {
  return CreateKeyFile(path, Line() + "\n", 0644);
}

std::string PublicKey::Line() const {
  return Label() + "+" + Base64(Tagged(bytes_));
}

std::string PublicKey::Label() const {
  std::string label = name_ + "+";
  AppendHex(id_, label);
  return label;
}

bool PublicKey::Verifies(std::string_view message, const Signature& signature) const {
  return crypto_sign_verify_detached(signature.data(), AsBytes(message), message.size(),
                                     bytes_.data()) == 0;
}

void SecretKey::Wipe::operator()(std::uint8_t* secret) const {
  sodium_free(secret);
}

SecretKey::SecretKey(Secret secret, PublicKey public_key)
    : secret_(std::move(secret)), public_key_(std::move(public_key)) {}

// Guard pages around it, locked in memory where the system's limit allows, wiped by sodium_free.
SecretKey::Secret SecretKey::Allocate(std::size_t bytes) {
  return Secret(static_cast<std::uint8_t*>(sodium_malloc(bytes)));
}

Result<SecretKey> SecretKey::Make(std::string_view name, const std::uint8_t* seed) {
  if (!StartSodium()) return Fail(ErrorCode::kIo, "the system has no source of randomness");
  Secret secret = Allocate(crypto_sign_SECRETKEYBYTES);
  if (!secret) return Fail(ErrorCode::kIo, "no memory for a secret key");
  PublicKey::Bytes bytes;
  if (seed == nullptr) {
    crypto_sign_keypair(bytes.data(), secret.get());
  } else {
    crypto_sign_seed_keypair(bytes.data(), secret.get(), seed);
  }
  auto public_key = PublicKey::Make(name, bytes);
  if (!public_key) return tl::unexpected<Error>(std::move(public_key.error()));
  return SecretKey(std::move(secret), std::move(*public_key));
}

Result<SecretKey> SecretKey::Generate(std::string_view name) {
  return Make(name, nullptr);
}

Result<SecretKey> SecretKey::FromSeed(std::string_view name,
                                      std::span<const std::uint8_t, 32> seed) {
  return Make(name, seed.data());
}

Signature SecretKey::Sign(std::string_view message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, AsBytes(message), message.size(), secret_.get());
  return signature;
}

}  // namespace bylaw::ledger
