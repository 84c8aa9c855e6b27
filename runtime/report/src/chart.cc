#include "chart.h"

#include <algorithm>

namespace bylaw::report {
namespace {

constexpr double kWidth = 720;
constexpr double kTimeHeight = 190;  // of the bars
constexpr double kLeft = 60;         // of the scale
constexpr double kTop = 12;
constexpr double kRow = 34;  // of a lying bar with its name

struct Part {
  Markup css;
  std::uint64_t count;
};

// From the axis outwards.
std::vector<Part> PartsOf(const DecisionCounts& counts) {
  return {{"permit", counts.permit}, {"escalate", counts.escalate}, {"deny", counts.deny}};
}

Markup Words(const DecisionCounts& counts) {
  return Markup::Number(counts.permit) + " PERMIT, " + Markup::Number(counts.deny) + " DENY, " +
         Markup::Number(counts.escalate) + " ESCALATE";
}

Markup Rectangle(const Markup& css, double x, double y, double width, double height) {
  return Markup("<rect class=\"") + css + "\" x=\"" + Markup::Length(x) + "\" y=\"" +
         Markup::Length(y) + "\" width=\"" + Markup::Length(width) + "\" height=\"" +
         Markup::Length(height) + "\"/>";
}

Markup Label(double x, double y, const Markup& anchor, const Markup& text) {
  return Element("text",
                 Markup(" x=\"") + Markup::Length(x) + "\" y=\"" + Markup::Length(y) +
                     "\" text-anchor=\"" + anchor + "\"",
                 text);
}

Markup Line(double y) {
  return Markup("<line class=\"axis\" x1=\"") + Markup::Length(kLeft) + "\" x2=\"" +
         Markup::Length(kWidth) + "\" y1=\"" + Markup::Length(y) + "\" y2=\"" + Markup::Length(y) +
         "\"/>";
}

Markup Drawing(const Markup& title, const Markup& description, double height,
               const Markup& content) {
  return Element("svg",
                 Markup(" role=\"img\" viewBox=\"0 0 ") + Markup::Length(kWidth) + " " +
                     Markup::Length(height) + "\"",
                 "\n" + Element("title", title) + Element("desc", description) + "\n" + content) +
         "\n";
}

std::uint64_t Largest(const std::vector<Bar>& bars) {
  std::uint64_t largest = 1;
  for (const Bar& bar : bars) largest = std::max(largest, bar.counts.total());
  return largest;
}

double Share(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Markup ChartPatterns() {
  return "<svg class=\"defs\" aria-hidden=\"true\"><defs>"
         "<pattern id=\"deny\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
         "patternTransform=\"rotate(45)\"><rect class=\"paint-deny\" width=\"6\" height=\"6\"/>"
         "<rect class=\"paint-ground\" width=\"2\" height=\"6\"/></pattern>"
         "<pattern id=\"escalate\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
         "<rect class=\"paint-escalate\" width=\"6\" height=\"6\"/>"
         "<circle class=\"paint-ground\" cx=\"3\" cy=\"3\" r=\"1.2\"/></pattern></defs></svg>\n";
}

Markup ChartLegend() {
  const auto entry = [](const Markup& css, double x, const Markup& name) {
    return Rectangle(css, x, 4, 22, 12) + Label(x + 28, 14, "start", name);
  };
  return Drawing("Legend", "Plain: PERMIT; striped: DENY; dotted: ESCALATE", 20,
                 entry("permit", 0, "PERMIT") + entry("deny", 110, "DENY (striped)") +
                     entry("escalate", 250, "ESCALATE (dotted)") + "\n");
}

Markup TimeChart(const Markup& title, const Markup& description, const std::vector<Bar>& bars) {
  const std::uint64_t largest = Largest(bars);
  Markup content;
  for (const std::uint64_t mark : {std::uint64_t{0}, largest}) {
    const double y = kTop + kTimeHeight * (1 - Share(mark, largest));
    content += Line(y) + Label(kLeft - 6, y + 4, "end", Markup::Number(mark)) + "\n";
  }
  const double step = (kWidth - kLeft) / static_cast<double>(std::max<std::size_t>(bars.size(), 1));
  const double width = std::min(step * 0.8, 40.0);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double x = kLeft + step * (static_cast<double>(i) + 0.5) - width / 2;
    double y = kTop + kTimeHeight;
    Markup parts = Element("title", bars[i].label + ": " + Words(bars[i].counts));
    for (const Part& part : PartsOf(bars[i].counts)) {
      if (part.count == 0) continue;
      const double height = kTimeHeight * Share(part.count, largest);
      y -= height;
      parts += Rectangle(part.css, x, y, width, height);
    }
    if (bars[i].counts.total() > 0) content += Element("g", parts) + "\n";
  }
  if (!bars.empty()) {
    const double y = kTop + kTimeHeight + 16;
    content += Label(kLeft, y, "start", bars.front().label) + "\n";
    if (bars.size() > 1) content += Label(kWidth, y, "end", bars.back().label) + "\n";
  }
  return Drawing(title, description, kTop + kTimeHeight + 22, content);
}

Markup BarChart(const Markup& title, const Markup& description, const std::vector<Bar>& bars) {
  const std::uint64_t largest = Largest(bars);
  constexpr double kBarWidth = kWidth - 90;  // beside it stands the number
  Markup content;
  double y = 0;
  for (const Bar& bar : bars) {
    Markup row = Element("title", bar.label + ": " + Words(bar.counts)) +
                 Label(0, y + 12, "start", bar.label);
    double x = 0;
    for (const Part& part : PartsOf(bar.counts)) {
      if (part.count == 0) continue;
      const double width = kBarWidth * Share(part.count, largest);
      row += Rectangle(part.css, x, y + 16, width, 12);
      x += width;
    }
    row += Label(x + 6, y + 26, "start", Markup::Number(bar.counts.total()));
    content += Element("g", row) + "\n";
    y += kRow;
  }
  return Drawing(title, description, y, content);
}

}  // namespace bylaw::report
