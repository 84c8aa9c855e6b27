// The numbers of format(): %d, %f, %e, %b, %o, %x, %X. int, uint and decimal are written exactly;
// %f and %e round half to even.
//
// Thread-safety: reentrant. A value that the clause cannot write fails with kWrongType.
#ifndef BYLAW_STDLIB_SRC_FORMAT_NUMBER_H_
#define BYLAW_STDLIB_SRC_FORMAT_NUMBER_H_

#include <cstdint>

#include "bylaw/vm/value.h"
#include "format_output.h"

namespace bylaw::stdlib {

// A double with all its digits and no exponent, or NaN, Infinity, -Infinity.
void WritePlain(double number, FormatOutput& out) noexcept;

void WriteDecimal(const vm::Value& value, FormatOutput& out) noexcept;
void WriteFixed(const vm::Value& value, uint32_t precision, FormatOutput& out) noexcept;
void WriteScientific(const vm::Value& value, uint32_t precision, FormatOutput& out) noexcept;
void WriteBinary(const vm::Value& value, FormatOutput& out) noexcept;
void WriteOctal(const vm::Value& value, FormatOutput& out) noexcept;
void WriteHex(const vm::Value& value, bool upper, FormatOutput& out) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_FORMAT_NUMBER_H_
