#include "kept_content.h"

#include <utility>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/module_archive.h"
#include "bylaw/ledger/personal.h"

namespace bylaw::ledger {

void KeptContent::Add(const RecordView& record, std::uint64_t line) {
  for (const BlobMember& member : kBlobMembers) {
    const auto blob = BlobOf(record, member);
    if (!blob) continue;
    const auto text = ReadBlob(directory_, *blob, options_);
    if (!text) {
      Miss(line, "what was decided on: " + text.error().message);
    } else if (!text->starts_with('{') || !IsCanonical(*text)) {
      Miss(line, "what was decided on: " + BlobPath(directory_, blob->sha256) +
                     " is not a canonical JSON object");
    } else {
      ++blobs_;
    }
  }
  if (record.has(Field::personal)) {
    const auto digests = ReadPersonalDigests(record, directory_, options_);
    if (!digests) Miss(line, digests.error().message);
  }
  if (!record.Is(Field::kind, "evaluation")) return;
  const std::string_view module = record.raw(Field::constitution_digest);
  if (module.empty() || module == last_module_) return;
  last_module_ = module;
  decided_.try_emplace(record.digest(Field::constitution_digest), line);
}

void KeptContent::Finish() {
  for (const auto& [digest, line] : std::exchange(decided_, {})) {
    const auto module = ReadModule(*options_.host, directory_, digest);
    if (module) {
      ++modules_;
    } else {
      Miss(line, "the module that decided: " + module.error().message);
    }
  }
}

void KeptContent::Miss(std::uint64_t line, std::string why) {
  if (!missing_ || line < missing_->line) missing_ = Missing{line, std::move(why)};
}

}  // namespace bylaw::ledger
