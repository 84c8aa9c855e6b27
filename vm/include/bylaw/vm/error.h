// Why a value could not be had. Not an exception: an error is a value of kind kError, see value.h.

#ifndef BYLAW_VM_ERROR_H_
#define BYLAW_VM_ERROR_H_

#include <cstdint>
#include <string_view>

namespace bylaw::vm {

enum class ValueError : uint8_t {
#define BYLAW_VALUE_ERROR(name, text, sentence) name,
#include "bylaw/vm/error.def"
#undef BYLAW_VALUE_ERROR
};

// "wrong_type" and the like.
std::string_view ErrorText(ValueError error) noexcept;

// "is of another type" and the like, to be read after a name.
std::string_view ErrorSentence(ValueError error) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_ERROR_H_
