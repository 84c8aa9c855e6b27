// `bylaw ledger init`: makes an empty ledger.

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
  std::string root_pub;
  std::string name = "bylaw/ledger";
  std::string mode = "record";
  std::string durability = "commit";
};

int Init(const Options& options) {
  if (!options.signer.given()) return ComplainOfNoSigner();
  const auto signer = OpenSigner(options.signer);
  if (!signer) return Complain(signer.error(), kExitFailed);
  ledger::InitOptions init;
  init.name = options.name;
  init.software = "bylaw " BYLAW_VERSION;
  if (options.mode == "checkpoint") init.mode = ledger::SigningMode::kCheckpoint;
  if (options.durability == "async") init.durability = ledger::Durability::kAsync;
  if (!options.root_pub.empty()) {
    auto root = ledger::PublicKey::Load(options.root_pub);
    if (!root) return Complain(root.error().message, kExitFailed);
    init.root_key = *std::move(root);
  }
  if (const auto done = ledger::Ledger::Init(options.directory, **signer, init); !done) {
    return Complain(done.error().message, kExitFailed);
  }
  Output output;
  output << "made ledger " << Shown(options.directory) << ", signed by "
         << (*signer)->public_key().name() << "\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerInit(CLI::App& ledger, Run& run) {
  const auto [command, options] = AddCommand(ledger, run, "init", "Make an empty ledger", Init);
  command->add_option("DIR", options->directory, "The directory; made if missing")->required();
  AddSignerOptions(*command, options->signer, "The secret key that will sign it");
  command
      ->add_option("--root-pub", options->root_pub,
                   "A key that is kept offline, and can put another in the place of the one that "
                   "signs (`bylaw ledger revoke`)")
      ->type_name("FILE.pub");
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
      "  bylaw ledger init audit --key ledger.key --name example.org/lending\n"
      "  bylaw ledger init audit --signer $SSH_AUTH_SOCK --pub ledger.pub");
}

}  // namespace bylaw::cli
