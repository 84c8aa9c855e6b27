// YAML as this project reads it: a strict subset of YAML 1.2 in which a document can only be read
// one way.
//
// Block and flow mappings and lists; plain, quoted, literal and folded scalars; comments. Refused,
// each with its place and what to write instead: duplicate keys, tags, anchors, aliases, merge
// keys, directives other than `%YAML 1.2`, several documents, `? ` keys and keys that are not
// scalars, pairs without braces in a flow list, null and empty values, control characters,
// invisible and bidirectional characters outside comments, bytes that are not UTF-8. Whatever is
// accepted here, other YAML 1.2 readers read the same way (a test compares with libfyaml).
//
// Thread-safety: a YamlDocument is immutable. Ownership: it views the SourceFile, which must
// outlive it. Limits: kSourceBytesMax bytes, kYamlDepthMax levels; one pass, without look-ahead
// beyond a line.

#ifndef BYLAW_COMPILER_YAML_H_
#define BYLAW_COMPILER_YAML_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/source.h"
#include "bylaw/compiler/text.h"

namespace bylaw::compiler {

// Levels of mappings and lists; a constitution needs about ten.
inline constexpr uint32_t kYamlDepthMax = 32;

// Bytes of a key, as in YAML's own rule for keys on one line.
inline constexpr uint32_t kYamlKeyBytesMax = 1024;

enum class YamlId : uint32_t {};

// kInvalid: something stands here that has been reported; a reader passes over it in silence.
enum class YamlKind : uint8_t { kMapping, kSequence, kScalar, kInvalid };

class YamlDocument {
 public:
  struct Node {
    Span span;  // With quotes and brackets; a block mapping or list from its first to its last
                // entry.
    uint32_t first_child = 0;  // Of a mapping key, value, key, value …
    uint32_t next =
        0;  // The next child of the same parent; 0 behind the last: the root is nobody's child.
    uint32_t count = 0;    // Members of a mapping, items of a list.
    uint32_t decoded = 0;  // A scalar's place in decoded_, plus one; 0: its bytes are its text.
    YamlKind kind = YamlKind::kInvalid;
    ScalarStyle style = ScalarStyle::kPlain;
  };

  struct Member {
    YamlId key;  // Always a scalar.
    YamlId value;
  };

  YamlId root() const { return YamlId{0}; }
  const Node& node(YamlId id) const { return nodes_[static_cast<size_t>(id)]; }
  YamlKind kind(YamlId id) const { return node(id).kind; }
  Span span(YamlId id) const { return node(id).span; }

  // The items of a list. Empty for any other node.
  std::vector<YamlId> Items(YamlId sequence) const;
  // The members of a mapping in their order. Empty for any other node.
  std::vector<Member> Members(YamlId mapping) const;

  // The offset of the text's first byte: spans begin there.
  uint32_t base() const { return base_; }

  // What a scalar says, quotes and escapes resolved; a view into this document or its source.
  std::string_view ScalarText(YamlId scalar) const;
  // The same with its map to the file.
  Text ReadText(YamlId scalar) const;

  // The comments in their order, each from its `#` to its last byte that is no blank.
  const std::vector<Span>& comments() const { return comments_; }

 private:
  friend class YamlParser;
  struct Decoded {
    std::string value;
    OffsetMap map;
  };
  friend std::optional<YamlDocument> ReadYaml(const SourceFile& source, DiagnosticSink& sink,
                                              uint32_t base);
  Span ContentSpan(const Node& node) const;
  void MoveTo(uint32_t base);

  std::string_view bytes_;
  uint32_t base_ = 0;
  std::vector<Node> nodes_;
  std::vector<Decoded> decoded_;
  std::vector<Span> comments_;
};

// Reads a document; all that is wrong goes to `sink`, where the reader can go on in one run.
// Nothing is returned where the structure itself could not be made out. Errors may have been
// reported also beside a result. `base`: where the text lies in the compilation's row of files
// (DiagnosticSink::AddPart).
std::optional<YamlDocument> ReadYaml(const SourceFile& source, DiagnosticSink& sink,
                                     uint32_t base = 0);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_YAML_H_
