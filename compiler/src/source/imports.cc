// The key `import`: what it says. part_loader.cc brings it in.

#include <optional>
#include <utility>

#include "source/concat.h"
#include "source/document_keys.h"
#include "source/parts.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

struct Draft {
  std::optional<Text> part;
  std::vector<Constant> with;
};

constexpr KeyEntry<Draft> kImportKeys[] = {
    {"part",
     [](NodeReader& r, YamlId v, Draft& d) { d.part = r.ReadText(v, "the name of a part"); }},
    {"with",
     [](NodeReader& r, YamlId v, Draft& d) {
       Constitution constants;
       ReadConstants(r, v, constants);
       d.with = std::move(constants.constants);
     }},
};
static_assert(HasKeysOf(Owner::kImport, kImportKeys));

std::optional<Import> ReadImport(NodeReader& reader, YamlId node) {
  Import import;
  if (reader.document().kind(node) != YamlKind::kMapping) {
    std::optional<Text> name = reader.ReadText(node, "the name of a part");
    if (!name.has_value()) return std::nullopt;
    import.name = *std::move(name);
    return import;
  }
  Draft draft;
  const std::optional<KeySet> present = reader.ReadMembers(node, "an import", kImportKeys, draft);
  if (present.has_value() && !present->Has("part")) {
    reader.Error(DiagnosticCode::kMissingKey, reader.document().span(node),
                 "an import says which part it brings",
                 "write {part: std/time, with: {business_zone: Europe/Zurich}}");
  }
  if (!draft.part.has_value()) return std::nullopt;
  import.name = *std::move(draft.part);
  import.with = std::move(draft.with);
  return import;
}

}  // namespace

void ReadImports(NodeReader& reader, YamlId node, Constitution& into) {
  const YamlDocument& document = reader.document();
  std::vector<YamlId> items = document.Items(node);
  if (document.kind(node) != YamlKind::kSequence) {
    items = {node};
  } else if (items.empty()) {
    reader.Error(DiagnosticCode::kEmptyValue, document.span(node), "`import` is an empty list",
                 "name a part, or remove the key");
  }
  for (const YamlId item : items) {
    std::optional<Import> import = ReadImport(reader, item);
    if (!import.has_value()) continue;
    const auto known = std::find_if(into.imports.begin(), into.imports.end(), [&](const auto& i) {
      return i.name.value == import->name.value;
    });
    if (known != into.imports.end()) {
      reader.Error(DiagnosticCode::kDuplicateItem, import->name.span,
                   Concat({Named(import->name.value), " is imported twice"}), "remove one");
      continue;
    }
    into.imports.push_back(*std::move(import));
  }
}

}  // namespace bylaw::compiler
