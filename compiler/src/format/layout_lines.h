// The lines of a formatted document: puts them together, and sets the comments at their ends.
//
// Comments at the ends of neighbouring lines of one block stand below each other, two columns
// behind the longest of these lines; where that would push one over kFormatColumns that is within
// it otherwise, each stands two columns behind its own line.
//
// Thread-safety: belongs to one formatting. Ownership: views comments of the source until Take.

#ifndef BYLAW_COMPILER_FORMAT_LAYOUT_LINES_H_
#define BYLAW_COMPILER_FORMAT_LAYOUT_LINES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bylaw::compiler {

// Code points.
size_t CountColumns(std::string_view text);

class LayoutLines {
 public:
  // A new line, indented by `column` spaces once something is appended to it. A blank line goes
  // before it if wanted, but not two, and none at the beginning.
  void Begin(size_t column, bool blank_before = false);
  void Append(std::string_view text);
  // The comment at the end of the line that was begun last. False if it has one.
  bool AddComment(std::string_view comment);
  // Whatever is asked for, no blank line goes before the next line that is begun.
  void NoBlankBeforeNext() { no_blank_ = true; }

  // Where Append goes on, from 0.
  size_t Column() const { return columns_; }

  // Everything, with a line break at the end.
  std::string Take();

 private:
  struct Commented {
    std::string text;
    std::string_view comment;
    size_t columns;
    size_t block;  // The column at which its key or value begins.
  };
  void FinishLine();
  void FinishGroup();

  std::string out_;
  std::vector<Commented> group_;  // The last lines, each with a comment.
  std::string line_;
  std::string_view comment_;
  size_t columns_ = 0;
  bool begun_ = false;
  bool no_blank_ = true;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_FORMAT_LAYOUT_LINES_H_
