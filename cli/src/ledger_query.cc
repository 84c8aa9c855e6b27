// `bylaw ledger query`: records by what they say, through the index beside them.

#include "bylaw/query/ledger_query.h"

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "command.h"
#include "compiled_expression.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"
#include "time_text.h"

namespace bylaw::cli {
namespace {

using ledger::Field;
using ledger::RecordView;

constexpr uint64_t kLimitMax = 10'000;

struct Options {
  std::string directory;
  query::Filter filter;
  std::string where;
  uint64_t limit = 50;
  std::optional<uint64_t> after;
  std::optional<uint64_t> sample;
  uint64_t seed = 0;
  bool json = false;
};

// A condition over the members of a record.
class Where {
 public:
  static Result<Where> Make(const std::string& text) {
    std::vector<std::string> members;
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) members.emplace_back(#name);
#include "bylaw/ledger/record_fields.def"
    auto condition = CompiledExpression::Make(text, members);
    if (!condition) return tl::unexpected<std::string>(condition.error());
    return Where(std::move(*condition));
  }

  bool Holds(const RecordView& record) {
    const auto json = nlohmann::ordered_json::parse(record.line(), nullptr, false);
    vm::Expression expression(condition_.module());
    JsonValues values;
    for (const auto& [name, value] : json.items()) condition_.Bind(expression, name, value, values);
    const vm::Value value = expression.Evaluate();
    if (value.kind == vm::Kind::kBool) return value.b;
    undecided_.insert(record.number(Field::seq));
    return false;
  }

  // Records for which the condition is neither true nor false.
  size_t undecided() const { return undecided_.size(); }

 private:
  explicit Where(CompiledExpression condition) : condition_(std::move(condition)) {}

  CompiledExpression condition_;
  std::set<uint64_t> undecided_;
};

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined.append(joined.empty() ? "" : ",").append(text);
  return joined;
}

constexpr size_t kColumns = 7;
using Row = std::array<std::string, kColumns>;

Row Heads() {
  return {"time", "seq", "agent", "action", "decision", "rules", "code"};
}

Row RowOf(const RecordView& record) {
  const auto text = [&](Field field) { return Shown(query::TextOf(record, field).value_or("")); };
  return {text(Field::timestamp), std::to_string(record.number(Field::seq)),
          text(Field::agent_id),  text(Field::action_requested),
          text(Field::decision),  Shown(Joined(query::RuleIds(record))),
          text(Field::code)};
}

// Columns as wide as what stands in them, up to a width that keeps a row readable.
void AppendTable(const std::vector<Row>& rows, std::string& out) {
  constexpr size_t kWidthMax = 40;
  std::array<size_t, kColumns> widths{};
  for (const Row& row : rows) {
    for (size_t i = 0; i < kColumns; ++i)
      widths[i] = std::min(kWidthMax, std::max(widths[i], row[i].size()));
  }
  for (const Row& row : rows) {
    std::string line;
    for (size_t i = 0; i < kColumns; ++i) line += Padded(row[i], widths[i]) + "  ";
    out.append(line, 0, line.find_last_not_of(' ') + 1).append("\n");
  }
}

ledger::Result<void> Print(const query::Page& page, const Options& options, Output& output) {
  std::vector<Row> rows = {Heads()};
  for (const std::string& line : page.lines) {
    if (options.json) {
      output << line << "\n";
      continue;
    }
    const auto record = RecordView::Parse(line);
    if (!record) return tl::unexpected<ledger::Error>(record.error());
    rows.push_back(RowOf(*record));
  }
  if (!options.json) {
    if (page.lines.empty()) {
      output << "no record matches\n";
    } else {
      AppendTable(rows, output.buffer());
    }
  }
  if (!page.more) return {};
  const auto last = RecordView::Parse(page.lines.back());
  if (!last) return tl::unexpected<ledger::Error>(last.error());
  // Of machines' output, standard error: there every line is a record.
  const std::string next =
      "there are more; the next page: --after " + std::to_string(last->number(Field::seq)) + "\n";
  if (options.json) {
    Say(next);
  } else {
    output << next;
  }
  return {};
}

ledger::Result<query::Page> Select(const Options& options, std::optional<Where>& where) {
  ProgressBar bar("indexing");
  auto query = query::LedgerQuery::Open(options.directory, ReadingWith(bar));
  if (!query) return tl::unexpected<ledger::Error>(query.error());
  query::Selection selection;
  selection.filter = options.filter;
  selection.after = options.after;
  selection.limit = options.limit;
  if (options.sample) selection.sampling = query::Sampling{*options.sample, options.seed};
  if (where) selection.where = [&](const RecordView& record) { return where->Holds(record); };
  return query->Select(selection);
}

int Query(const Options& options) {
  std::optional<Where> where;
  if (!options.where.empty()) {
    auto made = Where::Make(options.where);
    if (!made) {
      Say(made.error());
      return kExitUsage;
    }
    where.emplace(std::move(*made));
  }
  const InterruptGuard guard;
  const auto page = Select(options, where);
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!page) return Complain(page.error().message, kExitFailed);
  Output output;
  const auto printed = Print(*page, options, output);
  if (!printed) return Complain(printed.error().message, kExitFailed);
  SayRetired(options.directory);
  if (where && where->undecided() > 0) {
    Say("left out: " + Grouped(where->undecided()) +
        " records for which the condition is neither true nor false\n");
  }
  return output.Finish(kExitOk);
}

void AddFilter(CLI::App& command, query::Filter& filter) {
  AddTimeRange(command, filter.from, filter.to);
  const auto add = [&](const char* name, std::optional<std::string>& wanted, const char* meaning,
                       const char* type) {
    return command.add_option(name, wanted, meaning)->type_name(type);
  };
  add("--agent", filter.agent, "Of this agent", "AGENT");
  add("--action", filter.action, "On this action", "ACTION");
  add("--decision", filter.decision, "PERMIT, DENY or ESCALATE", "DECISION")
      ->check(CLI::IsMember({"PERMIT", "DENY", "ESCALATE"}));
  add("--rule", filter.rule, "With this rule among those that applied or were undecidable", "ID");
  add("--code", filter.code, "With this code", "CODE");
  add("--kind", filter.kind, "Of this kind (evaluation, constitution, genesis …)", "KIND");
  add("--session", filter.session, "Of this session", "SESSION");
}

}  // namespace

void AddLedgerQuery(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "query", "Find records by what they say (not verified)", Query);
  command->add_option("DIR", options->directory, "The ledger")->required();
  AddFilter(*command, options->filter);
  command
      ->add_option("--where", options->where,
                   "A CEL condition over the record's members, as `bylaw expr` evaluates it")
      ->type_name("EXPR");
  auto* const limit = command->add_option("--limit", options->limit, "Records of a page (50)")
                          ->type_name("N")
                          ->check(CLI::Range(uint64_t{1}, kLimitMax));
  auto* const after = command->add_option("--after", options->after, "The page behind this record")
                          ->type_name("SEQ");
  auto* const sample =
      command->add_option("--sample", options->sample, "N of them at random, in order")
          ->type_name("N")
          ->check(CLI::Range(uint64_t{1}, kLimitMax))
          ->excludes(limit)
          ->excludes(after);
  auto* const seed =
      command->add_option("--seed", options->seed, "The same seed draws the same sample")
          ->type_name("S")
          ->needs(sample);
  sample->needs(seed);
  command->add_flag("--json", options->json, "The records exactly as they stand, one a line");
  command->footer(
      "`query` does not verify: `bylaw ledger verify` does. Its index, query.sqlite in DIR, is a\n"
      "cache that may be deleted.\n"
      "Exit codes: 0 found or none there, 1 no such ledger or damage, 2 usage.\n"
      "Examples:\n"
      "  bylaw ledger query audit --agent lending-agent-v2 --decision DENY --from 2026-04-01\n"
      "  bylaw ledger query audit --where 'action_params.amount > 10000' --json\n"
      "  bylaw ledger query audit --kind evaluation --sample 25 --seed 7");
}

}  // namespace bylaw::cli
