// What leaves the vault again.
#include <algorithm>

#include "schema.h"
#include "state.h"

namespace bylaw::vault {
namespace {

using ledger::Result;

Result<void> RunFor(sqlite::Database& database, std::string_view sql, Bytes bytes) {
  auto statement = database.Prepare(sql);
  if (!statement) return tl::unexpected<ledger::Error>(statement.error());
  statement->Bind(1, bytes);
  return statement->Run();
}

Result<std::int64_t> CountFor(sqlite::Database& database, std::string_view sql, Bytes bytes) {
  auto statement = database.Prepare(sql);
  if (!statement) return tl::unexpected<ledger::Error>(statement.error());
  statement->Bind(1, bytes);
  const auto row = statement->Step();
  if (!row) return tl::unexpected<ledger::Error>(row.error());
  return statement->Number(0);
}

}  // namespace

Result<std::optional<SubjectId>> Vault::SubjectOf(const ledger::Hash& digest) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  auto select = state_->database.Prepare(
      "SELECT subject FROM openings JOIN keys ON keys.id = openings.key WHERE digest = ?");
  if (!select) return tl::unexpected<ledger::Error>(select.error());
  select->Bind(1, digest);
  const auto row = select->Step();
  if (!row) return tl::unexpected<ledger::Error>(row.error());
  SubjectId subject;
  if (!*row || select->Bytes(0).size() != subject.size()) return std::optional<SubjectId>();
  std::copy_n(select->Bytes(0).begin(), subject.size(), subject.begin());
  return std::optional(subject);
}

Result<Erasure> Vault::Erase(const SubjectId& subject) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  Erasure erasure;
  const auto erase = [&](sqlite::Database& database) -> Result<void> {
    // The values first: which they are is known by the key that is not destroyed yet.
    for (const char* const sql : {"UPDATE openings SET box = NULL WHERE key IN "
                                  "(SELECT id FROM keys WHERE subject = ? AND wrapped IS NOT NULL)",
                                  "UPDATE keys SET wrapped = NULL WHERE subject = ?"}) {
      if (auto done = RunFor(database, sql, subject); !done) return done;
    }
    const auto values = CountFor(database,
                                 "SELECT count(*) FROM openings WHERE key IN "
                                 "(SELECT id FROM keys WHERE subject = ? AND recorded = 0)",
                                 subject);
    if (!values) return tl::unexpected<ledger::Error>(values.error());
    const auto keys =
        CountFor(database, "SELECT count(*) FROM keys WHERE subject = ? AND recorded = 0", subject);
    if (!keys) return tl::unexpected<ledger::Error>(keys.error());
    erasure = {static_cast<std::uint64_t>(*values), *keys > 0};
    return {};
  };
  const auto known =
      CountFor(state_->database, "SELECT count(*) FROM keys WHERE subject = ?", subject);
  if (!known) return tl::unexpected<ledger::Error>(known.error());
  if (*known == 0) {
    return ledger::Fail(ledger::ErrorCode::kNotFound, "the vault has no values of this subject");
  }
  if (auto done = state_->InTransaction(erase); !done) {
    return tl::unexpected<ledger::Error>(done.error());
  }
  if (auto done = EmptyLog(state_->database); !done) {
    return tl::unexpected<ledger::Error>(done.error());
  }
  return erasure;
}

Result<void> Vault::MarkRecorded(const SubjectId& subject) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  return state_->InTransaction([&](sqlite::Database& database) {
    return RunFor(database, "UPDATE keys SET recorded = 1 WHERE subject = ? AND wrapped IS NULL",
                  subject);
  });
}

Result<void> Vault::Forget(const SubjectId& subject, std::span<const ledger::Opening> openings) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  return state_->InTransaction([&](sqlite::Database& database) -> Result<void> {
    for (const ledger::Opening& opening : openings) {
      if (auto done = RunFor(database, "DELETE FROM openings WHERE digest = ?", opening.digest());
          !done) {
        return done;
      }
    }
    return RunFor(database,
                  "DELETE FROM keys WHERE subject = ? AND wrapped IS NOT NULL AND "
                  "NOT EXISTS (SELECT 1 FROM openings WHERE key = keys.id)",
                  subject);
  });
}

}  // namespace bylaw::vault
