// `bylaw ledger rekey`: another key signs a ledger from now on.

#include "bylaw/ledger/ledger.h"
#include "command.h"
#include "output.h"
#include "signer.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  SignerOptions signer;
  SignerOptions new_signer;
  std::string reason;
};

ledger::Result<void> Change(const Options& options, const ledger::Signer& signer,
                            const ledger::Signer& new_signer) {
  ledger::OpenOptions open;
  open.software = "bylaw " BYLAW_VERSION;
  auto ledger = ledger::Ledger::Open(options.directory, signer, open);
  if (!ledger) return tl::unexpected<ledger::Error>(ledger.error());
  if (auto done = ledger->ChangeKey(new_signer, options.reason); !done) return done;
  return ledger->Close();
}

int Rekey(const Options& options) {
  if (!options.signer.given()) return ComplainOfNoSigner();
  if (!options.new_signer.given()) return ComplainOfNoSigner("new-");
  const auto signer = OpenSigner(options.signer);
  if (!signer) return Complain(signer.error(), kExitFailed);
  const auto new_signer = OpenSigner(options.new_signer);
  if (!new_signer) return Complain(new_signer.error(), kExitFailed);
  if (const auto done = Change(options, **signer, **new_signer); !done) {
    return Complain(done.error().message, kExitFailed);
  }
  Output output;
  output << Shown(options.directory) << " is signed by "
         << Shown((*new_signer)->public_key().Label()) << " from now on\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerRekey(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "rekey", "Have another key sign a ledger from now on", Rekey);
  command->add_option("DIR", options->directory, "The ledger; nobody else may be writing it")
      ->required();
  AddSignerOptions(*command, options->signer, "The secret key that signs it now");
  AddSignerOptions(*command, options->new_signer, "The secret key that will", "new-");
  command->add_option("--reason", options->reason, "Why, in words; it stands in the record");
  command->footer(
      "The change is a record that the old key signs, and the new one proves that it is there.\n"
      "Verify with the ledger's first public key as before: each names the next. A receipt, a "
      "proof\n"
      "and a checkpoint are verified with the key that signed them.\n"
      "Exit codes: 0 changed, 1 could not be changed, 2 usage.\n"
      "Example:\n"
      "  bylaw ledger rekey audit --key 2026.key --new-key 2027.key --reason \"yearly\"");
}

}  // namespace bylaw::cli
