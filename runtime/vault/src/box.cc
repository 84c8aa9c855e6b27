#include "box.h"

#include <sodium.h>

#include <algorithm>

namespace bylaw::vault {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(Key::kBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

// Into `out`, which has room for what is inside.
bool OpenInto(Bytes key, Bytes box, Bytes about, std::uint8_t* out) {
  const Bytes nonce = box.first(kNonceBytes);
  const Bytes sealed = box.subspan(kNonceBytes);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, sealed.data(),
                                                    sealed.size(), about.data(), about.size(),
                                                    nonce.data(), key.data()) == 0;
}

}  // namespace

void Key::Free::operator()(std::uint8_t* bytes) const {
  sodium_free(bytes);
}

ledger::Result<Key> Key::Make() {
  auto* const bytes = sodium_init() < 0 ? nullptr : sodium_malloc(kBytes);
  if (bytes == nullptr) {
    return ledger::Fail(ledger::ErrorCode::kIo,
                        "the vault has no locked memory for a key: raise `ulimit -l`");
  }
  return Key(static_cast<std::uint8_t*>(bytes));
}

ledger::Result<Key> Key::Random() {
  auto key = Make();
  if (key) randombytes_buf(key->bytes_.get(), kBytes);
  return key;
}

ledger::Result<Key> Key::Derive(const ledger::SecretKey& secret, std::string_view purpose) {
  auto key = Make();
  if (!key) return key;
  auto derived = secret.Derive(purpose);
  static_assert(sizeof derived == kBytes);
  std::copy(derived.begin(), derived.end(), key->bytes_.get());
  sodium_memzero(derived.data(), derived.size());
  return key;
}

std::vector<std::uint8_t> Key::Seal(Bytes content, Bytes about) const {
  std::vector<std::uint8_t> box(kNonceBytes + content.size() + kTagBytes);
  randombytes_buf(box.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(box.data() + kNonceBytes, nullptr, content.data(),
                                             content.size(), about.data(), about.size(), nullptr,
                                             box.data(), bytes_.get());
  return box;
}

std::vector<std::uint8_t> Key::Wrap(const Key& key, Bytes about) const {
  return Seal(key.bytes(), about);
}

std::optional<std::string> Key::Open(Bytes box, Bytes about) const {
  if (box.size() < kNonceBytes + kTagBytes) return std::nullopt;
  std::string content(box.size() - kNonceBytes - kTagBytes, '\0');
  if (!OpenInto(bytes(), box, about, reinterpret_cast<std::uint8_t*>(content.data()))) {
    return std::nullopt;
  }
  return content;
}

std::optional<Key> Key::Unwrap(Bytes box, Bytes about) const {
  if (box.size() != kNonceBytes + kBytes + kTagBytes) return std::nullopt;
  auto key = Make();
  if (!key || !OpenInto(bytes(), box, about, key->bytes_.get())) return std::nullopt;
  return std::move(*key);
}

}  // namespace bylaw::vault
