// Writes evaluations to the ledger, and turns what cannot be recorded into a denial.
//
// Thread-safety: one thread at a time (the engine's lock), but for Wait. Ownership: owns the
// ledger; what a record refers to is borrowed for the call.

#ifndef BYLAW_RUNTIME_SRC_RECORDER_H_
#define BYLAW_RUNTIME_SRC_RECORDER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/ledger.h"
#include "bylaw/runtime/decision.h"
#include "bylaw/vm/context.h"
#include "sealer.h"

namespace bylaw::runtime {

// A request as it arrived: its text, or, where that was too long to keep, its digest and length.
struct RawRequest {
  std::string_view text;
  ledger::Hash oversized_sha256{};
  uint64_t oversized_bytes = 0;  // 0: `text` is the request.

  ledger::Hash sha256() const {
    return oversized_bytes > 0 ? oversized_sha256 : ledger::HashOf(text);
  }
  uint64_t bytes() const { return oversized_bytes > 0 ? oversized_bytes : text.size(); }
};

class Recorder {
 public:
  // `module` must outlive the recorder.
  Recorder(ledger::Ledger ledger, const vm::Module& module, std::optional<Sealer> sealer)
      : ledger_(std::move(ledger)),
        module_(module),
        sealer_(std::move(sealer)),
        constitution_digest_(ledger::HashOf(module.bytes())) {}

  ledger::Ledger& ledger() { return ledger_; }

  // Where the constitution marks something personal, each request is sealed before it is submitted.
  // From any thread.
  const std::optional<Sealer>& sealer() const { return sealer_; }

  // Keeps the module and records that it was loaded.
  ledger::Result<void> RecordConstitution();

  // Submits the record of `decision` and sets its event_id. If there is no record for it, the
  // decision becomes a DENY: `limit_exceeded`, recorded, where only the record was too long; else
  // `unavailable`, and there is nothing to wait for. `sealed`: the request as sealer() gave it, or
  // nullptr.
  std::optional<ledger::Ticket> Submit(ledger::Timestamp time, const vm::Request& request,
                                       std::string_view action, const RawRequest& raw,
                                       SealedRequest* sealed, Decision& decision);

  // Submits a record of what came of a permit.
  ledger::Result<ledger::Ticket> SubmitOutcome(const ledger::RecordReference& permit,
                                               ActionOutcome outcome, std::string_view reason);

  // Waits until it is acknowledged; where it is not, the decision becomes a DENY `unavailable`.
  // From any thread.
  void Wait(const ledger::Ticket& ticket, Decision& decision);

 private:
  ledger::Record Base(ledger::Timestamp time, const Decision& decision);
  void AddDecision(const Decision& decision, ledger::Record& record);
  void AddRequest(const vm::Request& request, std::string_view action, ledger::Record& record);
  // What of the request is short enough to stand in any record.
  static void AddNames(const vm::Request& request, std::string_view action, ledger::Record& record);
  ledger::Result<void> AddDigest(const RawRequest& raw, ledger::Record& record) const;
  void AddSealed(const SealedRequest& sealed, ledger::Record& record);
  ledger::Result<ledger::Ticket> SubmitWhole(ledger::Timestamp time, const vm::Request& request,
                                             std::string_view action, const RawRequest& raw,
                                             SealedRequest* sealed, const Decision& decision);
  ledger::Result<ledger::Ticket> SubmitDigest(ledger::Timestamp time, const vm::Request& request,
                                              std::string_view action, const RawRequest& raw,
                                              const Decision& decision);
  void NotRecorded(const ledger::Error& error, Decision& decision) const;

  ledger::Ledger ledger_;
  const vm::Module& module_;
  const std::optional<Sealer> sealer_;
  ledger::Hash constitution_digest_;
  std::vector<ledger::RuleOutcome> rules_;  // Scratch, as the next three.
  std::vector<std::string_view> targets_;
  std::vector<std::string_view> places_;
  std::string error_text_;
};

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_SRC_RECORDER_H_
