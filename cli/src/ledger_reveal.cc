// `bylaw ledger reveal`: the values and salts behind the digests of one record.

#include "bylaw/runtime/personal.h"
#include "command.h"
#include "find_record.h"
#include "interrupt.h"
#include "output.h"
#include "terminal.h"
#include "vault_options.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  uint64_t seq = 0;
  VaultOptions vault;
  std::string output;
};

ledger::Result<std::string> TextOf(const Options& options, vault::Vault& vault) {
  const auto line = FindRecord(options.directory, options.seq);
  if (!line) return tl::unexpected<ledger::Error>(line.error());
  const auto record = ledger::RecordView::Parse(*line);
  if (!record) return tl::unexpected<ledger::Error>(record.error());
  if (!record->has(ledger::Field::personal)) {
    return ledger::Fail(ledger::ErrorCode::kNotFound,
                        "record " + std::to_string(options.seq) + " has no personal values");
  }
  const auto digests = ledger::ReadPersonalDigests(*record, options.directory, {});
  if (!digests) return tl::unexpected<ledger::Error>(digests.error());
  const auto openings = runtime::OpeningsOf(vault, *digests);
  if (!openings) return tl::unexpected<ledger::Error>(openings.error());
  return ledger::OpeningsText(*openings);
}

int Reveal(const Options& options) {
  auto vault = OpenVault(options.vault);
  if (!vault) return Complain(vault.error(), kExitFailed);
  const InterruptGuard guard;
  const auto text = TextOf(options, *vault);
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!text) return Complain(text.error().message, kExitFailed);
  if (!options.output.empty()) {
    const auto done = WriteFile(options.output, *text);
    return done ? kExitOk : Complain(done.error(), kExitUsage);
  }
  Output output;
  output << *text;
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerReveal(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "reveal",
                 "Show what the digests of a record's personal values stand for", Reveal);
  command->add_option("DIR", options->directory, "The ledger")->required();
  command->add_option("--seq", options->seq, "The record")->required()->type_name("N");
  AddVaultOptions(*command, options->vault, "Where the values are")->required();
  command->add_option("-o,--output", options->output, "Write to this file")->type_name("FILE");
  command->footer(
      "One JSON object a line: where the digest stands, its salt, the value. The digest is the\n"
      "SHA-256 of salt and value. `receipt verify` takes the file as --openings.\n"
      "Exit codes: 0 shown, 1 no such record, or a value was erased, 2 usage.\n"
      "Example:\n"
      "  bylaw ledger reveal audit --seq 42 --vault vault --vault-key vault.key -o 42.openings");
}

}  // namespace bylaw::cli
