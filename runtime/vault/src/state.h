// What a Vault is made of. Thread-safety: see the members.
#ifndef BYLAW_VAULT_SRC_STATE_H_
#define BYLAW_VAULT_SRC_STATE_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "box.h"
#include "bylaw/sqlite/database.h"
#include "bylaw/vault/vault.h"

namespace bylaw::vault {

// Openings of one subject, on their way to the disk.
struct Batch {
  SubjectId subject;
  std::vector<ledger::Opening> openings;
};

struct Vault::State {
  State(Key wrapping_key, Key hashing_key, sqlite::Database opened)
      : wrapping(std::move(wrapping_key)),
        hashing(std::move(hashing_key)),
        database(std::move(opened)) {}

  // Both under `writing`.
  ledger::Result<void> Write(std::span<const Batch> batches);
  ledger::Result<void> InTransaction(
      const std::function<ledger::Result<void>(sqlite::Database&)>& work);

  const Key wrapping;
  const Key hashing;

  std::mutex gathering;  // Over the next two.
  std::vector<Batch> gathered;
  std::uint64_t gathered_number = 1;  // Of the transaction that they will be in.

  std::mutex writing;  // Over all that follows.
  sqlite::Database database;
  std::uint64_t written_number = 0;
  std::optional<ledger::Error> failed;
};

}  // namespace bylaw::vault

#endif  // BYLAW_VAULT_SRC_STATE_H_
