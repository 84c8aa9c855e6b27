#include "signer.h"

#include "bylaw/ledger/agent_signer.h"
#include "command.h"
#include "output.h"
#include "passphrase.h"

namespace bylaw::cli {

void AddSignerOptions(CLI::App& command, SignerOptions& options, const std::string& key_help,
                      const std::string& prefix, CLI::Option* only_with) {
  const std::string start = "--" + prefix;
  CLI::Option* const key = command.add_option(start + "key", options.key, key_help);
  key->type_name("FILE");
  command
      .add_option(start + "passphrase-file", options.passphrase_file,
                  "Its passphrase is its first line (else BYLAW_PASSPHRASE, or asked)")
      ->type_name("FILE")
      ->needs(key);
  CLI::Option* const socket =
      command.add_option(start + "signer", options.socket,
                         "In place of " + start +
                             "key: the socket of the agent (ssh-agent, KMS, "
                             "HSM) that has the key; with " +
                             start + "pub");
  CLI::Option* const pub =
      command.add_option(start + "pub", options.pub, "Which of its keys (`bylaw key import`)");
  socket->type_name("SOCKET")->excludes(key)->needs(pub);
  pub->type_name("FILE.pub")->excludes(key);
  if (only_with == nullptr) return;
  key->needs(only_with);
  socket->needs(only_with);
}

int ComplainOfNoSigner(const std::string& prefix) {
  const std::string start = "--" + prefix;
  return Complain("a ledger is signed: name the key with " + start +
                      "key FILE (`bylaw keygen`), or " + start + "signer SOCKET " + start +
                      "pub FILE.pub",
                  kExitUsage);
}

Result<std::unique_ptr<ledger::Signer>> OpenSigner(const SignerOptions& options) {
  if (!options.socket.empty()) {
    const auto pub = ledger::PublicKey::Load(options.pub);
    if (!pub) return tl::unexpected<std::string>(pub.error().message);
    auto agent = ledger::AgentSigner::Open(options.socket, *pub);
    if (!agent) return tl::unexpected<std::string>(std::move(agent.error().message));
    return std::make_unique<ledger::AgentSigner>(*std::move(agent));
  }
  auto key = LoadKey(options.key, options.passphrase_file);
  if (!key) return tl::unexpected<std::string>(std::move(key.error()));
  return std::make_unique<ledger::SecretKey>(*std::move(key));
}

}  // namespace bylaw::cli
