// Whether the test was built with a sanitizer, under which everything takes some twenty times as
// long: tests of many cases then try fewer of them.

#ifndef BYLAW_TESTS_SUPPORT_SANITIZED_H_
#define BYLAW_TESTS_SUPPORT_SANITIZED_H_

namespace bylaw {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)  // GCC
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)  // Clang
inline constexpr bool kSanitized =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace bylaw

#endif  // BYLAW_TESTS_SUPPORT_SANITIZED_H_
