// Instructions and what the instruction table says of each. The table itself is opcode.def.

#ifndef BYLAW_VM_OPCODE_H_
#define BYLAW_VM_OPCODE_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "bylaw/vm/value.h"

namespace bylaw::vm {

enum class Opcode : uint8_t {
#define BYLAW_OPCODE(name, mnemonic, a, b, c, x, y, z, flow, result, meaning) name,
#include "bylaw/vm/opcode.def"
#undef BYLAW_OPCODE
};

inline constexpr uint32_t kOpcodeCount =
    std::initializer_list<Opcode>{
#define BYLAW_OPCODE(name, mnemonic, a, b, c, x, y, z, flow, result, meaning) Opcode::name,
#include "bylaw/vm/opcode.def"
#undef BYLAW_OPCODE
    }
        .size();

// One instruction, as it lies in the module. 16 bytes: a whole condition (fact, constant, target)
// fits one, and no index needs a wide form. See docs/adr/0002-sixteen-byte-instructions.md.
struct Instruction {
  Opcode op;
  uint8_t a;
  uint8_t b;
  uint8_t c;
  uint32_t x;
  uint32_t y;
  uint32_t z;
};
static_assert(sizeof(Instruction) == 16);

// What an operand is.
enum class Role : uint8_t {
  kNone,  // Unused: zero.
  // Registers.
  kOut,      // Written, with the type `result`.
  kIn,       // Read; no error.
  kInMaybe,  // Read; any value or an error.
  kInBool,
  kInInt,
  kInUint,
  kInDouble,
  kInDecimal,
  kInIntOrConst,  // Or kConstantOperand, which stands for the constant y.
  kInDecimalOrConst,
  kInIntOrAny,  // Or that, or kFactOperand, which stands for the fact x.
  kInDecimalOrAny,
  kInString,
  kInText,   // string or bytes; both text operands of one kind.
  kInWhole,  // int or uint.
  kInBoolOrError,
  kInRange,  // The first of `Count` consecutive registers, read; no errors.
  kCount,    // How many.
  // Small data.
  kRelation,    // A Relation.
  kArithmetic,  // An Arithmetic.
  kQuantifier,  // Flags of Quantifier.
  kNegate,      // 0 or 1.
  kTextPart,    // A TextPart.
  kKind,        // A Kind but kError.
  // Indices.
  kConst,
  kIntConst,
  kDecimalConst,
  kStringConst,
  kScalarConst,     // Any but a list or map.
  kContainerConst,  // A list or map.
  kMapConst,
  kOperandConst,  // Of the kind of operand c, where HasConstantOperand(); else unused.
  kFact,
  kBoolFact,  // A fact of that type.
  kIntFact,
  kDecimalFact,
  kStringFact,
  kOperandFact,  // Of the kind of operand c, where HasFactOperand(); else unused.
  kName,         // A string.
  kCall,         // A call site.
  kRule,         // A rule of this block.
  kMemo,         // A place for a bool or error, of kMemosMax.
  kTarget,       // An instruction of this condition, its end, or the rule's `fails`.
  kRuleEnd,      // The first instruction after this rule.
  // Builders.
  kListBuilder,  // A register that holds one.
  kMapBuilder,
  kCapacity,  // How many items or entries, at most a list's or map's limit.
  // Loops.
  kLoopVariables,  // The first of two registers, written.
  kLoopForm,       // A LoopForm and the loop's depth.
  kTrips,          // The most items that the loop takes.
  kCarried,        // A Carried.
  kLoopStart,      // The loop's `loop`.
  kLoopBody,       // The instruction behind it.
};

enum class Flow : uint8_t { kNext, kFallible, kBranch, kTest, kJump, kLoop, kEmit, kEnd };

// The type of what an instruction writes.
enum class Result : uint8_t {
  kNone,
  kBool,
  kInt,
  kUint,
  kDouble,
  kDecimal,
  kList,
  kMap,
  kOptional,
  kListBuilder,
  kMapBuilder,
  kAny,
  kBoolOrError,
  kMemo,   // A bool or an error, whatever the operands are.
  kB,      // The type of operand b.
  kConst,  // That of constant x.
  kFact,   // That of fact x.
  kKind,   // The kind x.
  kCall,   // That of the function of call x.
};

struct OpcodeInfo {
  Role a, b, c, x, y, z;
  Flow flow;
  Result result;

  constexpr bool fallible() const noexcept {
    return flow == Flow::kFallible || flow == Flow::kTest || flow == Flow::kLoop;
  }
  constexpr bool branches() const noexcept { return flow == Flow::kBranch || flow == Flow::kTest; }
};

inline constexpr OpcodeInfo kOpcodes[kOpcodeCount] = {
#define BYLAW_OPCODE(name, mnemonic, a, b, c, x, y, z, flow, result, meaning) \
  {Role::k##a, Role::k##b, Role::k##c,    Role::k##x,                         \
   Role::k##y, Role::k##z, Flow::k##flow, Result::k##result},
#include "bylaw/vm/opcode.def"
#undef BYLAW_OPCODE
};

constexpr const OpcodeInfo& Info(Opcode op) noexcept {
  return kOpcodes[static_cast<uint8_t>(op)];
}

// What people call it. Apart, so that who only runs modules does not carry the texts.
struct OpcodeText {
  std::string_view mnemonic;
  std::string_view meaning;
};

inline constexpr OpcodeText kOpcodeTexts[kOpcodeCount] = {
#define BYLAW_OPCODE(name, mnemonic, a, b, c, x, y, z, flow, result, meaning) {mnemonic, meaning},
#include "bylaw/vm/opcode.def"
#undef BYLAW_OPCODE
};

constexpr std::string_view Mnemonic(Opcode op) noexcept {
  return kOpcodeTexts[static_cast<uint8_t>(op)].mnemonic;
}

// How a loop takes its items, in the low bits of operand c; above them stands its depth, 0 to
// kLoopDepthMax - 1.
struct LoopForm {
  static constexpr uint8_t kPairs = 1;  // The variables are index and item, or key and value.
  static constexpr uint8_t kMaps =
      2;  // b may be a map: the variable is a key. Else it is an error.
  static constexpr uint8_t kDepthShift = 2;
};

// What is carried from trip to trip: a register and the kinds that it may hold, in one word.
struct Carried {
  static constexpr uint8_t kNothing = 0xff;
  static constexpr uint32_t Pack(uint8_t reg, KindSet kinds) noexcept { return kinds << 8 | reg; }
  static constexpr uint8_t Register(uint32_t word) noexcept { return static_cast<uint8_t>(word); }
  static constexpr KindSet Kinds(uint32_t word) noexcept { return word >> 8; }
};

// Kinds of the verifier's: a register that holds a builder.
inline constexpr KindSet kListBuilderKind = 1u << 22;
inline constexpr KindSet kMapBuilderKind = 1u << 23;
static_assert(kKindCount <= 22);

// A relation as a set of outcomes of a three-way comparison: less 1, equal 2, greater 4,
// unordered 8.
enum class Relation : uint8_t {
  kLess = 1,
  kEqual = 2,
  kLessOrEqual = 3,
  kGreater = 4,
  kGreaterOrEqual = 6,
  kNotEqual = 13,
};

constexpr bool IsRelation(uint32_t value) noexcept {
  return value == 1 || value == 2 || value == 3 || value == 4 || value == 6 || value == 13;
}

// Whether the relation holds for a three-way comparison's `order`: -1, 0, 1, or 2 for unordered.
constexpr bool Holds(uint8_t relation, int order) noexcept {
  return ((relation >> (order + 1)) & 1) != 0;
}

// "<" and the like.
std::string_view RelationText(Relation relation) noexcept;

// Where in a text another one must be.
enum class TextPart : uint8_t { kBegin, kEnd, kAnywhere };
inline constexpr uint32_t kTextPartCount = 3;

// "starts-with" and the like.
std::string_view TextPartText(TextPart part) noexcept;

// Which items of a list must pass a test, as flags.
struct Quantifier {
  static constexpr uint8_t kAny = 1;       // One of them; else all, also if there is none.
  static constexpr uint8_t kNegated = 2;   // An item passes where the test fails.
  static constexpr uint8_t kNotEmpty = 4;  // Without an item it is the error kNoTarget.
};
inline constexpr uint32_t kQuantifierCount = 8;

// In place of a register, the constant y or the fact x: most operands are one or the other.
inline constexpr uint8_t kConstantOperand = 0xff;
inline constexpr uint8_t kFactOperand = 0xfe;

constexpr bool IsOrConstant(Role role) noexcept {
  return role == Role::kInIntOrConst || role == Role::kInDecimalOrConst ||
         role == Role::kInIntOrAny || role == Role::kInDecimalOrAny;
}
constexpr bool IsOrFact(Role role) noexcept {
  return role == Role::kInIntOrAny || role == Role::kInDecimalOrAny;
}
// Of what kind an operand is that may stand for a constant or a fact.
constexpr Kind KindOfOperand(Role role) noexcept {
  return role == Role::kInIntOrConst || role == Role::kInIntOrAny ? Kind::kInt : Kind::kDecimal;
}
constexpr bool HasConstantOperand(const Instruction& in) noexcept {
  return (IsOrConstant(Info(in.op).b) && in.b == kConstantOperand) ||
         (IsOrConstant(Info(in.op).c) && in.c == kConstantOperand);
}
constexpr bool HasFactOperand(const Instruction& in) noexcept {
  return (IsOrFact(Info(in.op).b) && in.b == kFactOperand) ||
         (IsOrFact(Info(in.op).c) && in.c == kFactOperand);
}
// The fact that an instruction reads, if it reads one.
constexpr std::optional<uint32_t> FactRead(const Instruction& in) noexcept {
  switch (Info(in.op).x) {
    case Role::kFact:
    case Role::kBoolFact:
    case Role::kIntFact:
    case Role::kDecimalFact:
    case Role::kStringFact:
      return in.x;
    case Role::kOperandFact:
      if (HasFactOperand(in)) return in.x;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

enum class Arithmetic : uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulo };
inline constexpr uint32_t kArithmeticCount = 5;

// "+" and the like.
std::string_view ArithmeticText(Arithmetic arithmetic) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_OPCODE_H_
