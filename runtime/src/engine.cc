#include "bylaw/runtime/engine.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>
#include <vector>

#include "bylaw/runtime/load.h"
#include "reason.h"
#include "recorder.h"

namespace bylaw::runtime {
namespace {

constexpr std::string_view kClockJumped =
    "the host's clock has jumped forward and nobody has accepted its time";

int64_t WallClockUs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// A rule and how it came out. Rows of rules stand in the byte order of their ids.
using RuleRecord = std::pair<vm::RuleId, vm::Outcome>;

// Each rule that applies or is undecidable, once.
void CollectRules(const vm::Context& context, std::vector<RuleRecord>& rows, Decision& out) {
  rows.clear();
  const auto add = [&](std::span<const vm::Emitted> emitted, vm::Outcome outcome) {
    for (const vm::Emitted& e : emitted) rows.emplace_back(vm::RuleId{e.rule}, outcome);
  };
  add(context.applies(), vm::Outcome::kApplies);
  add(context.undecidable(), vm::Outcome::kUndecidable);
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  out.rules.clear();
  for (const auto& [id, outcome] : rows) {
    out.rules.push_back({context.module().rule_id(id), outcome});
  }
}

}  // namespace

struct Engine::State {
  State(std::shared_ptr<const vm::Module> shared_module, const EngineOptions& engine_options)
      : options(engine_options),
        module(std::move(shared_module)),
        digest(ModuleDigest(*module)),
        context(*module),
        reasons(*module) {}

  ledger::Now ReadClock() {
    return recorder ? recorder->ledger().ReadClock() : ledger::Now{{WallClockUs()}, true};
  }

  void Begin(Decision& out) const {
    out.event_id.clear();
    out.record.reset();
    out.constitution_version = module->id();
    out.constitution_digest = digest;
  }

  void Evaluate(std::string_view request, Decision& out, Explanation* explanation);
  void RefuseOversized(const ledger::Hash& sha256, uint64_t bytes, Decision& out);
  void Decide(std::string_view request, const ledger::Now& now, Decision& out);

  const EngineOptions options;
  const std::shared_ptr<const vm::Module> module;
  const std::string digest;
  std::mutex mutex;  // Over all that follows, until a decision's record has its place.
  vm::Context context;
  const ReasonWriter reasons;
  std::optional<Recorder> recorder;
  vault::Vault* vault = nullptr;
  std::vector<RuleRecord> scratch;
};

void Engine::State::Decide(std::string_view request, const ledger::Now& now, Decision& out) {
  const vm::Verdict verdict = context.DecideRequest(request, now.time.us, options.allow_time);
  out.steps = verdict.steps;
  if (!now.trusted && verdict.code != vm::Code::kInvalidRequest) {
    return Deny(*module, vm::Code::kUnavailable, kClockJumped, out);
  }
  out.decision = verdict.decision;
  out.code = verdict.code;
  out.route_to.clear();
  for (const uint32_t route : context.routes()) out.route_to.push_back(module->string(route));
  std::sort(out.route_to.begin(), out.route_to.end());
  CollectRules(context, scratch, out);
  reasons.Write(context, verdict, out);
}

void Engine::State::Evaluate(std::string_view request, Decision& out, Explanation* explanation) {
  // Before the lock: threads that wait for the vault wait together.
  std::optional<SealedRequest> sealed;
  if (recorder && recorder->sealer()) sealed = recorder->sealer()->Seal(request);
  std::unique_lock<std::mutex> lock(mutex);
  Begin(out);
  const ledger::Now now = ReadClock();
  Decide(request, now, out);
  if (explanation != nullptr) {
    explanation->rules.clear();
    const bool no_rule_ran =
        out.code == vm::Code::kInvalidRequest || out.code == vm::Code::kOutOfScope;
    if (!no_rule_ran) *explanation = Explain(context);
  }
  if (!recorder) return;
  const auto ticket =
      recorder->Submit(now.time, context.request(), context.canonical_action(),
                       RawRequest{.text = request}, sealed ? &*sealed : nullptr, out);
  lock.unlock();
  if (sealed && !sealed->recorded) recorder->sealer()->Forget(*sealed);
  if (ticket) recorder->Wait(*ticket, out);
}

void Engine::State::RefuseOversized(const ledger::Hash& sha256, uint64_t bytes, Decision& out) {
  std::unique_lock<std::mutex> lock(mutex);
  Begin(out);
  vm::Request request;
  request.error = vm::RequestError::kSize;
  std::string reason;
  AppendRequestError(request, reason);
  Deny(*module, vm::Code::kInvalidRequest, reason, out);
  if (module->policy().disclose == vm::Disclose::kFull) out.agent_reason = AgentReason::kFull;
  out.steps = 0;
  if (!recorder) return;
  const auto ticket = recorder->Submit(
      ReadClock().time, request, {},
      RawRequest{.text = {}, .oversized_sha256 = sha256, .oversized_bytes = bytes}, nullptr, out);
  lock.unlock();
  if (ticket) recorder->Wait(*ticket, out);
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

ledger::Result<Engine> Engine::Open(std::shared_ptr<const vm::Module> module,
                                    const EngineOptions& options) {
  if (module == nullptr) {
    return ledger::Fail(ledger::ErrorCode::kInvalidArgument, "an engine needs a module");
  }
  return Engine(std::make_unique<State>(std::move(module), options));
}

ledger::Result<Engine> Engine::Open(std::shared_ptr<const vm::Module> module, ledger::Ledger ledger,
                                    const PersonalOptions& personal) {
  auto engine = Open(std::move(module));
  if (!engine) return engine;
  State& state = *engine->state_;
  auto sealer = Sealer::For(*state.module, personal);
  if (!sealer) return tl::unexpected<ledger::Error>(std::move(sealer.error()));
  state.vault = personal.vault;
  state.recorder.emplace(std::move(ledger), *state.module, std::move(*sealer));
  if (auto done = state.recorder->RecordConstitution(); !done) {
    return tl::unexpected<ledger::Error>(std::move(done.error()));
  }
  return engine;
}

void Engine::Evaluate(std::string_view request, Decision& out, Explanation* explanation) noexcept {
  state_->Evaluate(request, out, explanation);
}

void Engine::RefuseOversized(const ledger::Hash& sha256, uint64_t bytes, Decision& out) noexcept {
  state_->RefuseOversized(sha256, bytes, out);
}

const vm::Module& Engine::module() const noexcept {
  return *state_->module;
}
std::string_view Engine::digest() const noexcept {
  return state_->digest;
}
bool Engine::has_ledger() const noexcept {
  return state_->recorder.has_value();
}

ledger::Result<std::string> Engine::Checkpoint() {
  if (!state_->recorder) {
    return ledger::Fail(ledger::ErrorCode::kInvalidArgument, "the engine has no ledger");
  }
  return state_->recorder->ledger().WriteCheckpoint();
}

ledger::Result<Redacted> Engine::Redact(std::string_view subject, std::string_view reason) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (!state_->recorder || state_->vault == nullptr) {
    return ledger::Fail(ledger::ErrorCode::kInvalidArgument,
                        "the engine has no ledger or no vault");
  }
  vault::Vault& vault = *state_->vault;
  return runtime::Redact(vault, state_->recorder->ledger(), vault.Subject(subject), reason);
}

ledger::Result<void> Engine::Report(const Decision& decision, ActionOutcome outcome,
                                    std::string_view reason) {
  if (!state_->recorder || !decision.permitted() || !decision.record) {
    return ledger::Fail(ledger::ErrorCode::kInvalidArgument,
                        "there is an outcome of a PERMIT that was recorded, and of nothing else");
  }
  std::unique_lock<std::mutex> lock(state_->mutex);
  const auto ticket = state_->recorder->SubmitOutcome(*decision.record, outcome, reason);
  lock.unlock();
  if (!ticket) return tl::unexpected<ledger::Error>(ticket.error());
  return state_->recorder->ledger().Wait(*ticket);
}

ledger::Result<void> Engine::Close() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  if (!state_->recorder) return {};
  return state_->recorder->ledger().Close();
}

}  // namespace bylaw::runtime
