#include "bylaw/ledger/note.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr std::size_t kSignatureBase64 =
    (std::tuple_size_v<KeyId> + std::tuple_size_v<Signature> + 2) / 3 * 4;
constexpr std::string_view kSignatureMark = "— ";  // U+2014 and a space

tl::unexpected<Error> BadNote(std::string what) {
  return Fail(ErrorCode::kBadSignature, "checkpoint: " + std::move(what));
}

std::string NoteText(const Checkpoint& checkpoint) {
  std::string text = checkpoint.origin + "\n";
  AppendNumber(checkpoint.size, text);
  return text + "\n" + Base64(AsText(checkpoint.root)) + "\n";
}

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

std::optional<Checkpoint> ParseText(std::string_view text) {
  const auto origin = TakeUntil(text, '\n');
  const auto size_text = TakeUntil(text, '\n');
  const auto root_text = TakeUntil(text, '\n');
  if (!origin || !IsOrigin(*origin) || !size_text || !root_text) return std::nullopt;
  const auto size = ParseNumber(*size_text);
  const auto root = ParseBase64(*root_text);
  Checkpoint checkpoint{std::string(*origin), 0, {}};
  if (!size || !root || root->size() != checkpoint.root.size()) return std::nullopt;
  checkpoint.size = *size;
  std::copy_n(AsBytes(*root), checkpoint.root.size(), checkpoint.root.begin());
  return checkpoint;
}

}  // namespace

bool IsOrigin(std::string_view origin) {
  return !origin.empty() && origin.size() <= kOriginMax && origin.front() != '{' &&
         std::all_of(origin.begin(), origin.end(), [](char c) { return c > ' ' && c < 127; });
}

Result<std::string> SignCheckpoint(const Checkpoint& checkpoint, const Signer& signer) {
  const std::string text = NoteText(checkpoint);
  const auto signature = signer.TrySign(text);
  if (!signature) return tl::unexpected<Error>(signature.error());
  std::string blob(AsText(signer.public_key().id()));
  blob += AsText(*signature);
  return text + SignatureLineStart(signer.public_key()) + Base64(blob) + "\n";
}

Result<Checkpoint> OpenCheckpoint(std::string_view note, const PublicKey& key) {
  const std::size_t blank = note.rfind("\n\n");
  if (note.size() > kNoteBytesMax || blank == std::string_view::npos) {
    return BadNote("not a signed note");
  }
  const std::string_view text = note.substr(0, blank + 1);
  const auto signature = FindSignature(note.substr(blank + 2), key);
  if (!signature) return BadNote("no well-formed signature line of key " + key.name());
  if (!key.Verifies(text, *signature)) {
    return BadNote("the signature of key " + key.name() + " does not fit the text");
  }
  const auto checkpoint = ParseText(text);
  if (!checkpoint) return BadNote("the text is not origin, size and root");
  return *checkpoint;
}

Result<Checkpoint> OpenCheckpoint(std::string_view note, std::span<const PublicKey> keys) {
  Result<Checkpoint> opened = BadNote("there is no key to open it with");
  for (const PublicKey& key : keys) {
    opened = OpenCheckpoint(note, key);
    if (opened) return opened;
  }
  return opened;
}

Result<Checkpoint> OpenPlainCheckpoint(std::string_view note, const PublicKey& key) {
  auto checkpoint = OpenCheckpoint(note, key);
  if (!checkpoint) return checkpoint;
  // With text, line start and length as written, the one signature found is all that the rest can
  // be.
  const std::string start = NoteText(*checkpoint) + SignatureLineStart(key);
  if (!note.starts_with(start) || note.size() != start.size() + kSignatureBase64 + 1) {
    return BadNote("more than origin, size, root and one signature");
  }
  return checkpoint;
}

Result<Checkpoint> LoadCheckpoint(const std::string& path, std::span<const PublicKey> keys) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Fail(ErrorCode::kNotFound, "cannot open checkpoint " + path);
  std::string note(kNoteBytesMax + 1, '\0');
  file.read(note.data(), static_cast<std::streamsize>(note.size()));
  if (file.bad()) return Fail(ErrorCode::kIo, "cannot read checkpoint " + path);
  note.resize(static_cast<std::size_t>(file.gcount()));
  auto checkpoint = OpenCheckpoint(note, keys);
  if (!checkpoint) checkpoint.error().message = path + ": " + checkpoint.error().message;
  return checkpoint;
}

}  // namespace bylaw::ledger
