#include "source/table_file.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "bylaw/vm/utf8.h"
#include "source/characters.h"
#include "source/concat.h"
#include "source/json_tree.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kBlanks = " \t";

// Collects the value of a file; keeps the first mistake, after which nothing more is added.
class Builder {
 public:
  // `unit`: what places are counted in, "line" or "item".
  Builder(std::string_view path, std::string_view unit, Span span)
      : path_(path), unit_(unit), span_(span) {
    file_.value.span = span;
    file_.value.kind = Value::Kind::kList;
  }

  bool failed() const { return !file_.mistake.empty(); }
  void Fail(size_t place, std::string_view what, std::string_view help) {
    if (failed()) return;
    file_.mistake = Concat({Named(path_), ", ", unit_, " ", std::to_string(place), ": ", what});
    file_.help = help;
  }
  void FailFile(std::string_view what, std::string_view help) {
    if (failed()) return;
    file_.mistake = Concat({Named(path_), " ", what});
    file_.help = help;
  }

  void AddItem(size_t place, Value::Kind kind, std::string text) {
    if (!Check(place, kind, text)) return;
    file_.value.items.push_back(ValueOf(kind, std::move(text)));
  }
  void AddEntry(size_t place, std::string key, Value::Kind kind, std::string text) {
    file_.value.kind = Value::Kind::kMap;
    if (!Check(place, Value::Kind::kString, key) || !Check(place, kind, text)) return;
    if (!keys_.insert(key).second) {
      return Fail(place, Concat({Named(key), " stands in the table for the second time"}),
                  "keep one of the two");
    }
    file_.value.keys.push_back(std::move(key));
    file_.value.items.push_back(ValueOf(kind, std::move(text)));
  }

  TableFile Take() { return std::move(file_); }
  void SetKind(Value::Kind kind) { file_.value.kind = kind; }

 private:
  Value ValueOf(Value::Kind kind, std::string text) const {
    Value value;
    value.kind = kind;
    value.text = std::move(text);
    value.span = span_;
    return value;
  }

  bool Check(size_t place, Value::Kind kind, std::string_view text) {
    if (failed()) return false;
    if (kind == Value::Kind::kString &&
        text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      Fail(place, "there is nothing where a value should be", "write one, or remove the entry");
    }
    for (size_t at = 0; at < text.size() && !failed();) {
      const CodePoint c = DecodeUtf8(text, at);
      if (IsControl(c.value) || IsInvisible(c.value)) {
        Fail(place,
             Concat({"this has the character ", CodePointName(c.value), ", which nobody sees"}),
             "remove it: a text with it is not equal to one without");
      }
      at += std::max(1u, c.size_bytes);
    }
    return !failed();
  }

  std::string_view path_;
  std::string_view unit_;
  Span span_;
  TableFile file_;
  std::set<std::string, std::less<>> keys_;
};

// ---------------------------------------------------------------- text

void ReadLines(std::string_view bytes, Builder& into) {
  for (size_t at = 0, line = 1; at < bytes.size() && !into.failed(); ++line) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view text = bytes.substr(at, end - at);
    at = end + 1;
    if (text.ends_with('\r')) text.remove_suffix(1);
    const size_t begin = text.find_first_not_of(kBlanks);
    if (begin == text.npos || text[begin] == '#') continue;
    text = text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
    if (text.find('\r') != text.npos) {
      return into.Fail(line, "lines end with a carriage return alone",
                       "end them with a line feed, with or without a carriage return before it");
    }
    into.AddItem(line, Value::Kind::kString, std::string(text));
  }
}

// ---------------------------------------------------------------- CSV

struct Cell {
  std::string text;
  bool quoted = false;
};

class CsvReader {
 public:
  CsvReader(std::string_view bytes, Builder& into) : bytes_(bytes), into_(into) {}

  void Run() {
    std::vector<Cell> row;
    while (at_ < bytes_.size() && !into_.failed()) {
      const size_t line = line_;
      if (SkipSilentLine() || !ReadRow(row)) continue;
      if (columns_ == 0) columns_ = row.size();
      if (row.size() > 2) {
        return into_.Fail(line, Concat({"there are ", std::to_string(row.size()), " columns"}),
                          "one column is a list, two are a table");
      }
      if (row.size() != columns_) {
        return into_.Fail(line, "this line has another number of columns than those before",
                          "give every line one column, or every line two");
      }
      if (columns_ == 1) {
        into_.AddItem(line, Value::Kind::kString, std::move(row[0].text));
      } else {
        const Value::Kind kind = KindOf(row[1], line);
        into_.AddEntry(line, std::move(row[0].text), kind, std::move(row[1].text));
      }
    }
  }

 private:
  // Behind the line break at at_, if there is one.
  bool SkipLineBreak() {
    const std::string_view rest = bytes_.substr(at_);
    const size_t size = rest.starts_with("\r\n") ? 2 : rest.starts_with('\n') ? 1 : 0;
    at_ += size;
    line_ += size > 0 ? 1 : 0;
    return size > 0;
  }
  bool AtLineBreak() const {
    const std::string_view rest = bytes_.substr(at_);
    return rest.empty() || rest.starts_with('\n') || rest.starts_with("\r\n");
  }

  bool SkipSilentLine() {
    if (SkipLineBreak()) return true;
    if (bytes_[at_] != '#') return false;
    at_ = std::min(bytes_.find('\n', at_), bytes_.size());
    SkipLineBreak();
    return true;
  }

  bool ReadRow(std::vector<Cell>& row) {
    row.clear();
    for (;;) {
      Cell& cell = row.emplace_back();
      if (bytes_.substr(at_).starts_with('"') ? !ReadQuoted(cell) : !ReadPlain(cell)) return false;
      if (!bytes_.substr(at_).starts_with(',')) break;
      ++at_;
    }
    SkipLineBreak();
    return true;
  }

  bool ReadPlain(Cell& cell) {
    const size_t begin = at_;
    while (!AtLineBreak() && bytes_[at_] != ',') {
      if (bytes_[at_] == '"')
        return Fail("a quote in the middle of a cell",
                    "put the whole cell in quotes, and write a quote twice");
      if (bytes_[at_] == '\r')
        return Fail("a carriage return in the middle of a line",
                    "end lines with a line feed, or put the cell in quotes");
      ++at_;
    }
    const std::string_view text = bytes_.substr(begin, at_ - begin);
    if (!text.empty() && (IsBlank(text.front()) || IsBlank(text.back())))
      return Fail("a blank at the end of a cell", "remove it, or put the cell in quotes");
    cell.text = text;
    return true;
  }

  bool ReadQuoted(Cell& cell) {
    cell.quoted = true;
    const size_t line = line_;
    for (++at_; at_ < bytes_.size(); ++at_) {
      if (bytes_[at_] == '"' && !bytes_.substr(at_ + 1).starts_with('"')) {
        ++at_;
        if (AtLineBreak() || bytes_[at_] == ',') return true;
        return Fail("text behind the closing quote of a cell", "write a quote in a cell twice");
      }
      if (bytes_[at_] == '"') ++at_;
      if (bytes_[at_] == '\n') ++line_;
      cell.text.push_back(bytes_[at_]);
    }
    line_ = line;
    return Fail("a quote that is not closed", "close it");
  }

  Value::Kind KindOf(const Cell& cell, size_t line) {
    if (cell.quoted) return Value::Kind::kString;
    if (cell.text == "true" || cell.text == "false") return Value::Kind::kBool;
    if (IsNumber(cell.text)) return Value::Kind::kNumber;
    if (IsForeignNumber(cell.text)) {
      into_.Fail(line, Concat({Named(cell.text), " can be read in two ways"}),
                 "write a number as in 10, -2.5 or 1e6, and a text in quotes");
    }
    return Value::Kind::kString;
  }

  bool Fail(std::string_view what, std::string_view help) {
    into_.Fail(line_, what, help);
    return false;
  }

  std::string_view bytes_;
  Builder& into_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t columns_ = 0;
};

// ---------------------------------------------------------------- JSON

// What a value is called where it must be a scalar; empty where it is one.
std::string_view NameOfOther(JsonTree::Kind kind) {
  switch (kind) {
    case JsonTree::Kind::kNull:
      return "null";
    case JsonTree::Kind::kArray:
      return "a list";
    case JsonTree::Kind::kObject:
      return "an object";
    default:
      return {};
  }
}

void ReadJsonTable(std::string_view bytes, Builder& into) {
  constexpr std::string_view kHelp =
      "write a list or an object of numbers, strings, true and false";
  JsonReading reading = ReadJson(bytes);
  if (!reading.tree) return into.FailFile(reading.mistake, reading.help);
  JsonTree& tree = *reading.tree;
  const bool table = tree.kind == JsonTree::Kind::kObject;
  if (!table && tree.kind != JsonTree::Kind::kArray) {
    return into.FailFile("holds no list and no object", kHelp);
  }
  if (table) into.SetKind(Value::Kind::kMap);
  for (size_t i = 0; i < tree.items.size(); ++i) {
    JsonTree& item = tree.items[i];
    const std::string_view other = NameOfOther(item.kind);
    if (!other.empty()) {
      return into.Fail(i + 1, Concat({"this is ", other}), kHelp);
    }
    const Value::Kind kind = item.kind == JsonTree::Kind::kBool     ? Value::Kind::kBool
                             : item.kind == JsonTree::Kind::kNumber ? Value::Kind::kNumber
                                                                    : Value::Kind::kString;
    if (table) {
      into.AddEntry(i + 1, std::move(tree.keys[i]), kind, std::move(item.text));
    } else {
      into.AddItem(i + 1, kind, std::move(item.text));
    }
  }
}

}  // namespace

TableFile ReadTableFile(std::string_view path, std::string_view bytes, Span span) {
  const bool json = path.ends_with(".json");
  Builder builder(path, json ? "item" : "line", span);
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (!vm::IsUtf8(bytes)) {
    builder.FailFile("is not UTF-8", "save it as UTF-8");
  } else if (json) {
    ReadJsonTable(bytes, builder);
  } else if (path.ends_with(".csv")) {
    CsvReader(bytes, builder).Run();
  } else if (path.ends_with(".txt")) {
    ReadLines(bytes, builder);
  } else {
    builder.FailFile(
        "is of no kind that can be read here",
        "name a `.txt` or `.csv` of one column for a list, a `.csv` of two columns for "
        "a table, or a `.json` for either");
  }
  return builder.Take();
}

}  // namespace bylaw::compiler
