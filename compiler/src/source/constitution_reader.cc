// The document as a whole: its keys, and the order in which its parts are read and checked.

#include <algorithm>
#include <array>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/yaml.h"
#include "bylaw/vm/limits.h"
#include "source/concat.h"
#include "source/document_keys.h"
#include "source/part_loader.h"
#include "source/parts.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr KeyEntry<Limits> kLimitKeys[] = {
    {"steps",
     [](NodeReader& r, YamlId v, Limits& l) { l.steps = r.ReadCount(v, 1, vm::kStepsMax); }},
    {"request_bytes", [](NodeReader& r, YamlId v,
                         Limits& l) { l.request_bytes = r.ReadCount(v, 1, vm::kRequestBytesMax); }},
    {"string_bytes", [](NodeReader& r, YamlId v,
                        Limits& l) { l.string_bytes = r.ReadCount(v, 1, vm::kRequestBytesMax); }},
    {"list_items", [](NodeReader& r, YamlId v,
                      Limits& l) { l.list_items = r.ReadCount(v, 1, vm::kRequestValuesMax); }},
    {"map_items", [](NodeReader& r, YamlId v,
                     Limits& l) { l.map_items = r.ReadCount(v, 1, vm::kRequestValuesMax); }},
};
static_assert(HasKeysOf(Owner::kLimits, kLimitKeys));

struct ReviewDraft {
  std::optional<Text> by;
  std::optional<Located<Date>> date;
  std::optional<Text> note;
};

constexpr KeyEntry<ReviewDraft> kReviewKeys[] = {
    {"by", [](NodeReader& r, YamlId v, ReviewDraft& d) { d.by = r.ReadText(v); }},
    {"date", [](NodeReader& r, YamlId v, ReviewDraft& d) { d.date = r.ReadDate(v); }},
    {"note", [](NodeReader& r, YamlId v, ReviewDraft& d) { d.note = r.ReadText(v); }},
};
static_assert(HasKeysOf(Owner::kReview, kReviewKeys));

void ReadReviews(NodeReader& reader, YamlId node, Constitution& into) {
  const YamlDocument& document = reader.document();
  if (document.kind(node) != YamlKind::kSequence) {
    return reader.Expected(node, "a list of reviews");
  }
  if (document.node(node).count == 0) {
    reader.Error(DiagnosticCode::kEmptyValue, document.span(node), "`reviews` is an empty list",
                 "write a review, or remove the key");
  }
  for (const YamlId item : document.Items(node)) {
    ReviewDraft draft;
    const std::optional<KeySet> present = reader.ReadMembers(item, "a review", kReviewKeys, draft);
    if (!present.has_value()) continue;
    if (draft.by.has_value() && draft.date.has_value()) {
      into.reviews.push_back({*std::move(draft.by), *draft.date, std::move(draft.note)});
    } else if (!present->Has("by") || !present->Has("date")) {
      reader.Error(DiagnosticCode::kMissingKey, document.span(item),
                   "a review says by whom and on which day", "write {by: name, date: 2026-03-01}");
    }
  }
}

// All three sections, each once.
void ReadPrecedence(NodeReader& reader, YamlId node, Constitution& into) {
  const YamlDocument& document = reader.document();
  const size_t trouble = reader.trouble();
  if (document.kind(node) != YamlKind::kSequence) {
    return reader.Expected(node, "a list of the three sections");
  }
  std::vector<Section> sections;
  std::array<bool, kSectionNames.size()> named{};
  for (const YamlId item : document.Items(node)) {
    const auto section = reader.ReadEnum<Section>(item, kSectionNames);
    if (!section.has_value()) continue;
    sections.push_back(section->value);
    named[static_cast<size_t>(section->value)] = true;
  }
  if (reader.trouble() != trouble) return;
  const bool all = std::all_of(named.begin(), named.end(), [](bool n) { return n; });
  if (all && sections.size() == named.size()) {
    into.precedence = std::move(sections);
    return;
  }
  reader.Error(DiagnosticCode::kPrecedence, document.span(node),
               "`precedence` does not name each of the three sections once",
               "write all three, as in [prohibited, escalate, permitted]");
}

template <typename Enum>
void Take(const std::optional<Located<Enum>>& from, Enum& into) {
  if (from.has_value()) into = from->value;
}

constexpr KeyEntry<Constitution> kKeys[] = {
    {"id",
     [](NodeReader& r, YamlId v, Constitution& c) {
       std::optional<Text> id = r.ReadId(v, "an id");
       if (id.has_value()) c.id = *std::move(id);
     }},
    {"version", [](NodeReader& r, YamlId v, Constitution& c) { c.version = r.ReadVersion(v); }},
    {"reviewed_by",
     [](NodeReader& r, YamlId v, Constitution& c) { c.reviewed_by = r.ReadText(v); }},
    {"review_date",
     [](NodeReader& r, YamlId v, Constitution& c) { c.review_date = r.ReadDate(v); }},
    {"reviews", ReadReviews},
    {"review_every",
     [](NodeReader& r, YamlId v, Constitution& c) { c.review_every = r.ReadSeconds(v); }},
    {"when_overdue",
     [](NodeReader& r, YamlId v, Constitution& c) {
       Take(r.ReadEnum<WhenOverdue>(v, kWhenOverdueNames), c.when_overdue);
     }},
    {"agents", [](NodeReader& r, YamlId v,
                  Constitution& c) { c.agents = r.ReadIds(v, ListKind::kDistinct); }},
    {"precedence", ReadPrecedence},
    {"on_error", [](NodeReader& r, YamlId v,
                    Constitution& c) { Take(r.ReadEnum<OnError>(v, kOnErrorNames), c.on_error); }},
    {"disclose",
     [](NodeReader& r, YamlId v, Constitution& c) {
       Take(r.ReadEnum<Disclose>(v, kDiscloseNames), c.disclose);
     }},
    {"limits", [](NodeReader& r, YamlId v,
                  Constitution& c) { r.ReadMembers(v, "`limits`", kLimitKeys, c.limits); }},
    {"facts", ReadFacts},
    {"constants", ReadConstants},
    {"define", ReadDefinitions},
    {"actions", ReadActions},
    {"import", ReadImports},
    {"permitted",
     [](NodeReader& r, YamlId v, Constitution& c) { ReadRules(r, v, Section::kPermitted, c); }},
    {"prohibited",
     [](NodeReader& r, YamlId v, Constitution& c) { ReadRules(r, v, Section::kProhibited, c); }},
    {"escalate",
     [](NodeReader& r, YamlId v, Constitution& c) { ReadRules(r, v, Section::kEscalate, c); }},
    {"routes", ReadRoutes},
    {"totals",
     [](NodeReader& r, YamlId, Constitution&) {
       r.Error(DiagnosticCode::kReservedKey, r.key_span(),
               "`totals` is reserved and has no meaning yet",
               "let the host count, and declare the sum as a fact from context");
     }},
};
static_assert(HasKeysOf(Owner::kConstitution, kKeys));

// The members of the root: the one key `constitution`.
struct Root {
  std::optional<Constitution> constitution;
};

void ReadBody(NodeReader& reader, YamlId node, Root& into) {
  Constitution constitution;
  constitution.key_span = reader.key_span();
  const std::optional<KeySet> present =
      reader.ReadMembers(node, "a constitution", kKeys, constitution);
  if (!present.has_value()) return;
  if (!present->Has("id")) {
    reader.Error(
        DiagnosticCode::kMissingKey, constitution.key_span, "the constitution has no `id`",
        "name it, as in `id: payments-agent-v1`; each decision is recorded under this name");
  }
  into.constitution = std::move(constitution);
}

constexpr KeyEntry<Root> kRootKeys[] = {{"constitution", ReadBody}};
static_assert(HasKeysOf(Owner::kDocument, kRootKeys));

}  // namespace

bool CheckRoot(NodeReader& reader, std::string_view key) {
  const YamlDocument& document = reader.document();
  const YamlId node = document.root();
  if (document.kind(node) == YamlKind::kInvalid) return false;
  const auto members = document.Members(node);
  const bool named = std::any_of(members.begin(), members.end(), [&](const auto& member) {
    return document.ScalarText(member.key) == key;
  });
  if (named) return true;
  const YamlId first = members.empty() ? node : members.front().key;
  const std::string begin = Concat({"begin it with `", key, ":` and indent everything below it"});
  reader.Error(DiagnosticCode::kDocumentRoot, document.span(first),
               Concat({"the document has no key ", Named(key)}),
               reader.DidYouMean(document.ScalarText(first), {key}, begin));
  return false;
}

std::optional<Constitution> ReadConstitution(const SourceFile& source, const ReadFile& read_file,
                                             DiagnosticSink& sink) {
  const std::optional<YamlDocument> document = ReadYaml(source, sink);
  if (!document.has_value()) return std::nullopt;
  Files files(read_file);
  NodeReader reader(*document, source.bytes(), files, sink);
  Root root;
  if (!CheckRoot(reader, "constitution")) return std::nullopt;
  reader.ReadMembers(document->root(), "the document", kRootKeys, root);
  if (!root.constitution.has_value()) return std::nullopt;
  const Places places(source, sink);
  PartLoader(StandardParts(), files, places, sink).Run(*root.constitution);
  CheckNames(reader, places, *root.constitution);
  CheckActions(reader, *root.constitution);
  CheckRules(reader, *root.constitution);
  CheckRoutes(reader, *root.constitution);
  root.constitution->files = files.Digests();
  return std::move(root.constitution);
}

}  // namespace bylaw::compiler
