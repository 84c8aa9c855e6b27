// `bylaw ledger proof`: that a record stands in a ledger, or that a ledger continues an earlier
// one, as a text that stands for itself.

#include "bylaw/ledger/prove.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  std::string pub;
  std::optional<uint64_t> seq;
  std::optional<uint64_t> grown_from;
  std::string record;
  std::string archive;
  std::string output;
};

// A proof, and the record that it is of.
struct Made {
  std::string text;
  std::string line;
};

ledger::Result<Made> Make(const Options& options, const ledger::PublicKey& key) {
  ProgressBar bar("proving");
  ledger::ReadOptions reading = ReadingWith(bar);
  reading.archive = options.archive;
  if (options.grown_from) {
    const auto proof = ledger::ProveGrowth(options.directory, key, *options.grown_from, reading);
    if (!proof) return tl::unexpected<ledger::Error>(proof.error());
    return Made{ledger::GrowthProofText(*proof), ""};
  }
  const auto proven = ledger::ProveRecord(options.directory, key, *options.seq, reading);
  if (!proven) return tl::unexpected<ledger::Error>(proven.error());
  if (proven->line.empty() && !options.record.empty()) {
    return ledger::Fail(ledger::ErrorCode::kNotFound,
                        "record " + std::to_string(*options.seq) +
                            " is archived or dropped: name its folder with --archive, or ask for "
                            "the proof without --record");
  }
  return Made{ledger::TlogProofText(proven->proof), proven->line + "\n"};
}

int Prove(const Options& options) {
  const auto key = ledger::PublicKey::Load(options.pub);
  if (!key) return Complain(key.error().message, kExitUsage);
  const InterruptGuard guard;
  const auto made = Make(options, *key);
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!made) return Complain(made.error().message, kExitFailed);
  if (!options.record.empty()) {
    if (auto done = WriteFile(options.record, made->line); !done)
      return Complain(done.error(), kExitUsage);
  }
  if (!options.output.empty()) {
    if (auto done = WriteFile(options.output, made->text); !done)
      return Complain(done.error(), kExitUsage);
    return kExitOk;
  }
  Output output;
  output << made->text;
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerProof(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "proof",
                 "Prove that a record is in a ledger, or that a ledger has only grown", Prove);
  command->add_option("DIR", options->directory, "The ledger")->required();
  command->add_option("--pub", options->pub, "The public key, from a source you trust")
      ->required()
      ->type_name("FILE.pub");
  auto* const what = command->add_option_group("what", "One of these");
  what->add_option("--seq", options->seq, "That this record is in it (C2SP tlog-proof)")
      ->type_name("N");
  what->add_option("--grown-from", options->grown_from,
                   "That it begins with the first SIZE records, which another checkpoint signed "
                   "(as witnesses take it)")
      ->type_name("SIZE");
  what->require_option(1);
  command->add_option("--record", options->record, "Write the record itself here, as it stands")
      ->type_name("FILE")
      ->excludes("--grown-from");
  command
      ->add_option("--archive", options->archive,
                   "Read archived records from here (`ledger archive --to`)")
      ->type_name("FOLDER");
  command->add_option("-o,--output", options->output, "Write the proof here (else it is printed)")
      ->type_name("FILE");
  command->footer(
      "The proof is under the last checkpoint in the ledger, and is checked before it is given "
      "out.\n"
      "Exit codes: 0 made, 1 there is none (no such record, no checkpoint behind it yet, damage),\n"
      "2 usage, no key.\n"
      "Examples:\n"
      "  bylaw ledger proof audit --pub ledger.key.pub --seq 42 --record 42.json -o 42.tlog-proof\n"
      "  bylaw ledger proof audit --pub ledger.key.pub --grown-from 256");
}

}  // namespace bylaw::cli
