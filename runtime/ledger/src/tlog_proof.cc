#include "bylaw/ledger/tlog_proof.h"

#include <algorithm>
#include <optional>

#include "bylaw/ledger/merkle.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kHashesMax = 63;  // No tree is deeper.

tl::unexpected<Error> BadProof(std::string what) {
  return Fail(ErrorCode::kBadSignature, "proof: " + std::move(what));
}

std::optional<Hash> HashOfLine(std::string_view line) {
  const auto bytes = ParseBase64(line);
  Hash hash;
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::copy_n(AsBytes(*bytes), hash.size(), hash.begin());
  return hash;
}

}  // namespace

std::string TlogProofText(const TlogProof& proof) {
  std::string text(kHeader);
  text.append("\n").append(kIndex);
  AppendNumber(proof.index, text);
  text += "\n";
  AppendProof(proof.hashes, proof.note, text);
  return text;
}

Result<TlogProof> ParseTlogProof(std::string_view text) {
  std::string_view rest = text;
  if (TakeUntil(rest, '\n') != kHeader) {
    return BadProof("the first line is not " + std::string(kHeader));
  }
  auto line = TakeUntil(rest, '\n');
  if (line && line->starts_with(kExtra)) {
    if (!ParseBase64(line->substr(kExtra.size()))) return BadProof("what is extra is no base64");
    line = TakeUntil(rest, '\n');
  }
  const auto index =
      line && line->starts_with(kIndex) ? ParseNumber(line->substr(kIndex.size())) : std::nullopt;
  if (!index) return BadProof("there is no line `index` with a number");
  TlogProof proof;
  proof.index = *index;
  for (line = TakeUntil(rest, '\n'); line && !line->empty(); line = TakeUntil(rest, '\n')) {
    const auto hash = HashOfLine(*line);
    if (!hash) return BadProof("a line is not the base64 of a hash");
    if (proof.hashes.size() == kHashesMax) return BadProof("more hashes than any tree has levels");
    proof.hashes.push_back(*hash);
  }
  if (!line) return BadProof("no empty line stands before the checkpoint");
  if (rest.empty() || rest.size() > kNoteBytesMax) return BadProof("there is no checkpoint");
  proof.note = rest;
  return proof;
}

Result<Checkpoint> VerifyTlogProof(const TlogProof& proof, const Hash& leaf, const PublicKey& key) {
  auto checkpoint = OpenCheckpoint(proof.note, key);
  if (!checkpoint) return checkpoint;
  if (!IsIncluded(leaf, proof.index, checkpoint->size, proof.hashes, checkpoint->root)) {
    return BadProof("the record is not number " + std::to_string(proof.index) + " of the " +
                    std::to_string(checkpoint->size) + " that the checkpoint signs");
  }
  return checkpoint;
}

}  // namespace bylaw::ledger
