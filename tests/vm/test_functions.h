// A function table for tests of the VM alone: one plain function, one with a prepared argument, one
// that takes a list.

#ifndef BYLAW_TESTS_VM_TEST_FUNCTIONS_H_
#define BYLAW_TESTS_VM_TEST_FUNCTIONS_H_

#include "bylaw/vm/function.h"

namespace bylaw::vm {

// "contains(string, string) bool"; "matches(string, string) bool": whether the first begins with
// the prepared second, which may not be empty; "size(list) int"; "repeat(string, int) string":
// fails where the result is too long.
FunctionTable TestFunctions();

}  // namespace bylaw::vm

#endif  // BYLAW_TESTS_VM_TEST_FUNCTIONS_H_
