// A YAML document on one line, to compare readers: {"key": "value", …}, [ … ], "text".

#ifndef BYLAW_TESTS_COMPILER_SOURCE_YAML_DUMP_H_
#define BYLAW_TESTS_COMPILER_SOURCE_YAML_DUMP_H_

#include <string>
#include <string_view>

#include "bylaw/compiler/yaml.h"

namespace bylaw::compiler {

inline std::string DumpText(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

inline std::string Dump(const YamlDocument& document, YamlId id) {
  std::string out;
  switch (document.kind(id)) {
    case YamlKind::kScalar:
      return DumpText(document.ScalarText(id));
    case YamlKind::kInvalid:
      return "?";
    case YamlKind::kSequence:
      for (const YamlId item : document.Items(id)) {
        out += out.empty() ? "[" : ", ";
        out += Dump(document, item);
      }
      return out.empty() ? "[]" : out + "]";
    case YamlKind::kMapping:
      for (const auto& [key, value] : document.Members(id)) {
        out += out.empty() ? "{" : ", ";
        out += Dump(document, key) + ": " + Dump(document, value);
      }
      return out.empty() ? "{}" : out + "}";
  }
  return out;
}

// The document, or "error" where anything was reported.
inline std::string DumpYaml(const std::string& text) {
  const SourceFile source("test.yaml", text);
  DiagnosticSink sink;
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  if (!document.has_value() || sink.has_errors()) return "error";
  return Dump(*document, document->root());
}

}  // namespace bylaw::compiler

#endif  // BYLAW_TESTS_COMPILER_SOURCE_YAML_DUMP_H_
