// `bylaw ledger revoke`: puts another key in the place of one that was stolen or lost. `bylaw key
// revoke`: has the root key say so, where the root key is.

#include <filesystem>

#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/revocation.h"
#include "command.h"
#include "output.h"
#include "signer.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  SignerOptions new_signer;
  SignerOptions root;
  std::string statement;
  std::string output;
  std::string reason;
};

ledger::OpenOptions OpenOptions() {
  ledger::OpenOptions open;
  open.software = "bylaw " BYLAW_VERSION;
  return open;
}

// A file that is made here, and never over another: what was signed once is not lost.
Result<void> WriteNew(const std::string& path, std::string_view text) {
  if (std::filesystem::exists(path)) {
    return tl::unexpected<std::string>(path + " exists; a statement is never overwritten");
  }
  return WriteFile(path, text);
}

// Writes what the root key has to sign.
int Request(const Options& options) {
  const auto key = ledger::PublicKey::Load(options.new_signer.pub);
  if (!key) return Complain(key.error().message, kExitFailed);
  const auto draft = ledger::Ledger::DraftRevocation(options.directory, *key, OpenOptions());
  if (!draft) return Complain(draft.error().message, kExitFailed);
  if (const auto done = WriteNew(options.output, ledger::RevocationText(*draft)); !done) {
    return Complain(done.error(), kExitFailed);
  }
  Output output;
  output << "wrote " << Shown(options.output) << "; nothing is revoked until `bylaw key revoke "
         << Shown(options.output) << "` has signed it and `--statement` has taken that\n";
  return output.Finish(kExitOk);
}

Result<ledger::RevocationStatement> LoadStatement(const std::string& path) {
  const auto text = ReadFile(path, ledger::kStatementBytesMax);
  if (!text) return tl::unexpected<std::string>(text.error());
  auto statement = ledger::ParseStatement(*text);
  if (!statement) return tl::unexpected<std::string>(path + ": " + statement.error().message);
  return *std::move(statement);
}

// Drafts, signs and keeps a statement.
Result<ledger::RevocationStatement> MakeStatement(const Options& options,
                                                  const ledger::PublicKey& new_key) {
  const auto root = OpenSigner(options.root);
  if (!root) return tl::unexpected<std::string>(root.error());
  const auto draft = ledger::Ledger::DraftRevocation(options.directory, new_key, OpenOptions());
  if (!draft) return tl::unexpected<std::string>(draft.error().message);
  auto statement = ledger::SignRevocation(*draft, **root);
  if (!statement) return tl::unexpected<std::string>(std::move(statement.error().message));
  if (auto done = WriteNew(options.output, statement->note); !done) {
    return tl::unexpected<std::string>(std::move(done.error()));
  }
  return *std::move(statement);
}

int Append(const Options& options) {
  const auto signer = OpenSigner(options.new_signer);
  if (!signer) return Complain(signer.error(), kExitFailed);
  const auto statement = options.statement.empty() ? MakeStatement(options, (*signer)->public_key())
                                                   : LoadStatement(options.statement);
  if (!statement) return Complain(statement.error(), kExitFailed);
  auto opened = ledger::Ledger::OpenRevoking(options.directory, **signer, *statement,
                                             options.reason, OpenOptions());
  if (!opened) return Complain(opened.error().message, kExitFailed);
  if (const auto done = opened->Close(); !done) return Complain(done.error().message, kExitFailed);
  Output output;
  output << Shown(options.directory) << " is signed by " << Shown((*signer)->public_key().Label())
         << " from record " << std::to_string(statement->revocation.seq) << " on; key "
         << Shown(statement->revocation.old_key.Label())
         << " is revoked. Give the statement to all who verify (`ledger verify --revoked`)\n";
  return output.Finish(kExitOk);
}

int Revoke(const Options& options) {
  const bool one = options.root.given();
  if (!options.statement.empty() && (one || !options.output.empty())) {
    return Complain("--statement is signed already: no --root-key, --root-signer or -o with it",
                    kExitUsage);
  }
  if (options.statement.empty() && options.output.empty()) {
    return Complain("-o FILE says where the statement of the revocation is to be written",
                    kExitUsage);
  }
  const bool requests = options.statement.empty() && !one;
  if (requests && !options.new_signer.given() && !options.new_signer.pub.empty()) {
    return Request(options);
  }
  if (!options.new_signer.given()) return ComplainOfNoSigner("new-");
  if (requests) {
    return Complain(
        "name the root key with --root-key FILE or --root-signer SOCKET --root-pub FILE.pub, or, "
        "where it is elsewhere, only --new-pub FILE.pub, for what it has to sign",
        kExitUsage);
  }
  return Append(options);
}

struct SignOptions {
  std::string request;
  SignerOptions root;
  std::string output;
};

int Sign(const SignOptions& options) {
  if (!options.root.given()) return ComplainOfNoSigner("root-");
  const auto text = ReadFile(options.request, ledger::kStatementBytesMax);
  if (!text) return Complain(text.error(), kExitFailed);
  const auto revocation = ledger::ParseRevocation(*text);
  if (!revocation) {
    return Complain(options.request + ": " + revocation.error().message, kExitFailed);
  }
  const auto root = OpenSigner(options.root);
  if (!root) return Complain(root.error(), kExitFailed);
  const auto statement = ledger::SignRevocation(*revocation, **root);
  if (!statement) return Complain(statement.error().message, kExitFailed);
  if (const auto done = WriteNew(options.output, statement->note); !done) {
    return Complain(done.error(), kExitFailed);
  }
  Output output;
  output << statement->note;
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerRevoke(CLI::App& ledger, Run& run) {
  const auto [command, options] = AddCommand(
      ledger, run, "revoke", "Put another key in the place of one that was stolen or lost", Revoke);
  command->add_option("DIR", options->directory, "The ledger; nobody else may be writing it")
      ->required();
  AddSignerOptions(*command, options->new_signer, "The secret key that will sign it", "new-");
  AddSignerOptions(*command, options->root, "The root key, which the ledger's first record names",
                   "root-");
  command
      ->add_option("-o,--output", options->output,
                   "Write the statement here; without a root key, what it has to sign")
      ->type_name("FILE");
  command
      ->add_option("--statement", options->statement,
                   "The statement, where it was signed elsewhere (`bylaw key revoke`)")
      ->type_name("FILE");
  command->add_option("--reason", options->reason, "Why, in words; it stands in the record");
  command->footer(
      "What stands in the ledger now is kept as signed by the old key: look first that it is "
      "yours.\n"
      "Exit codes: 0 revoked, or the request written; 1 could not be; 2 usage.\n"
      "Examples:\n"
      "  bylaw ledger revoke audit --new-key 2027.key --root-key root.key -o revoked.note\n"
      "With the root key on another machine:\n"
      "  bylaw ledger revoke audit --new-pub 2027.key.pub -o request\n"
      "  bylaw key revoke request --root-key root.key -o revoked.note      (there)\n"
      "  bylaw ledger revoke audit --new-key 2027.key --statement revoked.note");
}

void AddKeyRevoke(CLI::App& key, Run& run) {
  const auto [command, options] =
      AddCommand(key, run, "revoke", "Sign with the root key that a ledger's key is revoked", Sign);
  command
      ->add_option("REQUEST", options->request,
                   "What `bylaw ledger revoke DIR --new-pub FILE.pub -o REQUEST` wrote")
      ->required();
  AddSignerOptions(*command, options->root, "The root key", "root-");
  command->add_option("-o,--output", options->output, "Write the statement here")
      ->required()
      ->type_name("FILE");
  command->footer(
      "Needs no ledger. Prints the statement: origin, record, hash, old key, new key, signature.\n"
      "Exit codes: 0 signed, 1 could not be, 2 usage.\n"
      "Example:\n"
      "  bylaw key revoke request --root-key root.key -o revoked.note");
}

}  // namespace bylaw::cli
