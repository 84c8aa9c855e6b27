#include "bylaw/query/filter.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace bylaw::query {

using ledger::Field;

bool Matches(const Filter& filter, const ledger::RecordView& record) {
  const ledger::Timestamp time = record.time(Field::timestamp);
  if (filter.from && time < *filter.from) return false;
  if (filter.to && time >= *filter.to) return false;
  for (const TextColumn& column : kTextColumns) {
    const auto& wanted = filter.*column.wanted;
    if (wanted && TextOf(record, column.field) != wanted) return false;
  }
  if (!filter.rule) return true;
  const std::vector<std::string> rules = RuleIds(record);
  return std::find(rules.begin(), rules.end(), *filter.rule) != rules.end();
}

std::optional<std::string> TextOf(const ledger::RecordView& record, Field field) {
  if (!record.has(field)) return std::nullopt;
  return record.text(field);
}

std::vector<std::string> RuleIds(const ledger::RecordView& record) {
  std::vector<std::string> ids;
  if (!record.has(Field::rules)) return ids;
  for (const auto& rule : nlohmann::json::parse(record.raw(Field::rules), nullptr, false))
    ids.push_back(rule.value("id", ""));
  return ids;
}

}  // namespace bylaw::query
