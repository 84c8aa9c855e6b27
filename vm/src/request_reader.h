// Reads a request and binds its facts in one pass over its text.

#ifndef BYLAW_VM_REQUEST_READER_H_
#define BYLAW_VM_REQUEST_READER_H_

#include <string_view>

#include "bylaw/vm/request.h"
#include "interpreter.h"
#include "json_scanner.h"

namespace bylaw::vm {

// A member of params, for the action's catalogue entry: of a list or map only its kind.
struct Parameter {
  std::string_view name;
  Value value;
  JsonScanner::Place place;  // To read it again, whole.
};

// What reading needs besides the machine; allocated once a context.
struct ReaderMemory {
  ScanMemory scan;
  Scratch<Parameter, kRequestValuesMax> parameters;
  Value targets[kTargetsMax];
};

// Fills `request` and the machine's slots from `text`, which must stay. Afterwards request.error
// says whether the request is valid; if not, nothing in the slots may be used. `now_micros` is
// bound to `now` unless the request has a `time`. Returns what the action names, or nullptr.
const ActionEntry* ReadRequest(std::string_view text, int64_t now_micros, bool allow_time,
                               Machine& machine, ReaderMemory& memory, Request& request) noexcept;

}  // namespace bylaw::vm

#endif  // BYLAW_VM_REQUEST_READER_H_
