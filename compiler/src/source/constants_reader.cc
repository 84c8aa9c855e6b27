// `constants`: numbers, texts, bools, lists, tables, and files that hold a list or a table.

#include "bylaw/vm/limits.h"
#include "source/concat.h"
#include "source/file_reference.h"
#include "source/parts.h"
#include "source/table_file.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kFileKey = "file";

void ReadFileConstant(NodeReader& reader, YamlId node, Constant& into) {
  const Files::File* const file = ReadFileReference(reader, node, kFileKey, into.file);
  if (file == nullptr) return;
  const Text& path = *into.file.path;
  TableFile table = ReadTableFile(path.value, file->bytes, path.span);
  if (!table.mistake.empty()) {
    reader.Error(DiagnosticCode::kBadFile, path.span, std::move(table.mistake),
                 std::move(table.help));
    return;
  }
  into.value = std::move(table.value);
}

Value ReadTable(NodeReader& reader, YamlId node) {
  Value table;
  table.kind = Value::Kind::kMap;
  table.span = reader.document().span(node);
  const size_t trouble = reader.trouble();
  reader.ReadNamed(node, "a table", [&](YamlId key, YamlId value) {
    const std::string_view name = reader.document().ScalarText(key);
    if (name.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      reader.Error(DiagnosticCode::kEmptyValue, reader.document().span(key),
                   "this key of a table is empty", "write a key, or remove the entry");
    }
    if (reader.document().kind(value) != YamlKind::kScalar) {
      return reader.Expected(value, "a number, a text, `true` or `false`");
    }
    table.keys.emplace_back(name);
    table.items.push_back(reader.ReadValue(value));
  });
  if (reader.trouble() != trouble) table.kind = Value::Kind::kInvalid;
  return table;
}

// Whether it holds as many items as a constant may; those of a part may be empty until a document
// sets them.
void CheckSize(NodeReader& reader, Constant& constant, Span span, bool is_part) {
  const bool list = constant.value.kind == Value::Kind::kList;
  if (!list && constant.value.kind != Value::Kind::kMap) return;
  const size_t size = constant.value.items.size();
  if (size == 0 && !is_part) {
    reader.Error(
        DiagnosticCode::kEmptyValue, span,
        Concat({Named(constant.name.value), list ? " is an empty list" : " is an empty table"}),
        list ? "write at least one item" : "write at least one entry");
  }
  if (size > vm::kRequestValuesMax) {
    reader.Error(
        DiagnosticCode::kOutOfRange, span,
        Concat({Named(constant.name.value), " has ", std::to_string(size), " items, more than the ",
                std::to_string(vm::kRequestValuesMax), " that a constant may have"}),
        "let the host look it up, and declare the outcome as a fact from context");
    constant.value.kind = Value::Kind::kInvalid;
  }
}

}  // namespace

void ReadConstants(NodeReader& reader, YamlId node, Constitution& into) {
  reader.ReadNamed(node, "a map of constants", [&](YamlId key, YamlId value) {
    Constant constant;
    constant.name = reader.document().ReadText(key);
    const Span span = reader.document().span(value);
    constant.value.span = span;
    if (reader.document().kind(value) != YamlKind::kMapping) {
      constant.value = reader.ReadValue(value);
    } else if (NamesFile(reader, value, kFileKey)) {
      ReadFileConstant(reader, value, constant);
    } else {
      constant.value = ReadTable(reader, value);
    }
    CheckSize(reader, constant, span, into.is_part);
    into.constants.push_back(std::move(constant));
  });
}

}  // namespace bylaw::compiler
