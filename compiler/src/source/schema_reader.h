// The parameters of an action out of a JSON Schema (draft 2020-12), as tools publish them.
//
// Understood: `type` (one of object, array, string, integer, number, boolean), `properties`,
// `required` and `additionalProperties` (true or false), `format` of strings, `items`,
// `enum` and `const` of strings, `minimum`, `maximum`, `minLength`, `maxLength`, `minItems`,
// `maxItems`, `pattern`, and `$ref` to `#/$defs/NAME` without a cycle. What only describes
// (`title`, `description`, `default`, `examples`, `$schema`, `$id`, `$comment`) is passed over.
// Anything else is a mistake, because what a schema demands must not be dropped in silence.
//
// A number is a decimal, an integer an int, a string of the format `date` or `date-time` a date or
// a timestamp; the other formats are those of string_format.def. A `pattern` of JSON Schema may
// match anywhere in the text; here it becomes one of the whole value.
//
// Thread-safety: a function without state. Limits: those of json_tree.h; kSchemaTypesMax types,
// with
// `$ref` put in; vm::kFieldsMax properties of an object, vm::kTypeDepthMax types in types.

#ifndef BYLAW_COMPILER_SOURCE_SCHEMA_READER_H_
#define BYLAW_COMPILER_SOURCE_SCHEMA_READER_H_

#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/constitution.h"

namespace bylaw::compiler {

inline constexpr size_t kSchemaTypesMax = 10'000;

struct SchemaParams {
  std::vector<Field> params;  // In the order of the schema.
  bool closed = false;        // `additionalProperties: false`.

  std::string mistake;  // Not empty: the first thing that is wrong, with its JSON pointer.
  std::string help;
};

// Reads the schema in the bytes of the file at `path`. `span` is where the document names the file:
// of everything in it.
SchemaParams ReadSchema(std::string_view path, std::string_view bytes, Span span);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_SCHEMA_READER_H_
