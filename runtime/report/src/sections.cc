#include "sections.h"

#include <algorithm>

#include "bylaw/anchor/store.h"
#include "chart.h"
#include "record_texts.h"

namespace bylaw::report {
namespace {

using ledger::Timestamp;

constexpr std::size_t kNamesShown = 20;
constexpr std::size_t kLabelChars = 80;  // beside a bar

Markup Time(Timestamp time) {
  return Markup::Text(ledger::TimestampText(time));
}

std::vector<Markup> Row(const Markup& name, const DecisionCounts& counts) {
  return {name, Markup::Number(counts.permit), Markup::Number(counts.deny),
          Markup::Number(counts.escalate), Markup::Number(counts.total())};
}

Table DecisionTable(const Markup& what) {
  return {.heads = {what, "PERMIT", "DENY", "ESCALATE", "all"}, .numbers_from = 1};
}

// Of a period: in UTC, as records have it, and in the zone.
Markup Bound(const Period& period, Timestamp time) {
  if (period.zone.name() == Zone().name()) return Time(time);
  return Time(time) + " (" + Markup::Text(period.zone.Text(time, CalendarUnit::kHour)) + ")";
}

// As fine as can still be seen.
CalendarUnit UnitFor(Timestamp first, Timestamp last) {
  constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
  constexpr std::int64_t kHoursUpTo = 4 * kDay;
  constexpr std::int64_t kDaysUpTo = 190 * kDay;
  const std::int64_t span = last.us - first.us;
  if (span <= kHoursUpTo) return CalendarUnit::kHour;
  return span <= kDaysUpTo ? CalendarUnit::kDay : CalendarUnit::kMonth;
}

// The hours put together to larger units; those without a decision stand there too, up to a number
// that only a clock far off the others can reach.
std::vector<Bar> BarsOf(const Zone& zone, const Summary& summary) {
  constexpr std::size_t kBarsMax = 1'000;
  std::vector<Bar> bars;
  const auto& hours = summary.hours;
  if (hours.empty()) return bars;
  const Timestamp last = hours.rbegin()->first;
  const CalendarUnit unit = UnitFor(hours.begin()->first, last);
  auto hour = hours.begin();
  Timestamp time = zone.Begin(hour->first, unit);
  while (hour != hours.end()) {
    if (bars.size() >= kBarsMax) time = zone.Begin(hour->first, unit);
    const Timestamp next = zone.Next(time, unit);
    Bar bar{Markup::Text(zone.Text(time, unit))};
    for (; hour != hours.end() && hour->first < next; ++hour) bar.counts += hour->second;
    bars.push_back(std::move(bar));
    time = next;
  }
  return bars;
}

Markup NamesSection(const Markup& title, const Markup& what, const Tally& tally) {
  const std::vector<Tally::Row> rows = tally.Sorted();
  if (rows.empty()) return Section(title, Element("p", "None in this period."));
  std::vector<Bar> bars;
  Table table = DecisionTable(what);
  DecisionCounts others = tally.others();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [name, counts] = rows[i];
    if (i >= kNamesShown) {
      others += counts;
      continue;
    }
    bars.push_back({Markup::Text(name, kLabelChars), counts});
    table.rows.push_back(Row(Element("bdi", Markup::Text(name)), counts));
  }
  if (others.total() > 0) {
    bars.push_back({"(all others)", others});
    table.rows.push_back(Row(Element("i", "(all others)"), others));
  }
  return Section(
      title,
      BarChart(title, "Decisions, most frequent first; the table below has the numbers", bars) +
          table.Html());
}

}  // namespace

Markup Section(const Markup& title, const Markup& content) {
  return Element("section", "\n" + Element("h2", title) + "\n" + content) + "\n";
}

Result<anchor::AnchorReport> CheckedAnchors(const std::string& directory,
                                            const ledger::PublicKey& key,
                                            const anchor::Trusted& trusted,
                                            const ledger::ReadOptions& options) {
  const auto kept = anchor::KeptAnchors(*options.host, directory);
  if (!kept) return tl::unexpected<ledger::Error>(kept.error());
  if (kept->empty()) return anchor::AnchorReport{};
  auto anchors = anchor::VerifyAnchors(directory, key, trusted, options);
  if (!anchors || anchors->bad.empty()) return anchors;
  return ledger::Fail(
      ledger::ErrorCode::kCorrupt,
      anchors->bad.front().file + ": the anchor is not good: " + anchors->bad.front().why);
}

Markup PeriodFacts(const Period& period, const Summary& summary) {
  std::vector<std::pair<Markup, Markup>> facts;
  facts.emplace_back("From",
                     period.from ? Bound(period, *period.from) : Markup("the ledger's beginning"));
  facts.emplace_back("Before", period.to ? Bound(period, *period.to) : Markup("the ledger's end"));
  facts.emplace_back("Days and months of", Markup::Text(period.zone.name()));
  facts.emplace_back("Decisions on requests of",
                     period.agent ? Element("bdi", Markup::Text(*period.agent)) : "all agents");
  Markup records = Markup::Number(summary.records);
  if (summary.first_seq) {
    records += Markup(", seq ") + Markup::Number(*summary.first_seq) + " to " +
               Markup::Number(*summary.last_seq);
  }
  facts.emplace_back("Records in it", records);
  return Facts(facts);
}

Markup LedgerFacts(const ledger::VerifyReport& verified, const ledger::PublicKey& key) {
  std::vector<std::pair<Markup, Markup>> facts = {
      {"Origin", Element("bdi", Markup::Text(verified.origin))},
      {"First key", Element("bdi", Markup::Text(key.Label()))},
      {"Verified",
       Markup::Number(verified.records) + " records, " + Markup::Number(verified.signatures) +
           " signatures of records, " + Markup::Number(verified.checkpoints) +
           " checkpoints, and modules that decided here: " + Markup::Number(verified.modules)},
      {"First and last record", Time(verified.first_time) + " and " + Time(verified.last_time)}};
  if (verified.retired > 0) {
    facts.emplace_back("Archived or dropped",
                       Markup::Number(verified.retired) + " of these records, all before record " +
                           Markup::Number(verified.minimum_index) +
                           ": their hashes are verified, and nothing here counts them");
  }
  if (verified.revocations > 0)
    facts.emplace_back("Keys revoked by the root key", Markup::Number(verified.revocations));
  return Facts(facts);
}

Markup AnchorFacts(const anchor::AnchorReport& anchors, std::uint64_t records) {
  if (anchors.good.empty()) {
    return Element("p", " class=\"note\"",
                   Element("strong", "NOT ANCHORED") +
                       " under the keys that were given: whoever holds the ledger's key could have "
                       "written its history anew.");
  }
  Table table{.heads = {"anchored by", "at", "records"}, .numbers_from = 2};
  for (const anchor::GoodAnchor& good : anchors.good) {
    table.rows.push_back(
        {Element("bdi", Markup::Text(good.by)), Time(good.time), Markup::Number(good.size)});
  }
  const std::uint64_t behind = records - std::min(records, anchors.size());
  return table.Html() + Element("p", Markup::Number(behind) +
                                         " records stand behind the last anchor and are not "
                                         "anchored yet.");
}

Markup DecisionsSection(const Period& period, const Summary& summary) {
  Table totals = DecisionTable("");
  totals.rows.push_back(Row("Decisions", summary.decisions));
  Markup content = totals.Html();
  const std::vector<Bar> bars = BarsOf(period.zone, summary);
  if (!bars.empty()) {
    Table table = DecisionTable("from");
    for (const Bar& bar : bars) {
      if (bar.counts.total() > 0) table.rows.push_back(Row(bar.label, bar.counts));
    }
    content +=
        ChartLegend() +
        TimeChart("Decisions over time",
                  "Decisions of each hour, day or month; the table below has the numbers", bars) +
        Element("details", " open=\"open\"",
                Element("summary", "The numbers") + "\n" + table.Html());
  }
  return Section("Decisions over time", content);
}

Markup NamesSections(const Summary& summary) {
  return NamesSection("By action", "action", summary.actions) +
         NamesSection("By rule", "rule", summary.rules) +
         NamesSection("By route", "route", summary.routes) +
         NamesSection("By agent", "agent", summary.agents) +
         NamesSection("By code", "code", summary.codes) +
         NamesSection("By constitution", "digest of the module", summary.constitutions);
}

Markup GapsSection(const Summary& summary) {
  Markup content =
      Element("p", Markup::Number(summary.unclosed) +
                       " times the ledger was opened behind a process that had not closed it.");
  Table table{.heads = {"no record from", "to", "seconds", "behind seq"}, .numbers_from = 2};
  for (const Silence& silence : summary.silences) {
    table.rows.push_back({Time(silence.from), Time(silence.to),
                          Markup::Number(static_cast<std::uint64_t>(silence.us()) / 1'000'000),
                          Markup::Number(silence.seq)});
  }
  content += Element("p", "The longest times without a record while a process had it open:");
  return Section("Gaps", content + table.Html());
}

Markup EventsSection(const Summary& summary) {
  Table kinds{.heads = {"kind", "records"}, .numbers_from = 1};
  for (const auto& [kind, count] : summary.kinds)
    kinds.rows.push_back({Markup::Text(kind), Markup::Number(count)});
  Table events{.heads = {"time", "kind", "what", "seq"}, .numbers_from = 3};
  for (const Event& event : summary.events) {
    events.rows.push_back({Time(event.time), Markup::Text(event.kind),
                           Element("bdi", Markup::Text(event.what)), Markup::Number(event.seq)});
  }
  Markup content = kinds.Html() + Element("h3", "All but decisions") + "\n" + events.Html();
  if (summary.event_count > summary.events.size()) {
    content += Element("p", Markup::Number(summary.event_count - summary.events.size()) +
                                " more behind these: `bylaw ledger query` lists them.");
  }
  return Section("Openings, recoveries, constitutions, keys, modes, clock", content);
}

}  // namespace bylaw::report
