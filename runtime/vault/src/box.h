// What lies in the vault is in boxes: a nonce of 24 bytes and XChaCha20-Poly1305 of the content
// (libsodium's IETF form), bound to what it is about. Thread-safety: value types, pure functions.
// Ownership: a Key owns its bytes, in memory that is locked and wiped.
#ifndef BYLAW_VAULT_SRC_BOX_H_
#define BYLAW_VAULT_SRC_BOX_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::vault {

using Bytes = std::span<const std::uint8_t>;

inline Bytes BytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class Key {
 public:
  static constexpr std::size_t kBytes = 32;

  // kIo if there is no memory that can be locked.
  static ledger::Result<Key> Random();
  static ledger::Result<Key> Derive(const ledger::SecretKey& secret, std::string_view purpose);

  Bytes bytes() const { return {bytes_.get(), kBytes}; }

  std::vector<std::uint8_t> Seal(Bytes content, Bytes about) const;
  std::vector<std::uint8_t> Wrap(const Key& key, Bytes about) const;

  // nullopt if it was not sealed with this key, about this.
  std::optional<std::string> Open(Bytes box, Bytes about) const;
  std::optional<Key> Unwrap(Bytes box, Bytes about) const;

 private:
  struct Free {
    void operator()(std::uint8_t* bytes) const;
  };
  explicit Key(std::uint8_t* bytes) : bytes_(bytes) {}
  static ledger::Result<Key> Make();

  std::unique_ptr<std::uint8_t, Free> bytes_;
};

}  // namespace bylaw::vault

#endif  // BYLAW_VAULT_SRC_BOX_H_
