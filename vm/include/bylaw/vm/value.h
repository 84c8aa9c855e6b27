// A value of the VM: 16 bytes, a payload and a tag.
//
// Ownership: text, lists and maps are views into the request, the module or the context's arena,
// and live as long as those. Thread-safety: plain data. A Value{} is the error kMissing: what
// nobody set can never be taken for an answer.

#ifndef BYLAW_VM_VALUE_H_
#define BYLAW_VM_VALUE_H_

#include <cstdint>
#include <string_view>

#include "bylaw/vm/decimal.h"
#include "bylaw/vm/error.h"

namespace bylaw::vm {

// BYLAW_KIND(name, text). The order is part of the module format.
#define BYLAW_KINDS(BYLAW_KIND)       \
  BYLAW_KIND(kError, "error")         \
  BYLAW_KIND(kNull, "null")           \
  BYLAW_KIND(kBool, "bool")           \
  BYLAW_KIND(kInt, "int")             \
  BYLAW_KIND(kUint, "uint")           \
  BYLAW_KIND(kDouble, "double")       \
  BYLAW_KIND(kDecimal, "decimal")     \
  BYLAW_KIND(kString, "string")       \
  BYLAW_KIND(kBytes, "bytes")         \
  BYLAW_KIND(kList, "list")           \
  BYLAW_KIND(kMap, "map")             \
  BYLAW_KIND(kTimestamp, "timestamp") \
  BYLAW_KIND(kDuration, "duration")   \
  BYLAW_KIND(kType, "type")           \
  BYLAW_KIND(kOptional, "optional")   \
  BYLAW_KIND(kIp, "ip")               \
  BYLAW_KIND(kCidr, "cidr")           \
  BYLAW_KIND(kSemver, "semver")       \
  BYLAW_KIND(kUrl, "url")

enum class Kind : uint8_t {
#define BYLAW_KIND(name, text) name,
  BYLAW_KINDS(BYLAW_KIND)
#undef BYLAW_KIND
};

inline constexpr uint32_t kKindCount = 19;

// "decimal" and the like.
std::string_view KindText(Kind kind) noexcept;
// The name of the type as CEL's type() gives it: "google.protobuf.Timestamp"; KindText for most.
std::string_view TypeName(Kind kind) noexcept;

// A set of kinds, one bit each: the type of a register or operand.
using KindSet = uint32_t;
constexpr KindSet SetOf(Kind kind) noexcept {
  return 1u << static_cast<unsigned>(kind);
}
inline constexpr KindSet kAnyKind = (1u << kKindCount) - 1 - 1;  // Every kind but kError.
// Those whose payload is `text`.
inline constexpr KindSet kTextKinds = SetOf(Kind::kString) | SetOf(Kind::kBytes) |
                                      SetOf(Kind::kType) | SetOf(Kind::kIp) | SetOf(Kind::kCidr) |
                                      SetOf(Kind::kSemver) | SetOf(Kind::kUrl);

struct Member;

struct Value {
  union {
    int64_t i;  // kInt; kDecimal (coefficient); kTimestamp and kDuration (microseconds, rounded
                // down).
    uint64_t u;
    double d;
    bool b;
    const char* text;    // kString (UTF-8), kBytes; not terminated. kType: the type's name. kIp,
                         // kCidr, kSemver, kUrl: their canonical text.
    const Value* items;  // kList. kOptional: its value.
    const Member*
        members;  // kMap, in the order of the request, of a constant by key; keys are distinct.
    const Decimal* wide;  // kDecimal with kWide: a coefficient over 64 bits.
  };
  uint32_t size = 0;     // Bytes of text, items of a list, members of a map, 1 or 0 of an optional;
                         // for an error the place (an instruction).
  int16_t exponent = 0;  // kDecimal without kWide. kTimestamp, kDuration: nanoseconds beyond `i`, 0
                         // to 999.
  Kind kind = Kind::kError;
  uint8_t detail = 0;  // kError: a ValueError. Otherwise flags below.

  static constexpr uint8_t kWide = 1;  // kDecimal: see `wide`.
  static constexpr uint8_t kLiteral =
      2;  // Written in a condition: a number that reads as its opposite's type, the literal null.
  static constexpr uint8_t kSorted = 4;  // A list of strings, or a map with string keys, each more
                                         // than the one before: of constants.

  constexpr Value() noexcept : u(0) {}

  static Value Error(ValueError error, uint32_t place = 0) noexcept {
    Value v;
    v.size = place;
    v.detail = static_cast<uint8_t>(error);
    return v;
  }
  static Value Null() noexcept { return Tagged(Kind::kNull); }
  static Value Bool(bool b) noexcept {
    Value v = Tagged(Kind::kBool);
    v.b = b;
    return v;
  }
  static Value Int(int64_t i) noexcept {
    Value v = Tagged(Kind::kInt);
    v.i = i;
    return v;
  }
  static Value Uint(uint64_t u) noexcept {
    Value v = Tagged(Kind::kUint);
    v.u = u;
    return v;
  }
  static Value Double(double d) noexcept {
    Value v = Tagged(Kind::kDouble);
    v.d = d;
    return v;
  }
  // A decimal whose coefficient fits 64 bits. Wider ones live in an arena: see Arena::MakeDecimal.
  static Value SmallDecimal(int64_t coefficient, int16_t exponent) noexcept {
    Value v = Tagged(Kind::kDecimal);
    v.i = coefficient;
    v.exponent = exponent;
    return v;
  }
  static Value WideDecimal(const Decimal* wide) noexcept {
    Value v = Tagged(Kind::kDecimal);
    v.wide = wide;
    v.detail = kWide;
    return v;
  }
  static Value String(std::string_view s) noexcept { return Text(Kind::kString, s); }
  static Value Bytes(std::string_view s) noexcept { return Text(Kind::kBytes, s); }
  static Value List(const Value* items, uint32_t count) noexcept {
    Value v = Tagged(Kind::kList);
    v.items = items;
    v.size = count;
    return v;
  }
  static Value Map(const Member* members, uint32_t count) noexcept {
    Value v = Tagged(Kind::kMap);
    v.members = members;
    v.size = count;
    return v;
  }
  // Microseconds since 1970-01-01T00:00:00Z, and 0 to 999 nanoseconds.
  static Value Timestamp(int64_t micros, int16_t nanos = 0) noexcept {
    return Time(Kind::kTimestamp, micros, nanos);
  }
  static Value Duration(int64_t micros, int16_t nanos = 0) noexcept {
    return Time(Kind::kDuration, micros, nanos);
  }
  // Of one of kTextKinds.
  static Value Text(Kind kind, std::string_view s) noexcept {
    Value v = Tagged(kind);
    v.text = s.data();
    v.size = static_cast<uint32_t>(s.size());
    return v;
  }
  // The optional that has `*value`, or none.
  static Value Optional(const Value* value) noexcept {
    Value v = Tagged(Kind::kOptional);
    v.items = value;
    v.size = value == nullptr ? 0 : 1;
    return v;
  }

  bool is_error() const noexcept { return kind == Kind::kError; }
  bool is_true() const noexcept { return kind == Kind::kBool && b; }
  bool is_false() const noexcept { return kind == Kind::kBool && !b; }
  ValueError error() const noexcept { return static_cast<ValueError>(detail); }
  std::string_view string() const noexcept { return {text, size}; }
  Decimal decimal() const noexcept { return (detail & kWide) != 0 ? *wide : Decimal(i, exponent); }

 private:
  static Value Tagged(Kind kind) noexcept {
    Value v;
    v.kind = kind;
    return v;
  }
  static Value Time(Kind kind, int64_t micros, int16_t nanos) noexcept {
    Value v = Tagged(kind);
    v.i = micros;
    v.exponent = nanos;
    return v;
  }
};
static_assert(sizeof(Value) == 16);

struct Member {
  Value key;  // kString; in maps that a condition makes also kBool, kInt or kUint.
  Value value;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_VALUE_H_
