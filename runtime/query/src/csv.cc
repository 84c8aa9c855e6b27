#include "bylaw/query/csv.h"

#include <algorithm>
#include <utility>

namespace bylaw::query {
namespace {

using ledger::Result;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

tl::unexpected<ledger::Error> FailAt(std::uint64_t line, std::string_view what) {
  return ledger::Fail(ledger::ErrorCode::kInvalidArgument,
                      "line " + std::to_string(line) + ": " + std::string(what));
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : text_(text) {
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
}

bool CsvReader::TakeLineEnd() {
  const std::string_view rest = text_.substr(at_);
  if (!rest.starts_with('\n') && !rest.starts_with("\r\n")) return false;
  at_ += rest.front() == '\n' ? 1U : 2U;
  ++line_;
  return true;
}

Result<std::optional<CsvRow>> CsvReader::Next() {
  while (TakeLineEnd()) {
  }
  if (at_ == text_.size()) return std::nullopt;
  CsvRow row;
  row.line = line_;
  while (true) {
    auto cell = text_.substr(at_).starts_with('"') ? QuotedCell() : Cell();
    if (!cell) return tl::unexpected<ledger::Error>(cell.error());
    row.cells.push_back(std::move(*cell));
    if (at_ == text_.size() || TakeLineEnd()) return row;
    if (text_[at_] != ',') return FailAt(line_, "something stands behind a closing quote");
    ++at_;
  }
}

Result<std::string> CsvReader::Cell() {
  const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
  std::string cell(text_.substr(at_, end - at_));
  if (cell.find('"') != std::string::npos)
    return FailAt(line_, "a cell with a quote in it must stand in quotes");
  const bool before_newline = end < text_.size() && text_[end] == '\n';
  if (before_newline && cell.ends_with('\r')) cell.pop_back();
  at_ += cell.size();
  return cell;
}

Result<std::string> CsvReader::QuotedCell() {
  const std::uint64_t begin = line_;
  std::string cell;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      ++at_;
      if (!text_.substr(at_).starts_with('"')) return cell;
    }
    if (text_[at_] == '\n') ++line_;
    cell += text_[at_];
  }
  return FailAt(begin, "a quote is not closed");
}

void AppendCsvCell(std::string_view text, std::string& out) {
  using std::string_view_literals::operator""sv;
  const bool formula = !text.empty() && "=+-@\t\r"sv.find(text.front()) != std::string_view::npos;
  const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos;
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quoted) out += '"';
}

void AppendCsvRow(const std::vector<std::string>& cells, std::string& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    AppendCsvCell(cells[i], out);
  }
  out += "\r\n";
}

}  // namespace bylaw::query
