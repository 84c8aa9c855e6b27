// The vault: the values and salts behind the digests that stand in a ledger in the place of
// personal values, encrypted under a key for each data subject. Destroying that key erases them,
// and leaves the ledger's chain and signatures as they are. docs/ledger.md, "Personal data".
//
// A vault is a directory with a SQLite database. Subjects are known by a keyed hash of their name,
// values are found by their digest; their keys are wrapped under the vault's key, which lies
// elsewhere (keys.h). Whoever has only the directory learns how many values there are, how long
// each is, and which belong together.
//
// Errors: kIo names the file and what SQLite says. A write that fails is not tried again: every
// later Put fails too, until the vault is opened anew. Thread-safety: every method but moving may
// be called from any thread; threads that put share one transaction and one sync. Other processes
// may use the same vault. Ownership: keys are copied, into memory that is locked, and wiped.
#ifndef BYLAW_VAULT_VAULT_H_
#define BYLAW_VAULT_VAULT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/personal.h"

namespace bylaw::vault {

// Whose values: a keyed hash of a name, or random for values of nobody in particular.
using SubjectId = ledger::Hash;

struct Erasure {
  // Values that no redaction record states yet: what was erased now, and what an earlier call
  // erased that was not followed by MarkRecorded.
  std::uint64_t values = 0;
  bool to_record = false;
};

class Vault {
 public:
  enum class Missing : std::uint8_t {
    kFail,    // kNotFound
    kCreate,  // makes it, for its owner alone; the parent must exist
  };

  // kKeyMismatch if the vault was made with another key, kCorrupt if this is no vault.
  static ledger::Result<Vault> Open(const std::string& directory, const ledger::SecretKey& key,
                                    Missing missing = Missing::kFail);

  Vault(Vault&&) noexcept;
  Vault& operator=(Vault&&) noexcept;
  ~Vault();

  // The subject of this name, in this vault; without the vault's key a name cannot be tried.
  SubjectId Subject(std::string_view name) const;
  // One that nothing has yet.
  static SubjectId NewSubject();

  // Keeps openings, each under its digest, on disk when it returns: all or none.
  ledger::Result<void> Put(const SubjectId& subject, std::span<const ledger::Opening> openings);

  // kErased if its key was destroyed, kNotFound if it was never here, kCorrupt if it is not what
  // was put.
  ledger::Result<ledger::Opening> Get(const ledger::Hash& digest);

  // Whose value has this digest, erased or not; nullopt: nobody's here.
  ledger::Result<std::optional<SubjectId>> SubjectOf(const ledger::Hash& digest);

  // Destroys the subject's key and overwrites what was under it; on disk when it returns. May be
  // repeated, also after a crash. A later Put for the same subject begins with a new key. kNotFound
  // if there never was one.
  ledger::Result<Erasure> Erase(const SubjectId& subject);

  // A redaction record states what was erased.
  ledger::Result<void> MarkRecorded(const SubjectId& subject);

  // Takes out what was put and no record came of.
  ledger::Result<void> Forget(const SubjectId& subject, std::span<const ledger::Opening> openings);

 private:
  struct State;
  explicit Vault(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace bylaw::vault

#endif  // BYLAW_VAULT_VAULT_H_
