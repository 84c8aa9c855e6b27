// Who signs, as a command line names it: `--key FILE`, or `--signer SOCKET --pub FILE.pub`.
//
// Ownership: what is opened is the caller's.

#ifndef BYLAW_CLI_SIGNER_H_
#define BYLAW_CLI_SIGNER_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "bylaw/ledger/keys.h"
#include "files.h"

namespace bylaw::cli {

struct SignerOptions {
  std::string key;
  std::string passphrase_file;
  std::string socket;
  std::string pub;

  bool given() const { return !key.empty() || !socket.empty(); }
};

// Adds the options; `key_help` says what the key is for, `prefix`, as `new-`, stands in front of
// the name of each. They are refused without `only_with`, where that is given.
void AddSignerOptions(CLI::App& command, SignerOptions& options, const std::string& key_help,
                      const std::string& prefix = "", CLI::Option* only_with = nullptr);

// Where none is given: says what to name. kExitUsage.
int ComplainOfNoSigner(const std::string& prefix = "");

// Loads the key, or connects to the agent that has it.
Result<std::unique_ptr<ledger::Signer>> OpenSigner(const SignerOptions& options);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_SIGNER_H_
