#include "bylaw/compiler/text.h"

#include <algorithm>
#include <iterator>

namespace bylaw::compiler {

void OffsetMap::Append(uint32_t text_begin, Span file) {
  runs_.push_back({text_begin, file});
}

void OffsetMap::Move(uint32_t bytes) {
  for (Run& run : runs_) run.file = {run.file.begin + bytes, run.file.end + bytes};
}

const OffsetMap::Run& OffsetMap::RunOf(uint32_t text_offset) const {
  const auto next =
      std::upper_bound(runs_.begin(), runs_.end(), text_offset,
                       [](uint32_t offset, const Run& run) { return offset < run.text_begin; });
  return next == runs_.begin() ? runs_.front() : *std::prev(next);
}

uint32_t OffsetMap::RunTextEnd(const Run& run, uint32_t text_size) const {
  return &run == &runs_.back() ? text_size : std::next(&run)->text_begin;
}

OffsetMap OffsetMap::Slice(uint32_t begin, uint32_t end, uint32_t text_size) const {
  OffsetMap slice;
  for (const Run& run : runs_) {
    const uint32_t run_end = RunTextEnd(run, text_size);
    const uint32_t from = std::max(begin, run.text_begin);
    const uint32_t to = std::min(end, run_end);
    if (from >= to) continue;
    const bool verbatim = run_end - run.text_begin == run.file.end - run.file.begin;
    slice.Append(from - begin, verbatim ? Span{run.file.begin + (from - run.text_begin),
                                               run.file.begin + (to - run.text_begin)}
                                        : run.file);
  }
  if (slice.runs_.empty()) slice.Append(0, ToFile(begin, begin, text_size));
  return slice;
}

Span OffsetMap::ToFile(uint32_t begin, uint32_t end, uint32_t text_size) const {
  if (runs_.empty()) return {};
  begin = std::min(begin, text_size);
  end = std::clamp(end, begin, text_size);
  const auto place = [&](uint32_t offset) {
    const Run& run = RunOf(offset);
    const uint32_t size = RunTextEnd(run, text_size) - run.text_begin;
    if (size != run.file.end - run.file.begin) return run.file;
    const uint32_t at = run.file.begin + (offset - run.text_begin);
    return Span{at, std::min(at + 1, run.file.end)};
  };
  if (begin == end) {
    const uint32_t at = begin == text_size ? runs_.back().file.end : place(begin).begin;
    return {at, at};
  }
  return {place(begin).begin, place(end - 1).end};
}

}  // namespace bylaw::compiler
