// See type.h.

#include "sema/type.h"

#include <bit>

namespace bylaw::compiler {

Type Type::OfSet(vm::KindSet kinds) noexcept {
  if (std::popcount(kinds) != 1) return Dyn();
  return Of(static_cast<vm::Kind>(std::countr_zero(kinds)));
}

Type Type::OfFact(FactKind kind) noexcept {
  switch (kind) {
    case FactKind::kBool:
      return Of(vm::Kind::kBool);
    case FactKind::kInt:
      return Of(vm::Kind::kInt);
    case FactKind::kUint:
      return Of(vm::Kind::kUint);
    case FactKind::kDouble:
      return Of(vm::Kind::kDouble);
    case FactKind::kDecimal:
      return Of(vm::Kind::kDecimal);
    case FactKind::kString:
    case FactKind::kEnum:
      return Of(vm::Kind::kString);
    case FactKind::kList:
      return Of(vm::Kind::kList);
    case FactKind::kMap:
      return Of(vm::Kind::kMap);
    case FactKind::kBytes:
    case FactKind::kTimestamp:
    case FactKind::kDuration:
    case FactKind::kDate:
    case FactKind::kInvalid:
      break;
  }
  return Type();
}

}  // namespace bylaw::compiler
