// How many cases a test of chance tries: few in the suite, many in runs of their own.

#ifndef BYLAW_TESTS_SUPPORT_CASE_COUNT_H_
#define BYLAW_TESTS_SUPPORT_CASE_COUNT_H_

#include <cstdlib>

namespace bylaw::test {

// What the environment variable says, or else `otherwise`; never less than 1.
inline int CaseCount(const char* variable, int otherwise) {
  const char* const wanted = std::getenv(variable);
  const int count = wanted != nullptr ? std::atoi(wanted) : otherwise;
  return count > 0 ? count : 1;
}

}  // namespace bylaw::test

#endif  // BYLAW_TESTS_SUPPORT_CASE_COUNT_H_
