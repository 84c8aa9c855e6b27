// The structure of a YAML text: mappings, lists and where their scalars stand. One pass by
// recursive descent.
//
// Why not a library: libfyaml 0.7.12 stops at the first error, so that one run cannot show them
// all, and buffers every token of a flow collection that might be a key, so that 20 MB of `{a: b,
// a: b, …` take 10 s and 3 GB; yaml-cpp 0.7 has no end positions and keeps duplicate keys. A strict
// subset needs no look-ahead, and its messages can say what was meant.
//
// Thread-safety: one parser, one thread. Limits: kYamlDepthMax levels, which bound the recursion.

#ifndef BYLAW_COMPILER_SOURCE_YAML_PARSER_H_
#define BYLAW_COMPILER_SOURCE_YAML_PARSER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/yaml.h"
#include "source/yaml_cursor.h"
#include "source/yaml_scalars.h"

namespace bylaw::compiler {

class YamlParser {
 public:
  YamlParser(std::string_view bytes, DiagnosticSink& sink);

  std::optional<YamlDocument> Parse();

 private:
  using Node = YamlDocument::Node;

  // The text as a whole.
  bool CheckCharacters();
  void ReadDirectives();
  void CheckEnd();

  // Blanks, comments and line breaks up to the next content.
  void SkipToContent();
  void SkipComment(YamlCursor& cursor);
  void ReportInvisibleBefore(uint32_t offset);
  // Recovery: past this line and those that are indented more than `column`.
  void SkipDeeper(int32_t column);

  // Block style.
  YamlId ReadBlockNode(int32_t parent_column);
  YamlId ReadBlockSequence();
  YamlId ReadBlockMapping();
  // One member; false where there was none to read (reported, passed over).
  bool ReadBlockMember(YamlId mapping, YamlId* last);
  // What follows `- ` or `key:`; `owner` is that indicator.
  YamlId ReadValue(int32_t parent_column, Span owner, bool in_mapping);
  YamlId ReadInline(int32_t parent_column);
  YamlId ReadBlockText(int32_t parent_column);
  YamlId ReadPlainInBlock(int32_t parent_column);
  // After a value on its last line: nothing but a comment may follow.
  YamlId FinishLine(YamlId value, uint32_t begin, int32_t parent_column);
  YamlId ReadKey(bool in_flow);
  bool AtKey() const;
  // The next entry of a block collection at `column`. False at its end.
  bool NextEntry(int32_t column);

  // Flow style.
  YamlId ReadFlow(int32_t parent_column);
  void ReadFlowEntries(YamlId collection, int32_t parent_column);
  void ReadFlowMember(YamlId mapping, YamlId* last, int32_t parent_column);
  YamlId ReadFlowItem(int32_t parent_column);
  YamlId CheckFlowItem(YamlId item, uint32_t begin);
  // To the next content of a flow collection. False (reported) where the collection is not closed.
  bool SkipToFlowContent(Span opening, int32_t parent_column);

  // Scalars.
  YamlId ReadQuoted(int32_t parent_column);
  YamlId Add(YamlScalar&& scalar);
  bool IsNull(const Node& node) const;

  // The tree.
  YamlId New(YamlKind kind, Span span);
  void Append(YamlId parent, YamlId child, YamlId* last);
  YamlId Invalid(Span span) { return New(YamlKind::kInvalid, span); }
  // Reports `meant` and stands for it.
  YamlId Mistake(DiagnosticCode code, Span meant, const std::string& message);
  YamlId Indicator(Span meant);
  void CheckKeys(YamlId mapping);
  Node& node(YamlId id) { return document_.nodes_[static_cast<size_t>(id)]; }

  std::string_view Slice(Span span) const {
    return cursor_.bytes.substr(span.begin, span.end - span.begin);
  }
  // Stops once nothing more would be kept.
  void Error(DiagnosticCode code, Span span, std::string message, std::string help) {
    sink_.Error(code, span, std::move(message), std::move(help));
    stopped_ = stopped_ || sink_.full();
  }
  bool Enter();

  DiagnosticSink& sink_;
  YamlCursor cursor_;
  YamlDocument document_;
  std::vector<uint32_t> invisible_;  // Offsets not yet found to be in a comment or outside one.
  size_t next_invisible_ = 0;
  uint32_t depth_ = 0;
  // The cursor stands at the beginning of a line outside of what was being read: unwind to the
  // block collection it belongs to.
  bool resynchronise_ = false;
  // The structure cannot be made out from here.
  bool stopped_ = false;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_YAML_PARSER_H_
