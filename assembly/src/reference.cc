#include "bylaw/assembly/reference.h"

#include "rows.h"
#include "writer.h"

namespace bylaw::assembly {
namespace {

std::string FormText(const Field& field) {
  switch (field.form) {
    case Form::kNumber:
    case Form::kSigned:
      return "number";
    case Form::kLimit:
      return "number, or `none`";
    case Form::kWord:
      return field.words == &kKindWords ? "kind" : Listed(*field.words);
    case Form::kFlags:
      return Listed(*field.words) + ", joined with `+`";
    case Form::kText:
      return "text, or `none`";
    case Form::kConstant:
      return "constant, or `none`";
    case Form::kCall:
      return "function, perhaps `with` a constant; or `none`";
    case Form::kImport:
      return "function";
    case Form::kRule:
      return "rule";
    case Form::kAction:
      return "action";
    case Form::kIndex:
      return "row, or `none`";
    case Form::kTexts:
      return "list of texts";
    case Form::kPatterns:
      return "list of patterns";
    case Form::kRules:
      return "list of rules";
    case Form::kRange:
      return "rows";
    case Form::kSpan:
      return "bytes of the source, `120..140`";
    case Form::kDay:
      return "day, or number";
    case Form::kPlace:
      return "place";
    case Form::kReturn:
      return "register, or `undecidable`";
    case Form::kKindSet:
    case Form::kRegister:
    case Form::kMemo:
    case Form::kFact:
    case Form::kRuleOfBlock:
      break;  // Of operands only.
  }
  return {};
}

std::string OtherwiseText(const Field& field) {
  if (field.positional) return "stands always";
  if (!field.derived.empty()) return std::string(field.derived);
  vm::ModuleImage image;
  const Pools pools(image);
  Writer writer(image, pools);
  writer.WriteValue(field, field.otherwise);
  return "`" + writer.out() + "`";
}

}  // namespace

std::string RowReference() {
  std::string table = "| line | field | is | else |\n|---|---|---|---|\n";
  for (const RowTable* row : AllTables()) {
    std::string keyword = "`" + std::string(row->keyword) + "`";
    for (const Field& field : row->fields) {
      const std::string name =
          field.positional ? std::string(field.name) : "`" + std::string(field.name) + "=`";
      for (const std::string& cell : {keyword, name, FormText(field), OtherwiseText(field)})
        table.append("| ").append(cell).append(" ");
      table.append("|\n");
      keyword.clear();
    }
  }
  return table;
}

}  // namespace bylaw::assembly
