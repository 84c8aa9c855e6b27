// Puts the text of a scalar together and remembers where each piece came from.
//
// Thread-safety: belongs to one reader. Ownership: views the text of the document.

#ifndef BYLAW_COMPILER_SOURCE_SCALAR_BUILDER_H_
#define BYLAW_COMPILER_SOURCE_SCALAR_BUILDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "bylaw/compiler/text.h"
#include "source/yaml_scalars.h"

namespace bylaw::compiler {

class ScalarBuilder {
 public:
  explicit ScalarBuilder(const YamlCursor& cursor) : bytes_(cursor.bytes) {}

  // Bytes that mean themselves.
  void Verbatim(Span file) {
    if (file.begin == file.end) return;
    if (!open_ || run_.end != file.begin) {
      Close();
      run_ = file, run_text_begin_ = TextSize(), open_ = true;
    } else {
      run_.end = file.end;
    }
    value_ += bytes_.substr(file.begin, file.end - file.begin);
  }

  // Bytes that mean something else.
  void Replaced(std::string_view text, Span file) {
    if (text.empty()) return;
    Close();
    map_.Append(TextSize(), file);
    value_ += text;
    only_verbatim_ = false;
  }

  // Moves what was built into `scalar`; its content is known to lie in [content.begin, content.end)
  // of the file.
  void Finish(Span content, YamlScalar& scalar) {
    const bool one_run = only_verbatim_ && map_size_ == 0 && (!open_ || run_ == content);
    if (one_run && (open_ || content.begin == content.end)) {
      scalar.verbatim = true;
      return;
    }
    Close();
    if (value_.empty()) map_.Append(0, {content.end, content.end});
    scalar.value = std::move(value_);
    scalar.map = std::move(map_);
  }

 private:
  uint32_t TextSize() const { return static_cast<uint32_t>(value_.size()); }
  void Close() {
    if (open_) map_.Append(run_text_begin_, run_), ++map_size_;
    open_ = false;
  }

  std::string_view bytes_;
  std::string value_;
  OffsetMap map_;
  Span run_;
  uint32_t run_text_begin_ = 0;
  size_t map_size_ = 0;
  bool open_ = false;
  bool only_verbatim_ = true;
};

// What one line break, or several, become between two lines of a plain or quoted scalar.
inline std::string Folded(size_t breaks) {
  return breaks == 1 ? " " : std::string(breaks - 1, '\n');
}

// The end of [begin, end) without the blanks there.
inline uint32_t TrimEnd(std::string_view bytes, uint32_t begin, uint32_t end) {
  while (end > begin && IsBlank(bytes[end - 1])) --end;
  return end;
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_SCALAR_BUILDER_H_
