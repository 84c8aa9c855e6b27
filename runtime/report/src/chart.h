// Charts as SVG inside of a page. Thread-safety: pure functions.
//
// Decisions are told by pattern as well as by colour; every chart has a title and a description,
// and its caller puts the numbers in a table beside it.
#ifndef BYLAW_REPORT_SRC_CHART_H_
#define BYLAW_REPORT_SRC_CHART_H_

#include <string>
#include <vector>

#include "bylaw/report/summary.h"
#include "html.h"

namespace bylaw::report {

// The patterns that all charts of a page use: once, before the first of them.
Markup ChartPatterns();

// What stands for which decision.
Markup ChartLegend();

struct Bar {
  Markup label;
  DecisionCounts counts{};
};

// Upright bars, in the order of time.
Markup TimeChart(const Markup& title, const Markup& description, const std::vector<Bar>& bars);

// Lying bars under their names.
Markup BarChart(const Markup& title, const Markup& description, const std::vector<Bar>& bars);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_CHART_H_
