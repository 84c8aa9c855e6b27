#include "recorder.h"

#include <utility>

#include "blobs.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/pattern.h"
#include "reason.h"

namespace bylaw::runtime {
namespace {

// Ids longer than this are left out of a record that must not be too long.
constexpr size_t kShortIdBytesMax = 256;

// Whether the ledger goes on after this error, so that something else can be recorded.
bool IsOfRecordAlone(ledger::ErrorCode code) {
  return code == ledger::ErrorCode::kRecordTooLong || code == ledger::ErrorCode::kInvalidArgument ||
         code == ledger::ErrorCode::kInvalidJson;
}

std::string_view Text(ActionOutcome outcome) {
  switch (outcome) {
    case ActionOutcome::kExecuted:
      return "executed";
    case ActionOutcome::kFailed:
      return "failed";
    case ActionOutcome::kAbandoned:
      break;
  }
  return "abandoned";
}

}  // namespace

ledger::Result<void> Recorder::RecordConstitution() {
  if (auto done = ledger_.ArchiveModule(constitution_digest_, module_.bytes()); !done) return done;
  ledger::Record record;
  record.kind = "constitution";
  record.timestamp = ledger_.ReadClock().time;
  record.code = "loaded";
  record.constitution_digest = constitution_digest_;
  record.constitution_version = module_.id();
  const auto receipt = ledger_.Append(record);
  if (!receipt) return tl::unexpected<ledger::Error>(receipt.error());
  return {};
}

ledger::Record Recorder::Base(ledger::Timestamp time, const Decision& decision) {
  ledger::Record record;
  record.kind = "evaluation";
  record.timestamp = time;
  record.constitution_digest = constitution_digest_;
  record.constitution_version = decision.constitution_version;
  record.decision = vm::DecisionText(decision.decision);
  record.code = vm::CodeText(decision.code);
  record.reason = decision.reason;
  record.steps = decision.steps;
  return record;
}

void Recorder::AddDecision(const Decision& decision, ledger::Record& record) {
  rules_.clear();
  for (const RuleOutcome& rule : decision.rules) {
    rules_.push_back({rule.id, vm::OutcomeText(rule.outcome)});
  }
  if (!rules_.empty()) record.rules = rules_;
  if (!decision.route_to.empty()) record.route_to = decision.route_to;
}

void Recorder::AddRequest(const vm::Request& request, std::string_view action,
                          ledger::Record& record) {
  record.agent_id = request.agent_id;
  record.action_requested = action;
  if (request.action != action) record.action_alias = request.action;
  if (request.has_request_id) record.request_id = request.request_id;
  if (request.has_session_id) record.session_id = request.session_id;
  if (!request.params.empty()) record.action_params = ledger::JsonObject{request.params};
  if (!request.context.empty()) record.context = ledger::JsonObject{request.context};
  if (request.targets.is_error()) return;
  if (request.single_target) {
    record.target = request.targets.items[0].string();
    return;
  }
  targets_.clear();
  for (uint32_t i = 0; i < request.targets.size; ++i) {
    targets_.push_back(request.targets.items[i].string());
  }
  record.targets = targets_;
}

void Recorder::AddNames(const vm::Request& request, std::string_view action,
                        ledger::Record& record) {
  // Of a member that stands twice nobody can say which one was meant.
  if (request.error == vm::RequestError::kDuplicate) return;
  if (vm::IsName(request.agent_id)) record.agent_id = request.agent_id;
  if (vm::IsName(action)) {
    record.action_requested = action;
    if (request.action != action) record.action_alias = request.action;
  }
  const auto is_short = [](std::string_view id) { return id.size() <= kShortIdBytesMax; };
  if (request.has_request_id && is_short(request.request_id)) {
    record.request_id = request.request_id;
  }
  if (request.has_session_id && is_short(request.session_id)) {
    record.session_id = request.session_id;
  }
}

// What of the request is personal stands in the record as the sealer has it.
void Recorder::AddSealed(const SealedRequest& sealed, ledger::Record& record) {
  if (record.action_params) record.action_params = ledger::JsonObject{sealed.params};
  if (record.context) record.context = ledger::JsonObject{sealed.context};
  places_.assign(sealed.places.begin(), sealed.places.end());
  if (!places_.empty()) record.personal = places_;
}

ledger::Result<void> Recorder::AddDigest(const RawRequest& raw, ledger::Record& record) const {
  static constexpr std::string_view kPlace[] = {"/request_sha256"};
  record.request_sha256 = raw.sha256();
  record.request_bytes = raw.bytes();
  if (!sealer_) return {};
  const auto sealed = sealer_->SealDigest(raw.sha256());
  if (!sealed) return tl::unexpected<ledger::Error>(sealed.error());
  record.request_sha256 = *sealed;
  record.personal = kPlace;
  return {};
}

void Recorder::NotRecorded(const ledger::Error& error, Decision& decision) const {
  Deny(module_, vm::Code::kUnavailable, "the decision could not be recorded: " + error.message,
       decision);
  decision.event_id.clear();
  decision.record.reset();
}

ledger::Result<ledger::Ticket> Recorder::SubmitWhole(ledger::Timestamp time,
                                                     const vm::Request& request,
                                                     std::string_view action, const RawRequest& raw,
                                                     SealedRequest* sealed,
                                                     const Decision& decision) {
  ledger::Record record = Base(time, decision);
  if (decision.code == vm::Code::kInvalidRequest) {
    error_text_.clear();
    AppendRequestError(request, error_text_);
    record.error = error_text_;
    AddNames(request, action, record);
    if (auto done = AddDigest(raw, record); !done)
      return tl::unexpected<ledger::Error>(done.error());
    return ledger_.Submit(record);
  }
  AddDecision(decision, record);
  AddRequest(request, action, record);
  if (sealed == nullptr) return SubmitWithBlobs(ledger_, record);
  if (sealed->error) return tl::unexpected<ledger::Error>(*sealed->error);
  AddSealed(*sealed, record);
  auto ticket = SubmitWithBlobs(ledger_, record);
  sealed->recorded = ticket.has_value();
  return ticket;
}

ledger::Result<ledger::Ticket> Recorder::SubmitDigest(ledger::Timestamp time,
                                                      const vm::Request& request,
                                                      std::string_view action,
                                                      const RawRequest& raw,
                                                      const Decision& decision) {
  ledger::Record record = Base(time, decision);
  AddNames(request, action, record);
  if (auto done = AddDigest(raw, record); !done) return tl::unexpected<ledger::Error>(done.error());
  return ledger_.Submit(record);
}

std::optional<ledger::Ticket> Recorder::Submit(ledger::Timestamp time, const vm::Request& request,
                                               std::string_view action, const RawRequest& raw,
                                               SealedRequest* sealed, Decision& decision) {
  auto ticket = SubmitWhole(time, request, action, raw, sealed, decision);
  if (!ticket && IsOfRecordAlone(ticket.error().code)) {
    const bool too_long = ticket.error().code == ledger::ErrorCode::kRecordTooLong;
    Deny(module_, too_long ? vm::Code::kLimitExceeded : vm::Code::kUnavailable,
         ticket.error().message, decision);
    ticket = SubmitDigest(time, request, action, raw, decision);
  }
  if (!ticket) {
    NotRecorded(ticket.error(), decision);
    return std::nullopt;
  }
  decision.event_id.assign(ticket->event_id.view());
  decision.record = ticket->record();
  return *ticket;
}

ledger::Result<ledger::Ticket> Recorder::SubmitOutcome(const ledger::RecordReference& permit,
                                                       ActionOutcome outcome,
                                                       std::string_view reason) {
  ledger::Record record;
  record.kind = "outcome";
  record.timestamp = ledger_.ReadClock().time;
  record.about = permit.seq;
  record.about_hash = permit.leaf_hash;
  record.outcome = Text(outcome);
  if (!reason.empty()) record.reason = reason;
  return ledger_.Submit(record);
}

void Recorder::Wait(const ledger::Ticket& ticket, Decision& decision) {
  if (const auto done = ledger_.Wait(ticket); !done) NotRecorded(done.error(), decision);
}

}  // namespace bylaw::runtime
