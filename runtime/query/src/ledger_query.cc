#include "bylaw/query/ledger_query.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "bylaw/query/record_source.h"
#include "index.h"
#include "sample.h"

namespace bylaw::query {

using ledger::ErrorCode;
using ledger::Result;

struct LedgerQuery::State {
  std::string directory;
  ledger::ReadOptions options;
  RecordSource source;
  Index index;

  Result<Page> Select(const Selection& selection);
};

std::string IndexPath(const std::string& directory) {
  return directory + "/query.sqlite";
}

Result<void> RemoveIndex(const std::string& directory) {
  for (const char* const suffix : {"", "-journal", "-wal", "-shm"}) {
    std::error_code error;
    const std::string path = IndexPath(directory) + suffix;
    std::filesystem::remove(path, error);
    if (error) {
      return ledger::Fail(ledger::ErrorCode::kIo, "cannot remove " + path + ": " + error.message());
    }
  }
  return {};
}

LedgerQuery::LedgerQuery(std::unique_ptr<State> state) : state_(std::move(state)) {}
LedgerQuery::LedgerQuery(LedgerQuery&&) noexcept = default;
LedgerQuery& LedgerQuery::operator=(LedgerQuery&&) noexcept = default;
LedgerQuery::~LedgerQuery() = default;

Result<LedgerQuery> LedgerQuery::Open(const std::string& directory,
                                      const ledger::ReadOptions& options) {
  auto source = RecordSource::Open(*options.host, directory);
  if (!source) return tl::unexpected<ledger::Error>(source.error());
  auto index = Index::Open(IndexPath(directory), *source, options, Index::Start::kContinue);
  if (!index) return tl::unexpected<ledger::Error>(index.error());
  return LedgerQuery(
      std::make_unique<State>(State{directory, options, std::move(*source), std::move(*index)}));
}

// kCorrupt: the index led astray.
Result<Page> LedgerQuery::State::Select(const Selection& selection) {
  Page page;
  std::optional<Sample> sample;
  if (selection.sampling) sample.emplace(selection.sampling->size, selection.sampling->seed);
  const auto bytes = source.Bytes();
  if (!bytes) return tl::unexpected<ledger::Error>(bytes.error());
  ledger::Progress progress(options);  // of what may read much more than it finds
  const auto done =
      index.Find(selection.filter, selection.after, [&](const Place& place) -> Result<bool> {
        const auto at = source.At(place.offset);
        if (!at) return tl::unexpected<ledger::Error>(at.error());
        if (!*at || (*at)->record.number(ledger::Field::seq) != place.seq ||
            !Matches(selection.filter, (*at)->record)) {
          return ledger::Fail(ErrorCode::kCorrupt,
                              directory + ": record " + std::to_string(place.seq) +
                                  " is not where it was; if nothing writes to the ledger, "
                                  "`bylaw ledger verify` says more");
        }
        const ledger::RecordView& record = (*at)->record;
        if ((selection.where || sample) && !progress.Reached(place.offset, *bytes))
          return ledger::Fail(ErrorCode::kClosed, "reading was stopped");
        if (selection.where && !selection.where(record)) return true;
        if (sample) {
          sample->Offer(place.seq, record.line());
          return true;
        }
        page.more = page.lines.size() == selection.limit;
        if (!page.more) page.lines.emplace_back(record.line());
        return !page.more;
      });
  if (!done) return tl::unexpected<ledger::Error>(done.error());
  if (sample) page.lines = sample->Lines();
  return page;
}

Result<Page> LedgerQuery::Select(const Selection& selection) {
  auto page = state_->Select(selection);
  if (page || page.error().code == ErrorCode::kClosed) return page;
  auto index = Index::Open(IndexPath(state_->directory), state_->source, state_->options,
                           Index::Start::kAnew);
  if (!index) return tl::unexpected<ledger::Error>(index.error());
  state_->index = std::move(*index);
  return state_->Select(selection);
}

}  // namespace bylaw::query
