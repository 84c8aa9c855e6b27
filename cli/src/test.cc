// `bylaw test`: a constitution against requests with the right answers, and what they covered.

#include <unistd.h>

#include <map>
#include <nlohmann/json.hpp>

#include "bylaw/runtime/engine.h"
#include "bylaw/vm/limits.h"
#include "command.h"
#include "document.h"
#include "interrupt.h"
#include "line_source.h"
#include "output.h"
#include "render.h"
#include "terminal.h"
#include "test_case.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::ordered_json;

// A line holds a request of the longest kind with escapes, and what is expected of it.
constexpr size_t kLineBytesMax = 4 * size_t{vm::kRequestBytesMax};

struct Options {
  std::string constitution;
  std::string requests;
  bool json = false;
};

// How often each rule applied, and each of its conditions was true and false.
struct ConditionCoverage {
  std::string_view text;
  uint64_t was_true = 0;
  uint64_t was_false = 0;
};
struct RuleCoverage {
  uint64_t applied = 0;
  std::vector<ConditionCoverage> conditions;
};

class Coverage {
 public:
  explicit Coverage(const vm::Module& module) {
    for (uint32_t i = 0; i < module.rule_count(); ++i) {
      rules_.emplace(module.rule_id(vm::RuleId{i}), RuleCoverage{});
    }
  }

  void Add(const runtime::Explanation& explanation) {
    for (const runtime::ExplainedRule& rule : explanation.rules) {
      RuleCoverage& covered = rules_[rule.id];
      if (rule.outcome == vm::Outcome::kApplies) ++covered.applied;
      covered.conditions.resize(rule.conditions.size());
      for (size_t i = 0; i < rule.conditions.size(); ++i) {
        ConditionCoverage& condition = covered.conditions[i];
        condition.text = rule.conditions[i].text;
        if (rule.conditions[i].value == vm::Truth::kTrue) ++condition.was_true;
        if (rule.conditions[i].value == vm::Truth::kFalse) ++condition.was_false;
      }
    }
  }

  // What no case has shown yet, one sentence each.
  std::vector<std::string> Gaps() const {
    std::vector<std::string> gaps;
    for (const auto& [id, rule] : rules_) {
      if (rule.applied == 0) gaps.push_back("rule " + std::string(id) + " never applied");
      for (const ConditionCoverage& condition : rule.conditions) {
        const std::string name = std::string(id) + ": " + std::string(condition.text);
        if (condition.was_true == 0) gaps.push_back(name + " was never true");
        if (condition.was_false == 0) gaps.push_back(name + " was never false");
      }
    }
    return gaps;
  }

  size_t rules() const { return rules_.size(); }
  size_t rules_applied() const {
    return static_cast<size_t>(std::count_if(
        rules_.begin(), rules_.end(), [](const auto& rule) { return rule.second.applied > 0; }));
  }

 private:
  std::map<std::string_view, RuleCoverage> rules_;
};

class TestRun {
 public:
  TestRun(const Options& options, runtime::Engine& engine, Output& output)
      : options_(options),
        engine_(engine),
        output_(output),
        color_(HasColor(STDOUT_FILENO)),
        coverage_(engine.module()) {}

  void Line(std::string_view text) {
    ++line_;
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
    const auto test = ParseTestCase(text);
    if (!test) {
      Miss("this line is no case: " + test.error(), {}, {});
      return;
    }
    explanation_.rules.clear();
    engine_.Evaluate(test->request, decision_, &explanation_);
    coverage_.Add(explanation_);
    const std::string difference = Difference(*test, decision_);
    if (difference.empty()) {
      ++passed_;
    } else {
      Miss(difference, test->why, RenderDecision(decision_, &explanation_, color_));
    }
  }

  void LineTooLong() {
    ++line_;
    Miss("this line is longer than " + Grouped(kLineBytesMax) + " bytes", {}, {});
  }

  int Finish() {
    if (options_.json) {
      output_ << Json({{"passed", passed_},
                       {"failed", failed_},
                       {"misses", misses_},
                       {"rules", coverage_.rules()},
                       {"rules_applied", coverage_.rules_applied()},
                       {"gaps", coverage_.Gaps()}})
                     .dump(-1, ' ', false, Json::error_handler_t::replace)
              << "\n";
    } else {
      for (const std::string& gap : coverage_.Gaps()) {
        output_ << Paint("not covered: ", Color::kDim, color_) << Shown(gap) << "\n";
      }
      output_ << std::to_string(passed_) << " passed, " << std::to_string(failed_) << " failed; "
              << std::to_string(coverage_.rules_applied()) << " of "
              << std::to_string(coverage_.rules()) << " rules applied at least once\n";
    }
    if (passed_ + failed_ == 0) Complain(options_.requests + " holds no case");
    return failed_ == 0 && passed_ > 0 ? kExitOk : kExitFailed;
  }

 private:
  void Miss(const std::string& difference, const std::string& why, const std::string& decision) {
    ++failed_;
    if (options_.json) {
      Json miss = {{"line", line_}, {"difference", difference}};
      if (!why.empty()) miss["why"] = why;
      if (!decision.empty()) miss["reason"] = decision_.reason;
      misses_.push_back(std::move(miss));
      return;
    }
    output_ << Paint(Shown(options_.requests) + ":" + std::to_string(line_), Color::kBold, color_)
            << ": " << Shown(difference) << "\n";
    if (!why.empty()) output_ << "  because  " << Shown(why) << "\n";
    if (!decision.empty()) output_ << decision << "\n";
  }

  const Options& options_;
  runtime::Engine& engine_;
  Output& output_;
  const bool color_;
  Coverage coverage_;
  runtime::Decision decision_;
  runtime::Explanation explanation_;
  uint64_t line_ = 0;
  uint64_t passed_ = 0;
  uint64_t failed_ = 0;
  Json misses_ = Json::array();
};

int Test(const Options& options) {
  auto module = LoadConstitution(options.constitution);
  if (!module) return Complain(module.error(), module.error().io ? kExitUsage : kExitFailed);
  const auto input = OpenInput(options.requests);
  if (!input) return Complain(input.error(), kExitUsage);
  auto engine = runtime::Engine::Open(std::move(*module), {.allow_time = true});
  if (!engine) return Complain(engine.error().message, kExitFailed);
  Output output;
  TestRun test(options, *engine, output);
  LineSource lines(input->get(), kLineBytesMax, LineSource::Split::kLines,
                   [&] { return output.FlushIfFull(); });
  InputLine line;
  LineSource::State state;
  while ((state = lines.Next(line)) == LineSource::State::kLine) {
    if (line.oversized_bytes > 0) {
      test.LineTooLong();
    } else {
      test.Line(line.text);
    }
  }
  if (state == LineSource::State::kFailed) {
    return Complain("cannot read " + options.requests + ": " + ErrnoText(lines.error()),
                    kExitUsage);
  }
  return output.Finish(test.Finish());
}

}  // namespace

void AddTest(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "test", "Test a constitution with requests and the right answers", Test);
  command->add_option("FILE", options->constitution, "The constitution (YAML or module)")
      ->required();
  command->add_option("REQUESTS", options->requests, "Cases, one a line; - for standard input")
      ->required();
  command->add_flag("--json", options->json, "Answer as one JSON object");
  command->footer(
      "A case is {\"request\": {…}, \"expect\": \"DENY\", \"code\": …, \"rules\": […], \"why\": "
      "…};\n"
      "code, rules and why may be left out. A request may state its `time`. Ends with what no\n"
      "case has covered: rules that never applied, conditions that were never true or false.\n"
      "Exit codes: 0 all as expected, 1 not, or the document has errors, 2 usage or I/O.\n"
      "Example:\n"
      "  bylaw test lending.yaml lending.requests.jsonl");
}

}  // namespace bylaw::cli
