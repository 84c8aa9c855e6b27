// What the records of a period say, counted: the numbers behind a report and an evidence bundle.
//
// Thread-safety: one thread at a time. Ownership: value types. Memory: bounded by the limits below
// and the hours in which something was decided, not by the number of records.
#ifndef BYLAW_REPORT_SUMMARY_H_
#define BYLAW_REPORT_SUMMARY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bylaw/ledger/record.h"
#include "bylaw/report/zone.h"

namespace bylaw::report {

// Which records are meant, and how their times are shown.
struct Period {
  // NOLINTBEGIN(readability-redundant-member-init): what is made by naming members wants them.
  std::optional<ledger::Timestamp> from{};  // at this time or later
  std::optional<ledger::Timestamp> to{};    // before this time
  Zone zone{};
  std::optional<std::string> agent{};  // only decisions on this agent's requests
  // NOLINTEND(readability-redundant-member-init)

  bool Holds(ledger::Timestamp time) const {
    return (!from || time >= *from) && (!to || time < *to);
  }
};

struct DecisionCounts {
  std::uint64_t permit = 0;
  std::uint64_t deny = 0;
  std::uint64_t escalate = 0;

  // PERMIT, DENY or ESCALATE.
  void Add(std::string_view decision);
  DecisionCounts& operator+=(const DecisionCounts& more);
  std::uint64_t total() const { return permit + deny + escalate; }

  bool operator==(const DecisionCounts&) const = default;
};

// Decisions by a name that others choose: the first kNamesMax names each by itself, in the order
// in which they come; together all names behind them, and all of more than kNameBytesMax.
class Tally {
 public:
  static constexpr std::size_t kNamesMax = 65'536;
  static constexpr std::size_t kNameBytesMax = 1'024;

  using Row = std::pair<std::string, DecisionCounts>;

  void Add(std::string_view name, std::string_view decision);

  // The most frequent first; equal ones by name.
  std::vector<Row> Sorted() const;
  const std::map<std::string, DecisionCounts, std::less<>>& names() const { return names_; }
  const DecisionCounts& others() const { return others_; }

 private:
  std::map<std::string, DecisionCounts, std::less<>> names_;
  DecisionCounts others_;
};

// A record that is no decision.
struct Event {
  std::uint64_t seq = 0;
  ledger::Timestamp time;
  std::string kind;
  std::string what;
};

// No record for so long, though a process had opened the ledger.
struct Silence {
  std::uint64_t seq = 0;  // of the record that it begins behind
  ledger::Timestamp from;
  ledger::Timestamp to;

  std::int64_t us() const { return to.us - from.us; }
};

struct Summary {
  static constexpr std::size_t kEventsMax = 500;   // that are kept, the first
  static constexpr std::size_t kSilencesMax = 10;  // that are kept, the longest

  std::uint64_t records = 0;                   // of the period, of all agents
  std::map<std::string, std::uint64_t> kinds;  // of them
  std::optional<std::uint64_t> first_seq;
  std::optional<std::uint64_t> last_seq;

  // Of the decisions of the period, on requests of its agent if it has one.
  DecisionCounts decisions;
  Tally agents;
  Tally actions;
  Tally codes;
  Tally constitutions;  // by digest
  Tally rules;          // each rule that applied or was undecidable
  Tally routes;
  std::map<ledger::Timestamp, DecisionCounts> hours;  // by the zone's hours

  std::vector<Event> events;
  std::uint64_t event_count = 0;
  std::vector<Silence> silences;  // the longest first
  std::uint64_t unclosed = 0;     // openings behind a process that did not close
};

class Summarizer {
 public:
  explicit Summarizer(Period period) : period_(std::move(period)) {}

  // The next record; all of the ledger, from the first on.
  void Add(const ledger::RecordView& record);

  const Summary& summary() const { return summary_; }

 private:
  // Whether it is a decision that is counted.
  bool Counts(const ledger::RecordView& record) const;
  void AddDecision(const ledger::RecordView& record);
  void AddEvent(const ledger::RecordView& record, const std::string& kind);
  void FollowProcess(const ledger::RecordView& record, const std::string& kind);

  Period period_;
  Summary summary_;
  bool opened_ = false;
  ledger::Timestamp last_time_;  // of the record before
  std::uint64_t last_seq_ = 0;
};

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SUMMARY_H_
