#include "vault_options.h"

#include "passphrase.h"

namespace bylaw::cli {

CLI::Option* AddVaultOptions(CLI::App& command, VaultOptions& options, const std::string& what) {
  CLI::Option* const vault = command.add_option("--vault", options.directory, what);
  CLI::Option* const key =
      command.add_option("--vault-key", options.key, "The vault's secret key, not the ledger's");
  vault->type_name("DIR")->needs(key);
  key->type_name("FILE")->needs(vault);
  command
      .add_option("--vault-passphrase-file", options.passphrase_file,
                  "Its passphrase is its first line (else BYLAW_PASSPHRASE, or asked)")
      ->needs(vault);
  return vault;
}

Result<vault::Vault> OpenVault(const VaultOptions& options, vault::Vault::Missing missing) {
  const auto key = LoadKey(options.key, options.passphrase_file);
  if (!key) return tl::unexpected<std::string>(key.error());
  auto vault = vault::Vault::Open(options.directory, *key, missing);
  if (!vault) return tl::unexpected<std::string>(std::move(vault.error().message));
  return std::move(*vault);
}

}  // namespace bylaw::cli
