// Lists and tables that stand in a file of their own: text, CSV or JSON, by the file's name.
//
// Text (`.txt`): a list of texts, one a line, blanks around it aside.
// CSV (`.csv`, RFC 4180, no header): one column is a list of texts; two columns are a table, whose
// values are what YAML would take them for: a number, `true`, `false`, else text; in quotes always
// text. Outside quotes a cell has no blanks at its ends.
// In both, empty lines and lines that begin with `#` say nothing.
// JSON (`.json`): a list or an object of numbers, strings and bools; numbers are exact.
// All are UTF-8, without characters that a constitution may not have. No item is empty.
//
// Thread-safety: a function without state.

#ifndef BYLAW_COMPILER_SOURCE_TABLE_FILE_H_
#define BYLAW_COMPILER_SOURCE_TABLE_FILE_H_

#include <string>
#include <string_view>

#include "bylaw/compiler/constitution.h"

namespace bylaw::compiler {

struct TableFile {
  Value value;          // kList or kMap, maybe empty.
  std::string mistake;  // Not empty: the first thing that is wrong, with its line.
  std::string help;
};

// `span` is where the document names the file: of the value and everything in it.
TableFile ReadTableFile(std::string_view path, std::string_view bytes, Span span);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_TABLE_FILE_H_
