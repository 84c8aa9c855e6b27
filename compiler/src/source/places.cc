#include "source/places.h"

#include "source/concat.h"

namespace bylaw::compiler {

std::string Places::Line(Span span, Span from) const {
  const Place place = sink_.PlaceOf(span);
  const SourceFile& file = place.part ? *place.part : document_;
  std::string line = Concat({"line ", std::to_string(file.PositionOf(place.span.begin).line)});
  return SameFile(span, from) ? line : Concat({line, " of ", file.name()});
}

}  // namespace bylaw::compiler
