// Parameters out of a JSON Schema: the types that it gives, and what it must not say.

#include "source/schema_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bylaw::compiler {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Shown(const FactType& type) {
  std::string text(kFactKindNames[static_cast<size_t>(type.kind)]);
  for (const Text& value : type.values) text += " " + value.value;
  if (type.min) text += " min " + type.min->text;
  if (type.max) text += " max " + type.max->text;
  if (type.min_length) text += " min_length " + std::to_string(type.min_length->value);
  if (type.max_length) text += " max_length " + std::to_string(type.max_length->value);
  if (type.min_items) text += " min_items " + std::to_string(type.min_items->value);
  if (type.max_items) text += " max_items " + std::to_string(type.max_items->value);
  if (type.pattern) text += " pattern " + type.pattern->value;
  for (const FactType& item : type.items) text += " of (" + Shown(item) + ")";
  if (type.format) text += " format " + type.format->value;
  for (const Field& field : type.fields)
    text += " " + field.name.value + (field.required ? "!" : "") + ": (" + Shown(field.type) + ")";
  if (type.closed) text += " closed";
  return text;
}

SchemaParams Read(const std::string& bytes) {
  return ReadSchema("pay.json", bytes, Span{3, 7});
}

// The type of the one parameter `p` with this schema.
std::string TypeOf(const std::string& schema, const std::string& more = "") {
  const SchemaParams params =
      Read(R"({"type":"object","properties":{"p":)" + schema + "}" + more + "}");
  if (!params.mistake.empty()) {
    EXPECT_THAT(params.params, IsEmpty());
    EXPECT_FALSE(params.help.empty()) << params.mistake;
    return params.mistake;
  }
  EXPECT_EQ(params.params.size(), 1U);
  return Shown(params.params.at(0).type);
}

TEST(Schema, GivesParameters) {
  const SchemaParams params = Read(R"({
    "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "pay", "title": "Pay",
    "type": "object",
    "properties": {
      "amount": {"type": "number", "minimum": 0, "maximum": 0.1000000000000000000000000000001},
      "currency": {"enum": ["EUR", "CHF"]},
      "memo": {"type": "string", "description": "for the payee", "maxLength": 140}
    },
    "required": ["amount", "currency"],
    "additionalProperties": false})");
  EXPECT_EQ(params.mistake, "");
  EXPECT_TRUE(params.closed);
  std::vector<std::string> required;
  for (const Field& field : params.params) {
    if (field.required) required.push_back(field.name.value);
  }
  EXPECT_THAT(required, ElementsAre("amount", "currency"));
  ASSERT_EQ(params.params.size(), 3U);
  EXPECT_EQ(params.params[0].name.value, "amount");
  EXPECT_EQ(params.params[0].name.span, (Span{3, 7}));
  EXPECT_EQ(Shown(params.params[0].type), "decimal min 0 max 0.1000000000000000000000000000001");
  EXPECT_EQ(Shown(params.params[1].type), "enum EUR CHF");
  EXPECT_EQ(Shown(params.params[2].type), "string max_length 140");
  EXPECT_FALSE(Read(R"({"type":"object"})").closed);
  EXPECT_FALSE(Read(R"({"type":"object","additionalProperties":true})").closed);
}

TEST(Schema, GivesTypes) {
  const struct {
    const char* schema;
    const char* type;
  } kCases[] = {
      {R"({"type":"boolean"})", "bool"},
      {R"({"type":"integer","minimum":-5,"maximum":9223372036854775807})",
       "int min -5 max 9223372036854775807"},
      {R"({"type":"number","minimum":1e3})", "decimal min 1e3"},
      {R"({"type":"string","minLength":1,"maxLength":1})", "string min_length 1 max_length 1"},
      {R"({"type":"string","pattern":"^[A-Z]+$|x"})",
       "string pattern (?s:.*)(?:^[A-Z]+$|x)(?s:.*)"},
      {R"({"type":"string","enum":["a","b"],"default":"a"})", "enum a b"},
      {R"({"const":"a"})", "enum a"},
      {R"({"type":"array"})", "list"},
      {R"({"type":"array","items":{"type":"string"},"minItems":1,"maxItems":3})",
       "list min_items 1 max_items 3 of (string)"},
      {R"({"type":"object","additionalProperties":true})", "map"},
      {R"({"type":"object","properties":{"country":{"const":"CH"},"lines":{"type":"array","items":{"type":"number"}}}})",
       "map country: (enum CH) lines: (list of (decimal))"},
      {R"({"type":"object","required":["b"],"additionalProperties":false,"properties":{"a":{"type":"number"},"b":{"type":"string"}}})",
       "map a: (decimal) b!: (string) closed"},
      {R"({"type":"string","format":"date"})", "date"},
      {R"({"type":"string","format":"date-time"})", "timestamp"},
      {R"({"type":"string","format":"email","maxLength":254})",
       "string max_length 254 format email"},
  };
  for (const auto& [schema, type] : kCases) EXPECT_EQ(TypeOf(schema), type) << schema;
}

TEST(Schema, FollowsReferencesInTheFile) {
  const std::string defs =
      R"(,"$defs":{"iban":{"type":"string","minLength":15},"list":{"type":"array","items":{"$ref":"#/$defs/iban"}},)"
      R"("loop":{"type":"array","items":{"$ref":"#/$defs/turn"}},"turn":{"type":"object","properties":{"next":{"$ref":"#/$defs/loop"}}}})";
  EXPECT_EQ(TypeOf(R"({"$ref":"#/$defs/iban","description":"to"})", defs), "string min_length 15");
  EXPECT_EQ(TypeOf(R"({"$ref":"#/$defs/list"})", defs), "list of (string min_length 15)");
  EXPECT_THAT(TypeOf(R"({"$ref":"#/$defs/loop"})", defs),
              HasSubstr("at `#/$defs/turn/properties/next/$ref`: this refers to itself"));
  for (const char* ref :
       {"#/$defs/none", "#", "other.json", "https://example.com/x", "#/properties/p"}) {
    EXPECT_THAT(TypeOf(R"({"$ref":")" + std::string(ref) + "\"}", defs),
                HasSubstr("at `#/properties/p/$ref`: this refers to nothing in the file"));
  }
  EXPECT_THAT(TypeOf(R"({"$ref":"#/$defs/iban","maxLength":20})", defs),
              HasSubstr("at `#/properties/p/maxLength`: this is not understood here"));
  // Each definition doubles: 2^15 types in a few lines.
  std::string doubling = R"(,"$defs":{"d0":{"type":"string"})";
  for (int i = 1; i <= 15; ++i) {
    const std::string before = R"({"$ref":"#/$defs/d)" + std::to_string(i - 1) + "\"}";
    doubling += ",\"d" + std::to_string(i) + R"(":{"type":"object","properties":{"a":)" + before +
                ",\"b\":" + before + "}}";
  }
  EXPECT_THAT(TypeOf(R"({"$ref":"#/$defs/d15"})", doubling + "}"), HasSubstr("more types than"));
}

TEST(Schema, RefusesWhatItDoesNotUnderstand) {
  const struct {
    const char* schema;
    const char* mistake;
  } kCases[] = {
      {"true", "`pay.json` at `#/properties/p`: this is no schema"},
      {"{}", "at `#/properties/p`: this has no `type`"},
      {R"({"type":["string","null"]})", "at `#/properties/p/type`: this is not understood here"},
      {R"({"type":"null"})", "at `#/properties/p/type`: this is not understood"},
      {R"({"type":"string","format":"uri"})", "at `#/properties/p/format`: this is not understood"},
      {R"({"type":"integer","format":"int32"})",
       "at `#/properties/p/format`: this is not understood"},
      {R"({"type":"string","format":"date","maxLength":10})", "at `#/properties/p/maxLength`"},
      {R"({"type":"number","exclusiveMinimum":0})", "at `#/properties/p/exclusiveMinimum`"},
      {R"({"type":"number","multipleOf":0.01})", "at `#/properties/p/multipleOf`"},
      {R"({"type":"number","minLength":1})", "at `#/properties/p/minLength`"},
      {R"({"type":"string","minimum":1})", "at `#/properties/p/minimum`"},
      {R"({"anyOf":[{"type":"string"}],"type":"string"})", "at `#/properties/p/anyOf`"},
      {R"({"type":"array","items":[{"type":"string"}]})",
       "at `#/properties/p/items`: this is no schema"},
      {R"({"type":"array","uniqueItems":true})", "at `#/properties/p/uniqueItems`"},
      {R"({"type":"object","required":["a"]})", "at `#/properties/p/required`"},
      {R"({"type":"object","additionalProperties":{}})",
       "at `#/properties/p/additionalProperties`"},
      {R"({"type":"object","properties":{"a/b~c":{"type":"x"}}})",
       "at `#/properties/p/properties/a~1b~0c/type`"},
      {R"({"type":"object","properties":{"":{"type":"string"}}})", "this name is empty"},
      {R"({"type":"integer","enum":[1,2]})", "at `#/properties/p/enum`: this is not understood"},
      {R"({"enum":["a",1]})", "at `#/properties/p/enum`: this is no list of strings"},
      {R"({"enum":[]})", "this allows no value at all"},
      {R"({"enum":["a","a"]})", "`a` stands here for the second time"},
      {R"({"enum":["a\u200b"]})", "characters that nobody sees"},
      {R"({"enum":["a"],"const":"a"})", "at `#/properties/p/const`: this is not understood"},
      {R"({"const":5})", "at `#/properties/p/const`: this is no string"},
      {R"({"type":"integer","minimum":1.5})", "this is no bound of the type"},
      {R"({"type":"integer","maximum":9223372036854775808})", "this is no bound of the type"},
      {R"({"type":"number","maximum":"5"})", "this is no bound of the type"},
      {R"({"type":"string","maxLength":-1})", "this is no length"},
      {R"({"type":"string","maxLength":16777217})", "this is no length"},
      {R"({"type":"number","minimum":2,"maximum":1})", "a lower bound is above the upper one"},
      {R"({"type":"string","minLength":2,"maxLength":1})", "a lower bound is above"},
      {R"({"type":"array","minItems":2,"maxItems":1})", "a lower bound is above"},
  };
  for (const auto& [schema, mistake] : kCases) EXPECT_THAT(TypeOf(schema), HasSubstr(mistake));
  const auto root = [](const char* bytes) { return Read(bytes).mistake; };
  EXPECT_THAT(root("{"), HasSubstr("`pay.json` is no JSON from line 1 on"));
  EXPECT_THAT(root("[]"), HasSubstr("this is no schema"));
  EXPECT_THAT(root("{}"), HasSubstr("the parameters of an action are an object"));
  EXPECT_THAT(root(R"({"type":"array"})"), HasSubstr("the parameters of an action are an object"));
  EXPECT_THAT(root(R"({"type":"object","oneOf":[]})"), HasSubstr("at `#/oneOf`"));
  EXPECT_THAT(root(R"({"type":"object","additionalProperties":{}})"),
              HasSubstr("at `#/additionalProperties`"));
  EXPECT_THAT(root(R"({"type":"object","required":["x"]})"),
              HasSubstr("`x` is none of the properties"));
  EXPECT_THAT(root(R"({"type":"object","type":"object"})"), HasSubstr("`type` twice"));
}

}  // namespace
}  // namespace bylaw::compiler
