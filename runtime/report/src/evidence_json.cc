#include "evidence_json.h"

#include <nlohmann/json.hpp>

namespace bylaw::report {
namespace {

using Json = nlohmann::json;  // Sorts its keys.

Json TimeJson(const std::optional<ledger::Timestamp>& time) {
  return time ? Json(ledger::TimestampText(*time)) : Json();
}

Json DecisionsJson(const DecisionCounts& counts) {
  return {{"DENY", counts.deny}, {"ESCALATE", counts.escalate}, {"PERMIT", counts.permit}};
}

Json TallyJson(const Tally& tally) {
  Json names = Json::object();
  for (const auto& [name, counts] : tally.names()) names[name] = DecisionsJson(counts);
  return {{"names", std::move(names)}, {"others", DecisionsJson(tally.others())}};
}

std::string Text(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string EvidenceJson(const Outline& outline, const Period& period,
                         const std::string& software) {
  return Text({{"agent", period.agent ? Json(*period.agent) : Json()},
               {"first", outline.first},
               {"format", "bylaw-evidence-1"},
               {"from", TimeJson(period.from)},
               {"last", outline.last},
               {"left_out", outline.left_out},
               {"origin", outline.verified.origin},
               {"size", outline.size},
               {"software", software},
               {"to", TimeJson(period.to)},
               {"zone", period.zone.name()}});
}

std::string CountsJson(const Summary& summary) {
  return Text({{"actions", TallyJson(summary.actions)},
               {"agents", TallyJson(summary.agents)},
               {"codes", TallyJson(summary.codes)},
               {"constitutions", TallyJson(summary.constitutions)},
               {"decisions", DecisionsJson(summary.decisions)},
               {"kinds", summary.kinds},
               {"records", summary.records},
               {"routes", TallyJson(summary.routes)},
               {"rules", TallyJson(summary.rules)}});
}

std::string ReplayJson(const Replaying& replaying) {
  Json list = Json::array();
  for (const runtime::ReplayedRecord& record : replaying.list) {
    const bool different = record.outcome == runtime::Replayed::kDifferent;
    list.push_back({{"outcome", different ? "different" : "not_replayable"},
                    {"seq", record.seq},
                    {"what", record.what}});
  }
  return Text({{"different", replaying.report.different},
               {"list", std::move(list)},
               {"not_replayable", replaying.report.not_replayable},
               {"same", replaying.report.same}});
}

}  // namespace bylaw::report
