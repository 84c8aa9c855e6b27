// Characters of ASCII, whatever the locale.
#ifndef BYLAW_STDLIB_SRC_ASCII_H_
#define BYLAW_STDLIB_SRC_ASCII_H_

namespace bylaw::stdlib {

constexpr bool IsDigit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool IsUpper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
constexpr bool IsAlpha(char c) noexcept {
  return IsUpper(c) || (c >= 'a' && c <= 'z');
}
constexpr char ToLower(char c) noexcept {
  return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
// Of a hexadecimal digit; -1 for others.
constexpr int HexValue(char c) noexcept {
  if (IsDigit(c)) return c - '0';
  const char lower = ToLower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_ASCII_H_
