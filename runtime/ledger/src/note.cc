#include "bylaw/ledger/note.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "signed_note.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

tl::unexpected<Error> BadNote(std::string what) {
  return Fail(ErrorCode::kBadSignature, "checkpoint: " + std::move(what));
}

std::string NoteText(const Checkpoint& checkpoint) {
  std::string text = checkpoint.origin + "\n";
  AppendNumber(checkpoint.size, text);
  return text + "\n" + Base64(AsText(checkpoint.root)) + "\n";
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
  return SignNote(NoteText(checkpoint), signer);
}

Result<Checkpoint> OpenCheckpoint(std::string_view note, const PublicKey& key) {
  const auto parsed = ParseNote(note);
  if (note.size() > kNoteBytesMax || !parsed) return BadNote("not a signed note");
  const auto signature = SignatureOf(*parsed, key);
  if (!signature) return BadNote(signature.error().message);
  const auto checkpoint = ParseText(parsed->text);
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
  if (!IsPlainNote(note, NoteText(*checkpoint), key)) {
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
