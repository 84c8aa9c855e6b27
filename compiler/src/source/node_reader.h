// Typed access to the nodes of a YAML document: every accessor checks the shape, and says in the
// document's words what was expected.
//
// Ownership: views a YamlDocument, files and a sink that outlive it. Thread-safety: one reader, one
// thread.

#ifndef BYLAW_COMPILER_SOURCE_NODE_READER_H_
#define BYLAW_COMPILER_SOURCE_NODE_READER_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/yaml.h"
#include "source/files.h"

namespace bylaw::compiler {

class NodeReader;

// What to do with the value of one key of a mapping that is read into a T.
template <typename T>
struct KeyEntry {
  std::string_view name;
  void (*read)(NodeReader& reader, YamlId value, T& into);
};

// The keys that stand in a mapping. A misspelt one counts as the one that was meant, so that it is
// not also reported missing.
class KeySet {
 public:
  bool Has(std::string_view key) const {
    return std::find(keys_.begin(), keys_.end(), key) != keys_.end();
  }
  void Add(std::string_view key) { keys_.push_back(key); }

 private:
  std::vector<std::string_view> keys_;
};

// What the items of a list must be.
enum class ListKind : uint8_t { kAny, kDistinct };

class NodeReader {
 public:
  NodeReader(const YamlDocument& document, std::string_view bytes, Files& files,
             DiagnosticSink& sink)
      : document_(document), bytes_(bytes), files_(files), sink_(sink) {}

  // Reads the members of `mapping` by `keys`. `what` names the thing for messages: "a rule".
  // Nothing (reported) where it is no mapping.
  template <typename T, size_t kCount>
  std::optional<KeySet> ReadMembers(YamlId mapping, std::string_view what,
                                    const KeyEntry<T> (&keys)[kCount], T& into);

  // Calls `read(key, value)` for each member of a mapping whose keys are names that the author
  // chose.
  template <typename Read>
  void ReadNamed(YamlId mapping, std::string_view what, Read read);

  // One text that is not blank. `what` says what is expected: "a name".
  std::optional<Text> ReadText(YamlId node, std::string_view what = "text");
  // A text that is a condition: what YAML took for something else gets its quoted form.
  std::optional<Text> ReadCondition(YamlId node);
  // 1 to 256 printable ASCII characters without a space.
  std::optional<Text> ReadId(YamlId node, std::string_view what = "a name");

  // A list of what `read` reads, or one such item alone. Lists are not empty.
  using ReadItem = std::optional<Text> (*)(NodeReader& reader, YamlId item);
  std::vector<Text> ReadList(YamlId node, ListKind kind, ReadItem read);
  std::vector<Text> ReadTexts(YamlId node, ListKind kind);
  std::vector<Text> ReadIds(YamlId node, ListKind kind);
  std::vector<Text> ReadConditions(YamlId node);

  bool ReadBool(YamlId node);
  std::optional<Located<int64_t>> ReadInteger(YamlId node, int64_t min, int64_t max);
  std::optional<Located<uint32_t>> ReadCount(YamlId node, uint32_t min, uint32_t max);
  std::optional<Located<Date>> ReadDate(YamlId node);
  std::optional<Located<Seconds>> ReadSeconds(YamlId node);
  std::optional<Located<Version>> ReadVersion(YamlId node);
  Value ReadValue(YamlId node);

  // The place of a word in `words`, reported where it is none of them.
  std::optional<size_t> ReadWord(YamlId node, std::span<const std::string_view> words);
  template <typename Enum>
  std::optional<Located<Enum>> ReadEnum(YamlId node, std::span<const std::string_view> words);

  // The file below the document's folder that a text names; nullptr (reported) where it cannot be
  // read. Lives as long as `files`.
  const Files::File* ReadFile(const Text& path);

  // Reports, unless the node has been reported before.
  void Expected(YamlId node, std::string_view what);
  void Error(DiagnosticCode code, Span span, std::string message, std::string help = {});
  // "did you mean `x`?", or `otherwise`.
  std::string DidYouMean(std::string_view name, const std::vector<std::string_view>& candidates,
                         std::string otherwise = {}) const;

  const YamlDocument& document() const { return document_; }
  std::string_view Slice(Span span) const {
    return bytes_.substr(span.begin - document_.base(), span.end - span.begin);
  }
  // The key whose value is being read.
  std::string_view key() const { return key_; }
  Span key_span() const { return key_span_; }
  // Grows with each error and each node that was reported before: unchanged means that all was
  // read.
  size_t trouble() const { return trouble_; }
  // No more errors are kept: checks can stop.
  bool full() const { return sink_.full(); }

 private:
  // Returns the known key that was meant, or an empty name.
  std::string_view UnknownKey(Span span, std::string_view key, std::string_view what,
                              const std::vector<std::string_view>& known);
  // The scalar's text; nothing (reported) for other nodes.
  std::optional<std::string_view> ScalarOf(YamlId node, std::string_view what);
  void ReportRepeated(const std::vector<Text>& items);
  Value ReadScalarValue(YamlId node);

  const YamlDocument& document_;
  std::string_view bytes_;
  Files& files_;
  DiagnosticSink& sink_;
  std::string_view key_;
  Span key_span_;
  size_t trouble_ = 0;
};

template <typename T, size_t kCount>
std::optional<KeySet> NodeReader::ReadMembers(YamlId mapping, std::string_view what,
                                              const KeyEntry<T> (&keys)[kCount], T& into) {
  if (document_.kind(mapping) != YamlKind::kMapping) {
    Expected(mapping, what);
    return std::nullopt;
  }
  KeySet present;
  const auto outer = std::pair(key_, key_span_);
  for (const auto& [key_node, value] : document_.Members(mapping)) {
    const std::string_view name = document_.ScalarText(key_node);
    const auto* const entry = std::find_if(std::begin(keys), std::end(keys),
                                           [name](const auto& k) { return k.name == name; });
    if (entry == std::end(keys)) {
      std::vector<std::string_view> known;
      known.reserve(kCount);
      for (const auto& key : keys) known.push_back(key.name);
      present.Add(UnknownKey(document_.span(key_node), name, what, known));
      continue;
    }
    present.Add(entry->name);
    key_ = entry->name, key_span_ = document_.span(key_node);
    entry->read(*this, value, into);
  }
  std::tie(key_, key_span_) = outer;
  return present;
}

template <typename Read>
void NodeReader::ReadNamed(YamlId mapping, std::string_view what, Read read) {
  if (document_.kind(mapping) != YamlKind::kMapping) return Expected(mapping, what);
  const auto outer = std::pair(key_, key_span_);
  for (const auto& [key_node, value] : document_.Members(mapping)) {
    key_ = document_.ScalarText(key_node), key_span_ = document_.span(key_node);
    read(key_node, value);
  }
  std::tie(key_, key_span_) = outer;
}

template <typename Enum>
std::optional<Located<Enum>> NodeReader::ReadEnum(YamlId node,
                                                  std::span<const std::string_view> words) {
  const std::optional<size_t> place = ReadWord(node, words);
  if (!place.has_value()) return std::nullopt;
  return Located<Enum>{static_cast<Enum>(*place), document_.span(node)};
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_NODE_READER_H_
