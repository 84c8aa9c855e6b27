// `bylaw ledger show`: the records of a ledger, read but not verified.

#include <deque>
#include <nlohmann/json.hpp>

#include "bylaw/ledger/host.h"
#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/retention.h"
#include "bylaw/ledger/segments.h"
#include "command.h"
#include "find_record.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

using ledger::Field;
using Json = nlohmann::ordered_json;

struct Options {
  std::string directory;
  std::optional<uint64_t> seq;
  std::optional<uint64_t> last;
  bool json = false;
};

// One line for one record: what a person scans a ledger for.
std::string Summary(const ledger::RecordView& record) {
  const std::string kind = record.text(Field::kind);
  std::string text =
      Padded(std::to_string(record.number(Field::seq)), 8) + record.text(Field::timestamp) + "  ";
  if (kind != "evaluation") {
    text += Padded(kind, 9);
    for (const Field field :
         {Field::mode, Field::code, Field::constitution_version, Field::software, Field::reason}) {
      if (record.has(field)) text += " " + Shown(record.text(field));
    }
    return text + "\n";
  }
  text += Padded(record.text(Field::decision), 9);
  for (const Field field : {Field::action_requested, Field::agent_id}) {
    if (record.has(field)) text += " " + Shown(record.text(field));
  }
  if (record.has(Field::reason)) text += ": " + Shown(record.text(Field::reason));
  return text + "\n";
}

class Printer {
 public:
  Printer(const Options& options, Output& output) : options_(options), output_(output) {}

  // False: nothing more can be printed.
  bool Print(std::string_view line) {
    if (options_.json) {
      output_ << line << "\n";
      return output_.FlushIfFull();
    }
    const auto record = ledger::RecordView::Parse(line);
    if (!record) {
      output_ << (line.starts_with(ledger::kCheckpointStart) ? "        checkpoint\n"
                                                             : "        not a record\n");
    } else if (options_.seq) {
      output_ << Shown2(Json::parse(line, nullptr, false)
                            .dump(2, ' ', false, Json::error_handler_t::replace))
              << "\n";
    } else {
      output_ << Summary(*record);
    }
    return output_.FlushIfFull();
  }

 private:
  // Indented JSON keeps its newlines; all else that could disturb a terminal is shown as text.
  static std::string Shown2(std::string_view json) {
    std::string shown;
    while (!json.empty()) {
      const size_t end = std::min(json.find('\n'), json.size());
      shown += Shown(json.substr(0, end));
      json.remove_prefix(std::min(end + 1, json.size()));
      if (!json.empty()) shown += '\n';
    }
    return shown;
  }

  const Options& options_;
  Output& output_;
};

ledger::Result<int> ShowLines(const Options& options, Output& output) {
  Printer printer(options, output);
  if (options.seq) {
    const auto line = FindRecord(options.directory, *options.seq);
    if (InterruptGuard::Interrupted()) return kExitInterrupted;
    if (!line) return tl::unexpected<ledger::Error>(line.error());
    printer.Print(*line);
    return kExitOk;
  }
  auto segments = ledger::Segments::Open(ledger::Host::System(), options.directory);
  if (!segments) return tl::unexpected<ledger::Error>(std::move(segments.error()));
  ledger::LineReader reader(*segments);
  std::deque<std::string> last;
  while (!InterruptGuard::Interrupted()) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<ledger::Error>(line.error());
    if (!*line) break;
    const std::string_view text = (*line)->text;
    if (!options.json && text.starts_with(ledger::kHashStart)) continue;
    if (options.last) {
      if (last.size() == *options.last) last.pop_front();
      if (*options.last > 0) last.emplace_back(text);
    } else if (!printer.Print(text)) {
      break;
    }
  }
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  for (const std::string& line : last) printer.Print(line);
  SayRetired(options.directory);
  return kExitOk;
}

int Show(const Options& options) {
  const InterruptGuard guard;
  Output output;
  const auto shown = ShowLines(options, output);
  if (!shown) {
    output.Flush();
    return Complain(shown.error().message, kExitFailed);
  }
  return output.Finish(*shown);
}

}  // namespace

void AddLedgerShow(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "show", "Show records, as they stand (not verified)", Show);
  command->add_option("DIR", options->directory, "The ledger")->required();
  auto* const seq =
      command->add_option("--seq", options->seq, "This record, in full")->type_name("N");
  command->add_option("--last", options->last, "The last N lines")->type_name("N")->excludes(seq);
  command->add_flag("--json", options->json, "The lines exactly as they stand in the file");
  command->footer(
      "Exit codes: 0 shown, 1 no such record or ledger, 2 usage.\n"
      "Examples:\n"
      "  bylaw ledger show audit --last 20\n"
      "  bylaw ledger show audit --seq 42");
}

}  // namespace bylaw::cli
