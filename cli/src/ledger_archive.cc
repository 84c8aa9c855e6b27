// `bylaw ledger archive` and `bylaw ledger drop`: the records of old segments leave the ledger,
// their hashes stay.

#include <charconv>

#include "bylaw/ledger/retention.h"
#include "bylaw/query/ledger_query.h"
#include "bylaw/report/zone.h"
#include "command.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "signer.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  std::string before;
  SignerOptions signer;
  std::string reason;
  std::string to;
  bool yes = false;
};

// A seq or a time. False: neither.
bool SetBefore(const std::string& text, ledger::RetentionOptions& retention) {
  uint64_t seq = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
  if (error == std::errc() && end == text.data() + text.size()) {
    retention.before_seq = seq;
    return true;
  }
  const auto time = report::Zone().Parse(text);
  if (time) retention.before_time = *time;
  return time.has_value();
}

int Retire(const Options& options) {
  ledger::RetentionOptions retention;
  if (!SetBefore(options.before, retention)) {
    return Complain(
        "--before is the seq of a record, or a UTC time as 2026-04-14 or "
        "2026-04-14T11:42:09Z",
        kExitUsage);
  }
  retention.to = options.to;
  retention.reason = options.reason;
  retention.open.software = "bylaw " BYLAW_VERSION;
  if (!options.signer.given()) return ComplainOfNoSigner();
  const auto signer = OpenSigner(options.signer);
  if (!signer) return Complain(signer.error(), kExitFailed);
  const InterruptGuard guard;
  const auto retired = [&] {
    ProgressBar bar("verifying");
    retention.read = ReadingWith(bar);
    return ledger::Retire(options.directory, **signer, retention);
  }();
  if (!retired && InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!retired) return Complain(retired.error().message, kExitFailed);
  // It holds what records said, of those that are gone, too.
  if (const auto done = query::RemoveIndex(options.directory); !done) {
    return Complain(done.error().message, kExitFailed);
  }
  Output output;
  if (retired->segments == 0) {
    output << Shown(options.directory) << ": no more segments are that old";
  } else {
    output << (options.to.empty() ? "dropped " : "archived ") << Grouped(retired->segments)
           << (retired->segments == 1 ? " segment" : " segments")
           << (options.to.empty() ? "" : " to " + Shown(options.to)) << "; "
           << Shown(options.directory) << " is " << Grouped(retired->bytes) << " bytes smaller";
  }
  output << "\n  records from " << Grouped(retired->minimum_index) << " on are whole; "
         << (retired->minimum_index == 0 ? "none is before them\n"
                                         : "of those before them the hashes are here\n");
  return output.Finish(kExitOk);
}

int Drop(const Options& options) {
  if (options.yes) return Retire(options);
  return Complain(
      "what is dropped is gone for good: say so with --yes, or `bylaw ledger archive` "
      "it to a folder",
      kExitUsage);
}

void AddOptions(CLI::App& command, Options& options) {
  command.add_option("DIR", options.directory, "The ledger; nobody else may be writing it")
      ->required();
  command
      .add_option("--before", options.before,
                  "Whole segments with all records below this seq, or before this UTC time")
      ->required()
      ->type_name("SEQ|TIME");
  AddSignerOptions(command, options.signer, "The secret key that signs the ledger");
  command.add_option("--reason", options.reason, "Why, in words; it stands in the record");
}

}  // namespace

void AddLedgerArchive(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "archive", "Move old records to a folder; hashes stay", Retire);
  AddOptions(*command, *options);
  command
      ->add_option("--to", options->to,
                   "Where they go: a folder of its own; nothing in it is overwritten")
      ->required()
      ->type_name("FOLDER");
  command->footer(
      "The records are verified, a record says which need not be kept, the copies are on disk: "
      "then\n"
      "each file is replaced by the hashes of its records. The last two segments stay. The same\n"
      "command again goes on where it was interrupted. `ledger verify --archive FOLDER` verifies\n"
      "both together; files put back into DIR are as they were.\n"
      "Exit codes: 0 done, or there was nothing to do, 1 not done (damage, another file in "
      "FOLDER), "
      "2\n"
      "usage.\n"
      "Example:\n"
      "  bylaw ledger archive audit --before 2026-01-01 --to /backup/audit-2025 --key ledger.key");
}

void AddLedgerDrop(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "drop", "Delete old records for good; hashes stay", Drop);
  AddOptions(*command, *options);
  command->add_flag("--yes", options->yes, "Yes, for good");
  command->footer(
      "As `ledger archive`, without a copy.\n"
      "Exit codes: 0 done, or there was nothing to do, 1 not done (damage), 2 usage, no --yes.\n"
      "Example:\n"
      "  bylaw ledger drop audit --before 2019-01-01 --yes --key ledger.key --reason \"seven "
      "years\"");
}

}  // namespace bylaw::cli
