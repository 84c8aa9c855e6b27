// What is known of a value at compile time: its kind, nothing (dyn), or that its expression has an
// error which has been reported (invalid), so that whoever uses it says nothing more.
//
// Thread-safety: plain values.

#ifndef BYLAW_COMPILER_SEMA_TYPE_H_
#define BYLAW_COMPILER_SEMA_TYPE_H_

#include <string_view>

#include "bylaw/compiler/constitution.h"
#include "bylaw/vm/value.h"

namespace bylaw::compiler {

class Type {
 public:
  constexpr Type() noexcept = default;  // Invalid.
  static constexpr Type Dyn() noexcept { return Type(vm::Kind::kError, true); }
  static constexpr Type Of(vm::Kind kind) noexcept { return Type(kind, true); }
  // The kind that the set has alone; dyn if it has several.
  static Type OfSet(vm::KindSet kinds) noexcept;
  // Of a declared fact or parameter. Invalid for types that this version does not take.
  static Type OfFact(FactKind kind) noexcept;

  constexpr bool valid() const noexcept { return valid_; }
  constexpr bool dyn() const noexcept { return valid_ && kind_ == vm::Kind::kError; }
  constexpr bool Is(vm::Kind kind) const noexcept { return valid_ && kind_ == kind; }
  constexpr bool number() const noexcept {
    return Is(vm::Kind::kInt) || Is(vm::Kind::kUint) || Is(vm::Kind::kDouble) ||
           Is(vm::Kind::kDecimal);
  }
  // As a module's rows have it: kError stands for dyn.
  constexpr vm::Kind kind() const noexcept { return kind_; }
  constexpr vm::KindSet kinds() const noexcept { return dyn() ? vm::kAnyKind : vm::SetOf(kind_); }

  // "decimal", "dyn" and the like.
  std::string_view text() const noexcept { return dyn() ? "dyn" : vm::KindText(kind_); }

  friend constexpr bool operator==(const Type&, const Type&) = default;

 private:
  constexpr Type(vm::Kind kind, bool valid) noexcept : kind_(kind), valid_(valid) {}

  vm::Kind kind_ = vm::Kind::kError;
  bool valid_ = false;
};

// A list or a map: what holds others.
constexpr bool IsContainer(Type type) noexcept {
  return type.Is(vm::Kind::kList) || type.Is(vm::Kind::kMap);
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_TYPE_H_
