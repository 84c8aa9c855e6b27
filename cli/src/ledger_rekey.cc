// `bylaw ledger rekey`: another key signs a ledger from now on.

#include "bylaw/ledger/ledger.h"
#include "command.h"
#include "output.h"
#include "passphrase.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  std::string key;
  std::string passphrase_file;
  std::string new_key;
  std::string new_passphrase_file;
  std::string reason;
};

ledger::Result<void> Change(const Options& options, const ledger::SecretKey& key,
                            const ledger::SecretKey& new_key) {
  ledger::OpenOptions open;
  open.software = "bylaw " BYLAW_VERSION;
  auto ledger = ledger::Ledger::Open(options.directory, key, open);
  if (!ledger) return tl::unexpected<ledger::Error>(ledger.error());
  if (auto done = ledger->ChangeKey(new_key, options.reason); !done) return done;
  return ledger->Close();
}

int Rekey(const Options& options) {
  const auto key = LoadKey(options.key, options.passphrase_file);
  if (!key) return Complain(key.error(), kExitFailed);
  const auto new_key = LoadKey(options.new_key, options.new_passphrase_file);
  if (!new_key) return Complain(new_key.error(), kExitFailed);
  if (const auto done = Change(options, *key, *new_key); !done) {
    return Complain(done.error().message, kExitFailed);
  }
  Output output;
  output << Shown(options.directory) << " is signed by " << Shown(new_key->public_key().Label())
         << " from now on\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerRekey(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "rekey", "Have another key sign a ledger from now on", Rekey);
  command->add_option("DIR", options->directory, "The ledger; nobody else may be writing it")
      ->required();
  command->add_option("--key", options->key, "The secret key that signs it now")->required();
  command->add_option("--passphrase-file", options->passphrase_file,
                      "Its passphrase is its first line (else BYLAW_PASSPHRASE, or asked)");
  command->add_option("--new-key", options->new_key, "The secret key that will")->required();
  command->add_option("--new-passphrase-file", options->new_passphrase_file,
                      "Its passphrase is its first line (else BYLAW_PASSPHRASE, or asked)");
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
