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
      return Of(vm::Kind::kBytes);
    case FactKind::kTimestamp:
    case FactKind::kDate:
      return Of(vm::Kind::kTimestamp);
    case FactKind::kDuration:
      return Of(vm::Kind::kDuration);
    case FactKind::kInvalid:
      break;
  }
  return Type();
}

Type Type::Declared(const FactType& type) noexcept {
  Type declared = OfFact(type.kind);
  declared.declaration_ = &type;
  return declared;
}

Type Type::item() const noexcept {
  const bool known = Is(vm::Kind::kList) && declaration_ != nullptr && !declaration_->items.empty();
  return known ? Declared(declaration_->items.front()) : Dyn();
}

const std::vector<Field>* Type::fields() const noexcept {
  const bool known = Is(vm::Kind::kMap) && declaration_ != nullptr && !declaration_->fields.empty();
  return known ? &declaration_->fields : nullptr;
}

const std::vector<Text>* Type::values() const noexcept {
  const bool known = declaration_ != nullptr && declaration_->kind == FactKind::kEnum;
  return known ? &declaration_->values : nullptr;
}

std::optional<uint32_t> Type::items_max() const noexcept {
  if (declaration_ == nullptr || !declaration_->max_items) return std::nullopt;
  return declaration_->max_items->value;
}

Type Type::Either(const Type& a, const Type& b) noexcept {
  if (a != b) return Dyn();
  Type both = a;
  if (a.declaration_ != b.declaration_) both.declaration_ = nullptr;
  return both;
}

}  // namespace bylaw::compiler
