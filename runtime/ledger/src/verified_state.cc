#include "verified_state.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "bylaw/ledger/note.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::string_view kFirstLine = "bylaw-verified-1";

tl::unexpected<Error> Bad(const std::string& what) {
  return Fail(ErrorCode::kInvalidArgument,
              "not how far a verification of this ledger came: " + what);
}

std::optional<std::uint64_t> TakeNumber(std::string_view& rest) {
  const auto line = TakeUntil(rest, '\n');
  return line ? ParseNumber(*line) : std::nullopt;
}

std::optional<Hash> TakeHash(std::string_view& rest) {
  Hash hash;
  const auto line = TakeUntil(rest, '\n');
  if (!line || !ParseHex(*line, hash)) return std::nullopt;
  return hash;
}

std::optional<PublicKey> TakeKey(std::string_view& rest) {
  const auto line = TakeUntil(rest, '\n');
  if (!line) return std::nullopt;
  auto key = PublicKey::Parse(*line);
  return key ? std::optional(*std::move(key)) : std::nullopt;
}

}  // namespace

std::string VerifiedStateText(const VerifiedState& state, const PublicKey& first_key) {
  const Chain& chain = state.chain;
  std::string text(kFirstLine);
  const auto add = [&](std::string_view line) { text.append("\n").append(line); };
  add(first_key.Line());
  add(chain.key->Line());
  add(chain.signer()->Line());
  add(SigningModeText(chain.mode));
  add(chain.async ? kDurabilityAsync : kDurabilityCommit);
  add(TimestampText(chain.timestamp));
  for (const std::uint64_t number : {state.segment, state.offset, state.line, chain.seq()}) {
    add(std::to_string(number));
  }
  const auto add_hash = [&](const Hash& hash) {
    text += '\n';
    AppendHex(hash, text);
  };
  add_hash(chain.prev_hash);
  for (const Subtree& subtree : chain.tree.Subtrees()) add_hash(subtree.root);
  if (chain.root_key) add(chain.root_key->Line());
  for (const PublicKey& revoked : chain.revoked) add(revoked.Line());
  return text.append("\n\n").append(state.note);
}

Result<VerifiedState> ParseVerifiedState(std::string_view text, const PublicKey& first_key) {
  std::string_view rest = text;
  if (TakeUntil(rest, '\n') != kFirstLine) return Bad("it does not begin as one");
  const auto first = TakeKey(rest);
  auto key = TakeKey(rest);
  auto signer = TakeKey(rest);
  if (!first || !key || !signer) return Bad("a key is malformed");
  if (*first != first_key) {
    return Bad("it was verified with key " + first->Label() + ", not with " + first_key.Label());
  }
  const auto mode = ParseSigningMode(TakeUntil(rest, '\n').value_or(""));
  const auto durability = TakeUntil(rest, '\n').value_or("");
  const auto time = ParseTimestamp(TakeUntil(rest, '\n').value_or(""));
  const auto segment = TakeNumber(rest);
  const auto offset = TakeNumber(rest);
  const auto line = TakeNumber(rest);
  const auto size = TakeNumber(rest);
  auto leaf = TakeHash(rest);
  if (!mode || (durability != kDurabilityAsync && durability != kDurabilityCommit) || !time ||
      !segment || !offset || !line || *line == 0 || !size || *size == 0 || !leaf) {
    return Bad("it is malformed");
  }
  VerifiedState state;
  state.segment = *segment;
  state.offset = *offset;
  state.line = *line;
  MerkleTree tree;
  for (std::size_t level = 64; level-- > 0;) {
    if (((*size >> level) & 1) == 0) continue;
    const auto root = TakeHash(rest);
    if (!root) return Bad("it is malformed");
    tree.Append(Subtree{level, *root});
  }
  std::vector<PublicKey> keys;  // The root key, then those that it revoked.
  while (!rest.starts_with('\n')) {
    auto other = TakeKey(rest);
    if (!other) return Bad("it is malformed");
    keys.push_back(*std::move(other));
  }
  state.note = rest.substr(1);
  const auto checkpoint = OpenPlainCheckpoint(state.note, *key);
  if (!checkpoint) return Bad(checkpoint.error().message);
  Chain& chain = state.chain;
  chain.origin = checkpoint->origin;
  chain.tree = tree;
  if (chain.ToCheckpoint() != *checkpoint) return Bad("its tree is not that of its checkpoint");
  chain.async = durability == kDurabilityAsync;
  chain.mode = *mode;
  if (*signer != *key) chain.next_key = *std::move(signer);
  chain.key = *std::move(key);
  if (!keys.empty()) {
    chain.root_key = keys.front();
    chain.revoked.assign(keys.begin() + 1, keys.end());
  }
  chain.prev_hash = *leaf;
  chain.timestamp = *time;
  chain.AddCheckpoint();
  return state;
}

}  // namespace bylaw::ledger
