// Personal data: what a constitution marks `personal` is not in the ledger but in a vault, where it
// can be erased. docs/ledger.md, "Personal data".
//
// Thread-safety: see the functions. Ownership: everything is borrowed.

#ifndef BYLAW_RUNTIME_PERSONAL_H_
#define BYLAW_RUNTIME_PERSONAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/personal.h"
#include "bylaw/vault/vault.h"

namespace bylaw::runtime {

struct PersonalOptions {
  // Must outlive the engine. Needed with a ledger where the constitution marks something personal.
  vault::Vault* vault = nullptr;

  // Whose values a request has: a JSON Pointer (RFC 6901) into it, such as /context/customer_id, to
  // a text or a number. The values of a request that has none there have a key of their own, and
  // are erased by its record. Empty: so it is with all.
  std::string subject;
};

struct Redacted {
  uint64_t values = 0;          // That became unreadable.
  std::optional<uint64_t> seq;  // Of the record; none: all of it was recorded before.
};

// Erases a subject's values and records that, in this order, so that no record states what is not
// so. Where only the first was done, as after a crash, doing it again does the second.
// kNotFound: the vault has nothing of this subject. Threads that share the ledger hold their lock
// (ledger.h).
ledger::Result<Redacted> Redact(vault::Vault& vault, ledger::Ledger& ledger,
                                const vault::SubjectId& subject, std::string_view reason);

// What opens the digests in a record: for whoever must check its receipt, or is allowed to read it.
// kErased, kNotFound and kCorrupt name the place. Any thread. `digests`: ReadPersonalDigests of the
// record (bylaw/ledger/personal.h).
ledger::Result<ledger::Openings> OpeningsOf(vault::Vault& vault,
                                            const ledger::PersonalDigests& digests);

// Whose values a record with these digests has. kNotFound if it has none, or the vault has not.
ledger::Result<vault::SubjectId> SubjectOf(vault::Vault& vault,
                                           const ledger::PersonalDigests& digests);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_PERSONAL_H_
