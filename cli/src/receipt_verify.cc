// `bylaw receipt verify`: is this record the decision on just this request, of a ledger and key
// that one knows, and fresh?

#include "bylaw/ledger/host.h"
#include "bylaw/ledger/receipt.h"
#include "bylaw/ledger/tlog_proof.h"
#include "bylaw/vm/limits.h"
#include "command.h"
#include "files.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string receipt;
  std::string proof;
  std::string openings;
  std::string request;
  std::string origin;
  std::string pub;
  std::string now;
  double age_seconds_max = 60;
};

// The values are of one request; salts and pointers add to them.
constexpr size_t kOpeningsBytesMax = 4 * size_t{vm::kRequestBytesMax};

std::optional<ledger::Timestamp> NowOf(const Options& options) {
  if (!options.now.empty()) return ledger::ParseTimestamp(options.now);
  return ledger::Timestamp{ledger::Host::System().WallUs()};
}

int Verify(const Options& options) {
  const auto key = ledger::PublicKey::Load(options.pub);
  if (!key) return Complain(key.error().message, kExitUsage);
  const auto receipt = ReadFile(options.receipt, ledger::kRecordBytesMax + 1);
  if (!receipt) return Complain(receipt.error(), kExitUsage);
  std::string proof;
  if (!options.proof.empty()) {
    auto read = ReadFile(options.proof, ledger::kTlogProofBytesMax);
    if (!read) return Complain(read.error(), kExitUsage);
    proof = *std::move(read);
  }
  ledger::Openings openings;
  if (!options.openings.empty()) {
    const auto read = ReadFile(options.openings, kOpeningsBytesMax);
    if (!read) return Complain(read.error(), kExitUsage);
    auto parsed = ledger::ParseOpenings(*read);
    if (!parsed) return Complain(options.openings + ": " + parsed.error().message, kExitUsage);
    openings = std::move(*parsed);
  }
  const auto request = ReadFile(options.request, vm::kRequestBytesMax);
  if (!request) return Complain(request.error(), kExitUsage);
  const auto now = NowOf(options);
  if (!now) return Complain("--now is no time such as 2026-04-14T11:42:09.000000Z", kExitUsage);

  std::string_view line = *receipt;
  if (line.ends_with('\n')) line.remove_suffix(1);
  const auto good =
      ledger::CheckReceipt({line, proof, &openings}, *key,
                           {.request = *request,
                            .origin = options.origin,
                            .now = *now,
                            .age_us_max = static_cast<int64_t>(options.age_seconds_max * 1e6)});
  if (!good) return Complain(good.error().message, kExitFailed);
  Output output;
  output << good->decision << (good->reason.empty() ? "" : ": " + Shown(good->reason)) << "\n";
  return output.Finish(good->decision == "PERMIT"     ? kExitOk
                       : good->decision == "ESCALATE" ? kExitEscalate
                                                      : kExitDeny);
}

}  // namespace

void AddReceiptVerify(CLI::App& receipt, Run& run) {
  const auto [command, options] = AddCommand(
      receipt, run, "verify", "Check that a record is the decision on just this request", Verify);
  command
      ->add_option("RECORD", options->receipt,
                   "The record, as the ledger's line (- for standard input)")
      ->required();
  command
      ->add_option("--proof", options->proof,
                   "Its proof (`ledger proof`); needed where the record has no signature")
      ->type_name("FILE");
  command
      ->add_option("--openings", options->openings,
                   "What the digests of its personal values stand for (`ledger reveal`)")
      ->type_name("FILE");
  command->add_option("--request", options->request, "The request that is about to be executed")
      ->required()
      ->type_name("FILE");
  command->add_option("--origin", options->origin, "The ledger that decides here")->required();
  command->add_option("--pub", options->pub, "Its public key, from a source you trust")
      ->required()
      ->type_name("FILE.pub");
  command->add_option("--max-age", options->age_seconds_max, "Seconds that a decision is good for")
      ->check(CLI::Range(0.0, 1e9))
      ->capture_default_str();
  command->add_option("--now", options->now,
                      "The time to measure its age by (else this computer's)");
  command->footer(
      "Exit codes: the receipt is good and the decision 0 PERMIT, 10 DENY, 11 ESCALATE; 1 the\n"
      "receipt is not good (says why), 2 usage.\n"
      "Example:\n"
      "  bylaw receipt verify 42.json --request payment.json --origin example.org/lending-26c14bb9 "
      "\\\n"
      "    --pub ledger.key.pub && ./pay payment.json");
}

}  // namespace bylaw::cli
