// Writes a document anew from its tree, in canonical layout. Block style is in block.cc, flow style
// in flow.cc.
//
// The tree is walked in the order of the text; before each part that is written, the comments that
// come before it in the source are. A comment at the end of a line stays behind what it follows;
// one on a line of its own goes to the block that its indentation shows: that of the entry after
// it, or one that ended before it.
//
// Thread-safety: belongs to one formatting. Ownership: views the source and the document, which was
// read without an error. Limits: recursion is as deep as the reader lets a document be.

#ifndef BYLAW_COMPILER_FORMAT_FORMATTER_H_
#define BYLAW_COMPILER_FORMAT_FORMATTER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/source.h"
#include "bylaw/compiler/yaml.h"
#include "format/layout_lines.h"
#include "format/source_comments.h"

namespace bylaw::compiler {

class Formatter {
 public:
  Formatter(const SourceFile& source, const YamlDocument& document)
      : bytes_(source.bytes()), document_(document), comments_(bytes_, document) {}

  std::string Run();

 private:
  // A column there and here. -1: the root's, which stands in nothing.
  struct Columns {
    int32_t source;
    int32_t written;
  };

  // `%YAML 1.2`, `---` and `...` on the lines that begin in [begin, end).
  void WriteMarkers(uint32_t begin, uint32_t end);

  // Block style. A collection whose entries go to `written`; with `on_line` the first one goes on
  // where the line is.
  void WriteBlock(YamlId node, size_t written, bool on_line);
  void WriteMapping(YamlId mapping, const Columns& at, bool on_line);
  void WriteSequence(YamlId sequence, const Columns& at, bool on_line);
  void BeginEntry(uint32_t offset, const Columns& at, bool on_line);
  // What belongs to a key or dash at `owner`.
  void WriteValue(YamlId value, const Columns& owner, bool in_mapping);
  // A scalar or flow collection, where the line is.
  void WriteInline(YamlId node, const Columns& owner);
  void WriteBlockScalar(YamlId scalar, const Columns& owner);
  bool IsBlockCollection(const YamlDocument::Node& node) const;
  uint32_t FindDash(uint32_t after) const;

  // Flow style. `tail`: columns that the line needs behind it, for brackets and a comma. Lines
  // after the first of a scalar go to `column`.
  void WriteFlow(YamlId node, size_t column, size_t tail);
  void WriteFlowBroken(YamlId collection, size_t tail);
  void WriteFlowEntry(YamlId first, YamlId value, bool is_member, size_t column, size_t tail);
  void WriteScalar(YamlId scalar, size_t column);
  // Whether it stands on one line as a whole, with what was appended to `flat` before.
  bool AppendFlat(YamlId node, std::string& flat) const;
  bool AppendFlatCollection(YamlId node, std::string& flat) const;
  bool FitsHere(const std::string& flat, size_t tail) const;

  // Comments before `offset`.
  void WriteComments(uint32_t offset);
  // The same inside of something that is no block, at `column`. False: there were none.
  bool WriteCommentsAt(uint32_t offset, size_t column);

  std::string_view Slice(Span span) const {
    return bytes_.substr(span.begin, span.end - span.begin);
  }
  const YamlDocument::Node& node(YamlId id) const { return document_.node(id); }

  std::string_view bytes_;
  const YamlDocument& document_;
  SourceComments comments_;
  LayoutLines lines_;
  // The blocks around the entry that is being written, outermost first, and behind `depth_` those
  // that ended since the entry before it.
  std::vector<Columns> blocks_ = {{0, 0}};
  size_t depth_ = 1;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_FORMAT_FORMATTER_H_
