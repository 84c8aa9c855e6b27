// DocumentSchema: see document.h.

#include <array>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/document.h"
#include "bylaw/vm/limits.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

using Json = nlohmann::ordered_json;

// Regular expressions as JSON Schema reads them.
constexpr std::string_view kNotBlank = "[^ \\t\\r\\n]";
constexpr std::string_view kNamePattern = "^[!-~]{1,256}$";
constexpr std::string_view kExactNamePattern = "^[!-)+-~]{1,256}$";
constexpr std::string_view kIdentifierPattern = "^[A-Za-z_][A-Za-z0-9_]{0,255}$";
constexpr std::string_view kSourcePattern = "^(params|context)(\\.[A-Za-z_][A-Za-z0-9_]*)*$";
constexpr std::string_view kReviewerPattern = "^(role|user):[!-~]+$";
constexpr std::string_view kDayPattern = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
constexpr std::string_view kDigestPattern = "^sha256:[0-9a-f]{64}$";
constexpr std::string_view kDurationPattern = "^[1-9][0-9]*[smhd]$";
constexpr std::string_view kVersionPattern =
    "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$";

// The keys of an object are not always the same: `from` is for facts, `route_to` for escalations.
enum class Variant : uint8_t { kAny, kFact, kType, kPermission, kProhibition, kEscalation };

bool IsAllowed(Need need, Variant variant) {
  switch (need) {
    case Need::kOptional:
    case Need::kRequired:
      return true;
    case Need::kRequiredOfFacts:
    case Need::kOptionalOfFacts:
      return variant == Variant::kFact;
    case Need::kRequiredOfEscalations:
      return variant == Variant::kEscalation;
    case Need::kNotOfPermissions:
      return variant != Variant::kPermission;
    case Need::kNotOfProhibitions:
      return variant != Variant::kProhibition;
    case Need::kReserved:
      return false;
  }
  return false;
}

bool IsRequired(Need need) {
  return need == Need::kRequired || need == Need::kRequiredOfFacts ||
         need == Need::kRequiredOfEscalations;
}

Json ObjectOf(Owner owner, Variant variant);

Json Reference(std::string_view definition) {
  return {{"$ref", Concat({"#/definitions/", definition})}};
}

Json Words(std::span<const std::string_view> words) {
  Json list = Json::array();
  for (const std::string_view word : words) list.push_back(word);
  return {{"enum", std::move(list)}};
}

// A plain scalar is a text wherever one is expected: `reason: 404`.
Json TextLike(std::string_view pattern) {
  return {{"type", {"string", "number", "boolean"}}, {"pattern", pattern}};
}

Json StringOf(std::string_view pattern) {
  return {{"type", "string"}, {"pattern", pattern}};
}

Json Integer(int64_t min, int64_t max) {
  return {{"type", "integer"}, {"minimum", min}, {"maximum", max}};
}

Json ListOf(Json item) {
  return {{"type", "array"}, {"items", std::move(item)}, {"minItems", 1}};
}

// One alone, or a list.
Json OneOrMore(const Json& item, bool distinct = true) {
  Json list = ListOf(item);
  if (distinct) list["uniqueItems"] = true;
  return {{"anyOf", {item, std::move(list)}}};
}

Json MapOf(Json value, std::string_view name_pattern) {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", name_pattern}}},
          {"additionalProperties", std::move(value)}};
}

Json Scalar() {
  return TextLike(kNotBlank);
}

// Types by themselves: all but enum, which needs its values.
Json TypeWords() {
  Json words = Json::array();
  for (const std::string_view word : kFactKindNames) {
    if (word != kFactKindNames[static_cast<size_t>(FactKind::kEnum)]) words.push_back(word);
  }
  return {{"enum", std::move(words)}};
}

Json TypeOf() {
  return {{"anyOf", {TypeWords(), Reference("type")}}};
}

Json Params() {
  Json schema = StringOf(kNotBlank);
  schema["description"] = "the JSON Schema of the tool, a file below the document's folder";
  Json digest = StringOf(kDigestPattern);
  digest["description"] = "what the file must be";
  const Json file = {{"type", "object"},
                     {"properties", {{"schema", schema}, {"digest", digest}}},
                     {"required", {"schema"}},
                     {"additionalProperties", false}};
  // A type by itself, or the name of the fact that the parameter is.
  Json word = StringOf(kIdentifierPattern);
  word["not"] = {{"const", kFactKindNames[static_cast<size_t>(FactKind::kEnum)]}};
  const Json type = {{"anyOf", {word, Reference("type")}}};
  const Json types = {{"type", "object"}, {"additionalProperties", type}};
  Json forms = OneOrMore(TextLike(kNotBlank));
  forms["anyOf"].push_back(types);
  forms["anyOf"].push_back(file);
  return forms;
}

// A map with the key `file` names one; any other is a table.
Json ConstantValue() {
  Json table = {{"type", "object"},
                {"not", {{"required", {"file"}}}},
                {"minProperties", 1},
                {"additionalProperties", Scalar()}};
  return {{"anyOf",
           {Scalar(), ListOf(Scalar()), ObjectOf(Owner::kFile, Variant::kAny), std::move(table)}}};
}

Json Imports() {
  const Json part = {{"anyOf", {TextLike(kNotBlank), ObjectOf(Owner::kImport, Variant::kAny)}}};
  return {{"anyOf", {part, ListOf(part)}}};
}

Json Quorum() {
  const Json votes = Integer(1, kQuorumMax);
  return {{"anyOf", {votes, MapOf(votes, kReviewerPattern)}}};
}

Json Precedence() {
  Json list = ListOf(Words(kSectionNames));
  list["minItems"] = list["maxItems"] = kSectionNames.size();
  list["uniqueItems"] = true;
  return list;
}

Json OfShape(Shape shape) {
  switch (shape) {
    case Shape::kText:
      return TextLike(kNotBlank);
    case Shape::kImports:
      return Imports();
    case Shape::kTexts:
      return OneOrMore(TextLike(kNotBlank));
    case Shape::kTargets:
      return OneOrMore(TextLike("^[^*]+$"));
    case Shape::kName:
      return TextLike(kNamePattern);
    case Shape::kNames:
      return OneOrMore(TextLike(kNamePattern));
    case Shape::kExactNames:
      return OneOrMore(TextLike(kExactNamePattern));
    case Shape::kConditions:
      return OneOrMore(TextLike(kNotBlank), false);
    case Shape::kBool:
      return {{"type", "boolean"}};
    case Shape::kDay:
      return StringOf(kDayPattern);
    case Shape::kDuration:
      return StringOf(kDurationPattern);
    case Shape::kVersion:
      return StringOf(kVersionPattern);
    case Shape::kDigest:
      return StringOf(kDigestPattern);
    case Shape::kScalar:
      return Scalar();
    case Shape::kValue:
      return {{"anyOf", {Scalar(), {{"type", "array"}, {"items", Scalar()}}}}};
    case Shape::kStepCount:
      return Integer(1, vm::kStepsMax);
    case Shape::kByteCount:
      return Integer(1, vm::kRequestBytesMax);
    case Shape::kItemCount:
      return Integer(1, vm::kRequestValuesMax);
    case Shape::kSize:
      return Integer(0, kSizeMax);
    case Shape::kPriority:
      return Integer(-kPriorityMax, kPriorityMax);
    case Shape::kWhenOverdue:
      return Words(kWhenOverdueNames);
    case Shape::kOnError:
      return Words(kOnErrorNames);
    case Shape::kDisclose:
      return Words(kDiscloseNames);
    case Shape::kPrecedence:
      return Precedence();
    case Shape::kKind:
      return Words(kFactKindNames);
    case Shape::kSource:
      return StringOf(kSourcePattern);
    case Shape::kWords:
      return OneOrMore(StringOf(kNotBlank));
    case Shape::kEncoding:
      return Words(kEncodingNames);
    case Shape::kTypeOf:
      return TypeOf();
    case Shape::kTypesOf:
      return {{"type", "object"}, {"additionalProperties", TypeOf()}};
    case Shape::kConstitution:
      return ObjectOf(Owner::kConstitution, Variant::kAny);
    case Shape::kReviews:
      return ListOf(ObjectOf(Owner::kReview, Variant::kAny));
    case Shape::kLimits:
      return ObjectOf(Owner::kLimits, Variant::kAny);
    case Shape::kFacts:
      return MapOf(Reference("fact"), kIdentifierPattern);
    case Shape::kConstants:
      return MapOf(Reference("constant"), kIdentifierPattern);
    case Shape::kDefinitions:
      return MapOf(TextLike(kNotBlank), kIdentifierPattern);
    case Shape::kActions:
      return MapOf(Reference("action"), kExactNamePattern);
    case Shape::kParams:
      return Params();
    case Shape::kPermissions:
      return ListOf(Reference("permission"));
    case Shape::kProhibitions:
      return ListOf(Reference("prohibition"));
    case Shape::kEscalations:
      return ListOf(Reference("escalation"));
    case Shape::kRoutes:
      return MapOf(Reference("route"), kNamePattern);
    case Shape::kReviewers:
      return OneOrMore(StringOf(kReviewerPattern));
    case Shape::kQuorum:
      return Quorum();
    case Shape::kAnything:
      return true;
  }
  return true;
}

Json ObjectOf(Owner owner, Variant variant) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const KeyInfo& key : kDocumentKeys) {
    if (key.owner != owner || !IsAllowed(key.need, variant)) continue;
    Json value = {{"description", key.doc}};
    value.update(OfShape(key.shape));
    properties[std::string(key.name)] = std::move(value);
    if (IsRequired(key.need)) required.push_back(key.name);
  }
  Json object = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) object["required"] = std::move(required);
  object["additionalProperties"] = false;
  return object;
}

Json TypeObject(Variant variant) {
  Json type = ObjectOf(Owner::kType, variant);
  type["if"] = {{"properties", {{"type", {{"const", "enum"}}}}}, {"required", {"type"}}};
  type["then"] = {{"required", {"values"}}};
  return type;
}

}  // namespace

std::string DocumentSchema() {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "Constitution of Bylaw"}};
  schema.update(ObjectOf(Owner::kDocument, Variant::kAny));
  Json& definitions = schema["definitions"] = Json::object();
  definitions["fact"] = TypeObject(Variant::kFact);
  definitions["type"] = TypeObject(Variant::kType);
  definitions["constant"] = ConstantValue();
  definitions["action"] = ObjectOf(Owner::kAction, Variant::kAny);
  definitions["permission"] = ObjectOf(Owner::kRule, Variant::kPermission);
  definitions["prohibition"] = ObjectOf(Owner::kRule, Variant::kProhibition);
  definitions["escalation"] = ObjectOf(Owner::kRule, Variant::kEscalation);
  definitions["route"] = ObjectOf(Owner::kRoute, Variant::kAny);
  return schema.dump(1) + "\n";
}

}  // namespace bylaw::compiler
