// The implementations that math.def names. (Not math.h: that would be found for the system's.) A
// row that takes dyn answers kWrongType for a kind that none of its name takes.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_NUMBERS_H_
#define BYLAW_STDLIB_SRC_NUMBERS_H_

#include <memory>
#include <string>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// extremes.cc. Of a list of numbers, or of one number: kBadArgument for an empty list, kUnordered
// for NaN, kNotComparable for a decimal beside a double.
vm::Value MathGreatest(const vm::FunctionCall& call) noexcept;
vm::Value MathLeast(const vm::FunctionCall& call) noexcept;

// math.cc
vm::Value MathCeil(const vm::FunctionCall& call) noexcept;
vm::Value MathFloor(const vm::FunctionCall& call) noexcept;
vm::Value MathRound(const vm::FunctionCall& call) noexcept;
vm::Value MathTrunc(const vm::FunctionCall& call) noexcept;
vm::Value MathAbs(const vm::FunctionCall& call) noexcept;
vm::Value MathSign(const vm::FunctionCall& call) noexcept;
vm::Value MathSqrt(const vm::FunctionCall& call) noexcept;
vm::Value MathIsNan(const vm::FunctionCall& call) noexcept;
vm::Value MathIsInf(const vm::FunctionCall& call) noexcept;
vm::Value MathIsFinite(const vm::FunctionCall& call) noexcept;

// bits.cc. kBadArgument for a shift by less than nothing.
vm::Value MathBitAnd(const vm::FunctionCall& call) noexcept;
vm::Value MathBitOr(const vm::FunctionCall& call) noexcept;
vm::Value MathBitXor(const vm::FunctionCall& call) noexcept;
vm::Value MathBitNot(const vm::FunctionCall& call) noexcept;
vm::Value MathBitShiftLeft(const vm::FunctionCall& call) noexcept;
vm::Value MathBitShiftRight(const vm::FunctionCall& call) noexcept;

// rounding.cc. kBadArgument for what is no mode; a constant mode is checked by PrepareRounding.
vm::Value RoundDecimal(const vm::FunctionCall& call) noexcept;
std::unique_ptr<vm::Prepared> PrepareRounding(const vm::Value& constant, std::string* error);

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_NUMBERS_H_
