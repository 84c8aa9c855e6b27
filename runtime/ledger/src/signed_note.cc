#include "signed_note.h"

#include <algorithm>
#include <array>

#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kSignatureBase64 =
    (std::tuple_size_v<KeyId> + std::tuple_size_v<Signature> + 2) / 3 * 4;
constexpr std::string_view kSignatureMark = "— ";  // U+2014 and a space

std::string SignatureLineStart(const PublicKey& key) {
  std::string line("\n");
  return line.append(kSignatureMark).append(key.name()).append(" ");
}

// The signature of `key` among the note's signature lines, if it stands there once.
std::optional<Signature> FindSignature(std::string_view lines, const PublicKey& key) {
  std::optional<Signature> found;
  while (const auto line = TakeUntil(lines, '\n')) {
    std::string_view rest = *line;
    if (!rest.starts_with(kSignatureMark)) return std::nullopt;
    rest.remove_prefix(kSignatureMark.size());
    const auto name = TakeUntil(rest, ' ');
    const auto blob = ParseBase64(rest);
    Signature signature;
    if (!name || !blob || blob->size() < key.id().size()) return std::nullopt;
    if (*name != key.name() || !blob->starts_with(AsText(key.id()))) continue;
    if (found || blob->size() != key.id().size() + signature.size()) return std::nullopt;
    std::copy_n(AsBytes(*blob) + key.id().size(), signature.size(), signature.begin());
    found = signature;
  }
  return lines.empty() ? found : std::nullopt;
}

}  // namespace

std::optional<SignedNote> ParseNote(std::string_view note) {
  const std::size_t blank = note.rfind("\n\n");
  if (blank == std::string_view::npos) return std::nullopt;
  return SignedNote{note.substr(0, blank + 1), note.substr(blank + 2)};
}

Result<std::string> SignNote(const std::string& text, const Signer& signer) {
  const auto signature = signer.TrySign(text);
  if (!signature) return tl::unexpected<Error>(signature.error());
  std::string blob(AsText(signer.public_key().id()));
  blob += AsText(*signature);
  return text + SignatureLineStart(signer.public_key()) + Base64(blob) + "\n";
}

Result<Signature> SignatureOf(const SignedNote& note, const PublicKey& key) {
  const auto signature = FindSignature(note.signatures, key);
  if (!signature) {
    return Fail(ErrorCode::kBadSignature, "no well-formed signature line of key " + key.name());
  }
  if (!key.Verifies(note.text, *signature)) {
    return Fail(ErrorCode::kBadSignature,
                "the signature of key " + key.name() + " does not fit the text");
  }
  return *signature;
}

// With text, line start and length as written, the one signature found is all that the rest can be.
bool IsPlainNote(std::string_view note, const std::string& text, const PublicKey& key) {
  const std::string start = text + SignatureLineStart(key);
  return note.starts_with(start) && note.size() == start.size() + kSignatureBase64 + 1;
}

}  // namespace bylaw::ledger
