// The vault's database: its tables, and what makes a deletion one.
//
//   keys      id, subject, wrapped (the subject's key, in a box under the vault's; NULL:
//   destroyed),
//             recorded (a redaction record states that)
//   openings  digest, key (its id), box (salt ‖ value, about the digest; NULL: erased)
//   vault     the verifier key line of the vault's key
//
// A subject has one key that is not destroyed, at most. Thread-safety: pure functions.
#ifndef BYLAW_VAULT_SRC_SCHEMA_H_
#define BYLAW_VAULT_SRC_SCHEMA_H_

#include <string>

#include "bylaw/ledger/keys.h"
#include "bylaw/sqlite/database.h"
#include "bylaw/vault/vault.h"

namespace bylaw::vault {

// See Vault::Open.
ledger::Result<sqlite::Database> OpenDatabase(const std::string& directory,
                                              const ledger::PublicKey& key, Vault::Missing missing);

// Empties the write-ahead log, in which older content of pages stands.
ledger::Result<void> EmptyLog(sqlite::Database& database);

}  // namespace bylaw::vault

#endif  // BYLAW_VAULT_SRC_SCHEMA_H_
