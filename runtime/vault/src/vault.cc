#include "bylaw/vault/vault.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "schema.h"
#include "state.h"

namespace bylaw::vault {
namespace {

using ledger::ErrorCode;
using ledger::Fail;
using ledger::Result;

struct SubjectKey {
  std::int64_t id;
  Key key;
};

// The key of a subject that is not destroyed, made if there is none.
Result<SubjectKey> KeyFor(sqlite::Database& database, const SubjectId& subject,
                          const Key& wrapping) {
  auto select =
      database.Prepare("SELECT id, wrapped FROM keys WHERE subject = ? AND wrapped IS NOT NULL");
  if (!select) return tl::unexpected<ledger::Error>(select.error());
  select->Bind(1, subject);
  const auto row = select->Step();
  if (!row) return tl::unexpected<ledger::Error>(row.error());
  if (*row) {
    auto key = wrapping.Unwrap(select->Bytes(1), subject);
    if (!key) return Fail(ErrorCode::kCorrupt, "a subject's key in the vault is damaged");
    return SubjectKey{select->Number(0), std::move(*key)};
  }
  auto key = Key::Random();
  if (!key) return tl::unexpected<ledger::Error>(key.error());
  auto insert = database.Prepare("INSERT INTO keys(subject, wrapped) VALUES(?, ?) RETURNING id");
  if (!insert) return tl::unexpected<ledger::Error>(insert.error());
  insert->Bind(1, subject);
  insert->Bind(2, wrapping.Wrap(*key, subject));
  const auto made = insert->Step();
  if (!made) return tl::unexpected<ledger::Error>(made.error());
  return SubjectKey{insert->Number(0), std::move(*key)};
}

Result<void> Insert(sqlite::Database& database, const SubjectKey& key,
                    const ledger::Opening& opening) {
  auto insert = database.Prepare("INSERT INTO openings VALUES(?, ?, ?)");
  if (!insert) return tl::unexpected<ledger::Error>(insert.error());
  std::string content(opening.salt.begin(), opening.salt.end());
  content += opening.value;
  const ledger::Hash digest = opening.digest();
  insert->Bind(1, digest);
  insert->Bind(2, key.id);
  insert->Bind(3, key.key.Seal(BytesOf(content), digest));
  return insert->Run();
}

}  // namespace

Vault::Vault(std::unique_ptr<State> state) : state_(std::move(state)) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

Result<Vault> Vault::Open(const std::string& directory, const ledger::SecretKey& key,
                          Missing missing) {
  auto wrapping = Key::Derive(key, "bylaw-vault-1 wrapping");
  if (!wrapping) return tl::unexpected<ledger::Error>(wrapping.error());
  auto hashing = Key::Derive(key, "bylaw-vault-1 subjects");
  if (!hashing) return tl::unexpected<ledger::Error>(hashing.error());
  auto database = OpenDatabase(directory, key.public_key(), missing);
  if (!database) return tl::unexpected<ledger::Error>(database.error());
  return Vault(
      std::make_unique<State>(std::move(*wrapping), std::move(*hashing), std::move(*database)));
}

SubjectId Vault::Subject(std::string_view name) const {
  SubjectId id;
  static_assert(sizeof id == crypto_auth_hmacsha256_BYTES);
  crypto_auth_hmacsha256(id.data(), BytesOf(name).data(), name.size(),
                         state_->hashing.bytes().data());
  return id;
}

SubjectId Vault::NewSubject() {
  SubjectId id;
  randombytes_buf(id.data(), id.size());
  return id;
}

Result<void> Vault::State::InTransaction(
    const std::function<Result<void>(sqlite::Database&)>& work) {
  if (failed) return tl::unexpected<ledger::Error>(*failed);
  auto done = database.Run("BEGIN IMMEDIATE");
  if (done) done = work(database);
  if (done) done = database.Run("COMMIT");
  if (done) return done;
  failed = done.error();
  (void)database.Run("ROLLBACK");  // Nothing of it is there either way.
  return done;
}

Result<void> Vault::State::Write(std::span<const Batch> batches) {
  return InTransaction([&](sqlite::Database& open) -> Result<void> {
    for (const Batch& batch : batches) {
      const auto key = KeyFor(open, batch.subject, wrapping);
      if (!key) return tl::unexpected<ledger::Error>(key.error());
      for (const ledger::Opening& opening : batch.openings) {
        if (auto done = Insert(open, *key, opening); !done) return done;
      }
    }
    return {};
  });
}

// As with the ledger's commits: while one transaction is on its way to the disk, the next gathers.
Result<void> Vault::Put(const SubjectId& subject, std::span<const ledger::Opening> openings) {
  State& state = *state_;
  std::uint64_t number = 0;
  {
    const std::lock_guard<std::mutex> lock(state.gathering);
    state.gathered.push_back({subject, {openings.begin(), openings.end()}});
    number = state.gathered_number;
  }
  const std::lock_guard<std::mutex> lock(state.writing);
  if (state.failed) return tl::unexpected<ledger::Error>(*state.failed);
  if (state.written_number >= number) return {};
  std::vector<Batch> batches;
  {
    const std::lock_guard<std::mutex> gathering_lock(state.gathering);
    batches.swap(state.gathered);
    number = state.gathered_number++;
  }
  if (auto done = state.Write(batches); !done) return done;
  state.written_number = number;
  return {};
}

Result<ledger::Opening> Vault::Get(const ledger::Hash& digest) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  auto select = state_->database.Prepare(
      "SELECT box, wrapped, subject FROM openings JOIN keys ON keys.id = openings.key "
      "WHERE digest = ?");
  if (!select) return tl::unexpected<ledger::Error>(select.error());
  select->Bind(1, digest);
  const auto row = select->Step();
  if (!row) return tl::unexpected<ledger::Error>(row.error());
  if (!*row) return Fail(ErrorCode::kNotFound, "the vault does not have this value");
  if (select->IsNull(0) || select->IsNull(1)) {
    return Fail(ErrorCode::kErased, "the key of this value was destroyed");
  }
  const auto damaged = [] { return Fail(ErrorCode::kCorrupt, "a value in the vault is damaged"); };
  const auto key = state_->wrapping.Unwrap(select->Bytes(1), select->Bytes(2));
  if (!key) return damaged();
  const auto content = key->Open(select->Bytes(0), digest);
  ledger::Opening opening;
  if (!content || content->size() < opening.salt.size()) return damaged();
  const Bytes bytes = BytesOf(*content);
  std::copy_n(bytes.begin(), opening.salt.size(), opening.salt.begin());
  opening.value = content->substr(opening.salt.size());
  if (opening.digest() != digest) return damaged();
  return opening;
}

}  // namespace bylaw::vault
