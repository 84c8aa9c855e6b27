// Keys for other algorithms, made of a key file's secret.
#include <sodium.h>

#include "bylaw/ledger/keys.h"
#include "text.h"

namespace bylaw::ledger {

std::array<std::uint8_t, 32> SecretKey::Derive(std::string_view purpose) const {
  static_assert(crypto_auth_hmacsha256_BYTES == 32 &&
                crypto_auth_hmacsha256_KEYBYTES == crypto_sign_SEEDBYTES);
  std::array<std::uint8_t, 32> key;
  crypto_auth_hmacsha256(key.data(), AsBytes(purpose), purpose.size(), secret_.get());
  return key;
}

}  // namespace bylaw::ledger
