#include "bylaw/compiler/yaml.h"

#include "source/yaml_parser.h"

namespace bylaw::compiler {

std::vector<YamlId> YamlDocument::Items(YamlId sequence) const {
  std::vector<YamlId> items;
  if (kind(sequence) != YamlKind::kSequence) return items;
  items.reserve(node(sequence).count);
  for (uint32_t child = node(sequence).first_child; child != 0; child = nodes_[child].next) {
    items.push_back(YamlId{child});
  }
  return items;
}

std::vector<YamlDocument::Member> YamlDocument::Members(YamlId mapping) const {
  std::vector<Member> members;
  if (kind(mapping) != YamlKind::kMapping) return members;
  members.reserve(node(mapping).count);
  for (uint32_t key = node(mapping).first_child; key != 0;) {
    const uint32_t value = nodes_[key].next;
    members.push_back({YamlId{key}, YamlId{value}});
    key = nodes_[value].next;
  }
  return members;
}

Span YamlDocument::ContentSpan(const Node& scalar) const {
  if (scalar.style == ScalarStyle::kPlain) return scalar.span;
  return {scalar.span.begin + 1, scalar.span.end - 1};
}

std::string_view YamlDocument::ScalarText(YamlId scalar) const {
  const Node& at = node(scalar);
  if (at.kind != YamlKind::kScalar) return {};
  if (at.decoded != 0) return decoded_[at.decoded - 1].value;
  const Span content = ContentSpan(at);
  return bytes_.substr(content.begin - base_, content.end - content.begin);
}

Text YamlDocument::ReadText(YamlId scalar) const {
  const Node& at = node(scalar);
  Text text;
  text.value = std::string(ScalarText(scalar));
  text.span = at.span;
  text.style = at.style;
  if (at.decoded != 0) {
    text.map = decoded_[at.decoded - 1].map;
  } else {
    text.map.Append(0, at.kind == YamlKind::kScalar ? ContentSpan(at) : at.span);
  }
  return text;
}

void YamlDocument::MoveTo(uint32_t base) {
  base_ = base;
  for (Node& at : nodes_) at.span = {at.span.begin + base, at.span.end + base};
  for (Decoded& text : decoded_) text.map.Move(base);
}

std::optional<YamlDocument> ReadYaml(const SourceFile& source, DiagnosticSink& sink,
                                     uint32_t base) {
  sink.set_base(base);
  std::optional<YamlDocument> document;
  if (source.bytes().size() > kSourceBytesMax) {
    sink.Error(DiagnosticCode::kYamlTooLarge, {0, 0}, "the document has more than 64 MiB",
               "split it into several constitutions, each for its own agents");
  } else {
    document = YamlParser(source.bytes(), sink).Parse();
  }
  sink.set_base(0);
  if (document) document->MoveTo(base);
  return document;
}

}  // namespace bylaw::compiler
