// `routes`: who decides an escalation.

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "source/concat.h"
#include "source/document_keys.h"
#include "source/parts.h"
#include "source/values.h"
#include "source/yaml_mistakes.h"

namespace bylaw::compiler {
namespace {

constexpr std::string_view kRole = "role:";
constexpr std::string_view kUser = "user:";

std::optional<Text> ReadReviewer(NodeReader& reader, YamlId node) {
  std::optional<Text> text = reader.ReadId(node, "a reviewer");
  if (!text.has_value()) return std::nullopt;
  const std::string_view value = text->value;
  const bool named = value.size() > kRole.size() && (value.substr(0, kRole.size()) == kRole ||
                                                     value.substr(0, kUser.size()) == kUser);
  if (named) return text;
  reader.Error(DiagnosticCode::kBadReviewer, text->span,
               Concat({Named(value), " is not a reviewer"}),
               "write `role:` or `user:` and a name, in quotes, as in \"role:treasury\"");
  return std::nullopt;
}

void ReadReviewers(NodeReader& reader, YamlId node, Route& into) {
  for (Text& text : reader.ReadList(node, ListKind::kDistinct, ReadReviewer)) {
    Reviewer reviewer;
    reviewer.is_role = text.value.substr(0, kRole.size()) == kRole;
    reviewer.name = text.value.substr(kRole.size());
    reviewer.text = std::move(text);
    into.reviewers.push_back(std::move(reviewer));
  }
}

void ReadQuorum(NodeReader& reader, YamlId node, Route& into) {
  if (reader.document().kind(node) != YamlKind::kMapping) {
    into.quorum = reader.ReadCount(node, 1, kQuorumMax);
    return;
  }
  if (reader.document().node(node).count == 0) {
    reader.Error(DiagnosticCode::kEmptyValue, reader.document().span(node),
                 "`quorum` is an empty map", "write a number, or a number for each role");
  }
  reader.ReadNamed(node, "a number or a map of roles", [&](YamlId key, YamlId value) {
    const std::optional<Located<uint32_t>> votes = reader.ReadCount(value, 1, kQuorumMax);
    if (votes.has_value()) into.role_quorums.push_back({reader.document().ReadText(key), *votes});
  });
}

constexpr KeyEntry<Route> kRouteKeys[] = {
    {"reviewers", ReadReviewers},
    {"quorum", ReadQuorum},
    {"exclude", [](NodeReader& r, YamlId v,
                   Route& route) { route.exclude = r.ReadIds(v, ListKind::kDistinct); }},
    {"expires_in",
     [](NodeReader& r, YamlId v, Route& route) { route.expires_in = r.ReadSeconds(v); }},
    {"remind_after",
     [](NodeReader& r, YamlId v, Route& route) { route.remind_after = r.ReadSeconds(v); }},
    {"then", [](NodeReader& r, YamlId v, Route& route) { route.then = r.ReadId(v); }},
    {"notify", [](NodeReader& r, YamlId v,
                  Route& route) { route.notify = r.ReadIds(v, ListKind::kDistinct); }},
    {"require_signature",
     [](NodeReader& r, YamlId v, Route& route) { route.require_signature = r.ReadBool(v); }},
    {"guidance", [](NodeReader& r, YamlId v, Route& route) { route.guidance = r.ReadText(v); }},
};
static_assert(HasKeysOf(Owner::kRoute, kRouteKeys));

void CheckQuorum(NodeReader& reader, const Route& route) {
  std::vector<std::string_view> names;
  names.reserve(route.reviewers.size());
  for (const Reviewer& reviewer : route.reviewers) names.push_back(reviewer.text.value);
  for (const RoleQuorum& quorum : route.role_quorums) {
    const std::string_view name = quorum.reviewer.value;
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    reader.Error(DiagnosticCode::kBadReviewer, quorum.reviewer.span,
                 Concat({Named(name), " is not one of the reviewers of this route"}),
                 reader.DidYouMean(name, names, "name one of `reviewers`"));
  }
  const bool users_only = std::none_of(route.reviewers.begin(), route.reviewers.end(),
                                       [](const Reviewer& reviewer) { return reviewer.is_role; });
  if (users_only && !route.reviewers.empty() && route.quorum.has_value() &&
      route.quorum->value > route.reviewers.size()) {
    reader.Error(DiagnosticCode::kOutOfRange, route.quorum->span,
                 "more votes are needed than there are reviewers",
                 "lower `quorum`, or add reviewers");
  }
}

// Follows `then` from every route, each route once.
class HandoverCheck {
 public:
  HandoverCheck(NodeReader& reader, const Constitution& constitution)
      : reader_(reader), routes_(constitution.routes), visited_by_(routes_.size(), 0) {
    for (size_t i = 0; i < routes_.size(); ++i) index_.emplace(routes_[i].name.value, i);
  }

  void Run() {
    for (size_t i = 0; i < routes_.size() && !reader_.full(); ++i) Follow(i);
  }

 private:
  void Follow(size_t start) {
    for (size_t at = start; visited_by_[at] == 0;) {
      visited_by_[at] = start + 1;
      const Route& route = routes_[at];
      if (!route.then.has_value()) return;
      const auto next = index_.find(route.then->value);
      if (next == index_.end()) return ReportUnknown(*route.then);
      at = next->second;
      if (visited_by_[at] != start + 1) continue;
      reader_.Error(DiagnosticCode::kRouteCycle, route.then->span,
                    Concat({"by `then`, ", Named(routes_[at].name.value),
                            " hands over to itself in the end"}),
                    "remove `then` from one of the routes");
    }
  }

  void ReportUnknown(const Text& name) {
    const auto names = NamesOf(routes_);
    reader_.Error(DiagnosticCode::kUnknownRoute, name.span,
                  Concat({"there is no route ", Named(name.value)}),
                  reader_.DidYouMean(name.value, names, "declare it under `routes`"));
  }

  NodeReader& reader_;
  const std::vector<Route>& routes_;
  std::unordered_map<std::string_view, size_t> index_;
  std::vector<size_t> visited_by_;  // The start, plus one, of the walk that came by; 0: none yet.
};

void CheckExclude(NodeReader& reader, const Constitution& constitution,
                  const std::unordered_set<std::string_view>& facts, const Route& route) {
  for (const Text& name : route.exclude) {
    const std::string_view value = name.value;
    const bool path = value.substr(0, 7) == "params." || value.substr(0, 8) == "context.";
    if (path || facts.count(value) != 0) continue;
    const auto names = NamesOf(constitution.facts);
    reader.Error(DiagnosticCode::kUnknownFact, name.span,
                 Concat({"there is no fact ", Named(value)}),
                 reader.DidYouMean(value, names, "name a fact, or a path below params or context"));
  }
}

}  // namespace

void ReadRoutes(NodeReader& reader, YamlId node, Constitution& into) {
  into.has_routes = true;
  reader.ReadNamed(node, "a map of routes", [&](YamlId key, YamlId value) {
    const Span name_span = reader.key_span();
    Route route;
    route.name = reader.document().ReadText(key);
    route.span = reader.document().span(value);
    if (!IsId(route.name.value)) {
      reader.Error(DiagnosticCode::kBadName, name_span,
                   Concat({Named(route.name.value), " cannot be the name of a route"}),
                   "write 1 to 256 printable ASCII characters without a space");
    }
    const std::optional<KeySet> present = reader.ReadMembers(value, "a route", kRouteKeys, route);
    if (present.has_value() && !present->Has("reviewers")) {
      reader.Error(DiagnosticCode::kMissingKey, name_span,
                   Concat({Named(route.name.value), " has no `reviewers`"}),
                   "say who decides, as in reviewers: [\"role:treasury\"]");
    }
    into.routes.push_back(std::move(route));
  });
}

void CheckRoutes(NodeReader& reader, const Constitution& constitution) {
  std::unordered_set<std::string_view> facts;
  for (const Fact& fact : constitution.facts) facts.insert(fact.name.value);
  HandoverCheck(reader, constitution).Run();
  for (const Route& route : constitution.routes) {
    if (reader.full()) return;
    CheckQuorum(reader, route);
    CheckExclude(reader, constitution, facts, route);
    if (route.remind_after.has_value() && route.expires_in.has_value() &&
        route.remind_after->value >= route.expires_in->value) {
      reader.Error(DiagnosticCode::kBadOrder, route.remind_after->span,
                   "the reminder would come after the escalation has expired",
                   "make `remind_after` shorter than `expires_in`");
    }
  }
}

}  // namespace bylaw::compiler
