// The options of commands that open a vault, and opening it.
//
// Ownership: plain values.

#ifndef BYLAW_CLI_VAULT_OPTIONS_H_
#define BYLAW_CLI_VAULT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "bylaw/vault/vault.h"
#include "files.h"

namespace bylaw::cli {

struct VaultOptions {
  std::string directory;
  std::string key;
  std::string passphrase_file;
};

// Adds --vault, --vault-key and --vault-passphrase-file; `what` is said of the first. Returns it.
CLI::Option* AddVaultOptions(CLI::App& command, VaultOptions& options, const std::string& what);

// The vault that they name.
Result<vault::Vault> OpenVault(const VaultOptions& options,
                               vault::Vault::Missing missing = vault::Vault::Missing::kFail);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_VAULT_OPTIONS_H_
