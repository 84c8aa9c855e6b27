#include "source/part_loader.h"

#include <algorithm>
#include <iterator>

#include "source/concat.h"
#include "source/digest.h"
#include "source/node_reader.h"
#include "source/parts.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kStandard = "std/";

void Misplaced(NodeReader& reader, YamlId /*value*/, Constitution& /*part*/) {
  reader.Error(DiagnosticCode::kMisplacedKey, reader.key_span(),
               Concat({Named(reader.key()), " does not belong in a part"}),
               "a part brings facts, constants and definitions; write this in the constitution");
}

constexpr KeyEntry<Constitution> kPartKeys[] = {
    {"id",
     [](NodeReader& r, YamlId v, Constitution& c) {
       std::optional<Text> id = r.ReadId(v, "an id");
       if (id.has_value()) c.id = *std::move(id);
     }},
    {"version", [](NodeReader& r, YamlId v, Constitution& c) { c.version = r.ReadVersion(v); }},
    {"import", ReadImports},
    {"facts", ReadFacts},
    {"constants", ReadConstants},
    {"define", ReadDefinitions},
    // What a constitution has beyond that.
    {"reviewed_by", Misplaced},
    {"review_date", Misplaced},
    {"reviews", Misplaced},
    {"review_every", Misplaced},
    {"when_overdue", Misplaced},
    {"agents", Misplaced},
    {"precedence", Misplaced},
    {"on_error", Misplaced},
    {"disclose", Misplaced},
    {"limits", Misplaced},
    {"actions", Misplaced},
    {"permitted", Misplaced},
    {"prohibited", Misplaced},
    {"escalate", Misplaced},
    {"routes", Misplaced},
    {"totals", Misplaced},
};

constexpr KeyEntry<Constitution> kRootKeys[] = {
    {"part", [](NodeReader& r, YamlId v, Constitution& c) {
       c.key_span = r.key_span();
       r.ReadMembers(v, "a part", kPartKeys, c);
     }}};

// Whether `version` is the one that a pin such as 1, 1.2 or 1.2.3 names, or one of those.
bool Fits(std::string_view version, std::string_view pin) {
  return version.starts_with(pin) && (version.size() == pin.size() || version[pin.size()] == '.');
}

bool Within(Span outer, Span inner) {
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

template <typename T>
void MoveAll(std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void PartLoader::Run(Constitution& into) {
  for (Import& import : into.imports) import.part = Load(import, into);
}

std::optional<uint32_t> PartLoader::Load(const Import& import, Constitution& into) {
  const std::optional<Source> source = Find(import);
  if (!source || IsOpen(*source, import)) return std::nullopt;
  const auto [known, added] = loaded_.try_emplace(source->name, Loaded{{}, source->version});
  if (!added && known->second.version != source->version) {
    Error(DiagnosticCode::kUnknownPart, import.name.span,
          Concat({Named(source->name), " is imported in version ", source->version, " here and in ",
                  known->second.version, " elsewhere"}),
          "name the same version in every import of it");
    return std::nullopt;
  }
  if (added) known->second.part = Read(*source, into);
  const std::optional<uint32_t> part = known->second.part;
  if (part) Set(import, *part, into);
  return part;
}

std::optional<PartLoader::Source> PartLoader::Find(const Import& import) {
  const std::string& name = import.name.value;
  if (name.starts_with(kStandard)) return FindStandard(import);
  const Files::File& file = files_.Read(name);
  if (file.ok) return Source{name, file.bytes, file.sha256, {}};
  Error(file.code, import.name.span, file.message,
        file.code == DiagnosticCode::kBadPath
            ? "write a path below the document's folder, as in parts/common.yaml"
            : file.help);
  return std::nullopt;
}

std::optional<PartLoader::Source> PartLoader::FindStandard(const Import& import) {
  const std::string_view written = import.name.value;
  const size_t at = written.find('@');
  const std::string_view name = written.substr(0, at);
  const std::string_view pin = at == written.npos ? std::string_view() : written.substr(at + 1);
  const StandardPart* found = nullptr;
  std::vector<std::string_view> names;
  std::string versions;
  for (const StandardPart& part : standard_) {
    names.push_back(part.name);
    if (part.name != name) continue;
    versions += Concat({versions.empty() ? "" : ", ", part.version});
    // Of several the last, which is the newest.
    if (at == written.npos || Fits(part.version, pin)) found = &part;
  }
  if (found != nullptr) {
    return Source{std::string(name), found->text, Sha256Hex(found->text), found->version};
  }
  if (!versions.empty()) {
    Error(DiagnosticCode::kUnknownPart, import.name.span,
          Concat({Named(name), " has no version ", Named(pin)}),
          Concat({"this compiler has ", versions, "; write ", name, " for the newest"}));
    return std::nullopt;
  }
  const std::string_view near = NearestName(name, names);
  std::string all = "the standard parts are ";
  for (const std::string_view known : names) {
    if (!all.ends_with(Concat({known, ", "}))) all += Concat({known, ", "});
  }
  all.resize(all.size() - 2);
  Error(DiagnosticCode::kUnknownPart, import.name.span,
        Concat({"there is no standard part ", Named(name)}),
        near.empty() ? all : Concat({"did you mean `", near, "`?"}));
  return std::nullopt;
}

bool PartLoader::IsOpen(const Source& source, const Import& import) {
  const auto first = std::find(open_.begin(), open_.end(), source.name);
  if (first == open_.end()) return false;
  std::string circle;
  for (auto at = first; at != open_.end(); ++at) circle += Concat({*at, " -> "});
  Error(DiagnosticCode::kImportCycle, import.name.span,
        Concat({Named(source.name), " imports itself: ", circle, source.name}),
        "move what both need into a part of its own");
  return true;
}

std::optional<uint32_t> PartLoader::Read(const Source& source, Constitution& into) {
  auto file = std::make_shared<const SourceFile>(source.name, std::string(source.text));
  const uint32_t base = sink_.AddPart(file);
  const std::optional<YamlDocument> document = ReadYaml(*file, sink_, base);
  if (!document) return std::nullopt;
  NodeReader reader(*document, file->bytes(), files_, sink_);
  Constitution read;
  read.is_part = true;
  if (!CheckRoot(reader, "part")) return std::nullopt;
  reader.ReadMembers(document->root(), "the document", kRootKeys, read);

  Part part;
  part.name = source.name;
  part.id = read.id.value;
  if (read.version) part.version = read.version->value;
  part.sha256 = source.sha256;
  part.text = {base, base + static_cast<uint32_t>(source.text.size())};
  open_.push_back(source.name);
  for (const Import& import : read.imports) {
    const std::optional<uint32_t> imported = Load(import, into);
    if (!imported) continue;
    part.imports.push_back(*imported);
    const std::vector<uint32_t>& further = into.parts[*imported].imports;
    part.imports.insert(part.imports.end(), further.begin(), further.end());
  }
  open_.pop_back();
  std::sort(part.imports.begin(), part.imports.end());
  part.imports.erase(std::unique(part.imports.begin(), part.imports.end()), part.imports.end());

  MoveAll(read.facts, into.facts);
  MoveAll(read.constants, into.constants);
  MoveAll(read.definitions, into.definitions);
  into.parts.push_back(std::move(part));
  return static_cast<uint32_t>(into.parts.size() - 1);
}

void PartLoader::Set(const Import& import, uint32_t part, Constitution& into) {
  std::vector<std::string_view> names;
  for (const Constant& setting : import.with) {
    const std::string& name = setting.name.value;
    names.clear();
    Constant* constant = nullptr;
    for (Constant& candidate : into.constants) {
      if (!Within(into.parts[part].text, candidate.name.span)) continue;
      names.push_back(candidate.name.value);
      if (candidate.name.value == name) constant = &candidate;
    }
    const std::string of = Named(into.parts[part].name);
    if (constant == nullptr) {
      const std::string_view near = NearestName(name, names);
      Error(DiagnosticCode::kBadSetting, setting.name.span,
            Concat({of, " has no constant ", Named(name)}),
            near.empty() ? "only constants of the part itself can be set"
                         : Concat({"did you mean `", near, "`?"}));
      continue;
    }
    const auto [before, first] = settings_.try_emplace({part, name}, setting.name.span);
    if (!first) {
      Error(DiagnosticCode::kBadSetting, setting.name.span,
            Concat({Named(name), " of ", of, " has been set already, in ",
                    places_.Line(before->second, setting.name.span)}),
            "set it once: a part is there once, however often it is imported");
      continue;
    }
    const Value::Kind kind = constant->value.kind;
    if (kind != Value::Kind::kInvalid && setting.value.kind != Value::Kind::kInvalid &&
        kind != setting.value.kind) {
      Error(DiagnosticCode::kBadSetting, setting.value.span,
            Concat({Named(name), " is another kind of value in ", of}),
            Concat({"write the kind of value that it has there, in ",
                    places_.Line(constant->value.span, setting.value.span)}));
      continue;
    }
    Text kept = std::move(constant->name);
    *constant = setting;
    constant->name = std::move(kept);
  }
}

void PartLoader::Error(DiagnosticCode code, Span span, std::string message, std::string help) {
  sink_.Error(code, span, std::move(message), std::move(help));
}

}  // namespace bylaw::compiler
