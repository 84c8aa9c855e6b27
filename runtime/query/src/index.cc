#include "index.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "bylaw/ledger/hash.h"

namespace bylaw::query {
namespace {

using ledger::ErrorCode;
using ledger::Field;
using ledger::Result;

// What the tables below look like. An index of another version is made anew.
constexpr std::string_view kVersion = "1";

// `ledger` is the digest of the ledger's first record, `last_digest` that of the last one indexed,
// at `last_offset`; reading continues at `end`.
constexpr std::string_view kTables[] = {
    R"(CREATE TABLE state (
         version TEXT, ledger TEXT, last_digest TEXT, last_offset INTEGER, end INTEGER))",
    R"(CREATE TABLE records (
         seq INTEGER PRIMARY KEY, offset INTEGER NOT NULL, time INTEGER NOT NULL,
         kind TEXT, agent TEXT, action TEXT, decision TEXT, code TEXT, session TEXT, request TEXT))",
    R"(CREATE TABLE rules (
         rule TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (rule, seq)) WITHOUT ROWID)",
    "CREATE INDEX by_time ON records (time)",
    "CREATE INDEX by_kind ON records (kind)",
    "CREATE INDEX by_agent ON records (agent)",
    "CREATE INDEX by_action ON records (action)",
    "CREATE INDEX by_decision ON records (decision)",
    "CREATE INDEX by_code ON records (code)",
    "CREATE INDEX by_session ON records (session)",
    "CREATE INDEX by_request ON records (request)",
};

tl::unexpected<ledger::Error> Pass(const ledger::Error& error) {
  return tl::unexpected<ledger::Error>(error);
}

std::string DigestOf(const ledger::RecordView& record) {
  return ledger::DigestText(ledger::HashOf(record.line()));
}

Result<std::string> DigestOfLedger(RecordSource& source) {
  source.Seek(0);
  const auto first = source.Next();
  if (!first) return Pass(first.error());
  if (!*first) return ledger::Fail(ErrorCode::kCorrupt, "the ledger has no first record");
  return DigestOf((*first)->record);
}

// For the owner and the group, as the ledger's files: agents' names are in it. If it cannot be
// made, SQLite says so.
void CreateFile(const std::string& path) {
  constexpr mode_t kMode = 0640;
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kMode);
  if (fd >= 0) ::close(fd);
}

Result<void> Insert(sqlite::Statement& records, sqlite::Statement& rules, const SourceRecord& at) {
  const auto seq = static_cast<std::int64_t>(at.record.number(Field::seq));
  int parameter = 0;
  records.Bind(++parameter, seq);
  records.Bind(++parameter, static_cast<std::int64_t>(at.offset));
  records.Bind(++parameter, at.record.time(Field::timestamp).us);
  for (const TextColumn& column : kTextColumns)
    records.Bind(++parameter, TextOf(at.record, column.field));
  if (auto done = records.Run(); !done) return done;
  for (const std::string& rule : RuleIds(at.record)) {
    rules.Bind(1, rule);
    rules.Bind(2, seq);
    if (auto done = rules.Run(); !done) return done;
  }
  return {};
}

}  // namespace

Result<Index> Index::Open(const std::string& path, RecordSource& source,
                          const ledger::ReadOptions& options, Start start) {
  CreateFile(path);
  auto beside = OpenAt(path, source, options, start);
  if (beside || beside.error().code != ErrorCode::kIo) return beside;
  // It cannot be written, or others keep it.
  return OpenAt("", source, options, Start::kAnew);
}

Result<Index> Index::OpenAt(const std::string& path, RecordSource& source,
                            const ledger::ReadOptions& options, Start start) {
  auto database = sqlite::Database::Open(path);
  if (!database) return Pass(database.error());
  Index index(std::move(*database));
  if (start == Start::kContinue) {
    if (const auto from = index.Continuation(source)) {
      const auto done = index.CatchUp(source, *from, options);
      if (done) return index;
      if (done.error().code == ErrorCode::kClosed) return Pass(done.error());
    }
  }
  if (auto done = index.Make(source, options); !done) return Pass(done.error());
  return index;
}

// Where reading continues; an error if this is no index of this ledger as it is now.
Result<std::uint64_t> Index::Continuation(RecordSource& source) {
  const auto stale = ledger::Fail(ErrorCode::kNotFound, "the index is not of this ledger");
  auto state =
      database_.Prepare("SELECT version, ledger, last_digest, last_offset, end FROM state");
  if (!state) return Pass(state.error());
  const auto row = state->Step();
  if (!row) return Pass(row.error());
  if (!*row || state->Text(0) != kVersion) return stale;
  const auto ledger = DigestOfLedger(source);
  if (!ledger) return Pass(ledger.error());
  if (state->Text(1) != *ledger) return stale;
  const auto last = source.At(static_cast<std::uint64_t>(state->Number(3)));
  if (!last) return Pass(last.error());
  if (!*last || state->Text(2) != DigestOf((*last)->record)) return stale;
  return static_cast<std::uint64_t>(state->Number(4));
}

// With all of its records in one transaction: nobody sees a part and takes it for the whole.
Result<void> Index::Make(RecordSource& source, const ledger::ReadOptions& options) {
  const auto ledger = DigestOfLedger(source);
  if (!ledger) return Pass(ledger.error());
  if (auto done = database_.Reset(); !done) return done;
  if (auto done = database_.Run("BEGIN IMMEDIATE"); !done) return done;
  for (const std::string_view table : kTables) {
    if (auto done = database_.Run(table); !done) return done;
  }
  auto state = database_.Prepare("INSERT INTO state VALUES (?, ?, ?, 0, 0)");
  if (!state) return Pass(state.error());
  state->Bind(1, std::string(kVersion));
  state->Bind(2, *ledger);
  state->Bind(3, *ledger);
  if (auto done = state->Run(); !done) return done;
  if (auto done = InsertFrom(source, 0, options); !done) return done;
  return database_.Run("COMMIT");
}

Result<void> Index::CatchUp(RecordSource& source, std::uint64_t from,
                            const ledger::ReadOptions& options) {
  source.Seek(from);
  const auto next = source.Next();
  if (!next) return Pass(next.error());
  if (!*next) return {};  // Nothing is new: nothing has to be written.
  if (auto done = database_.Run("BEGIN IMMEDIATE"); !done) return done;
  if (auto done = InsertFrom(source, from, options); !done) {
    (void)database_.Run("ROLLBACK");  // Closing would do it too.
    return done;
  }
  return database_.Run("COMMIT");
}

Result<void> Index::InsertFrom(RecordSource& source, std::uint64_t from,
                               const ledger::ReadOptions& options) {
  // Another process may have been here first: what it has put in is put in again, the same.
  auto records =
      database_.Prepare("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!records) return Pass(records.error());
  auto rules = database_.Prepare("INSERT OR REPLACE INTO rules VALUES (?, ?)");
  if (!rules) return Pass(rules.error());
  auto state = database_.Prepare("UPDATE state SET last_digest = ?, last_offset = ?, end = ?");
  if (!state) return Pass(state.error());
  const auto bytes = source.Bytes();
  if (!bytes) return Pass(bytes.error());
  ledger::Progress progress(options);
  source.Seek(from);
  while (true) {
    const auto next = source.Next();
    if (!next) return Pass(next.error());
    if (!*next) break;
    if (auto done = Insert(*records, *rules, **next); !done) return done;
    state->Bind(1, DigestOf((*next)->record));
    state->Bind(2, static_cast<std::int64_t>((*next)->offset));
    state->Bind(3, static_cast<std::int64_t>((*next)->end));
    if (!progress.Reached((*next)->end, *bytes))
      return ledger::Fail(ErrorCode::kClosed, "reading was stopped");
  }
  return state->Run();
}

Result<void> Index::Find(const Filter& filter, std::optional<std::uint64_t> after,
                         const std::function<Result<bool>(const Place&)>& on_place) {
  std::string sql = "SELECT seq, offset FROM records WHERE seq > ?";
  if (filter.from) sql += " AND time >= ?";
  if (filter.to) sql += " AND time < ?";
  for (const TextColumn& column : kTextColumns) {
    if (filter.*column.wanted) sql.append(" AND ").append(column.name).append(" = ?");
  }
  if (filter.rule) sql += " AND seq IN (SELECT seq FROM rules WHERE rule = ?)";
  auto rows = database_.Prepare(sql + " ORDER BY seq");
  if (!rows) return Pass(rows.error());
  int parameter = 0;
  rows->Bind(++parameter, after ? static_cast<std::int64_t>(std::min(*after, ledger::kNumberMax))
                                : std::int64_t{-1});
  if (filter.from) rows->Bind(++parameter, filter.from->us);
  if (filter.to) rows->Bind(++parameter, filter.to->us);
  for (const TextColumn& column : kTextColumns) {
    if (filter.*column.wanted) rows->Bind(++parameter, filter.*column.wanted);
  }
  if (filter.rule) rows->Bind(++parameter, filter.rule);
  while (true) {
    const auto row = rows->Step();
    if (!row) return Pass(row.error());
    if (!*row) return {};
    const auto more = on_place({.seq = static_cast<std::uint64_t>(rows->Number(0)),
                                .offset = static_cast<std::uint64_t>(rows->Number(1))});
    if (!more) return Pass(more.error());
    if (!*more) return {};
  }
}

}  // namespace bylaw::query
