// `bylaw ledger reconcile`: what was executed, held against what was decided.

#include <nlohmann/json.hpp>

#include "bylaw/query/reconcile.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kListBytesMax = size_t{1} << 30;

struct Options {
  std::string directory;
  std::string against;
  std::string key;
  bool json = false;
};

Json JsonOf(const query::Finding& finding) {
  Json json = {{"line", finding.line},
               {"key", finding.key},
               {"mismatch", query::MismatchText(finding.mismatch)}};
  if (finding.seq) json["seq"] = *finding.seq;
  if (!finding.decision.empty()) json["decision"] = finding.decision;
  if (finding.first_line) json["first_line"] = *finding.first_line;
  return json;
}

std::string SentenceOf(const query::Finding& finding) {
  const std::string seq = finding.seq ? std::to_string(*finding.seq) : "";
  switch (finding.mismatch) {
    case query::Mismatch::kUndecided:
      return "executed without a decision: no record has this request_id";
    case query::Mismatch::kNotPermitted:
      return "executed though record " + seq + " says " + finding.decision;
    case query::Mismatch::kRepeated:
      return "executed again under the permit of record " + seq + ": first in line " +
             std::to_string(*finding.first_line);
  }
  return "";
}

class Printer {
 public:
  Printer(const Options& options, Output& output) : options_(options), output_(output) {}

  bool Print(const query::Finding& finding) {
    if (options_.json) {
      output_ << JsonOf(finding).dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
    } else {
      output_ << Shown(options_.against) << ":" << std::to_string(finding.line) << ": "
              << Shown(finding.key) << " " << SentenceOf(finding) << "\n";
    }
    return output_.FlushIfFull() && !InterruptGuard::Interrupted();
  }

  void Sum(const query::Reconciliation& sums) {
    if (options_.json) {
      const Json json = {{"in_order", sums.in_order},
                         {"undecided", sums.undecided},
                         {"not_permitted", sums.not_permitted},
                         {"repeated", sums.repeated}};
      output_ << json.dump() << "\n";
      return;
    }
    output_ << Grouped(sums.in_order) << " in order, " << Grouped(sums.undecided)
            << " without a decision, " << Grouped(sums.not_permitted) << " not permitted, "
            << Grouped(sums.repeated) << " repeated\n";
  }

 private:
  const Options& options_;
  Output& output_;
};

ledger::Result<query::Reconciliation> Judge(const Options& options, std::string_view list,
                                            Printer& printer) {
  ProgressBar bar("indexing");
  auto query = query::LedgerQuery::Open(options.directory, ReadingWith(bar));
  if (!query) return tl::unexpected<ledger::Error>(query.error());
  auto sums = query::Reconcile(*query, list, options.key, [&](const query::Finding& finding) {
    return printer.Print(finding);
  });
  if (!sums && sums.error().code == ledger::ErrorCode::kInvalidArgument)
    sums.error().message.insert(0, options.against + ": ");
  return sums;
}

int Reconcile(const Options& options) {
  const auto list = ReadFile(options.against, kListBytesMax);
  if (!list) return Complain(list.error(), kExitUsage);
  const InterruptGuard guard;
  Output output;
  Printer printer(options, output);
  const auto sums = Judge(options, *list, printer);
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!sums) {
    output.Flush();
    return Complain(sums.error().message, kExitUsage);
  }
  printer.Sum(*sums);
  SayRetired(options.directory);
  return output.Finish(sums->good() ? kExitOk : kExitFailed);
}

}  // namespace

void AddLedgerReconcile(CLI::App& ledger, Run& run) {
  const auto [command, options] = AddCommand(
      ledger, run, "reconcile", "Hold what was executed against what was decided", Reconcile);
  command->add_option("DIR", options->directory, "The ledger")->required();
  command
      ->add_option("--against", options->against,
                   "What was executed: CSV (RFC 4180) with a header (- for standard input)")
      ->required()
      ->type_name("FILE.csv");
  command->add_option("--key", options->key, "The column that holds the request_id")
      ->required()
      ->type_name("COLUMN");
  command->add_flag("--json", options->json,
                    "One JSON object a line: what is not in order, then the sums");
  command->footer(
      "A request_id is good for one execution, and only if every decision on it is PERMIT.\n"
      "`reconcile` does not verify the records: `bylaw ledger verify` does.\n"
      "Exit codes: 0 all is in order, 1 something is not, 2 usage, no ledger, a malformed list.\n"
      "Example:\n"
      "  bylaw ledger reconcile audit --against payments.csv --key request_id");
}

}  // namespace bylaw::cli
