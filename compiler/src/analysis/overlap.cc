// See overlap.h.

#include "analysis/overlap.h"

#include <cstddef>
#include <vector>

namespace bylaw::compiler {

bool PatternsOverlap(std::string_view a, std::string_view b) {
  if (a.find('*') == std::string_view::npos && b.find('*') == std::string_view::npos) {
    return a == b;
  }
  // below[j]: whether the rests of `a` from i + 1 and of `b` from j overlap; row[j]: from i.
  std::vector<bool> below(b.size() + 1);
  for (size_t i = a.size() + 1; i-- > 0;) {
    std::vector<bool> row(b.size() + 1);
    for (size_t j = b.size() + 1; j-- > 0;) {
      const bool a_done = i == a.size();
      const bool b_done = j == b.size();
      if (a_done && b_done) {
        row[j] = true;
      } else if (!a_done && a[i] == '*') {
        row[j] = below[j] || (!b_done && row[j + 1]);
      } else if (!b_done && b[j] == '*') {
        row[j] = row[j + 1] || (!a_done && below[j]);
      } else {
        row[j] = !a_done && !b_done && a[i] == b[j] && below[j + 1];
      }
    }
    below = std::move(row);
  }
  return below[0];
}

}  // namespace bylaw::compiler
