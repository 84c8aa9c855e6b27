// `bylaw ledger mode`: how a ledger's records are signed from now on.

#include "bylaw/ledger/ledger.h"
#include "command.h"
#include "output.h"
#include "signer.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  std::string mode;
  SignerOptions signer;
  std::string reason;
};

ledger::Result<void> Change(const Options& options, const ledger::Signer& signer,
                            ledger::SigningMode mode) {
  ledger::OpenOptions open;
  open.software = "bylaw " BYLAW_VERSION;
  auto ledger = ledger::Ledger::Open(options.directory, signer, open);
  if (!ledger) return tl::unexpected<ledger::Error>(ledger.error());
  if (auto done = ledger->ChangeMode(mode, options.reason); !done) return done;
  return ledger->Close();
}

int ChangeMode(const Options& options) {
  const auto mode = ledger::ParseSigningMode(options.mode);
  if (!mode) return Complain("no mode " + Shown(options.mode), kExitUsage);
  if (!options.signer.given()) return ComplainOfNoSigner();
  const auto signer = OpenSigner(options.signer);
  if (!signer) return Complain(signer.error(), kExitFailed);
  if (const auto done = Change(options, **signer, *mode); !done) {
    return Complain(done.error().message, kExitFailed);
  }
  Output output;
  output << Shown(options.directory) << " is in mode " << options.mode << " from now on\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerMode(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "mode", "Change how a ledger's records are signed", ChangeMode);
  command->add_option("DIR", options->directory, "The ledger; nobody else may be writing it")
      ->required();
  command
      ->add_option("MODE", options->mode,
                   "record: each by itself; checkpoint: by the checkpoint that ends their commit")
      ->required()
      ->check(CLI::IsMember({"record", "checkpoint"}));
  AddSignerOptions(*command, options->signer, "The secret key that signs the ledger");
  command->add_option("--reason", options->reason, "Why, in words; it stands in the record");
  command->footer(
      "The change is a record of the ledger.\n"
      "Exit codes: 0 changed, 1 could not be changed (it is in that mode already, damage), 2 "
      "usage.\n"
      "Example:\n"
      "  bylaw ledger mode audit checkpoint --key ledger.key --reason \"ten times the agents\"");
}

}  // namespace bylaw::cli
