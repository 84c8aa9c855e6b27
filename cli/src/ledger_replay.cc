// `bylaw ledger replay`: every decision of a ledger made again.

#include <nlohmann/json.hpp>

#include "bylaw/runtime/load.h"
#include "bylaw/runtime/replay.h"
#include "bylaw/vm/limits.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"
#include "vault_options.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string directory;
  std::string under;
  std::string archive;
  VaultOptions vault;
  uint64_t from = 0;
  uint64_t to = std::numeric_limits<uint64_t>::max();
  bool json = false;
};

constexpr uint64_t kShownMax = 20;  // Where people read.

class Printer {
 public:
  Printer(const Options& options, Output& output) : options_(options), output_(output) {}

  bool Print(const runtime::ReplayedRecord& record) {
    const bool different = record.outcome == runtime::Replayed::kDifferent;
    if (options_.json) {
      const Json json = {{"seq", record.seq},
                         {"outcome", different ? "different" : "not_replayable"},
                         {"what", record.what}};
      output_ << json.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
    } else if (++printed_ <= kShownMax) {
      output_ << Padded(std::to_string(record.seq), 8) << (different ? "" : "not replayable: ")
              << Shown(record.what) << "\n";
    }
    return output_.FlushIfFull() && !InterruptGuard::Interrupted();
  }

  void Sum(const runtime::ReplayReport& report) {
    if (options_.json) {
      const Json json = {{"same", report.same},
                         {"different", report.different},
                         {"not_replayable", report.not_replayable}};
      output_ << json.dump() << "\n";
      return;
    }
    if (printed_ > kShownMax)
      output_ << "        … and " << Grouped(printed_ - kShownMax) << " more (--json shows all)\n";
    output_ << Shown(options_.directory) << ": "
            << Grouped(report.same + report.different + report.not_replayable) << " evaluations, "
            << Grouped(report.same) << " decided the same, " << Grouped(report.different)
            << " different, " << Grouped(report.not_replayable) << " not replayable\n";
  }

 private:
  const Options& options_;
  Output& output_;
  uint64_t printed_ = 0;
};

int Replay(const Options& options) {
  runtime::ReplayOptions replay;
  replay.first_seq = options.from;
  replay.last_seq = options.to;
  if (!options.under.empty()) {
    auto bytes = ReadFile(options.under, vm::kModuleBytesMax);
    if (!bytes) return Complain(bytes.error(), kExitUsage);
    const vm::LoadResult module = runtime::AdoptModule(std::move(*bytes));
    if (!module) return Complain(options.under + ": " + module.error().Message(), kExitUsage);
    replay.under = module.Share();
  }
  std::optional<vault::Vault> vault;
  if (!options.vault.directory.empty()) {
    auto opened = OpenVault(options.vault);
    if (!opened) return Complain(opened.error(), kExitUsage);
    replay.vault = &vault.emplace(std::move(*opened));
  }
  const InterruptGuard guard;
  Output output;
  Printer printer(options, output);
  const auto report = [&] {
    ProgressBar bar("replaying");
    replay.read = ReadingWith(bar);
    replay.read.archive = options.archive;
    return runtime::Replay(options.directory, replay, [&](const runtime::ReplayedRecord& record) {
      return printer.Print(record);
    });
  }();
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!report) {
    output.Flush();
    return Complain(report.error().message, kExitUsage);
  }
  printer.Sum(*report);
  if (options.archive.empty()) SayRetired(options.directory);
  return output.Finish(report->different == 0 ? kExitOk : kExitFailed);
}

}  // namespace

void AddLedgerReplay(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "replay", "Decide every recorded request again, and compare", Replay);
  command->add_option("DIR", options->directory, "The ledger")->required();
  command->add_option("--from", options->from, "First record")->type_name("SEQ");
  command->add_option("--to", options->to, "Last record")->type_name("SEQ");
  command
      ->add_option("--under", options->under,
                   "Decide under this module instead: what would it have decided?")
      ->type_name("MODULE");
  command
      ->add_option("--archive", options->archive,
                   "Read archived records from here (`ledger archive --to`)")
      ->type_name("FOLDER");
  AddVaultOptions(*command, options->vault, "Where the personal values of the records are");
  command->add_flag("--json", options->json,
                    "One JSON object a line: what is not the same, then the sums");
  command->footer(
      "Each record is decided by its own module, from the ledger's archive. `ledger verify` says\n"
      "whether the records are genuine.\n"
      "Exit codes: 0 none is different, 1 some are, 2 usage, no ledger, a line that is no record.\n"
      "Examples:\n"
      "  bylaw ledger replay audit\n"
      "  bylaw ledger replay audit --under stricter.bylaw");
}

}  // namespace bylaw::cli
