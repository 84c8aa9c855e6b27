// A request as it was read, and why one is refused.

#ifndef BYLAW_VM_REQUEST_H_
#define BYLAW_VM_REQUEST_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "bylaw/vm/value.h"

namespace bylaw::vm {

enum class RequestError : uint8_t {
#define BYLAW_REQUEST_ERROR(name, text, sentence) name,
#include "bylaw/vm/request_error.def"
#undef BYLAW_REQUEST_ERROR
};

std::string_view RequestErrorText(RequestError error) noexcept;
std::string_view RequestErrorSentence(RequestError error) noexcept;

// Views into the text of the request, or into the context's memory where an escape had to be
// decoded. What the request does not give is empty (has_… tells it from the empty string). After an
// error: what was read before it.
struct Request {
  std::string_view agent_id;
  std::string_view action;  // As the request says it: perhaps an alias.
  std::string_view request_id;
  std::string_view session_id;
  bool has_request_id = false;
  bool has_session_id = false;
  std::string_view params;   // The JSON text of the object; empty if not given.
  std::string_view context;  // The same.
  Value targets;  // A list of strings; the error kNoTarget if neither target nor targets was given.
  bool single_target = false;          // Given as `target`.
  std::optional<int64_t> time_micros;  // `time`, microseconds since 1970-01-01T00:00:00Z.

  RequestError error = RequestError::kValid;
  uint32_t error_offset = 0;  // The byte of the text where it was seen.
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_REQUEST_H_
