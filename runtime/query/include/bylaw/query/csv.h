// CSV as RFC 4180 has it: read strictly, and written so that a spreadsheet executes nothing.
//
// Thread-safety: a reader belongs to one thread. Ownership: a reader borrows the text.
#ifndef BYLAW_QUERY_CSV_H_
#define BYLAW_QUERY_CSV_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"

namespace bylaw::query {

struct CsvRow {
  std::vector<std::string> cells;
  std::uint64_t line = 0;  // of the text, from 1, where it begins
};

// Lines end with LF or CR LF. A UTF-8 byte order mark at the beginning is passed over, and so are
// empty lines.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);

  // nullopt at the end. kInvalidArgument names the line: a quote inside a cell without quotes,
  // something behind a closing quote, a quote that is not closed.
  ledger::Result<std::optional<CsvRow>> Next();

 private:
  ledger::Result<std::string> Cell();
  ledger::Result<std::string> QuotedCell();
  bool TakeLineEnd();

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
};

// Appends a cell, in quotes where it needs them. One that begins with = + - @ TAB or CR, which a
// spreadsheet would take for a formula, gets a ' in front.
void AppendCsvCell(std::string_view text, std::string& out);

// Appends the cells and CR LF.
void AppendCsvRow(const std::vector<std::string>& cells, std::string& out);

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_CSV_H_
