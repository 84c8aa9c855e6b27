// Which records: conditions on members that the index knows, all of which must hold.
//
// Thread-safety: value types and pure functions. Ownership: a Filter owns its texts.
#ifndef BYLAW_QUERY_FILTER_H_
#define BYLAW_QUERY_FILTER_H_

#include <optional>
#include <string>
#include <vector>

#include "bylaw/ledger/record.h"

namespace bylaw::query {

// Texts are compared byte for byte; a record without the member does not match.
struct Filter {
  std::optional<ledger::Timestamp> from;  // at this time or later
  std::optional<ledger::Timestamp> to;    // before this time
  std::optional<std::string> agent;       // agent_id
  std::optional<std::string> action;      // action_requested
  std::optional<std::string> decision;    // PERMIT, DENY or ESCALATE
  std::optional<std::string> rule;        // the id of one of its rules
  std::optional<std::string> code;
  std::optional<std::string> kind;
  std::optional<std::string> session;  // session_id
  std::optional<std::string> request;  // request_id
};

bool Matches(const Filter& filter, const ledger::RecordView& record);

// The member, or nothing where the record has none.
std::optional<std::string> TextOf(const ledger::RecordView& record, ledger::Field field);

// The ids of the record's rules, in its order.
std::vector<std::string> RuleIds(const ledger::RecordView& record);

// One member that is a column of the index: its name there, its member, its condition.
struct TextColumn {
  const char* name;
  ledger::Field field;
  std::optional<std::string> Filter::* wanted;
};
inline constexpr TextColumn kTextColumns[] = {
    {"kind", ledger::Field::kind, &Filter::kind},
    {"agent", ledger::Field::agent_id, &Filter::agent},
    {"action", ledger::Field::action_requested, &Filter::action},
    {"decision", ledger::Field::decision, &Filter::decision},
    {"code", ledger::Field::code, &Filter::code},
    {"session", ledger::Field::session_id, &Filter::session},
    {"request", ledger::Field::request_id, &Filter::request},
};

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_FILTER_H_
