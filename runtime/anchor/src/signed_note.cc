#include "signed_note.h"

#include <algorithm>
#include <utility>

#include "bylaw/ledger/note.h"
#include "text.h"

namespace bylaw::anchor {
namespace {

constexpr std::string_view kMark = "— ";  // U+2014 and a space

}  // namespace

Result<std::vector<SignatureLine>> ParseSignatureLines(std::string_view lines) {
  const auto bad = [](std::string_view why) {
    return ledger::Fail(ledger::ErrorCode::kBadSignature,
                        "not signature lines of a signed note: " + std::string(why));
  };
  std::vector<SignatureLine> found;
  while (!lines.empty()) {
    const std::string_view start = lines;
    auto rest = ledger::TakeUntil(lines, '\n');
    if (!rest) return bad("the last has no newline");
    if (!rest->starts_with(kMark)) return bad("one does not begin with a dash and a space");
    SignatureLine signature{.line = start.substr(0, rest->size() + 1), .name = {}, .signature = {}};
    rest->remove_prefix(kMark.size());
    const auto name = ledger::TakeUntil(*rest, ' ');
    const auto blob = ledger::ParseBase64(*rest);
    if (!name || name->empty() || !blob || blob->size() <= signature.id.size()) {
      return bad("one is not a name and the base64 of a key id and a signature");
    }
    signature.name = *name;
    std::copy_n(ledger::AsBytes(*blob), signature.id.size(), signature.id.begin());
    signature.signature = blob->substr(signature.id.size());
    found.push_back(std::move(signature));
  }
  if (found.empty()) return bad("there are none");
  return found;
}

Result<SignedNote> ParseSignedNote(std::string_view note) {
  const std::size_t blank = note.rfind("\n\n");
  if (note.size() > ledger::kNoteBytesMax || blank == std::string_view::npos) {
    return ledger::Fail(ledger::ErrorCode::kBadSignature, "not a signed note");
  }
  auto signatures = ParseSignatureLines(note.substr(blank + 2));
  if (!signatures) return tl::unexpected<ledger::Error>(std::move(signatures.error()));
  return SignedNote{note.substr(0, blank + 1), std::move(*signatures)};
}

}  // namespace bylaw::anchor
