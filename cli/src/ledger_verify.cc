// `bylaw ledger verify`: is a ledger whole, in order, unchanged and signed?

#include <filesystem>
#include <nlohmann/json.hpp>

#include "anchor_report.h"
#include "bylaw/ledger/prove.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/ledger/tiles.h"
#include "bylaw/ledger/verify.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "ledger_reading.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string directory;
  std::string pub;
  std::string expect;
  std::string revoked;
  std::vector<std::string> witness_keys;
  std::string tsa_ca;
  std::string archive;
  std::string resume;
  uint64_t from = 0;
  uint64_t to = std::numeric_limits<uint64_t>::max();
  bool json = false;

  bool asks_for_anchors() const { return !witness_keys.empty() || !tsa_ca.empty(); }
};

// Of a ledger that is good, its anchors, if they were asked for.
using Anchors = std::optional<anchor::AnchorReport>;

Json ReportJson(const ledger::VerifyReport& report) {
  Json json = {{"good", report.good()}};
  if (report.bad) {
    json["bad"] = {
        {"file", report.bad->file}, {"line", report.bad->line}, {"why", report.bad->why}};
  }
  if (!report.origin.empty()) json["origin"] = report.origin;
  json["records"] = report.records;
  json["signatures"] = report.signatures;
  json["checkpoints"] = report.checkpoints;
  json["checkpoint_size"] = report.checkpoint_size;
  json["modules"] = report.modules;
  json["blobs"] = report.blobs;
  json["resumed_at"] = report.resumed_at;
  json["retired"] = report.retired;
  json["minimum_index"] = report.minimum_index;
  json["recoveries"] = report.recoveries;
  json["revocations"] = report.revocations;
  if (report.records > 0) {
    json["first_time"] = ledger::TimestampText(report.first_time);
    json["last_time"] = ledger::TimestampText(report.last_time);
  }
  return json;
}

std::string GoodText(const Options& options, const ledger::VerifyReport& report) {
  std::string text = Shown(options.directory) + " is good: " + Grouped(report.records) +
                     " records, " + Grouped(report.signatures) + " signatures, " +
                     Grouped(report.checkpoints) + " checkpoints, " + Grouped(report.modules) +
                     (report.modules == 1 ? " module\n" : " modules\n");
  text += "  origin  " + Shown(report.origin) + "\n";
  text += "  time    " + ledger::TimestampText(report.first_time) + " to " +
          ledger::TimestampText(report.last_time) + "\n";
  if (report.retired > 0) {
    text += "  note    " + Grouped(report.retired) + " records before " +
            Grouped(report.minimum_index) +
            " are archived or dropped: their hashes are here, and the tree is whole\n";
  }
  if (report.blobs > 0) {
    text +=
        "  blobs   " + Grouped(report.blobs) + " params and contexts stand beside the records\n";
  }
  if (report.resumed_at > 0) {
    text += "  note    " + Grouped(report.resumed_at) + " records were verified before, as " +
            Shown(options.resume) + " says, and were not read again\n";
  }
  if (report.recoveries > 0) {
    text += "  note    " + Grouped(report.recoveries) +
            " unfinished commits were moved aside after a crash\n";
  }
  if (report.revocations > 0) {
    text += "  note    " + Grouped(report.revocations) +
            (report.revocations == 1 ? " key was" : " keys were") + " revoked by the root key\n";
  }
  if (options.expect.empty() && !options.asks_for_anchors()) {
    text += "  note    lines cut from the end are only found with --expect CHECKPOINT\n";
  }
  return text;
}

int Report(const Options& options, const ledger::VerifyReport& report, const Anchors& anchors) {
  const bool good = report.good() && (!anchors || IsAnchored(*anchors));
  Output output;
  if (options.json) {
    Json json = ReportJson(report);
    if (anchors) json["anchors"] = AnchorJson(*anchors);
    output << json.dump() << "\n";
  } else if (report.good()) {
    output << GoodText(options, report);
    if (anchors) output << AnchorText(*anchors, report.records);
    output.Flush();
    for (const std::string& bad : anchors ? BadAnchorTexts(*anchors) : std::vector<std::string>()) {
      Complain(bad);
    }
  } else {
    Complain(report.bad->file + ", line " + std::to_string(report.bad->line) + ": " +
             report.bad->why + " (the " + Grouped(report.records) + " records before it are good)");
  }
  return output.Finish(good ? kExitOk : kExitFailed);
}

// A folder in the layout of transparency logs, as `ledger export --tiles` or others write it.
bool IsTiledLog(const std::string& directory) {
  return std::filesystem::exists(directory + "/checkpoint") &&
         !std::filesystem::exists(ledger::SegmentPath(directory));
}

int VerifyTiledLog(const Options& options, const ledger::PublicKey& key) {
  if (!options.expect.empty() || !options.revoked.empty() || options.from != 0 ||
      options.to != Options().to || options.asks_for_anchors() || !options.archive.empty() ||
      !options.resume.empty()) {
    return Complain(
        "a transparency log is verified as a whole, by itself: no --expect, --revoked, --from, "
        "--to, --archive, --resume, --witness-key or --tsa-ca",
        kExitUsage);
  }
  const InterruptGuard guard;
  const auto verified = [&] {
    ProgressBar bar("verifying");
    return ledger::VerifyTiles(options.directory, key, ReadingWith(bar));
  }();
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  Output output;
  if (options.json) {
    Json json = {{"good", verified.has_value()}};
    if (verified) {
      json["origin"] = verified->origin;
      json["entries"] = verified->size;
    } else {
      json["bad"] = {{"why", verified.error().message}};
    }
    output << json.dump() << "\n";
  } else if (verified) {
    output << Shown(options.directory) << " is good: " << Grouped(verified->size)
           << " entries of the transparency log " << Shown(verified->origin) << "\n";
  } else {
    Complain(verified.error().message);
  }
  return output.Finish(verified ? kExitOk : kExitFailed);
}

// A checkpoint that was kept elsewhere, signed by the key or by one that followed it.
ledger::Result<ledger::Checkpoint> LoadExpected(const Options& options,
                                                const ledger::PublicKey& key) {
  auto checkpoint = ledger::LoadCheckpoint(options.expect, std::span(&key, 1));
  if (checkpoint || checkpoint.error().code != ledger::ErrorCode::kBadSignature) return checkpoint;
  const auto keys = ledger::KeysOf(options.directory, key);
  return keys ? ledger::LoadCheckpoint(options.expect, *keys) : checkpoint;
}

int Verify(const Options& options) {
  const auto key = ledger::PublicKey::Load(options.pub);
  if (!key) return Complain(key.error().message, kExitUsage);
  if (IsTiledLog(options.directory)) return VerifyTiledLog(options, *key);
  ledger::VerifyOptions verify;
  verify.first_seq = options.from;
  verify.last_seq = options.to;
  if (!options.expect.empty()) {
    auto checkpoint = LoadExpected(options, *key);
    if (!checkpoint) return Complain(checkpoint.error().message, kExitUsage);
    verify.expect = std::move(*checkpoint);
  }
  if (!options.revoked.empty()) {
    const auto note = ReadFile(options.revoked, ledger::kStatementBytesMax);
    if (!note) return Complain(note.error(), kExitUsage);
    auto statement = ledger::ParseStatement(*note);
    if (!statement) {
      return Complain(options.revoked + ": " + statement.error().message, kExitUsage);
    }
    verify.revoked = *std::move(statement);
  }
  const auto trusted = LoadTrusted(options.witness_keys, options.tsa_ca);
  if (!trusted) return Complain(trusted.error().message, kExitUsage);
  const InterruptGuard guard;
  const auto report = [&] {
    ProgressBar bar("verifying");
    verify.read = ReadingWith(bar);
    verify.read.archive = options.archive;
    verify.resume = options.resume;
    return ledger::Verify(options.directory, *key, verify);
  }();
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!report) return Complain(report.error().message, kExitUsage);
  if (!report->good() || !options.asks_for_anchors()) return Report(options, *report, {});
  auto anchors = [&] {
    ProgressBar bar("verifying anchors");
    return anchor::VerifyAnchors(options.directory, *key, *trusted, ReadingWith(bar));
  }();
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  if (!anchors) return Complain(Shown(anchors.error().message), kExitFailed);
  return Report(options, *report, std::move(*anchors));
}

}  // namespace

void AddLedgerVerify(CLI::App& ledger, Run& run) {
  const auto [command, options] =
      AddCommand(ledger, run, "verify", "Check every hash, signature and checkpoint", Verify);
  command
      ->add_option("DIR", options->directory,
                   "The ledger; or a transparency log (C2SP tlog-tiles), whoever wrote it")
      ->required();
  command
      ->add_option("--pub", options->pub,
                   "The public key, from a source you trust; never from the ledger itself")
      ->required()
      ->type_name("FILE.pub");
  command
      ->add_option("--expect", options->expect,
                   "A checkpoint that was kept elsewhere: finds a cut tail and a rewritten past")
      ->type_name("CHECKPOINT");
  command
      ->add_option(
          "--revoked", options->revoked,
          "The statement that the key was revoked: finds what whoever stole it signed since")
      ->type_name("STATEMENT");
  command
      ->add_option("--witness-key", options->witness_keys,
                   "Verify the cosignatures of this witness in DIR/anchors; may be repeated")
      ->type_name("FILE.pub")
      ->allow_extra_args(false);
  command
      ->add_option("--tsa-ca", options->tsa_ca,
                   "Verify the time stamps in DIR/anchors, up to these certificates")
      ->type_name("FILE.pem");
  command
      ->add_option("--archive", options->archive,
                   "Verify archived records from here (`ledger archive --to`), too")
      ->type_name("FOLDER");
  auto* const resume =
      command
          ->add_option("--resume", options->resume,
                       "Go on behind what FILE says was verified, and say in it how far this came; "
                       "keep it where the ledger's host cannot change it")
          ->type_name("FILE");
  command->add_option("--from", options->from, "First record whose own signature is checked")
      ->type_name("SEQ")
      ->excludes(resume);
  command->add_option("--to", options->to, "Last record that is checked")
      ->type_name("SEQ")
      ->excludes(resume);
  command->add_flag("--json", options->json, "Answer as one JSON object");
  command->footer(
      "Exit codes: 0 good, 1 not good (names the first bad line, and every bad anchor; NOT "
      "ANCHORED "
      "where\n"
      "anchors are asked for and none is there), 2 usage, no key, no ledger.\n"
      "Examples:\n"
      "  bylaw ledger verify audit --pub ledger.key.pub\n"
      "  bylaw ledger verify audit --pub ledger.key.pub --expect yesterday.checkpoint\n"
      "  bylaw ledger verify audit --pub ledger.key.pub --resume audit.verified\n"
      "  bylaw ledger verify audit --pub ledger.key.pub --witness-key w1.pub --tsa-ca tsa.pem");
}

}  // namespace bylaw::cli
