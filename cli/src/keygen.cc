// `bylaw keygen`, `bylaw key show` and `bylaw key import`: Ed25519 keys and their files.

#include "bylaw/ledger/agent_signer.h"
#include "bylaw/ledger/keys.h"
#include "command.h"
#include "output.h"
#include "passphrase.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct KeygenOptions {
  std::string out;
  std::string name = "bylaw-ledger";
  std::string passphrase_file;
  bool no_passphrase = false;
};

// The passphrase of a new key: given, or typed twice.
Result<Passphrase> NewPassphrase(const std::string& file) {
  auto given = GivenPassphrase(file);
  if (!given) return tl::unexpected<std::string>(std::move(given.error()));
  if (*given) return std::move(**given);
  auto asked = AskPassphrase("Passphrase for the new key: ");
  if (!asked) {
    return tl::unexpected<std::string>(
        std::string(
            "no terminal to ask for a passphrase: give it with --passphrase-file FILE or ") +
        kPassphraseVariable + ", or store the key in the clear with --no-passphrase");
  }
  if (asked->text().empty()) {
    return tl::unexpected<std::string>(
        "an empty passphrase protects nothing; say --no-passphrase if that is meant");
  }
  const auto again = AskPassphrase("Once more: ");
  if (!again || again->text() != asked->text()) {
    return tl::unexpected<std::string>("the two passphrases differ; no key was written");
  }
  return std::move(*asked);
}

int Keygen(const KeygenOptions& options) {
  const auto key = ledger::SecretKey::Generate(options.name);
  if (!key) return Complain(key.error().message, kExitUsage);
  std::optional<Passphrase> passphrase;
  if (!options.no_passphrase) {
    auto chosen = NewPassphrase(options.passphrase_file);
    if (!chosen) return Complain(chosen.error(), kExitUsage);
    passphrase.emplace(std::move(*chosen));
  }
  const auto saved = key->Save(
      options.out, passphrase ? std::optional<std::string_view>(passphrase->text()) : std::nullopt);
  if (!saved) return Complain(saved.error().message, kExitFailed);
  Say("wrote " + Shown(options.out) + " (secret" +
      (options.no_passphrase ? ", in the clear" : ", encrypted") + ") and " + Shown(options.out) +
      ".pub\n");
  Output output;
  output << key->public_key().Line() << "\n";
  return output.Finish(kExitOk);
}

struct ShowOptions {
  std::string file;
};

std::string Hex(std::span<const uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

int Show(const ShowOptions& options) {
  const auto key = ledger::PublicKey::Load(options.file);
  if (!key) return Complain(key.error().message, kExitFailed);
  Output output;
  output << "name    " << key->name() << "\n";
  output << "id      " << Hex(key->id()) << "\n";
  output << "public  " << Hex(key->bytes()) << "\n";
  output << "line    " << key->Line() << "\n";
  return output.Finish(kExitOk);
}

struct ImportOptions {
  std::string file;
  std::string name;
  std::string out;
};

constexpr std::size_t kOpenSshLineMax = 4096;

int Import(const ImportOptions& options) {
  const auto line = ReadFile(options.file, kOpenSshLineMax);
  if (!line) return Complain(line.error(), kExitFailed);
  const auto key = ledger::PublicKeyOfOpenSsh(options.name, *line);
  if (!key) return Complain(options.file + ": " + key.error().message, kExitFailed);
  if (const auto saved = key->Save(options.out); !saved) {
    return Complain(saved.error().message, kExitFailed);
  }
  Output output;
  output << key->Line() << "\n";
  return output.Finish(kExitOk);
}

void AddKeyShow(CLI::App& key, Run& run) {
  const auto [command, options] =
      AddCommand(key, run, "show", "Show a public key: name, id and bytes", Show);
  command->add_option("FILE.pub", options->file, "The public key")->required();
  command->footer(
      "Exit codes: 0 shown, 1 not a public key.\n"
      "Example:\n"
      "  bylaw key show ledger.key.pub");
}

void AddKeyImport(CLI::App& key, Run& run) {
  const auto [command, options] =
      AddCommand(key, run, "import", "Make the public line of a key that an agent has", Import);
  command
      ->add_option("FILE", options->file,
                   "The public key as OpenSSH writes it, of the type ssh-ed25519; - for standard "
                   "input")
      ->required();
  command->add_option("--name", options->name, "The key's name, in its public line")->required();
  command->add_option("-o,--output", options->out, "Where to write it")
      ->required()
      ->type_name("FILE.pub");
  command->footer(
      "Prints the public line, which whoever verifies the ledger needs. No file is overwritten.\n"
      "Exit codes: 0 written, 1 not such a key, or could not be written, 2 usage.\n"
      "Examples:\n"
      "  bylaw key import id_ed25519.pub --name ledger-2026 -o ledger.pub\n"
      "  ssh-add -L | grep hsm | bylaw key import - --name ledger-2026 -o ledger.pub");
}

}  // namespace

void AddKeygen(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "keygen", "Make an Ed25519 key for a ledger", Keygen);
  command
      ->add_option("-o,--output", options->out,
                   "The secret key (mode 0600); FILE.pub is written beside it")
      ->required()
      ->type_name("FILE");
  command->add_option("--name", options->name, "The key's name, in its public line")
      ->capture_default_str();
  auto* const file = command->add_option("--passphrase-file", options->passphrase_file,
                                         "Its first line encrypts the key (else "
                                         "BYLAW_PASSPHRASE, or asked)");
  command->add_flag("--no-passphrase", options->no_passphrase, "Store the secret in the clear")
      ->excludes(file);
  command->footer(
      "Prints the public line, which whoever verifies the ledger needs. No file is overwritten.\n"
      "Exit codes: 0 written, 1 could not be written, 2 usage.\n"
      "Examples:\n"
      "  bylaw keygen -o ledger.key\n"
      "  bylaw keygen -o test.key --name test-2026 --no-passphrase");
}

void AddKey(CLI::App& key, Run& run) {
  AddKeyShow(key, run);
  AddKeyImport(key, run);
}

}  // namespace bylaw::cli
