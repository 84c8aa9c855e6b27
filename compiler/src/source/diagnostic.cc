#include "bylaw/compiler/diagnostic.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bylaw::compiler {
namespace {

struct CodeEntry {
  std::string_view code;
  std::string_view summary;
};

constexpr CodeEntry kCodes[] = {
#define BYLAW_DIAGNOSTIC(name, code, summary) {code, summary},
#include "bylaw/compiler/diagnostic.def"
#undef BYLAW_DIAGNOSTIC
};

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other, ASCII
// case ignored.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> above(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const bool same = Lower(a[i - 1]) == Lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && Lower(a[i - 1]) == Lower(b[j - 2]) &&
                           Lower(a[i - 2]) == Lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view CodeText(DiagnosticCode code) {
  return kCodes[static_cast<size_t>(code)].code;
}

std::string_view CodeSummary(DiagnosticCode code) {
  return kCodes[static_cast<size_t>(code)].summary;
}

void DiagnosticSink::Error(DiagnosticCode code, Span span, std::string message, std::string help) {
  Add({code, Severity::kError, span, std::move(message), std::move(help)});
}

void DiagnosticSink::Warning(DiagnosticCode code, Span span, std::string message,
                             std::string help) {
  const Severity severity = warnings_are_errors_ ? Severity::kError : Severity::kWarning;
  Add({code, severity, span, std::move(message), std::move(help)});
}

void DiagnosticSink::Advice(DiagnosticCode code, Span span, std::string message, std::string help) {
  Add({code, Severity::kWarning, span, std::move(message), std::move(help)});
}

void DiagnosticSink::Add(Diagnostic diagnostic) {
  size_t& count = diagnostic.severity == Severity::kError ? error_count_ : warning_count_;
  if (count >= kDiagnosticsMax) return;
  Span& span = diagnostic.span;
  span = {span.begin + base_, span.end + base_};
  if (!seen_.emplace(span.begin, span.end, diagnostic.code).second) return;
  ++count;
  diagnostics_.push_back(std::move(diagnostic));
}

uint32_t DiagnosticSink::AddPart(std::shared_ptr<const SourceFile> part) {
  // Behind the last byte of the one before there is a place too: that of its end.
  const uint32_t begin =
      parts_.empty()
          ? kPartsBegin
          : parts_.back().begin + static_cast<uint32_t>(parts_.back().file->bytes().size()) + 1;
  parts_.push_back({begin, std::move(part)});
  return begin;
}

Place DiagnosticSink::PlaceOf(Span span) const {
  const auto next =
      std::upper_bound(parts_.begin(), parts_.end(), span.begin,
                       [](uint32_t offset, const Part& part) { return offset < part.begin; });
  if (next == parts_.begin()) return {nullptr, span};
  const Part& part = *std::prev(next);
  return {part.file, {span.begin - part.begin, std::max(span.begin, span.end) - part.begin}};
}

std::vector<Diagnostic> DiagnosticSink::Sorted() const {
  std::vector<Diagnostic> sorted = diagnostics_;
  // No two are equal in these three.
  std::sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.begin, a.span.end, a.code) < std::tie(b.span.begin, b.span.end, b.code);
  });
  for (Diagnostic& diagnostic : sorted) {
    Place place = PlaceOf(diagnostic.span);
    diagnostic.part = std::move(place.part);
    diagnostic.span = place.span;
  }
  return sorted;
}

std::string_view NearestName(std::string_view name,
                             const std::vector<std::string_view>& candidates) {
  std::string_view nearest;
  size_t nearest_distance = 0;
  for (const std::string_view candidate : candidates) {
    const size_t longer = std::max(name.size(), candidate.size());
    const size_t distance_max = longer / 3;
    if (longer - std::min(name.size(), candidate.size()) > distance_max) continue;
    const size_t distance = EditDistance(name, candidate);
    if (distance > distance_max) continue;
    const bool better = nearest.empty() || distance < nearest_distance ||
                        (distance == nearest_distance && candidate < nearest);
    if (better) nearest = candidate, nearest_distance = distance;
  }
  return nearest;
}

}  // namespace bylaw::compiler
