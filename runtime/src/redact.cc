#include "bylaw/runtime/personal.h"

namespace bylaw::runtime {
ledger::Result<Redacted> Redact(vault::Vault& vault, ledger::Ledger& ledger,
                                const vault::SubjectId& subject, std::string_view reason) {
  const auto erased = vault.Erase(subject);
  if (!erased) return tl::unexpected<ledger::Error>(erased.error());
  Redacted redacted{.values = erased->values, .seq = {}};
  if (!erased->to_record) return redacted;
  ledger::Record record;
  record.kind = "redaction";
  record.timestamp = ledger.ReadClock().time;
  record.subject = subject;
  record.erased = erased->values;
  if (!reason.empty()) record.reason = reason;
  const auto receipt = ledger.Append(record);
  if (!receipt) {
    return ledger::Fail(receipt.error().code,
                        "the values are erased, but that could not be recorded: " +
                            receipt.error().message + "; redact again");
  }
  redacted.seq = receipt->seq;
  if (auto done = vault.MarkRecorded(subject); !done) {
    return tl::unexpected<ledger::Error>(done.error());
  }
  return redacted;
}

ledger::Result<ledger::Openings> OpeningsOf(vault::Vault& vault,
                                            const ledger::PersonalDigests& digests) {
  ledger::Openings openings;
  for (const auto& [pointer, digest] : digests) {
    auto opening = vault.Get(digest);
    if (!opening) {
      return ledger::Fail(opening.error().code, pointer + ": " + opening.error().message);
    }
    openings.emplace(pointer, std::move(*opening));
  }
  return openings;
}

ledger::Result<vault::SubjectId> SubjectOf(vault::Vault& vault,
                                           const ledger::PersonalDigests& digests) {
  for (const auto& [pointer, digest] : digests) {
    const auto subject = vault.SubjectOf(digest);
    if (!subject) return tl::unexpected<ledger::Error>(subject.error());
    if (*subject) return **subject;
  }
  return ledger::Fail(ledger::ErrorCode::kNotFound,
                      "the record has no personal values, or they are not in this vault");
}

}  // namespace bylaw::runtime
