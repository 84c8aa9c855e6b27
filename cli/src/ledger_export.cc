// `bylaw ledger export`: a ledger in a form that others serve and read.

#include "bylaw/ledger/tiles.h"
#include "command.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string directory;
  std::string pub;
  std::string tiles;
};

int Export(const Options& options) {
  const auto key = ledger::PublicKey::Load(options.pub);
  if (!key) return Complain(key.error().message, kExitUsage);
  const InterruptGuard guard;
  const auto exported = [&] {
    ProgressBar bar("exporting");
    return ledger::ExportTiles(options.directory, *key, options.tiles, ReadingWith(bar));
  }();
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!exported) return Complain(exported.error().message, kExitFailed);
  Output output;
  output << "wrote " << Shown(options.tiles) << ": " << Grouped(exported->size)
         << " records, as a transparency log\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddLedgerExport(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "export", "Write a ledger as others serve and read it", Export);
  command->add_option("DIR", options->directory, "The ledger")->required();
  command->add_option("--pub", options->pub, "The public key, from a source you trust")
      ->required()
      ->type_name("FILE.pub");
  command
      ->add_option(
          "--tiles", options->tiles,
          "As a transparency log (C2SP tlog-tiles): a new or empty folder for a web server")
      ->required()
      ->type_name("FOLDER");
  command->footer(
      "What the last checkpoint signs is exported. An interrupted export has no `checkpoint` "
      "file.\n"
      "Exit codes: 0 written, 1 not written (no checkpoint, damage, a full folder), 2 usage, no "
      "key.\n"
      "Example:\n"
      "  bylaw ledger export audit --pub ledger.key.pub --tiles public && bylaw ledger verify "
      "public "
      "--pub ledger.key.pub");
}

}  // namespace bylaw::cli
