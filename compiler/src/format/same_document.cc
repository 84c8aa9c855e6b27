#include "format/same_document.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "source/concat.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kHelp =
    "the document is left as it is; please report this, with the part that is shown";

// The first node of `before` that is another in `after`. Recursion is as deep as the reader lets a
// document be.
std::optional<Span> FirstDifference(const YamlDocument& before, YamlId a, const YamlDocument& after,
                                    YamlId b) {
  const YamlDocument::Node& x = before.node(a);
  const YamlDocument::Node& y = after.node(b);
  const bool same_node = x.kind == y.kind && x.count == y.count && x.style == y.style &&
                         before.ScalarText(a) == after.ScalarText(b);
  if (!same_node) return x.span;
  const std::vector<YamlId> items = before.Items(a);
  const std::vector<YamlId> other_items = after.Items(b);
  for (size_t i = 0; i < items.size(); ++i) {
    if (auto found = FirstDifference(before, items[i], after, other_items[i])) return found;
  }
  const std::vector<YamlDocument::Member> members = before.Members(a);
  const std::vector<YamlDocument::Member> other_members = after.Members(b);
  for (size_t i = 0; i < members.size(); ++i) {
    const auto& [key, value] = members[i];
    if (auto found = FirstDifference(before, key, after, other_members[i].key)) return found;
    if (auto found = FirstDifference(before, value, after, other_members[i].value)) return found;
  }
  return std::nullopt;
}

std::optional<Span> FirstCommentLost(const SourceFile& source, const YamlDocument& document,
                                     const SourceFile& formatted, const YamlDocument& after) {
  const std::vector<Span>& comments = document.comments();
  const std::vector<Span>& kept = after.comments();
  const auto [lost, other] =
      std::mismatch(comments.begin(), comments.end(), kept.begin(), kept.end(),
                    [&](Span a, Span b) { return source.Slice(a) == formatted.Slice(b); });
  if (lost != comments.end()) return *lost;
  if (other != kept.end()) return document.span(document.root());
  return std::nullopt;
}

}  // namespace

std::optional<std::string> KeepIfSame(const SourceFile& source, const YamlDocument& document,
                                      std::string formatted, DiagnosticSink& sink) {
  if (formatted == source.bytes()) return formatted;
  const SourceFile written(source.name(), std::move(formatted));
  DiagnosticSink mistakes;
  const std::optional<YamlDocument> after = ReadYaml(written, mistakes);
  const auto refuse = [&sink](Span span, std::string message) {
    sink.Error(DiagnosticCode::kFormatRefused, span, std::move(message), std::string(kHelp));
    return std::nullopt;
  };
  if (!after || mistakes.has_errors()) {
    return refuse(
        document.span(document.root()),
        Concat({"the formatter wrote what cannot be read: ", mistakes.Sorted().front().message}));
  }
  if (const auto found = FirstDifference(document, document.root(), *after, after->root())) {
    return refuse(*found, "the formatter would change what this says");
  }
  if (const auto lost = FirstCommentLost(source, document, written, *after)) {
    return refuse(*lost, "the formatter would change the comments from here on");
  }
  return std::string(written.bytes());
}

}  // namespace bylaw::compiler
