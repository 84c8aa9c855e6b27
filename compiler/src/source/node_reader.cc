#include "source/node_reader.h"

#include <array>
#include <unordered_set>

#include "source/characters.h"
#include "source/concat.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool IsBlankText(std::string_view text) {
  return text.find_first_not_of(kBlanks) == text.npos;
}

bool HasInvisible(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeUtf8(text, at);
    if (IsInvisible(c.value)) return true;
    at += c.size_bytes;
  }
  return false;
}

std::string_view ShapeName(YamlKind kind) {
  switch (kind) {
    case YamlKind::kMapping:
      return "a map";
    case YamlKind::kSequence:
      return "a list";
    case YamlKind::kScalar:
      return "text";
    case YamlKind::kInvalid:
      break;
  }
  return "nothing readable";
}

// "`a`, `b` or `c`".
std::string Listed(std::span<const std::string_view> words, std::string_view last) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 < words.size() ? ", " : last;
    text += Concat({"`", words[i], "`"});
  }
  return text;
}

}  // namespace

void NodeReader::Error(DiagnosticCode code, Span span, std::string message, std::string help) {
  ++trouble_;
  sink_.Error(code, span, std::move(message), std::move(help));
}

std::string NodeReader::DidYouMean(std::string_view name,
                                   const std::vector<std::string_view>& candidates,
                                   std::string otherwise) const {
  // Comparing with very many names would take longer than reading the document.
  constexpr size_t kCandidatesMax = 2000;
  const bool worth_it = !sink_.full() && candidates.size() <= kCandidatesMax;
  const std::string_view nearest = worth_it ? NearestName(name, candidates) : std::string_view();
  return nearest.empty() ? std::move(otherwise) : Concat({"did you mean `", nearest, "`?"});
}

std::string_view NodeReader::UnknownKey(Span span, std::string_view key, std::string_view what,
                                        const std::vector<std::string_view>& known) {
  std::string all = Concat({"the keys of ", what, " are ", Listed(known, " and ")});
  Error(DiagnosticCode::kUnknownKey, span, Concat({Named(key), " is not a key of ", what}),
        DidYouMean(key, known, std::move(all)));
  return NearestName(key, known);
}

void NodeReader::Expected(YamlId node, std::string_view what) {
  const YamlKind kind = document_.kind(node);
  if (kind == YamlKind::kInvalid) {
    ++trouble_;
    return;
  }
  Error(DiagnosticCode::kWrongShape, document_.span(node),
        Concat({Named(key_), " takes ", what, ", but this is ", ShapeName(kind)}),
        Concat({"write ", what}));
}

std::optional<std::string_view> NodeReader::ScalarOf(YamlId node, std::string_view what) {
  if (document_.kind(node) == YamlKind::kScalar) return document_.ScalarText(node);
  Expected(node, what);
  return std::nullopt;
}

// ---------------------------------------------------------------- text

std::optional<Text> NodeReader::ReadText(YamlId node, std::string_view what) {
  const std::optional<std::string_view> text = ScalarOf(node, what);
  if (!text.has_value()) return std::nullopt;
  if (IsBlankText(*text)) {
    Error(DiagnosticCode::kEmptyValue, document_.span(node),
          Concat({Named(key_), " is empty here"}), Concat({"write ", what, ", or remove it"}));
    return std::nullopt;
  }
  return document_.ReadText(node);
}

std::optional<Text> NodeReader::ReadCondition(YamlId node) {
  const YamlKind kind = document_.kind(node);
  if (kind != YamlKind::kMapping && kind != YamlKind::kSequence)
    return ReadText(node, "a condition");
  const Span span = document_.span(node);
  Error(DiagnosticCode::kYamlMapInText, span,
        Concat({"a condition is text, but YAML reads this as ", ShapeName(kind)}),
        QuoteHelp(Slice(span)));
  return std::nullopt;
}

std::optional<Text> NodeReader::ReadId(YamlId node, std::string_view what) {
  std::optional<Text> text = ReadText(node, what);
  if (!text.has_value() || IsId(text->value)) return text;
  if (HasInvisible(text->value)) {  // Reported with the character's place.
    ++trouble_;
    return std::nullopt;
  }
  Error(DiagnosticCode::kBadName, text->span,
        Concat({Named(text->value), " is not ", what, " that can be used here"}),
        "write 1 to 256 printable ASCII characters without a space");
  return std::nullopt;
}

// ---------------------------------------------------------------- lists

std::vector<Text> NodeReader::ReadList(YamlId node, ListKind kind, ReadItem read) {
  std::vector<Text> texts;
  if (document_.kind(node) != YamlKind::kSequence) {
    std::optional<Text> text = read(*this, node);
    if (text.has_value()) texts.push_back(*std::move(text));
    return texts;
  }
  if (document_.node(node).count == 0) {
    Error(DiagnosticCode::kEmptyValue, document_.span(node),
          Concat({Named(key_), " is an empty list"}),
          Concat({"write at least one item, or remove ", Named(key_)}));
  }
  for (const YamlId item : document_.Items(node)) {
    std::optional<Text> text = read(*this, item);
    if (text.has_value()) texts.push_back(*std::move(text));
  }
  if (kind == ListKind::kDistinct) ReportRepeated(texts);
  return texts;
}

void NodeReader::ReportRepeated(const std::vector<Text>& items) {
  if (items.size() < 2) return;
  std::unordered_set<std::string_view> seen;
  for (const Text& item : items) {
    if (seen.insert(item.value).second) continue;
    Error(DiagnosticCode::kDuplicateItem, item.span,
          Concat({Named(item.value), " stands in ", Named(key_), " for the second time"}),
          "keep one of the two");
  }
}

std::vector<Text> NodeReader::ReadTexts(YamlId node, ListKind kind) {
  return ReadList(node, kind, [](NodeReader& r, YamlId item) { return r.ReadText(item); });
}

std::vector<Text> NodeReader::ReadIds(YamlId node, ListKind kind) {
  return ReadList(node, kind, [](NodeReader& r, YamlId item) { return r.ReadId(item); });
}

std::vector<Text> NodeReader::ReadConditions(YamlId node) {
  return ReadList(node, ListKind::kAny,
                  [](NodeReader& r, YamlId item) { return r.ReadCondition(item); });
}

// ---------------------------------------------------------------- values

bool NodeReader::ReadBool(YamlId node) {
  const std::optional<std::string_view> text = ScalarOf(node, "`true` or `false`");
  if (!text.has_value()) return false;
  const bool plain = document_.node(node).style == ScalarStyle::kPlain;
  if (plain && *text == "true") return true;
  if (plain && *text == "false") return false;
  Error(DiagnosticCode::kWrongShape, document_.span(node),
        Concat({Named(key_), " takes `true` or `false`, but this is ",
                Named(Slice(document_.span(node)))}),
        "write `true` or `false`, in small letters and without quotes");
  return false;
}

std::optional<Located<int64_t>> NodeReader::ReadInteger(YamlId node, int64_t min, int64_t max) {
  const std::optional<std::string_view> text = ScalarOf(node, "a whole number");
  if (!text.has_value()) return std::nullopt;
  const Span span = document_.span(node);
  const std::string help =
      Concat({"write a whole number from ", std::to_string(min), " to ", std::to_string(max)});
  const bool plain = document_.node(node).style == ScalarStyle::kPlain;
  if (!plain || !IsNumber(*text)) {
    Error(DiagnosticCode::kNotANumber, span,
          Concat({Named(key_), " takes a whole number, but this is ", Named(Slice(span))}),
          Concat({help, ", without quotes or leading zeros"}));
    return std::nullopt;
  }
  const std::optional<int64_t> value = ParseInteger(*text, min, max);
  if (!value.has_value()) {
    Error(DiagnosticCode::kOutOfRange, span,
          Concat({Named(*text), " is not in the range of ", Named(key_)}), help);
    return std::nullopt;
  }
  return Located<int64_t>{*value, span};
}

std::optional<Located<uint32_t>> NodeReader::ReadCount(YamlId node, uint32_t min, uint32_t max) {
  const std::optional<Located<int64_t>> value = ReadInteger(node, min, max);
  if (!value.has_value()) return std::nullopt;
  return Located<uint32_t>{static_cast<uint32_t>(value->value), value->span};
}

std::optional<Located<Date>> NodeReader::ReadDate(YamlId node) {
  const std::optional<Text> text = ReadText(node, "a date");
  if (!text.has_value()) return std::nullopt;
  const std::optional<Date> date = ParseDate(text->value);
  if (date.has_value()) return Located<Date>{*date, text->span};
  Error(DiagnosticCode::kBadDate, text->span,
        Concat({Named(text->value), " is not a day of the calendar"}),
        "write year, month and day as in 2026-03-01");
  return std::nullopt;
}

std::optional<Located<Seconds>> NodeReader::ReadSeconds(YamlId node) {
  const std::optional<Text> text = ReadText(node, "a duration");
  if (!text.has_value()) return std::nullopt;
  const std::optional<Seconds> seconds = ParseSeconds(text->value);
  if (seconds.has_value()) return Located<Seconds>{*seconds, text->span};
  Error(DiagnosticCode::kBadDuration, text->span,
        Concat({Named(text->value), " is not a duration"}),
        "write a whole number and a unit, as in 90d, 4h, 30m or 15s (at most 36500d)");
  return std::nullopt;
}

std::optional<Located<Version>> NodeReader::ReadVersion(YamlId node) {
  const std::optional<Text> text = ReadText(node, "a version");
  if (!text.has_value()) return std::nullopt;
  const std::optional<Version> version = ParseVersion(text->value);
  if (version.has_value()) return Located<Version>{*version, text->span};
  Error(DiagnosticCode::kBadVersion, text->span, Concat({Named(text->value), " is not a version"}),
        "write three numbers, as in 1.2.3");
  return std::nullopt;
}

Value NodeReader::ReadValue(YamlId node) {
  if (document_.kind(node) != YamlKind::kSequence) return ReadScalarValue(node);
  Value list;
  list.kind = Value::Kind::kList;
  list.span = document_.span(node);
  for (const YamlId item : document_.Items(node)) list.items.push_back(ReadScalarValue(item));
  return list;
}

Value NodeReader::ReadScalarValue(YamlId node) {
  Value value;
  value.span = document_.span(node);
  const std::optional<Text> text = ReadText(node, "a number, a text, `true` or `false`");
  if (!text.has_value()) return value;
  value.text = text->value;
  value.kind = Value::Kind::kString;
  if (text->style != ScalarStyle::kPlain) return value;
  constexpr std::array<std::string_view, 4> kForeignBools = {"True", "TRUE", "False", "FALSE"};
  const bool foreign_bool =
      std::find(kForeignBools.begin(), kForeignBools.end(), text->value) != kForeignBools.end();
  if (text->value == "true" || text->value == "false") {
    value.kind = Value::Kind::kBool;
  } else if (IsNumber(text->value)) {
    value.kind = Value::Kind::kNumber;
  } else if (foreign_bool || IsForeignNumber(text->value)) {
    value.kind = Value::Kind::kInvalid;
    Error(DiagnosticCode::kNotANumber, text->span,
          Concat({Named(text->value), " can be read in two ways"}),
          "write a number as in 10, -2.5 or 1e6, a bool as true or false, and a text in quotes");
  }
  return value;
}

const Files::File* NodeReader::ReadFile(const Text& path) {
  const Files::File& file = files_.Read(path.value);
  if (file.ok) return &file;
  Error(file.code, path.span, file.message, file.help);
  return nullptr;
}

std::optional<size_t> NodeReader::ReadWord(YamlId node, std::span<const std::string_view> words) {
  const std::string alternatives = Listed(words, " or ");
  const std::optional<std::string_view> text = ScalarOf(node, alternatives);
  if (!text.has_value()) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found != words.end()) return static_cast<size_t>(found - words.begin());
  Error(DiagnosticCode::kUnknownWord, document_.span(node),
        Concat({Named(*text), " is not a value of ", Named(key_)}),
        DidYouMean(*text, {words.begin(), words.end()}, Concat({"write ", alternatives})));
  return std::nullopt;
}

}  // namespace bylaw::compiler
