#include "source/file_reference.h"

#include <algorithm>
#include <optional>
#include <string>

#include "source/concat.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kDigestPrefix = "sha256:";
constexpr size_t kDigestDigits = 64;

struct Written {
  std::optional<Text> path;
  std::optional<Text> digest;
};

bool IsDigest(std::string_view text) {
  if (!text.starts_with(kDigestPrefix)) return false;
  text.remove_prefix(kDigestPrefix.size());
  return text.size() == kDigestDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void ReadPath(NodeReader& reader, YamlId node, Written& into) {
  into.path = reader.ReadText(node, "a path");
}

void ReadDigest(NodeReader& reader, YamlId node, Written& into) {
  std::optional<Text> digest = reader.ReadText(node, "a digest");
  if (digest.has_value() && !IsDigest(digest->value)) {
    reader.Error(DiagnosticCode::kWrongShape, digest->span,
                 Concat({Named(digest->value), " is not a digest"}),
                 "write `sha256:` and the 64 digits, in small letters, that sha256sum prints");
    return;
  }
  into.digest = std::move(digest);
}

}  // namespace

bool NamesFile(const NodeReader& reader, YamlId mapping, std::string_view key) {
  const auto members = reader.document().Members(mapping);
  return std::any_of(members.begin(), members.end(), [&](const auto& member) {
    return reader.document().ScalarText(member.key) == key;
  });
}

const Files::File* ReadFileReference(NodeReader& reader, YamlId mapping, std::string_view key,
                                     FileReference& reference) {
  const KeyEntry<Written> keys[] = {{key, ReadPath}, {"digest", ReadDigest}};
  Written written;
  const size_t trouble = reader.trouble();
  reader.ReadMembers(mapping, "a file", keys, written);
  reference.path = written.path;
  reference.digest_given = written.digest.has_value();
  if (reader.trouble() != trouble || !written.path.has_value()) return nullptr;
  const Files::File* const file = reader.ReadFile(*written.path);
  if (file == nullptr || !written.digest.has_value()) return file;
  const std::string digest = Concat({kDigestPrefix, file->sha256});
  if (written.digest->value == digest) return file;
  reader.Error(DiagnosticCode::kDigestDiffers, written.digest->span,
               Concat({"the digest of ", Named(written.path->value), " is ", digest, ", not ",
                       written.digest->value}),
               "look at what has changed in the file; if that is right, write its digest here");
  return nullptr;
}

}  // namespace bylaw::compiler
