// What is known of a value at compile time: its kind, nothing (dyn), or that its expression has an
// error which has been reported (invalid), so that whoever uses it says nothing more. Of what is
// declared, also its declaration: the items of a list, the fields of a map, the values of an enum.
//
// Thread-safety: plain values. Ownership: declarations are the Constitution's, and outlive it.

#ifndef BYLAW_COMPILER_SEMA_TYPE_H_
#define BYLAW_COMPILER_SEMA_TYPE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

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
  // Of a declared kind; dates are timestamps. Invalid for kInvalid.
  static Type OfFact(FactKind kind) noexcept;
  // Of what is declared as `type`.
  static Type Declared(const FactType& type) noexcept;

  constexpr bool valid() const noexcept { return valid_; }
  constexpr bool dyn() const noexcept { return valid_ && kind_ == vm::Kind::kError; }
  constexpr bool Is(vm::Kind kind) const noexcept { return valid_ && kind_ == kind; }
  constexpr bool number() const noexcept {
    return Is(vm::Kind::kInt) || Is(vm::Kind::kUint) || Is(vm::Kind::kDouble) ||
           Is(vm::Kind::kDecimal);
  }
  // As a module's rows have it: kError stands for dyn.
  constexpr vm::Kind kind() const noexcept { return kind_; }
  // Of the items of a list; dyn where they are not declared.
  Type item() const noexcept;
  // How a map declares its members; nullptr if it does not.
  const std::vector<Field>* fields() const noexcept;
  // The values of an enum, else nullptr.
  const std::vector<Text>* values() const noexcept;
  // The most items of a list or members of a map that the declaration admits.
  std::optional<uint32_t> items_max() const noexcept;
  constexpr vm::KindSet kinds() const noexcept { return dyn() ? vm::kAnyKind : vm::SetOf(kind_); }

  // "decimal", "dyn" and the like.
  std::string_view text() const noexcept { return dyn() ? "dyn" : vm::KindText(kind_); }

  // Whether the same is known of the kind.
  friend constexpr bool operator==(const Type& a, const Type& b) noexcept {
    return a.kind_ == b.kind_ && a.valid_ == b.valid_;
  }
  // What is known of a value that is either.
  static Type Either(const Type& a, const Type& b) noexcept;

 private:
  constexpr Type(vm::Kind kind, bool valid) noexcept : kind_(kind), valid_(valid) {}

  vm::Kind kind_ = vm::Kind::kError;
  bool valid_ = false;
  const FactType* declaration_ = nullptr;
};

// A list or a map: what holds others.
constexpr bool IsContainer(Type type) noexcept {
  return type.Is(vm::Kind::kList) || type.Is(vm::Kind::kMap);
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_TYPE_H_
