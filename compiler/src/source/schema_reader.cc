#include "source/schema_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "bylaw/vm/decimal.h"
#include "bylaw/vm/limits.h"
#include "sema/string_format.h"
#include "source/characters.h"
#include "source/concat.h"
#include "source/json_tree.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

using Kind = JsonTree::Kind;

constexpr std::string_view kRefPrefix = "#/$defs/";
constexpr std::string_view kSilent[] = {"title",   "description", "default", "examples",
                                        "$schema", "$id",         "$comment"};

struct TypeName {
  std::string_view name;
  FactKind kind;
};
constexpr TypeName kTypeNames[] = {{"object", FactKind::kMap},     {"array", FactKind::kList},
                                   {"string", FactKind::kString},  {"integer", FactKind::kInt},
                                   {"number", FactKind::kDecimal}, {"boolean", FactKind::kBool}};

bool IsSilent(std::string_view key) {
  return std::find(std::begin(kSilent), std::end(kSilent), key) != std::end(kSilent);
}

// A step of a JSON pointer (RFC 6901).
std::string Below(std::string_view pointer, std::string_view key) {
  std::string below = Concat({pointer, "/"});
  for (const char c : key) {
    if (c == '~') {
      below += "~0";
    } else if (c == '/') {
      below += "~1";
    } else {
      below += c;
    }
  }
  return below;
}

bool IsPlainName(std::string_view name) {
  for (size_t at = 0; at < name.size();) {
    const CodePoint c = DecodeUtf8(name, at);
    if (c.size_bytes == 0 || IsControl(c.value) || IsInvisible(c.value)) return false;
    at += c.size_bytes;
  }
  return !name.empty();
}

class SchemaReader {
 public:
  SchemaReader(std::string_view path, Span span) : path_(path), span_(span) {}

  SchemaParams Read(std::string_view bytes) {
    JsonReading reading = ReadJson(bytes);
    if (!reading.tree) {
      result_.mistake = Concat({Named(path_), " ", reading.mistake});
      result_.help = reading.help;
      return std::move(result_);
    }
    root_ = &*reading.tree;
    ReadRoot();
    if (!result_.mistake.empty()) result_.params.clear();
    return std::move(result_);
  }

 private:
  bool failed() const { return !result_.mistake.empty(); }
  void Fail(std::string_view pointer, std::string_view what, std::string_view help) {
    if (failed()) return;
    result_.mistake = Concat({Named(path_), " at ", Named(pointer), ": ", what});
    result_.help = help;
  }
  void NotUnderstood(std::string_view pointer) {
    Fail(
        pointer, "this is not understood here",
        "write what it demands as a rule's condition, and remove it; or list the parameters in the "
        "document");
  }

  Text TextOf(std::string_view value) const {
    Text text;
    text.value = value;
    text.span = span_;
    text.map.Append(0, span_);
    return text;
  }

  void ReadRoot() {
    if (root_->kind != Kind::kObject) return Fail("#", "this is no schema", "write an object");
    const JsonTree* const type = root_->Find("type");
    if (type == nullptr || type->kind != Kind::kString || type->text != "object") {
      return Fail("#", "the parameters of an action are an object", "write \"type\": \"object\"");
    }
    for (size_t i = 0; i < root_->items.size() && !failed(); ++i) {
      const std::string& key = root_->keys[i];
      const JsonTree& value = root_->items[i];
      const std::string pointer = Below("#", key);
      if (key == "type" || IsSilent(key)) continue;
      if (key == "properties") {
        ReadProperties(value, pointer, result_.params);
      } else if (key == "required") {
        continue;  // Once all properties are known.
      } else if (key == "additionalProperties" && value.kind == Kind::kBool) {
        result_.closed = value.text == "false";
      } else if (key == "$defs" && value.kind == Kind::kObject) {
        continue;  // Read where something refers to it.
      } else {
        NotUnderstood(pointer);
      }
    }
    ReadRequired(*root_, "#", result_.params);
  }

  // Marks those of the fields that the object must have.
  void ReadRequired(const JsonTree& object, std::string_view pointer, std::vector<Field>& fields) {
    const JsonTree* const required = object.Find("required");
    if (required == nullptr || failed()) return;
    const std::string below = Below(pointer, "required");
    for (const std::string& name : ReadStrings(*required, below)) {
      const auto field = std::find_if(fields.begin(), fields.end(),
                                      [&](const Field& f) { return f.name.value == name; });
      if (field == fields.end()) {
        return Fail(below, Concat({Named(name), " is none of the properties"}),
                    "give it a type under `properties`, or remove it");
      }
      field->required = true;
    }
  }

  void ReadProperties(const JsonTree& node, const std::string& pointer, std::vector<Field>& into) {
    if (node.kind != Kind::kObject)
      return Fail(pointer, "this is no object of schemas", "write one");
    for (size_t i = 0; i < node.items.size() && !failed(); ++i) {
      const std::string below = Below(pointer, node.keys[i]);
      if (!IsPlainName(node.keys[i])) {
        return Fail(below, "this name is empty, or has characters that nobody sees", "rename it");
      }
      into.push_back({TextOf(node.keys[i]), ReadType(node.items[i], below)});
    }
    if (into.size() > vm::kFieldsMax) {
      Fail(pointer, Concat({"there are more than ", std::to_string(vm::kFieldsMax), " properties"}),
           "list those that rules need in the document");
    }
  }

  std::vector<std::string> ReadStrings(const JsonTree& node, const std::string& pointer) {
    std::vector<std::string> strings;
    const bool ok = node.kind == Kind::kArray &&
                    std::all_of(node.items.begin(), node.items.end(),
                                [](const JsonTree& item) { return item.kind == Kind::kString; });
    if (!ok) Fail(pointer, "this is no list of strings", "write one");
    for (const JsonTree& item : node.items) strings.push_back(item.text);
    return strings;
  }

  // The schema that `$ref` names, for a node that has one and nothing else that demands something.
  FactType ReadReference(const JsonTree& node, const std::string& pointer) {
    for (const std::string& key : node.keys) {
      if (key != "$ref" && !IsSilent(key)) NotUnderstood(Below(pointer, key));
    }
    const JsonTree& ref = *node.Find("$ref");
    const std::string below = Below(pointer, "$ref");
    const JsonTree* const definitions = root_->Find("$defs");
    const bool local = ref.kind == Kind::kString && ref.text.starts_with(kRefPrefix);
    const std::string name = local ? ref.text.substr(kRefPrefix.size()) : std::string();
    const JsonTree* const target =
        local && definitions != nullptr ? definitions->Find(name) : nullptr;
    if (target == nullptr) {
      Fail(below, "this refers to nothing in the file",
           "write `#/$defs/` and a name under `$defs`");
      return {};
    }
    if (std::find(referring_.begin(), referring_.end(), target) != referring_.end()) {
      Fail(below, "this refers to itself", "write what it holds to the depth that is needed");
      return {};
    }
    referring_.push_back(target);
    FactType type = ReadType(*target, Below("#/$defs", name));
    referring_.pop_back();
    return type;
  }

  FactType ReadType(const JsonTree& node, const std::string& pointer) {
    FactType type;
    type.span = span_;
    if (failed()) return type;
    if (++types_ > kSchemaTypesMax) {
      Fail(pointer, "with this, the schema has more types than can be read", "write a smaller one");
      return type;
    }
    if (node.kind != Kind::kObject) {
      Fail(pointer, "this is no schema", "write an object with a `type`");
      return type;
    }
    if (node.Find("$ref") != nullptr) return ReadReference(node, pointer);
    if (++depth_ > vm::kTypeDepthMax) {
      Fail(pointer,
           Concat({"this is a type more than ", std::to_string(vm::kTypeDepthMax), " deep"}),
           "write a flatter schema");
    }
    ReadKind(node, pointer, type);
    for (size_t i = 0; i < node.items.size() && !failed(); ++i) {
      ReadKeyword(node.keys[i], node.items[i], Below(pointer, node.keys[i]), type);
    }
    if (type.kind == FactKind::kMap) ReadRequired(node, pointer, type.fields);
    if (!failed()) CheckOrder(type, pointer);
    --depth_;
    if (failed()) type.kind = FactKind::kInvalid;
    return type;
  }

  void ReadKind(const JsonTree& node, const std::string& pointer, FactType& type) {
    const JsonTree* const name = node.Find("type");
    const bool words = node.Find("enum") != nullptr || node.Find("const") != nullptr;
    if (name == nullptr && !words) {
      return Fail(pointer, "this has no `type`",
                  "write one of object, array, string, integer, number, boolean");
    }
    if (name != nullptr) {
      const auto* const known = std::find_if(
          std::begin(kTypeNames), std::end(kTypeNames), [&](const TypeName& known_type) {
            return name->kind == Kind::kString && known_type.name == name->text;
          });
      if (known == std::end(kTypeNames)) return NotUnderstood(Below(pointer, "type"));
      type.kind = known->kind;
      if (type.kind == FactKind::kString) type.kind = KindOfFormat(node);
    }
    if (!words) return;
    if (name != nullptr && type.kind != FactKind::kString) {
      return NotUnderstood(Below(pointer, node.Find("enum") != nullptr ? "enum" : "const"));
    }
    type.kind = FactKind::kEnum;
  }

  // What a string is by its format, where that has a type of its own.
  static FactKind KindOfFormat(const JsonTree& node) {
    const JsonTree* const format = node.Find("format");
    if (format == nullptr || format->kind != Kind::kString) return FactKind::kString;
    if (format->text == "date") return FactKind::kDate;
    return format->text == "date-time" ? FactKind::kTimestamp : FactKind::kString;
  }

  void ReadKeyword(const std::string& key, const JsonTree& value, const std::string& pointer,
                   FactType& type) {
    const bool number = type.kind == FactKind::kInt || type.kind == FactKind::kDecimal;
    const bool string = type.kind == FactKind::kString;
    const bool list = type.kind == FactKind::kList;
    if (key == "type" || IsSilent(key)) return;
    if (key == "enum" || key == "const") return ReadWords(key, value, pointer, type);
    if (key == "minimum" && number) return ReadBound(value, pointer, type.kind, type.min);
    if (key == "maximum" && number) return ReadBound(value, pointer, type.kind, type.max);
    if (key == "minLength" && string) return ReadSize(value, pointer, type.min_length);
    if (key == "maxLength" && string) return ReadSize(value, pointer, type.max_length);
    if (key == "minItems" && list) return ReadSize(value, pointer, type.min_items);
    if (key == "maxItems" && list) return ReadSize(value, pointer, type.max_items);
    if (key == "pattern" && string && value.kind == Kind::kString) {
      type.pattern = TextOf(Concat({"(?s:.*)(?:", value.text, ")(?s:.*)"}));
      return;
    }
    if (key == "items" && list) {
      type.items = {ReadType(value, pointer)};
      return;
    }
    if (key == "properties" && type.kind == FactKind::kMap) {
      return ReadProperties(value, pointer, type.fields);
    }
    if (key == "format" && (type.kind == FactKind::kDate || type.kind == FactKind::kTimestamp))
      return;
    if (key == "format" && string && value.kind == Kind::kString && FindFormat(value.text)) {
      type.format = TextOf(value.text);
      return;
    }
    if (key == "required" && type.kind == FactKind::kMap) return;  // ReadType.
    if (key == "additionalProperties" && type.kind == FactKind::kMap && value.kind == Kind::kBool) {
      type.closed = value.text == "false";
      return;
    }
    NotUnderstood(pointer);
  }

  void ReadWords(const std::string& key, const JsonTree& value, const std::string& pointer,
                 FactType& type) {
    if (!type.values.empty()) return NotUnderstood(pointer);  // Beside the other of the two.
    std::vector<std::string> words;
    if (key == "enum") {
      words = ReadStrings(value, pointer);
    } else if (value.kind == Kind::kString) {
      words = {value.text};
    } else {
      Fail(pointer, "this is no string", "write one, or its bounds as `minimum` and `maximum`");
    }
    for (const std::string& word : words) {
      const bool twice = std::any_of(type.values.begin(), type.values.end(),
                                     [&](const Text& known) { return known.value == word; });
      if (!IsPlainName(word)) {
        Fail(pointer, "a value is empty, or has characters that nobody sees", "correct it");
      } else if (twice) {
        Fail(pointer, Concat({Named(word), " stands here for the second time"}), "keep one");
      }
      type.values.push_back(TextOf(word));
    }
    if (type.values.empty()) Fail(pointer, "this allows no value at all", "list the values");
  }

  void ReadBound(const JsonTree& value, const std::string& pointer, FactKind kind,
                 std::optional<Value>& into) {
    const bool fits =
        value.kind == Kind::kNumber &&
        (kind == FactKind::kInt ? ParseInteger(value.text, INT64_MIN, INT64_MAX).has_value()
                                : vm::Decimal::Parse(value.text).has_value());
    if (!fits) {
      return Fail(pointer, "this is no bound of the type",
                  kind == FactKind::kInt ? "write a whole number of 64 bits"
                                         : "write a number of at most 38 digits");
    }
    Value bound;
    bound.kind = Value::Kind::kNumber;
    bound.text = value.text;
    bound.span = span_;
    into = std::move(bound);
  }

  void ReadSize(const JsonTree& value, const std::string& pointer,
                std::optional<Located<uint32_t>>& into) {
    constexpr int64_t kSizeMax = int64_t{1} << 24;
    const std::optional<int64_t> size =
        value.kind == Kind::kNumber ? ParseInteger(value.text, 0, kSizeMax) : std::nullopt;
    if (!size) {
      return Fail(pointer, "this is no length",
                  Concat({"write a whole number from 0 to ", std::to_string(kSizeMax)}));
    }
    into = Located<uint32_t>{static_cast<uint32_t>(*size), span_};
  }

  void CheckOrder(const FactType& type, const std::string& pointer) {
    const auto check = [&](bool right) {
      if (!right) Fail(pointer, "a lower bound is above the upper one", "no value fits; swap them");
    };
    if (type.min && type.max)
      check(*vm::Decimal::Parse(type.min->text) <= *vm::Decimal::Parse(type.max->text));
    if (type.min_length && type.max_length) check(type.min_length->value <= type.max_length->value);
    if (type.min_items && type.max_items) check(type.min_items->value <= type.max_items->value);
  }

  std::string_view path_;
  Span span_;
  const JsonTree* root_ = nullptr;
  std::vector<const JsonTree*> referring_;  // Definitions that are being read.
  size_t types_ = 0;
  uint32_t depth_ = 0;
  SchemaParams result_;
};

}  // namespace

SchemaParams ReadSchema(std::string_view path, std::string_view bytes, Span span) {
  return SchemaReader(path, span).Read(bytes);
}

}  // namespace bylaw::compiler
