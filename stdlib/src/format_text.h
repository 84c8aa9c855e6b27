// The %s of format(): any value as text.
//
// Thread-safety: reentrant. A value without text (an optional) fails with kWrongType; bytes that
// are not UTF-8 with kBadArgument.
#ifndef BYLAW_STDLIB_SRC_FORMAT_TEXT_H_
#define BYLAW_STDLIB_SRC_FORMAT_TEXT_H_

#include "bylaw/vm/value.h"
#include "format_output.h"

namespace bylaw::stdlib {

void WriteText(const vm::Value& value, FormatOutput& out) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_FORMAT_TEXT_H_
