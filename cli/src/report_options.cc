#include "report_options.h"

#include <utility>

#include "anchor_report.h"
#include "command.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

ledger::Result<std::optional<ledger::Timestamp>> ParseBound(const report::Zone& zone,
                                                            const char* name,
                                                            const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto time = zone.Parse(text);
  if (time) return time;
  return ledger::Fail(ledger::ErrorCode::kInvalidArgument,
                      std::string(name) + ": " + Shown(text) +
                          " is no time; write 2026-03, 2026-03-14 (both of --zone) or "
                          "2026-03-14T11:42:09Z");
}

}  // namespace

void AddReportingOptions(CLI::App& command, ReportingOptions& options, const char* file,
                         const char* what) {
  command.add_option("DIR", options.directory, "The ledger")->required();
  command
      .add_option("--pub", options.pub,
                  "The ledger's first public key, from a source you trust; never from the ledger")
      ->required()
      ->type_name("FILE.pub");
  command
      .add_option("--from", options.from,
                  "Records of this time or later: 2026-03, 2026-03-14, 2026-03-14T11:42:09Z")
      ->type_name("TIME");
  command.add_option("--to", options.to, "Records before this time")->type_name("TIME");
  command
      .add_option("--zone", options.zone,
                  "The time zone of days and months (UTC), as Europe/Berlin")
      ->type_name("ZONE");
  command.add_option("--agent", options.agent, "Count decisions on this agent's requests only")
      ->type_name("AGENT");
  command
      .add_option("--witness-key", options.witness_keys,
                  "Verify the cosignatures of this witness in DIR/anchors; may be repeated")
      ->type_name("FILE.pub")
      ->allow_extra_args(false);
  command
      .add_option("--tsa-ca", options.tsa_ca,
                  "Verify the time stamps in DIR/anchors, up to these certificates")
      ->type_name("FILE.pem");
  command.add_option("-o,--output", options.out, what)->required()->type_name(file);
}

ledger::Result<Reporting> LoadReporting(const ReportingOptions& options) {
  const auto fail = [](const ledger::Error& error) { return tl::unexpected<ledger::Error>(error); };
  auto key = ledger::PublicKey::Load(options.pub);
  if (!key) return fail(key.error());
  auto zone = report::Zone::Load(options.zone);
  if (!zone) return fail(zone.error());
  const auto from = ParseBound(*zone, "--from", options.from);
  if (!from) return fail(from.error());
  const auto to = ParseBound(*zone, "--to", options.to);
  if (!to) return fail(to.error());
  if (*from && *to && **from >= **to) {
    return ledger::Fail(ledger::ErrorCode::kInvalidArgument,
                        "--from is not before --to: the period holds no time");
  }
  auto trusted = LoadTrusted(options.witness_keys, options.tsa_ca);
  if (!trusted) return fail(trusted.error());
  report::Period period{.from = *from, .to = *to, .zone = std::move(*zone), .agent = {}};
  if (!options.agent.empty()) period.agent = options.agent;
  return Reporting{std::move(*key), std::move(period), std::move(*trusted)};
}

int ComplainOfReporting(const ledger::Error& error) {
  const bool usage = error.code == ledger::ErrorCode::kNotFound ||
                     error.code == ledger::ErrorCode::kInvalidArgument;
  return Complain(Shown(error.message), usage ? kExitUsage : kExitFailed);
}

}  // namespace bylaw::cli
