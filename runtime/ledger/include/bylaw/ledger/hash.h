// SHA-256 as the ledger uses it: digests and the leaf and node hashes of RFC 6962, section 2.1.
//
// Thread-safety: the functions are pure; a Sha256 belongs to one thread. Ownership: nothing is kept
// of what is passed in. The two prefixes keep a leaf from being taken for a node.
#ifndef BYLAW_LEDGER_HASH_H_
#define BYLAW_LEDGER_HASH_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bylaw::ledger {

using Hash = std::array<std::uint8_t, 32>;

// SHA-256(bytes).
Hash HashOf(std::string_view bytes);

// SHA-256(0x00 ‖ body): the hash of a record, used both for the chain and as the leaf of the tree.
Hash LeafHash(std::string_view body);

// SHA-256(0x01 ‖ left ‖ right).
Hash NodeHash(const Hash& left, const Hash& right);

// "sha256:" and 64 lower-case hexadecimal digits, and back. IsDigest and ParseDigest accept this
// one spelling only.
std::string DigestText(const Hash& hash);
bool IsDigest(std::string_view text);
std::optional<Hash> ParseDigest(std::string_view text);

// A digest of bytes that arrive in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Update(std::string_view bytes);
  Hash Finish();  // call once; the object is spent then

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_HASH_H_
