// RenderSarif: see diagnostic_render.h.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bylaw/compiler/diagnostic_render.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// The rule of the notes; it is no code of the compiler, whose results do not depend on the day.
constexpr std::string_view kNoteRule = "today";

// Of a longer part no copy is given; SARIF has no cut ones.
constexpr size_t kSnippetBytesMax = 4096;

// A path as a URI reference. A first segment with a colon would read as a scheme: it is escaped
// too.
std::string UriOf(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kAsTheyAre = "/-._~!$&'()*+,;=@";
  std::string uri = path.starts_with('/') ? "file://" : "";
  while (path.starts_with("./")) path.remove_prefix(2);
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || kAsTheyAre.find(c) != kAsTheyAre.npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return uri;
}

Json TextOf(std::string text) {
  return {{"text", std::move(text)}};
}

Json RuleOf(std::string_view id, std::string_view name, std::string_view summary,
            std::string_view level) {
  Json rule = {{"id", id}};
  if (!name.empty()) rule["name"] = name;
  rule["shortDescription"] = TextOf(std::string(summary));
  rule["defaultConfiguration"] = {{"level", level}};
  return rule;
}

// One for each code, in the order of DiagnosticCode, and that of the notes.
Json Rules() {
  Json rules = Json::array();
  // The names begin with k.
#define BYLAW_DIAGNOSTIC(name, code, summary)                              \
  rules.push_back(RuleOf(code, std::string_view(#name).substr(1), summary, \
                         code[0] == 'W' ? "warning" : "error"));
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
  rules.push_back(RuleOf(kNoteRule, "Today", "true on the day of the check", "note"));
  return rules;
}

Json LocationsOf(const SourceFile& source, Json region) {
  Json physical = {{"artifactLocation", {{"uri", UriOf(source.name())}}},
                   {"region", std::move(region)}};
  return Json::array({{{"physicalLocation", std::move(physical)}}});
}

Json RegionOf(const SourceFile& source, Span span) {
  const Position begin = source.PositionOf(span.begin);
  const Position end = source.PositionOf(std::max(span.begin, span.end));
  Json region = {{"startLine", begin.line},
                 {"startColumn", begin.column},
                 {"endLine", end.line},
                 {"endColumn", end.column}};
  const std::string_view part = source.Slice(span);
  if (!part.empty() && part.size() <= kSnippetBytesMax)
    region["snippet"] = TextOf(std::string(part));
  return region;
}

// A message is one or more sentences, each with its full stop.
std::string Sentence(std::string_view text) {
  std::string sentence(text);
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
  if (!sentence.ends_with('.') && !sentence.ends_with('?')) sentence += '.';
  return sentence;
}

Json ResultOf(const SourceFile& document, const Diagnostic& diagnostic) {
  const SourceFile& source = diagnostic.FileOr(document);
  std::string message = Sentence(diagnostic.message);
  if (!diagnostic.help.empty()) message += " " + Sentence(diagnostic.help);
  Json result = {{"ruleId", CodeText(diagnostic.code)},
                 {"ruleIndex", static_cast<size_t>(diagnostic.code)},
                 {"level", diagnostic.severity == Severity::kError ? "error" : "warning"},
                 {"message", TextOf(std::move(message))},
                 {"locations", LocationsOf(source, RegionOf(source, diagnostic.span))}};
  if (!diagnostic.help.empty()) result["properties"] = {{"help", diagnostic.help}};
  return result;
}

Json ResultOf(const SourceFile& source, const DatedNote& note, size_t rule) {
  return {{"ruleId", kNoteRule},
          {"ruleIndex", rule},
          {"level", "note"},
          {"message", TextOf(Sentence(note.message))},
          {"locations",
           LocationsOf(source, {{"startLine", note.at.line}, {"startColumn", note.at.column}})}};
}

}  // namespace

std::string RenderSarif(const SourceFile& source, const std::vector<Diagnostic>& diagnostics,
                        const std::vector<DatedNote>& notes, std::string_view tool_version) {
  Json driver = {{"name", "bylaw"}, {"version", tool_version}, {"rules", Rules()}};
  const size_t note_rule = driver["rules"].size() - 1;
  Json results = Json::array();
  for (const Diagnostic& diagnostic : diagnostics) results.push_back(ResultOf(source, diagnostic));
  for (const DatedNote& note : notes) results.push_back(ResultOf(source, note, note_rule));
  Json run = {{"tool", {{"driver", std::move(driver)}}},
              {"columnKind", "unicodeCodePoints"},
              {"results", std::move(results)}};
  const Json log = {
      {"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  // Bytes of a document that are not UTF-8 become U+FFFD.
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bylaw::compiler
