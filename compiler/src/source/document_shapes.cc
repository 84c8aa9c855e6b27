// ShapeText: see document.h.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/document.h"
#include "bylaw/vm/limits.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

std::string Alternatives(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += Concat({text.empty() ? "`" : ", `", word, "`"});
  return text;
}

std::string Range(std::string_view what, int64_t min, int64_t max) {
  return Concat({what, " from ", std::to_string(min), " to ", std::to_string(max)});
}

}  // namespace

std::string ShapeText(Shape shape) {
  switch (shape) {
    case Shape::kText:
      return "text";
    case Shape::kTexts:
    case Shape::kTargets:
      return "text, or a list";
    case Shape::kName:
      return "name";
    case Shape::kNames:
    case Shape::kExactNames:
      return "name, or a list";
    case Shape::kConditions:
      return "[condition](conditions.md), or a list";
    case Shape::kBool:
      return "`true`, `false`";
    case Shape::kDay:
      return "`2026-03-01`";
    case Shape::kDuration:
      return "`90d`, `4h`, `30m`, `15s`";
    case Shape::kVersion:
      return "`1.2.3`";
    case Shape::kDigest:
      return "`sha256:` and 64 digits";
    case Shape::kScalar:
      return "number, text";
    case Shape::kValue:
      return "number, text, bool, or a list";
    case Shape::kStepCount:
      return Range("number", 1, vm::kStepsMax);
    case Shape::kByteCount:
      return Range("bytes,", 1, vm::kRequestBytesMax);
    case Shape::kItemCount:
      return Range("number", 1, vm::kRequestValuesMax);
    case Shape::kSize:
      return Range("number", 0, kSizeMax);
    case Shape::kPriority:
      return Range("number", -kPriorityMax, kPriorityMax);
    case Shape::kWhenOverdue:
      return Alternatives(kWhenOverdueNames);
    case Shape::kOnError:
      return Alternatives(kOnErrorNames);
    case Shape::kDisclose:
      return Alternatives(kDiscloseNames);
    case Shape::kPrecedence:
      return "all three sections in order";
    case Shape::kKind:
      return Alternatives(kFactKindNames);
    case Shape::kSource:
      return "`params`, `context`, a path";
    case Shape::kWords:
      return "list of texts";
    case Shape::kEncoding:
      return Alternatives(kEncodingNames);
    case Shape::kTypeOf:
      return "type: `string`, `{type: string, max_length: 10}`";
    case Shape::kTypesOf:
      return "`{name: type}`";
    case Shape::kConstitution:
      return "below";
    case Shape::kReviews:
      return "`[{by, date, note}]`";
    case Shape::kLimits:
      return "`{steps, request_bytes, …}`";
    case Shape::kFacts:
      return "`{name: fact}`";
    case Shape::kConstants:
      return "`{name: value}`: number, text, bool, list, table, or `{file, digest}`";
    case Shape::kDefinitions:
      return "`{name: condition}`";
    case Shape::kActions:
      return "`{name: action}`";
    case Shape::kParams:
      return "`[fact]`, `{name: type}`, `{schema: file}`";
    case Shape::kPermissions:
    case Shape::kProhibitions:
    case Shape::kEscalations:
      return "list of rules";
    case Shape::kImports:
      return "`std/part`, a file, `{part, with}`, or a list";
    case Shape::kRoutes:
      return "`{name: route}`";
    case Shape::kReviewers:
      return "`role:x`, `user:y`, or a list";
    case Shape::kQuorum:
      return Concat({Range("number", 1, kQuorumMax), ", or `{\"role:x\": number}`"});
    case Shape::kAnything:
      return "";
  }
  return "";
}

}  // namespace bylaw::compiler
