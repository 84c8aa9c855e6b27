#include "bylaw/anchor/witness_key.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/hash.h"
#include "key_file.h"
#include "text.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;
using ledger::Fail;

constexpr char kCosignatureEd25519 = '\x04';  // c2sp.org/tlog-cosignature: algorithm byte

std::string Tagged(const ledger::PublicKey& key) {
  return std::string(1, kCosignatureEd25519).append(ledger::AsText(key.bytes()));
}

}  // namespace

WitnessKey::WitnessKey(ledger::PublicKey key) : key_(std::move(key)) {
  const ledger::Hash hash = ledger::HashOf(key_.name() + "\n" + Tagged(key_));
  std::copy_n(hash.begin(), id_.size(), id_.begin());
}

Result<WitnessKey> WitnessKey::Make(std::string_view name, const ledger::PublicKey::Bytes& bytes) {
  auto key = ledger::PublicKey::Make(name, bytes);
  if (!key) return tl::unexpected<ledger::Error>(std::move(key.error()));
  return WitnessKey(std::move(*key));
}

Result<WitnessKey> WitnessKey::Parse(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  const auto name = ledger::TakeUntil(line, '+');
  const auto id_text = ledger::TakeUntil(line, '+');
  const auto tagged = ledger::ParseBase64(line);
  ledger::KeyId id;
  if (!name || !id_text || !ledger::ParseHex(*id_text, id) || !tagged || tagged->empty()) {
    return Fail(ErrorCode::kBadKey,
                "not a verifier key line: expected <name>+<8 hex digits>+<base64>");
  }
  ledger::PublicKey::Bytes bytes;
  if (tagged->front() != kCosignatureEd25519 || tagged->size() != 1 + bytes.size()) {
    return Fail(ErrorCode::kBadKey, "the key of " + std::string(*name) +
                                        " is not that of a witness: its type is not 0x04 "
                                        "(Ed25519 cosignatures)");
  }
  std::copy_n(ledger::AsBytes(*tagged) + 1, bytes.size(), bytes.begin());
  auto key = Make(*name, bytes);
  if (key && key->id() != id) {
    return Fail(ErrorCode::kBadKey, "the key id of " + std::string(*name) +
                                        " does not fit the key: the line was changed");
  }
  return key;
}

Result<WitnessKey> WitnessKey::Load(const std::string& path) {
  const auto text = ledger::ReadKeyFile(path, false);
  if (!text) return tl::unexpected<ledger::Error>(text.error());
  auto key = Parse(*text);
  if (!key) key.error().message = path + ": " + key.error().message;
  return key;
}

std::string WitnessKey::Line() const {
  std::string line = name() + "+";
  ledger::AppendHex(id_, line);
  return line + "+" + ledger::Base64(Tagged(key_));
}

}  // namespace bylaw::anchor
