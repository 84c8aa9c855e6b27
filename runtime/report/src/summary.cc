#include "bylaw/report/summary.h"

#include <algorithm>

#include "bylaw/query/filter.h"
#include "record_texts.h"

namespace bylaw::report {

using ledger::Field;
using ledger::RecordView;

void DecisionCounts::Add(std::string_view decision) {
  if (decision == "PERMIT") ++permit;
  if (decision == "DENY") ++deny;
  if (decision == "ESCALATE") ++escalate;
}

DecisionCounts& DecisionCounts::operator+=(const DecisionCounts& more) {
  permit += more.permit;
  deny += more.deny;
  escalate += more.escalate;
  return *this;
}

void Tally::Add(std::string_view name, std::string_view decision) {
  auto at = names_.find(name);
  if (at == names_.end() && names_.size() < kNamesMax && name.size() <= kNameBytesMax)
    at = names_.emplace(name, DecisionCounts()).first;
  (at == names_.end() ? others_ : at->second).Add(decision);
}

std::vector<Tally::Row> Tally::Sorted() const {
  std::vector<Row> rows(names_.begin(), names_.end());
  std::sort(rows.begin(), rows.end(), [](const Row& left, const Row& right) {
    const std::uint64_t more = left.second.total();
    const std::uint64_t less = right.second.total();
    return more != less ? more > less : left.first < right.first;
  });
  return rows;
}

bool Summarizer::Counts(const RecordView& record) const {
  if (record.text(Field::kind) != "evaluation") return false;
  if (!period_.Holds(record.time(Field::timestamp))) return false;
  return !period_.agent || query::TextOf(record, Field::agent_id) == period_.agent;
}

void Summarizer::Add(const RecordView& record) {
  const std::string kind = record.text(Field::kind);
  FollowProcess(record, kind);
  last_time_ = record.time(Field::timestamp);
  last_seq_ = record.number(Field::seq);
  if (!period_.Holds(last_time_)) return;
  ++summary_.records;
  ++summary_.kinds[kind];
  if (!summary_.first_seq) summary_.first_seq = last_seq_;
  summary_.last_seq = last_seq_;
  if (Counts(record)) AddDecision(record);
  if (kind != "evaluation") AddEvent(record, kind);
}

void Summarizer::AddDecision(const RecordView& record) {
  const std::string decision = record.text(Field::decision);
  summary_.decisions.Add(decision);
  const auto add = [&](Tally& tally, Field field) {
    if (record.has(field)) tally.Add(record.text(field), decision);
  };
  add(summary_.agents, Field::agent_id);
  add(summary_.actions, Field::action_requested);
  add(summary_.codes, Field::code);
  add(summary_.constitutions, Field::constitution_digest);
  for (const std::string& id : query::RuleIds(record)) summary_.rules.Add(id, decision);
  for (const std::string& route : RoutesOf(record)) summary_.routes.Add(route, decision);
  const ledger::Timestamp hour =
      period_.zone.Begin(record.time(Field::timestamp), CalendarUnit::kHour);
  summary_.hours[hour].Add(decision);
}

void Summarizer::AddEvent(const RecordView& record, const std::string& kind) {
  ++summary_.event_count;
  if (summary_.events.size() < Summary::kEventsMax) {
    summary_.events.push_back(
        {record.number(Field::seq), record.time(Field::timestamp), kind, EventText(record)});
  }
}

// Whether a process has the ledger open, and for how long there was no record meanwhile.
void Summarizer::FollowProcess(const RecordView& record, const std::string& kind) {
  const ledger::Timestamp time = record.time(Field::timestamp);
  const bool meant = period_.Holds(time) || period_.Holds(last_time_);
  if (kind == "opened") {
    if (opened_ && period_.Holds(time)) ++summary_.unclosed;
    opened_ = true;
    return;
  }
  // A recovery stands before the `opened` of the process that made it.
  if (kind == "recovery") return;
  if (opened_ && meant && time > last_time_) {
    const Silence silence{last_seq_, last_time_, time};
    auto& silences = summary_.silences;
    const auto behind = std::find_if(silences.begin(), silences.end(), [&](const Silence& other) {
      return other.us() < silence.us();
    });
    silences.insert(behind, silence);
    if (silences.size() > Summary::kSilencesMax) silences.pop_back();
  }
  if (kind == "closed") opened_ = false;
}

}  // namespace bylaw::report
