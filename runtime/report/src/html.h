// Pages made of pieces that cannot forget to escape: what is not the program's own text becomes
// Markup only through Text().
//
// What is made is HTML and well-formed XML at once. Thread-safety: value types and pure functions.
#ifndef BYLAW_REPORT_SRC_HTML_H_
#define BYLAW_REPORT_SRC_HTML_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bylaw::report {

class Markup {
 public:
  static constexpr std::size_t kTextChars = 160;

  Markup() = default;

  // The program's own text, as it stands.
  template <std::size_t N>
  Markup(const char (&literal)[N]) : html_(literal) {}  // NOLINT(google-explicit-constructor)

  // Anything else: escaped; what is invisible, turns the direction of the text or is not UTF-8 is
  // shown by its number; cut behind so many characters.
  static Markup Text(std::string_view text, std::size_t chars_max = kTextChars);

  // The same, whole.
  static Markup WholeText(std::string_view text);

  // 1,234,567
  static Markup Number(std::uint64_t number);

  // A coordinate of a drawing, with one decimal.
  static Markup Length(double length);

  Markup& operator+=(const Markup& more) {
    html_ += more.html_;
    return *this;
  }
  friend Markup operator+(Markup left, const Markup& right) { return left += right; }

  const std::string& html() const { return html_; }

 private:
  std::string html_;
};

// <name attributes>content</name>; `attributes` begins with a space or is empty.
Markup Element(const Markup& name, const Markup& attributes, const Markup& content);
Markup Element(const Markup& name, const Markup& content);

// A table under a heading row. Cells of the columns `numbers` are set to the right.
struct Table {
  std::vector<Markup> heads;
  std::size_t numbers_from = 0;  // the first column of numbers; behind it all are
  // NOLINTBEGIN(readability-redundant-member-init): what is made by naming members wants them.
  std::vector<std::vector<Markup>> rows{};
  // NOLINTEND(readability-redundant-member-init)

  Markup Html() const;
};

// A list of terms and what they are.
Markup Facts(const std::vector<std::pair<Markup, Markup>>& facts);

// A whole page that needs nothing but itself: no script, no fonts, nothing fetched.
std::string Page(const Markup& title, const Markup& body);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_HTML_H_
