// `bylaw ledger init`: makes an empty ledger.

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
  std::string name = "bylaw/ledger";
  std::string mode = "record";
  std::string durability = "commit";
};

int Init(const Options& options) {
  const auto key = LoadKey(options.key, options.passphrase_file);
  if (!key) return Complain(key.error(), kExitFailed);
  ledger::InitOptions init;
  init.name = options.name;
  init.software = "bylaw " BYLAW_VERSION;
  if (options.mode == "checkpoint") init.mode = ledger::SigningMode::kCheckpoint;
  if (options.durability == "async") init.durability = ledger::Durability::kAsync;
  if (const auto done = ledger::Ledger::Init(options.directory, *key, init); !done) {
    return Complain(done.error().message, kExitFailed);
  }
  Output output;
  output << "made ledger " << Shown(options.directory) << ", signed by " << key->public_key().name()
         << "\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerInit(CLI::App& ledger, Run& run) {
  const auto [command, options] = AddCommand(ledger, run, "init", "Make an empty ledger", Init);
  command->add_option("DIR", options->directory, "The directory; made if missing")->required();
  command->add_option("--key", options->key, "The secret key that will sign it")->required();
  command->add_option("--passphrase-file", options->passphrase_file,
                      "The key's passphrase is its first line (else BYLAW_PASSPHRASE, or asked)");
  command->add_option("--name", options->name, "The beginning of the ledger's origin")
      ->capture_default_str();
  command
      ->add_option("--mode", options->mode,
                   "record: each record is signed; checkpoint: the checkpoint that ends a commit "
                   "signs its records, for rates above what one key can sign")
      ->check(CLI::IsMember({"record", "checkpoint"}))
      ->capture_default_str();
  command
      ->add_option("--durability", options->durability,
                   "commit: on disk before an answer; async: within about a second")
      ->check(CLI::IsMember({"commit", "async"}))
      ->capture_default_str();
  command->footer(
      "Exit codes: 0 made, 1 could not be made, 2 usage.\n"
      "Example:\n"
      "  bylaw ledger init audit --key ledger.key --name example.org/lending");
}

}  // namespace bylaw::cli
