// `bylaw ledger anchor`: sends a ledger's last checkpoint outside.

#include <chrono>
#include <filesystem>
#include <utility>

#include "anchor_report.h"
#include "bylaw/anchor/cosignature.h"
#include "bylaw/anchor/growth.h"
#include "bylaw/anchor/http.h"
#include "bylaw/anchor/store.h"
#include "bylaw/anchor/witness.h"
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
  std::string witness;
  std::string witness_key;
  std::string tsa;
  std::string tsa_ca;
  std::string file;
  double timeout_seconds = 30;
};

tl::unexpected<ledger::Error> Error(ledger::Error error) {
  return tl::unexpected<ledger::Error>(std::move(error));
}

// One run: each way outside is tried, whatever became of those before it.
class Anchoring {
 public:
  Anchoring(const Options& options, ledger::PublicKey key, anchor::Trusted trusted)
      : options_(options),
        key_(std::move(key)),
        trusted_(std::move(trusted)),
        http_(anchor::CurlHttp(
            std::chrono::milliseconds(static_cast<std::int64_t>(options.timeout_seconds * 1000)))) {
  }

  int Run() {
    auto keys = ReadKeys();
    if (InterruptGuard::Interrupted()) return kExitInterrupted;
    if (!keys) return Complain(Shown(keys.error().message), kExitFailed);
    keys_ = *std::move(keys);
    const auto proof = Grow(std::uint64_t{0});
    if (InterruptGuard::Interrupted()) return kExitInterrupted;
    if (!proof) return Complain(Shown(proof.error().message), kExitFailed);
    note_ = proof->note;
    struct Step {
      const std::string& wanted;
      ledger::Result<std::string> (Anchoring::*take)();
    };
    int exit_code = kExitOk;
    for (const Step& step : {Step{options_.witness, &Anchoring::AskWitness},
                             Step{options_.tsa, &Anchoring::AskAuthority},
                             Step{options_.file, &Anchoring::KeepFile}}) {
      if (step.wanted.empty()) continue;
      const auto done = (this->*step.take)();
      if (InterruptGuard::Interrupted()) return kExitInterrupted;
      if (done) {
        output_ << "anchored " << Shown(*done) << "\n";
      } else {
        exit_code = Complain(Shown(done.error().message), kExitFailed);
      }
    }
    return output_.Finish(exit_code);
  }

 private:
  ledger::Result<std::vector<ledger::PublicKey>> ReadKeys() const {
    const InterruptGuard guard;
    ProgressBar bar("reading");
    return ledger::KeysOf(options_.directory, key_, ReadingWith(bar));
  }

  // The ledger's last checkpoint, with the proof that it grew from a size or a checkpoint.
  template <typename From>
  ledger::Result<ledger::GrowthProof> Grow(const From& from) {
    const InterruptGuard guard;
    ProgressBar bar("proving");
    return anchor::GrowthFrom(options_.directory, key_, from, ReadingWith(bar));
  }

  // Each step gives the words for what it did, and leaves in note_ the checkpoint that it did it
  // with.
  ledger::Result<std::string> AskWitness() {
    const anchor::WitnessKey& witness = trusted_.witnesses.front();
    const auto known = anchor::LastCosigned(host_, options_.directory, keys_, witness);
    if (!known) return Error(known.error());
    const auto grow = [&](std::uint64_t size) {
      return *known && (*known)->size == size ? Grow(**known) : Grow(size);
    };
    const std::uint64_t known_size = *known ? (*known)->size : 0;
    auto note = anchor::Cosign(*http_, options_.witness, witness, known_size, grow);
    if (!note) return note;
    note_ = std::move(*note);
    const auto time = anchor::VerifyCosignature(note_, witness);
    if (!time) return Error(time.error());
    auto path = anchor::KeepNote(host_, options_.directory, keys_, note_);
    if (!path) return path;
    return Done("cosigned by " + witness.name(), *time, *path);
  }

  ledger::Result<std::string> AskAuthority() {
    const anchor::TsaRoots& roots = *trusted_.authorities;
    auto response = anchor::RequestTimeStamp(*http_, options_.tsa, note_, roots);
    if (!response) return response;
    const auto stamp = anchor::VerifyTimeStamp(*response, note_, roots);
    if (!stamp) return Error(stamp.error());
    if (auto path = anchor::KeepNote(host_, options_.directory, keys_, note_); !path) return path;
    auto path = anchor::KeepTimeStamp(host_, options_.directory, Signed().size, *response);
    if (!path) return path;
    return Done("time-stamped by " + stamp->authority, stamp->time, *path);
  }

  // The file only ever goes forward: what it holds must be how this ledger begins.
  ledger::Result<std::string> KeepFile() {
    const std::string what = Grouped(Signed().size) + " records: ";
    if (std::filesystem::exists(options_.file)) {
      const auto old = ledger::LoadCheckpoint(options_.file, keys_);
      if (!old) return Error(old.error());
      const auto proof = Grow(*old);
      if (!proof) {
        return ledger::Fail(proof.error().code,
                            options_.file + " stays as it is: " + proof.error().message);
      }
      if (Signed().size <= old->size) return what + "already in " + options_.file;
    }
    if (auto done = WriteFile(options_.file, note_); !done) {
      return ledger::Fail(ledger::ErrorCode::kIo, done.error());
    }
    return what + "written to " + options_.file;
  }

  // The checkpoint in note_, which was verified when it was made.
  ledger::Checkpoint Signed() const {
    return ledger::OpenCheckpoint(note_, keys_).value_or(ledger::Checkpoint());
  }
  std::string Done(const std::string& what, ledger::Timestamp time, const std::string& path) const {
    return Grouped(Signed().size) + " records: " + what + " at " + ledger::TimestampText(time) +
           ", in " + path;
  }

  const Options& options_;
  ledger::Host& host_ = ledger::Host::System();
  ledger::PublicKey key_;                // of the genesis record
  std::vector<ledger::PublicKey> keys_;  // that and those that followed it
  anchor::Trusted trusted_;
  std::unique_ptr<anchor::Http> http_;
  std::string note_;  // The checkpoint that is anchored, with the cosignature that it got.
  Output output_;
};

int Anchor(const Options& options) {
  if (options.witness.empty() && options.tsa.empty() && options.file.empty()) {
    return Complain("say where to: --witness, --tsa or --file; several together are better",
                    kExitUsage);
  }
  auto key = ledger::PublicKey::Load(options.pub);
  if (!key) return Complain(key.error().message, kExitUsage);
  std::vector<std::string> witness_keys;
  if (!options.witness_key.empty()) witness_keys.push_back(options.witness_key);
  auto trusted = LoadTrusted(witness_keys, options.tsa_ca);
  if (!trusted) return Complain(trusted.error().message, kExitUsage);
  return Anchoring(options, std::move(*key), std::move(*trusted)).Run();
}

}  // namespace

void AddLedgerAnchor(CLI::App& ledger, Run& run) {
  const auto [command, options] = AddCommand(
      ledger, run, "anchor",
      "Send the last checkpoint outside, so that nobody can rewrite what it signs unseen", Anchor);
  command->add_option("DIR", options->directory, "The ledger")->required();
  command->add_option("--pub", options->pub, "The public key, from a source you trust")
      ->required()
      ->type_name("FILE.pub");
  auto* const witness =
      command
          ->add_option("--witness", options->witness,
                       "A witness that cosigns it (C2SP tlog-witness); it must know the ledger")
          ->type_name("URL");
  auto* const witness_key =
      command->add_option("--witness-key", options->witness_key, "The witness's verifier key line")
          ->type_name("FILE.pub");
  witness->needs(witness_key);
  witness_key->needs(witness);
  auto* const tsa =
      command->add_option("--tsa", options->tsa, "An authority that time-stamps it (RFC 3161)")
          ->type_name("URL");
  auto* const tsa_ca = command
                           ->add_option("--tsa-ca", options->tsa_ca,
                                        "The certificates that the authority's must lead to")
                           ->type_name("FILE.pem");
  tsa->needs(tsa_ca);
  tsa_ca->needs(tsa);
  command
      ->add_option("--file", options->file,
                   "A file elsewhere, say on write-once storage; it never goes back")
      ->type_name("FILE");
  command->add_option("--timeout", options->timeout_seconds, "For each answer")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 3600.0))
      ->capture_default_str();
  command->footer(
      "What was got is verified before it is kept in DIR/anchors; `ledger verify` with\n"
      "--witness-key and --tsa-ca holds the ledger against it. Run it on a schedule.\n"
      "Exit codes: 0 anchored, 1 not, or not everywhere (says why; a ledger that was cut back or\n"
      "rewritten is named so), 2 usage, no key.\n"
      "Examples:\n"
      "  bylaw ledger anchor audit --pub ledger.key.pub --witness https://witness.example "
      "--witness-key w1.pub\n"
      "  bylaw ledger anchor audit --pub ledger.key.pub --tsa https://tsa.example/tsr --tsa-ca "
      "tsa.pem --file /mnt/worm/audit.checkpoint");
}

}  // namespace bylaw::cli
