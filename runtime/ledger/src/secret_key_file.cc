// The file of a secret key, in the clear or encrypted:
//
//   bylaw-encrypted-key-1
//   <verifier key line>
//   argon2id13 <operations> <memory bytes> <base64 salt>
//   <base64(nonce ‖ secretbox(seed))>
//
// The cost of the passphrase's derivation stands in the file, so that it can rise later; what a
// file may ask for is bounded, so that a hostile file cannot exhaust memory.
#include <sodium.h>

#include <algorithm>

#include "bylaw/ledger/keys.h"
#include "key_file.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::string_view kPlainPrefix = "PRIVATE+KEY+";
constexpr std::string_view kEncryptedHeading = "bylaw-encrypted-key-1";
constexpr std::string_view kDerivation = "argon2id13";
constexpr std::uint64_t kOperationsMax = 16;
constexpr std::uint64_t kMemoryBytesMax = std::uint64_t{1} << 30;
constexpr std::size_t kSeedBytes = crypto_sign_SEEDBYTES;
constexpr std::size_t kNonceBytes = crypto_secretbox_NONCEBYTES;

tl::unexpected<Error> BadFile() {
  return Fail(ErrorCode::kBadKey, "not a key file that `bylaw keygen` wrote, or damaged");
}

// Wipes text that held a secret, however it is left.
class Wiped {
 public:
  explicit Wiped(std::string& text) : text_(text) {}
  ~Wiped() { sodium_memzero(text_.data(), text_.size()); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;

 private:
  std::string& text_;
};

struct Derivation {
  std::uint64_t operations;
  std::uint64_t memory_bytes;
  std::string salt;
};

bool DeriveKey(std::string_view passphrase, const Derivation& how, std::uint8_t* key) {
  return crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase.data(), passphrase.size(),
                       AsBytes(how.salt), how.operations, how.memory_bytes,
                       crypto_pwhash_ALG_ARGON2ID13) == 0;
}

std::optional<Derivation> ParseDerivation(std::string_view line) {
  const auto name = TakeUntil(line, ' ');
  const auto operations_text = TakeUntil(line, ' ');
  const auto memory_text = TakeUntil(line, ' ');
  if (!name || *name != kDerivation || !operations_text || !memory_text) return std::nullopt;
  const auto operations = ParseNumber(*operations_text);
  const auto memory_bytes = ParseNumber(*memory_text);
  auto salt = ParseBase64(line);
  if (!operations || *operations > kOperationsMax || !memory_bytes ||
      *memory_bytes > kMemoryBytesMax || !salt || salt->size() != crypto_pwhash_SALTBYTES) {
    return std::nullopt;
  }
  return Derivation{*operations, *memory_bytes, std::move(*salt)};
}

}  // namespace

// The same line as a verifier key's, with the seed in the place of the public key; its id is the
// public key's.
std::string SecretKey::PlainText() const {
  std::string tagged("\x01");
  const Wiped wiped(tagged);
  tagged.append(AsText({secret_.get(), kSeedBytes}));
  std::string base64 = Base64(tagged);
  const Wiped wiped_base64(base64);
  std::string text(kPlainPrefix);
  text += public_key_.name() + "+";
  AppendHex(public_key_.id(), text);
  return text.append("+").append(base64).append("\n");
}

Result<SecretKey> SecretKey::ParsePlain(std::string_view line) {
  line.remove_prefix(kPlainPrefix.size());
  if (line.ends_with('\n')) line.remove_suffix(1);
  const auto name = TakeUntil(line, '+');
  const auto id_text = TakeUntil(line, '+');
  auto tagged = ParseBase64(line);
  if (!tagged) return BadFile();
  const Wiped wiped(*tagged);
  KeyId id;
  if (!name || !id_text || !ParseHex(*id_text, id) || tagged->size() != 1 + kSeedBytes ||
      tagged->front() != '\x01') {
    return BadFile();
  }
  auto key = Make(*name, AsBytes(*tagged) + 1);
  if (key && key->public_key().id() != id) return BadFile();
  return key;
}

Result<std::string> SecretKey::EncryptedText(std::string_view passphrase) const {
  Derivation how{crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
                 std::string(crypto_pwhash_SALTBYTES, '\0')};
  randombytes_buf(how.salt.data(), how.salt.size());
  const Secret key = Allocate(crypto_secretbox_KEYBYTES);
  if (!key || !DeriveKey(passphrase, how, key.get())) {
    return Fail(ErrorCode::kIo, "no memory to encrypt the key (it takes 256 MiB for a second)");
  }
  std::string box(kNonceBytes + crypto_secretbox_MACBYTES + kSeedBytes, '\0');
  auto* const nonce = reinterpret_cast<unsigned char*>(box.data());
  randombytes_buf(nonce, kNonceBytes);
  crypto_secretbox_easy(nonce + kNonceBytes, secret_.get(), kSeedBytes, nonce, key.get());

  std::string text(kEncryptedHeading);
  text.append("\n").append(public_key_.Line()).append("\n").append(kDerivation).append(" ");
  AppendNumber(how.operations, text);
  text += ' ';
  AppendNumber(how.memory_bytes, text);
  return text.append(" ").append(Base64(how.salt)).append("\n").append(Base64(box)).append("\n");
}

Result<SecretKey> SecretKey::ParseEncrypted(std::string_view text, std::string_view passphrase) {
  const auto heading = TakeUntil(text, '\n');
  const auto key_line = TakeUntil(text, '\n');
  const auto derivation_line = TakeUntil(text, '\n');
  const auto box_line = TakeUntil(text, '\n');
  if (!heading || !key_line || !derivation_line || !box_line || !text.empty()) return BadFile();
  const auto public_key = PublicKey::Parse(*key_line);
  const auto how = ParseDerivation(*derivation_line);
  const auto box = ParseBase64(*box_line);
  if (!public_key || !how || !box ||
      box->size() != kNonceBytes + crypto_secretbox_MACBYTES + kSeedBytes) {
    return BadFile();
  }
  const Secret key = Allocate(crypto_secretbox_KEYBYTES);
  const Secret seed = Allocate(kSeedBytes);
  if (!key || !seed || !DeriveKey(passphrase, *how, key.get())) {
    return Fail(ErrorCode::kIo, "no memory to decrypt the key");
  }
  const unsigned char* const nonce = AsBytes(*box);
  if (crypto_secretbox_open_easy(seed.get(), nonce + kNonceBytes, box->size() - kNonceBytes, nonce,
                                 key.get()) != 0) {
    return Fail(ErrorCode::kBadPassphrase, "wrong passphrase, or a damaged key file");
  }
  auto secret_key = Make(public_key->name(), seed.get());
  if (secret_key && !(secret_key->public_key() == *public_key)) return BadFile();
  return secret_key;
}

Result<SecretKey> SecretKey::Load(const std::string& path,
                                  std::optional<std::string_view> passphrase) {
  auto text = ReadKeyFile(path, true);
  if (!text) return tl::unexpected<Error>(std::move(text.error()));
  const Wiped wiped(*text);
  auto key = [&]() -> Result<SecretKey> {
    if (text->starts_with(kPlainPrefix)) return ParsePlain(*text);
    if (!text->starts_with(kEncryptedHeading)) return BadFile();
    if (!passphrase) return Fail(ErrorCode::kBadPassphrase, "the key needs its passphrase");
    return ParseEncrypted(*text, *passphrase);
  }();
  if (!key) key.error().message = "key file " + path + ": " + key.error().message;
  return key;
}

Result<void> SecretKey::Save(const std::string& path,
                             std::optional<std::string_view> passphrase) const {
  auto text = passphrase ? EncryptedText(*passphrase) : Result<std::string>(PlainText());
  if (!text) return tl::unexpected<Error>(std::move(text.error()));
  const Wiped wiped(*text);
  if (auto done = CreateKeyFile(path, *text, 0600); !done) return done;
  auto done = public_key_.Save(path + ".pub");
  if (!done) RemoveKeyFile(path);
  return done;
}

}  // namespace bylaw::ledger
