// `bylaw ledger export`: a ledger in a form that others serve and read.

#include <unistd.h>

#include "bylaw/ledger/tiles.h"
#include "bylaw/query/csv.h"
#include "bylaw/query/filter.h"
#include "bylaw/query/record_source.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"
#include "time_text.h"

namespace bylaw::cli {
namespace {

using ledger::Field;

struct Options {
  std::string directory;
  std::string pub;
  std::string tiles;
  std::string jsonl;
  std::string csv;
  std::string archive;
  query::Filter filter;
};

int ExportTiles(const Options& options) {
  const auto key = ledger::PublicKey::Load(options.pub);
  if (!key) return Complain(key.error().message, kExitUsage);
  const InterruptGuard guard;
  const auto exported = [&] {
    ProgressBar bar("exporting");
    ledger::ReadOptions reading = ReadingWith(bar);
    reading.archive = options.archive;
    return ledger::ExportTiles(options.directory, *key, options.tiles, reading);
  }();
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!exported) return Complain(exported.error().message, kExitFailed);
  Output output;
  output << "wrote " << Shown(options.tiles) << ": " << Grouped(exported->size)
         << " records, as a transparency log\n";
  return output.Finish(kExitOk);
}

struct Column {
  const char* name;
  Field field;
};
constexpr Column kCsvColumns[] = {
    {"timestamp", Field::timestamp},
    {"event_id", Field::event_id},
    {"kind", Field::kind},
    {"agent_id", Field::agent_id},
    {"session_id", Field::session_id},
    {"request_id", Field::request_id},
    {"action_requested", Field::action_requested},
    {"target", Field::target},
    {"decision", Field::decision},
    {"code", Field::code},
    {"reason", Field::reason},
    {"constitution_version", Field::constitution_version},
    {"constitution_digest", Field::constitution_digest},
};

std::string CsvHeader() {
  std::vector<std::string> cells = {"seq"};
  for (const Column& column : kCsvColumns) cells.emplace_back(column.name);
  cells.emplace_back("rules");
  std::string row;
  query::AppendCsvRow(cells, row);
  return row;
}

void AppendCsv(const ledger::RecordView& record, std::string& out) {
  std::vector<std::string> cells = {std::to_string(record.number(Field::seq))};
  for (const Column& column : kCsvColumns)
    cells.push_back(query::TextOf(record, column.field).value_or(""));
  std::string rules;
  for (const std::string& id : query::RuleIds(record))
    rules.append(rules.empty() ? "" : " ").append(id);
  cells.push_back(rules);
  query::AppendCsvRow(cells, out);
}

void AppendLine(const ledger::RecordView& record, std::string& out) {
  out.append(record.line()).append("\n");
}

using Append = void (*)(const ledger::RecordView&, std::string&);

// Writes to a descriptor what `append` makes of each record of the range, and counts them.
Result<void> WriteRecords(const Options& options, int fd, std::string text, Append append,
                          uint64_t& records) {
  constexpr size_t kWriteBytes = size_t{256} << 10;
  ProgressBar bar("exporting");
  const ledger::ReadOptions reading = ReadingWith(bar);
  ledger::Progress progress(reading);
  const auto fail = [](const ledger::Error& error) {
    return tl::unexpected<std::string>(error.message);
  };
  auto source =
      query::RecordSource::Open(ledger::Host::System(), options.directory, options.archive);
  if (!source) return fail(source.error());
  const auto bytes = source->Bytes();
  if (!bytes) return fail(bytes.error());
  bool more = true;
  while (more) {
    const auto next = source->Next();
    if (!next) return fail(next.error());
    more = next->has_value();
    if (more && query::Matches(options.filter, (*next)->record)) {
      append((*next)->record, text);
      ++records;
    }
    if (more && !progress.Reached((*next)->end, *bytes))
      return tl::unexpected<std::string>("interrupted");
    if (more && text.size() < kWriteBytes) continue;
    const int error = WriteAll(fd, text);
    if (error != 0) return tl::unexpected<std::string>("cannot write: " + ErrnoText(error));
    text.clear();
  }
  return {};
}

int ExportFile(const Options& options, const std::string& path, const std::string& head,
               Append append) {
  const InterruptGuard guard;
  uint64_t records = 0;
  const auto produce = [&](int fd) { return WriteRecords(options, fd, head, append, records); };
  const auto written = path == "-" ? produce(STDOUT_FILENO) : WriteFileBy(path, produce);
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!written) return Complain(written.error(), kExitFailed);
  if (options.archive.empty()) SayRetired(options.directory);
  if (path == "-") return kExitOk;
  Output output;
  output << "wrote " << Shown(path) << ": " << Grouped(records) << " records\n";
  return output.Finish(kExitOk);
}

int Export(const Options& options) {
  if (!options.tiles.empty()) return ExportTiles(options);
  if (!options.jsonl.empty()) return ExportFile(options, options.jsonl, "", AppendLine);
  return ExportFile(options, options.csv, CsvHeader(), AppendCsv);
}

}  // namespace

void AddLedgerExport(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "export", "Write a ledger as others serve and read it", Export);
  command->add_option("DIR", options->directory, "The ledger")->required();
  auto* const pub =
      command->add_option("--pub", options->pub, "The public key, from a source you trust (tiles)")
          ->type_name("FILE.pub");
  auto* const what = command->add_option_group("what", "One of these");
  auto* const tiles =
      what->add_option(
              "--tiles", options->tiles,
              "As a transparency log (C2SP tlog-tiles): a new or empty folder for a web server")
          ->type_name("FOLDER")
          ->needs(pub);
  what->add_option("--jsonl", options->jsonl,
                   "The records as they stand, one a line, without checkpoints")
      ->type_name("FILE");
  what->add_option("--csv", options->csv, "For spreadsheets (RFC 4180)")->type_name("FILE");
  what->require_option(1);
  pub->needs(tiles);
  command
      ->add_option("--archive", options->archive,
                   "Read archived records from here (`ledger archive --to`)")
      ->type_name("FOLDER");
  AddTimeRange(*command, options->filter.from, options->filter.to);
  command->get_option("--from")->excludes(tiles);
  command->get_option("--to")->excludes(tiles);
  command->footer(
      "Of tiles, what the last checkpoint signs is exported; an interrupted export has no\n"
      "`checkpoint` file. --jsonl and --csv take the records as they stand, unverified; a cell "
      "that\n"
      "a spreadsheet would take for a formula begins with a '.\n"
      "Exit codes: 0 written, 1 not written (no checkpoint, damage, a full folder), 2 usage, no "
      "key.\n"
      "Examples:\n"
      "  bylaw ledger export audit --pub ledger.key.pub --tiles public && bylaw ledger verify "
      "public "
      "--pub ledger.key.pub\n"
      "  bylaw ledger export audit --csv april.csv --from 2026-04-01 --to 2026-05-01");
}

}  // namespace bylaw::cli
