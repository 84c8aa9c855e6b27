// See about.h.

#include "codegen/about.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "sema/personal.h"

namespace bylaw::compiler {
namespace {

using Json = nlohmann::json;  // Sorts its keys.

void Put(Json& to, const char* key, const std::optional<Text>& text) {
  if (text) to[key] = text->value;
}

void Put(Json& to, const char* key, const std::vector<Text>& texts) {
  if (texts.empty()) return;
  Json& list = to[key] = Json::array();
  for (const Text& text : texts) list.push_back(text.value);
}

void Put(Json& to, const char* key, bool set) {
  if (set) to[key] = true;
}

void Put(Json& to, const char* key, const std::optional<Located<Seconds>>& seconds) {
  if (seconds) to[key] = seconds->value.value;
}

// "2026-03-01".
std::string DateText(Date date) {
  const std::chrono::year_month_day day{
      std::chrono::sys_days{std::chrono::days{date.days_since_epoch}}};
  std::array<char, 16> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                    static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return {text.data(), static_cast<size_t>(size)};
}

std::string_view KindName(FactKind kind) {
  return kFactKindNames[static_cast<size_t>(kind)];
}

std::string FromText(const Fact& fact) {
  std::string text = fact.source == FactSource::kParams ? "params" : "context";
  for (const std::string& member : fact.path) text.append(".").append(member);
  return text;
}

Json TypeJson(const FactType& type) {
  Json json = {{"type", KindName(type.kind)}};
  Put(json, "doc", type.doc);
  Put(json, "unit", type.unit);
  Put(json, "values", type.values);
  Put(json, "format", type.format);
  Put(json, "encoding", type.encoding);
  Put(json, "personal", HoldsPersonal(type));
  for (const FactType& item : type.items) json["items"] = TypeJson(item);
  for (const Field& field : type.fields) json["fields"][field.name.value] = TypeJson(field.type);
  return json;
}

Json FactJson(const Fact& fact) {
  Json json = TypeJson(fact.type);
  json["from"] = FromText(fact);
  return json;
}

Json ActionJson(const Action& action) {
  Json json = Json::object();
  Put(json, "aliases", action.aliases);
  Put(json, "fact_params", action.fact_params);
  Put(json, "closed", action.closed);
  Put(json, "irreversible", action.irreversible);
  for (const Field& field : action.params) {
    json["params"][field.name.value] = TypeJson(field.type);
  }
  return json;
}

Json RouteJson(const Route& route) {
  Json json = Json::object();
  Json& reviewers = json["reviewers"] = Json::array();
  for (const Reviewer& reviewer : route.reviewers) reviewers.push_back(reviewer.text.value);
  if (route.role_quorums.empty()) {
    json["quorum"] = route.quorum ? route.quorum->value : 1;
  } else {
    for (const RoleQuorum& quorum : route.role_quorums) {
      json["quorum"][quorum.reviewer.value] = quorum.votes.value;
    }
  }
  Put(json, "exclude", route.exclude);
  Put(json, "expires_in_s", route.expires_in);
  Put(json, "remind_after_s", route.remind_after);
  Put(json, "then", route.then);
  Put(json, "notify", route.notify);
  Put(json, "require_signature", route.require_signature);
  Put(json, "guidance", route.guidance);
  return json;
}

Json RuleJson(const Rule& rule, Disclose default_disclose) {
  Json json = Json::object();
  const Disclose disclose = rule.disclose ? rule.disclose->value : default_disclose;
  json["disclose"] = kDiscloseNames[static_cast<size_t>(disclose)];
  Put(json, "because", rule.because);
  Put(json, "controls", rule.controls);
  Put(json, "ask", rule.ask);
  return json;
}

void PutReviews(const Constitution& constitution, Json& json) {
  Put(json, "reviewed_by", constitution.reviewed_by);
  if (constitution.review_date) json["review_date"] = DateText(constitution.review_date->value);
  Put(json, "review_every_s", constitution.review_every);
  json["when_overdue"] = kWhenOverdueNames[static_cast<size_t>(constitution.when_overdue)];
  for (const Review& review : constitution.reviews) {
    Json entry = {{"by", review.by.value}, {"date", DateText(review.date.value)}};
    Put(entry, "note", review.note);
    json["reviews"].push_back(std::move(entry));
  }
}

Json PartJson(const Part& part) {
  Json json = {{"name", part.name}, {"sha256", part.sha256}};
  if (!part.id.empty()) json["id"] = part.id;
  if (part.version) {
    json["version"] = std::to_string(part.version->major) + "." +
                      std::to_string(part.version->minor) + "." +
                      std::to_string(part.version->patch);
  }
  return json;
}

}  // namespace

std::string AboutJson(const Constitution& constitution) {
  Json json = Json::object();
  PutReviews(constitution, json);
  for (const Fact& fact : constitution.facts) json["facts"][fact.name.value] = FactJson(fact);
  for (const FileDigest& file : constitution.files) {
    json["files"].push_back({{"path", file.path}, {"sha256", file.sha256}});
  }
  for (const Part& part : constitution.parts) json["parts"].push_back(PartJson(part));
  for (const Action& action : constitution.actions) {
    json["actions"][action.name.value] = ActionJson(action);
  }
  for (const Route& route : constitution.routes) {
    json["routes"][route.name.value] = RouteJson(route);
  }
  for (const Rule& rule : constitution.rules) {
    json["rules"][rule.id] = RuleJson(rule, constitution.disclose);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bylaw::compiler
