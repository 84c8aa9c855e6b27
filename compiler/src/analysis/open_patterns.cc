// Warns of patterns that a text need only contain, where a match makes a rule lenient.

#include <string>
#include <string_view>
#include <vector>

#include "analysis/leniency.h"
#include "source/concat.h"

namespace bylaw::compiler {
namespace {

// An RE2 pattern that compiles, as far as its brackets.
class Pattern {
 public:
  // Whether every way to match begins at the begin of the text and ends at its end, or says with
  // `.*` that anything may stand there.
  static bool IsWhole(std::string_view text) {
    // (?m) makes ^ and $ those of lines.
    for (size_t at = text.find("(?"); at != std::string_view::npos; at = text.find("(?", at + 2)) {
      for (size_t i = at + 2; i < text.size() && (text[i] >= 'a' && text[i] <= 'z'); ++i) {
        if (text[i] == 'm') return false;
      }
    }
    return IsAnchored(text, true) && IsAnchored(text, false);
  }

 private:
  // The length of the item at `at`: an escape, a class, a group, or one character.
  static size_t ItemAt(std::string_view text, size_t at) {
    if (text[at] == '\\') {
      if (text.substr(at).starts_with("\\Q")) {
        const size_t end = text.find("\\E", at);
        return end == std::string_view::npos ? text.size() - at : end + 2 - at;
      }
      return std::min<size_t>(2, text.size() - at);
    }
    if (text[at] == '[') {
      size_t end = at + 1;
      if (end < text.size() && text[end] == '^') ++end;
      if (end < text.size() && text[end] == ']') ++end;
      while (end < text.size() && text[end] != ']') {
        const bool named = text.substr(end).starts_with("[:");
        const size_t close = named ? text.find(":]", end) : std::string_view::npos;
        end = close != std::string_view::npos ? close + 2 : end + (text[end] == '\\' ? 2 : 1);
      }
      return std::min(end + 1, text.size()) - at;
    }
    if (text[at] != '(') return 1;
    size_t end = at + 1;
    while (end < text.size() && text[end] != ')') end += ItemAt(text, end);
    return std::min(end + 1, text.size()) - at;
  }

  // What stands between the `|` of the outermost level, each as its items.
  static std::vector<std::vector<std::string_view>> Alternatives(std::string_view text) {
    std::vector<std::vector<std::string_view>> all(1);
    for (size_t at = 0; at < text.size();) {
      const size_t length = ItemAt(text, at);
      if (text[at] == '|') {
        all.emplace_back();
      } else {
        all.back().push_back(text.substr(at, length));
      }
      at += length;
    }
    return all;
  }

  static bool IsAnchored(std::string_view text, bool front) {
    for (const std::vector<std::string_view>& items : Alternatives(text)) {
      if (!IsAnchored(items, front)) return false;
    }
    return true;
  }

  static bool IsFlags(std::string_view item) {
    return item.starts_with("(?") && item.find_first_of(":<P") == std::string_view::npos;
  }

  static bool IsAnchored(const std::vector<std::string_view>& items, bool front) {
    size_t first = 0;
    while (first < items.size() && IsFlags(items[first])) ++first;
    const size_t count = items.size() - first;
    if (count == 0) return false;
    if (front) {
      if (items[first] == "^" || items[first] == "\\A") return true;
      if (count > 1 && items[first] == "." && items[first + 1] == "*") return true;
      const bool repeated = count > 1 && IsRepetition(items[first + 1]);
      return !repeated && IsAnchoredGroup(items[first], front);
    }
    if (items.back() == "$" || items.back() == "\\z") return true;
    if (count > 1 && items.back() == "*" && items[items.size() - 2] == ".") return true;
    return IsAnchoredGroup(items.back(), front);
  }

  static bool IsRepetition(std::string_view item) {
    return item == "*" || item == "?" || item == "+" || item == "{";
  }

  static bool IsAnchoredGroup(std::string_view item, bool front) {
    if (item.size() < 2 || item.front() != '(') return false;
    std::string_view inside = item.substr(1, item.size() - 2);
    if (inside.starts_with('?')) {
      const size_t end = inside.find_first_of(inside.find('<') < inside.find(':') ? ">" : ":");
      if (end == std::string_view::npos) return false;
      inside.remove_prefix(end + 1);
    }
    return IsAnchored(inside, front);
  }
};

}  // namespace

void WarnOfOpenPatterns(const AnalysedDocument& document, DiagnosticSink& sink) {
  const Tree& tree = document.tree;
  VisitTruths(document, {Section::kPermitted, Section::kProhibited, Section::kEscalate},
              [&](const TruthPart& part) {
                if (!part.lenient_when_true || !tree.Is(part.id, NodeKind::kCall) ||
                    !tree.CallOf(part.id).signature.starts_with("matches")) {
                  return;
                }
                const NodeId pattern = Untyped(tree, tree.Operands(part.id)[1]);
                if (!tree.Is(pattern, NodeKind::kConstant)) return;
                const vm::Value& text = tree.ConstantOf(pattern).value;
                if (text.kind != vm::Kind::kString || Pattern::IsWhole(text.string())) return;
                const bool permission = part.rule.section == Section::kPermitted;
                sink.Warning(
                    DiagnosticCode::kOpenPattern, tree[pattern].span,
                    Concat({"This matches any text that contains it: the ", KindOfRule(part.rule),
                            " `", part.rule.id,
                            permission ? "` applies whatever stands before and behind"
                                       : "` does not apply, whatever stands before and behind"}),
                    "Write `^(...)$`, with `.*` where anything may stand");
              });
}

}  // namespace bylaw::compiler
