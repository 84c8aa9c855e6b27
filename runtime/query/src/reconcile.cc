#include "bylaw/query/reconcile.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

#include "bylaw/query/csv.h"

namespace bylaw::query {
namespace {

using ledger::ErrorCode;
using ledger::Field;
using ledger::Result;

struct Decided {
  std::uint64_t seq;
  std::string decision;
};

// The record that stands for a request: one that does not permit, else the first; nullopt: none.
Result<std::optional<Decided>> DecisionOn(LedgerQuery& query, const std::string& request) {
  Selection selection;
  selection.filter.kind = "evaluation";
  selection.filter.request = request;
  selection.limit = std::numeric_limits<std::uint64_t>::max();
  const auto page = query.Select(selection);
  if (!page) return tl::unexpected<ledger::Error>(page.error());
  std::optional<Decided> stands;
  for (const std::string& line : page->lines) {
    const auto record = ledger::RecordView::Parse(line);
    if (!record) return tl::unexpected<ledger::Error>(record.error());
    Decided decided{record->number(Field::seq), record->text(Field::decision)};
    if (decided.decision != "PERMIT") return decided;
    if (!stands) stands = std::move(decided);
  }
  return stands;
}

Result<std::size_t> ColumnOf(CsvReader& reader, std::string_view column, std::size_t& columns) {
  const auto header = reader.Next();
  if (!header) return tl::unexpected<ledger::Error>(header.error());
  if (!*header) return ledger::Fail(ErrorCode::kInvalidArgument, "the list has no header");
  const auto& cells = (*header)->cells;
  columns = cells.size();
  if (std::count(cells.begin(), cells.end(), column) != 1) {
    return ledger::Fail(ErrorCode::kInvalidArgument, "the header does not name the column " +
                                                         std::string(column) +
                                                         " just once; name another, or fix it");
  }
  return static_cast<std::size_t>(std::find(cells.begin(), cells.end(), column) - cells.begin());
}

class Reconciler {
 public:
  explicit Reconciler(LedgerQuery& query) : query_(query) {}

  // What is wrong with an execution, if anything is.
  Result<std::optional<Finding>> Judge(std::uint64_t line, const std::string& key) {
    Finding finding;
    finding.line = line;
    finding.key = key;
    const auto decided = DecisionOn(query_, key);
    if (!decided) return tl::unexpected<ledger::Error>(decided.error());
    if (!*decided) {
      ++sums_.undecided;
      return finding;
    }
    finding.seq = (*decided)->seq;
    finding.decision = (*decided)->decision;
    const auto [first, is_first] = first_lines_.emplace(key, line);
    if (finding.decision != "PERMIT") {
      finding.mismatch = Mismatch::kNotPermitted;
      ++sums_.not_permitted;
      return finding;
    }
    if (is_first) {
      ++sums_.in_order;
      return std::nullopt;
    }
    finding.mismatch = Mismatch::kRepeated;
    finding.first_line = first->second;
    ++sums_.repeated;
    return finding;
  }

  const Reconciliation& sums() const { return sums_; }

 private:
  LedgerQuery& query_;
  std::unordered_map<std::string, std::uint64_t> first_lines_;
  Reconciliation sums_;
};

}  // namespace

std::string_view MismatchText(Mismatch mismatch) {
  switch (mismatch) {
    case Mismatch::kUndecided:
      return "undecided";
    case Mismatch::kNotPermitted:
      return "not_permitted";
    case Mismatch::kRepeated:
      return "repeated";
  }
  return "";
}

Result<Reconciliation> Reconcile(LedgerQuery& query, std::string_view csv, std::string_view column,
                                 const std::function<bool(const Finding&)>& on_finding) {
  CsvReader reader(csv);
  std::size_t columns = 0;
  const auto key = ColumnOf(reader, column, columns);
  if (!key) return tl::unexpected<ledger::Error>(key.error());
  Reconciler reconciler(query);
  while (true) {
    const auto row = reader.Next();
    if (!row) return tl::unexpected<ledger::Error>(row.error());
    if (!*row) return reconciler.sums();
    if ((*row)->cells.size() != columns) {
      return ledger::Fail(ErrorCode::kInvalidArgument,
                          "line " + std::to_string((*row)->line) + ": " +
                              std::to_string((*row)->cells.size()) +
                              " cells, where the header has " + std::to_string(columns));
    }
    const auto finding = reconciler.Judge((*row)->line, (*row)->cells[*key]);
    if (!finding) return tl::unexpected<ledger::Error>(finding.error());
    if (*finding && !on_finding(**finding))
      return ledger::Fail(ErrorCode::kClosed, "reading was stopped");
  }
}

}  // namespace bylaw::query
