// JSON in memory, with numbers as they are written: for files that a document names.
//
// Strict (RFC 8259): one value, UTF-8, no member twice in an object. Thread-safety: values. Limits:
// kYamlDepthMax levels, as in documents.

#ifndef BYLAW_COMPILER_SOURCE_JSON_TREE_H_
#define BYLAW_COMPILER_SOURCE_JSON_TREE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bylaw::compiler {

struct JsonTree {
  enum class Kind : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  std::string text;               // kBool: "true" or "false". kNumber: exact. kString.
  std::vector<JsonTree> items;    // kArray, kObject.
  std::vector<std::string> keys;  // kObject: of each item; distinct.

  // The member of an object, or nullptr.
  const JsonTree* Find(std::string_view key) const;
};

struct JsonReading {
  std::optional<JsonTree> tree;
  std::string mistake;  // Without a tree: what is wrong, to follow the file's name.
  std::string help;
};

JsonReading ReadJson(std::string_view bytes);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_JSON_TREE_H_
