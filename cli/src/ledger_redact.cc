// `bylaw ledger redact`: destroys the key to a data subject's values, and records that.

#include "bylaw/runtime/personal.h"
#include "command.h"
#include "find_record.h"
#include "interrupt.h"
#include "output.h"
#include "signer.h"
#include "terminal.h"
#include "vault_options.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  SignerOptions signer;
  VaultOptions vault;
  std::optional<std::string> subject;
  std::optional<uint64_t> record;
  std::string reason;
};

ledger::Result<vault::SubjectId> SubjectOf(const Options& options, vault::Vault& vault) {
  if (options.subject) return vault.Subject(*options.subject);
  const auto line = FindRecord(options.directory, *options.record);
  if (!line) return tl::unexpected<ledger::Error>(line.error());
  const auto record = ledger::RecordView::Parse(*line);
  if (!record) return tl::unexpected<ledger::Error>(record.error());
  const auto digests = ledger::ReadPersonalDigests(*record, options.directory, {});
  if (!digests) return tl::unexpected<ledger::Error>(digests.error());
  return runtime::SubjectOf(vault, *digests);
}

ledger::Result<runtime::Redacted> Erase(const Options& options, const ledger::Signer& signer,
                                        vault::Vault& vault) {
  const auto subject = SubjectOf(options, vault);
  if (!subject) return tl::unexpected<ledger::Error>(subject.error());
  ledger::OpenOptions open;
  open.software = "bylaw " BYLAW_VERSION;
  auto ledger = ledger::Ledger::Open(options.directory, signer, open);
  if (!ledger) return tl::unexpected<ledger::Error>(ledger.error());
  auto redacted = runtime::Redact(vault, *ledger, *subject, options.reason);
  const auto closed = ledger->Close();
  if (!redacted || closed) return redacted;
  return tl::unexpected<ledger::Error>(closed.error());
}

int Redact(const Options& options) {
  if (options.subject.has_value() == options.record.has_value()) {
    return Complain("say whose values: --subject ID, or --record SEQ", kExitUsage);
  }
  if (!options.signer.given()) return ComplainOfNoSigner();
  const auto signer = OpenSigner(options.signer);
  if (!signer) return Complain(signer.error(), kExitFailed);
  auto vault = OpenVault(options.vault);
  if (!vault) return Complain(vault.error(), kExitFailed);
  const InterruptGuard guard;
  const auto redacted = Erase(options, **signer, *vault);
  if (!redacted) return Complain(redacted.error().message, kExitFailed);
  Output output;
  if (redacted->seq) {
    output << Grouped(redacted->values) << " values can never be read again; record "
           << std::to_string(*redacted->seq) << " says so\n";
  } else {
    output << "that was done before, and is recorded\n";
  }
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerRedact(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "redact", "Erase the personal values of a data subject", Redact);
  command->add_option("DIR", options->directory, "The ledger; nobody else may be writing it")
      ->required();
  AddSignerOptions(*command, options->signer, "The secret key that signs the ledger");
  AddVaultOptions(*command, options->vault, "Where the values are")->required();
  command->add_option("--subject", options->subject, "Whose, as requests name them")
      ->type_name("ID");
  command->add_option("--record", options->record, "Those whose values this record has")
      ->type_name("SEQ");
  command->add_option("--reason", options->reason,
                      "Why, in words; it stands in the record, so name nobody");
  command->footer(
      "The key to the values is destroyed, then a record states that: what was permitted can "
      "still\n"
      "be shown, but not for whom. After a crash, run it again. Copies of the vault that were "
      "made\n"
      "before, as backups, still have the key: delete them, too.\n"
      "Exit codes: 0 erased, 1 could not be erased, or there is nothing of this subject, 2 usage.\n"
      "Example:\n"
      "  bylaw ledger redact audit --key ledger.key --vault vault --vault-key vault.key \\\n"
      "    --subject c-4711 --reason \"request 2026/17\"");
}

}  // namespace bylaw::cli
