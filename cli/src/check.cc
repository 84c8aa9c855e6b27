// `bylaw check`: everything that `compile` finds, and what depends on today's date. Writes nothing.

#include <chrono>
#include <nlohmann/json.hpp>

#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/ledger/record.h"
#include "bylaw/runtime/load.h"
#include "command.h"
#include "document.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string file;
  bool strict = false;
  bool json = false;
  bool sarif = false;
};

// Something that is so today and may not be so tomorrow.
struct Dated {
  std::string message;
  std::optional<compiler::Position> at;  // Of the rule that it is about.
};

constexpr int64_t kMicrosPerDay = 86'400'000'000;

std::string DayText(int32_t day) {
  return ledger::TimestampText({day * kMicrosPerDay}).substr(0, 10);
}

int32_t Today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<int32_t>(std::chrono::duration_cast<std::chrono::hours>(now).count() / 24);
}

std::string Consequence(vm::WhenOverdue when) {
  switch (when) {
    case vm::WhenOverdue::kWarn:
      return "; decisions go on as before (when_overdue: warn)";
    case vm::WhenOverdue::kEscalate:
      return "; every PERMIT becomes an ESCALATE (when_overdue: escalate)";
    case vm::WhenOverdue::kDeny:
      return "; everything is denied (when_overdue: deny)";
  }
  return {};
}

void CheckReview(const vm::PolicyRow& policy, int32_t today, std::vector<Dated>& found) {
  if (policy.review_day == vm::kDayMin) return;
  if (policy.review_day > today) {
    found.push_back({"review_date " + DayText(policy.review_day) +
                         " is in the future: the review is overdue" +
                         Consequence(policy.when_overdue),
                     {}});
    return;
  }
  const int64_t due = int64_t{policy.review_day} + policy.review_every_days;
  if (policy.review_every_days == 0 || today <= due) return;
  found.push_back({"the review was due on " + DayText(static_cast<int32_t>(due)) +
                       " and is overdue" + Consequence(policy.when_overdue),
                   {}});
}

void CheckValidity(const vm::Module& module, const compiler::SourceFile& source, int32_t today,
                   std::vector<Dated>& found) {
  for (uint32_t i = 0; i < module.rule_count(); ++i) {
    const vm::RuleRow& rule = module.rule(vm::RuleId{i});
    const std::string id = "rule `" + std::string(module.rule_id(vm::RuleId{i})) + "` is ";
    const compiler::Position at = source.PositionOf(rule.span_begin);
    if (rule.valid_until_day < today) {
      found.push_back(
          {id + "no longer in force: valid_until " + DayText(rule.valid_until_day), at});
    } else if (rule.valid_from_day > today) {
      found.push_back({id + "not in force yet: valid_from " + DayText(rule.valid_from_day), at});
    }
  }
}

std::vector<Dated> CheckToday(const Compiled& compiled) {
  std::vector<Dated> found;
  if (!compiled.result.module) return found;
  const vm::LoadResult module = runtime::LoadModule(*compiled.result.module);
  if (!module) return found;
  const int32_t today = Today();
  CheckReview(module->policy(), today, found);
  CheckValidity(*module, compiled.source, today, found);
  return found;
}

Json ReportJson(const Compiled& compiled, const std::vector<Dated>& today) {
  Json report = {{"errors", compiled.errors()}, {"warnings", compiled.warnings()}};
  report["diagnostics"] = Json::parse(compiler::RenderJson(compiled.source, compiled.diagnostics));
  Json& list = report["today"] = Json::array();
  for (const Dated& dated : today) {
    Json entry = {{"message", dated.message}};
    if (dated.at) entry.update({{"line", dated.at->line}, {"column", dated.at->column}});
    list.push_back(std::move(entry));
  }
  return report;
}

std::string ReportSarif(const Compiled& compiled, const std::vector<Dated>& today) {
  std::vector<compiler::DatedNote> notes;
  for (const Dated& dated : today)
    notes.push_back({dated.message, dated.at.value_or(compiler::Position{})});
  return compiler::RenderSarif(compiled.source, compiled.diagnostics, notes, BYLAW_VERSION);
}

int Check(const Options& options) {
  const auto compiled = CompileFile(options.file, options.strict);
  if (!compiled) return Complain(compiled.error(), kExitUsage);
  const std::vector<Dated> today = CheckToday(*compiled);
  const int exit_code = compiled->result.module ? kExitOk : kExitFailed;
  Output output;
  if (options.sarif) {
    output << ReportSarif(*compiled, today);
    return output.Finish(exit_code);
  }
  if (options.json) {
    output << ReportJson(*compiled, today).dump() << "\n";
    return output.Finish(exit_code);
  }
  SayDiagnostics(*compiled);
  const std::string name = Shown(compiled->source.name());
  for (const Dated& dated : today) {
    const std::string place =
        dated.at ? ":" + std::to_string(dated.at->line) + ":" + std::to_string(dated.at->column)
                 : "";
    Say(name + place + ": today: " + Shown(dated.message) + "\n");
  }
  if (compiled->diagnostics.empty() && today.empty()) output << name << ": nothing to report\n";
  return output.Finish(exit_code);
}

}  // namespace

void AddCheck(CLI::App& app, Run& run) {
  const auto [command, options] = AddCommand(
      app, run, "check", "Check a constitution, also against today's date; write nothing", Check);
  command->add_option("FILE", options->file, "The constitution (YAML); - for standard input")
      ->required();
  command->add_flag("--strict", options->strict, "As for compile: warnings are errors");
  AddReportFlags(*command, *options);
  command->footer(
      "What depends on the date (an overdue review, rules not in force) is reported and changes\n"
      "no exit code.\n"
      "Exit codes: 0 it compiles, 1 the document has errors, 2 usage or I/O.\n"
      "Examples:\n"
      "  bylaw check lending.yaml\n"
      "  bylaw check --strict --json lending.yaml\n"
      "  bylaw check --sarif lending.yaml > lending.sarif");
}

}  // namespace bylaw::cli
