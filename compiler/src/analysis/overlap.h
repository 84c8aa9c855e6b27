// Whether patterns of actions have names in common.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_ANALYSIS_OVERLAP_H_
#define BYLAW_COMPILER_ANALYSIS_OVERLAP_H_

#include <string_view>

namespace bylaw::compiler {

// Whether some name matches both `a` and `b`, in which `*` is a run of any characters. Takes
// |a| * |b| steps and as many bits.
bool PatternsOverlap(std::string_view a, std::string_view b);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_ANALYSIS_OVERLAP_H_
