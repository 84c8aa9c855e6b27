// The engine: a request comes in, a decision goes out, and in between it is on the ledger.
//
//   const vm::LoadResult module = runtime::LoadModule(bytes);
//   auto engine = runtime::Engine::Open(module.Share(), std::move(ledger));
//   runtime::Decision decision;
//   engine->Evaluate(request_json, decision);
//   if (!decision.permitted()) …
//
// Where the constitution marks facts as personal, their values go to a vault and not to the ledger:
//
//   auto vault = vault::Vault::Open("vault", vault_key, vault::Vault::Missing::kCreate);
//   auto engine = runtime::Engine::Open(module.Share(), std::move(ledger),
//                                       {.vault = &*vault, .subject = "/context/customer_id"});
//   engine->Redact("c-4711", "request 2026/17");  // Nobody can read them again.
//
// With a ledger, an evaluation is recorded (and synced, as the ledger's durability says) before
// Evaluate returns. No record, no permit: what cannot be recorded is DENY `unavailable`, and once
// the ledger has failed every further decision is that, until it is opened anew.
//
// Thread-safety: every method may be called from any thread. Decisions take turns, and wait for
// their records together: many threads share the ledger's writes and syncs. For decisions in
// parallel without a ledger open one Engine a thread on the same module.
// Ownership: shares the module, owns the ledger; the key of the ledger and the vault are borrowed
// from the caller and must outlive the Engine. Decisions and explanations hold views that live as
// long as it does. Errors: an evaluation has none; whatever goes wrong is a decision that is not
// PERMIT. Running out of memory ends the process.

#ifndef BYLAW_RUNTIME_ENGINE_H_
#define BYLAW_RUNTIME_ENGINE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/ledger.h"
#include "bylaw/runtime/decision.h"
#include "bylaw/runtime/explanation.h"
#include "bylaw/runtime/personal.h"
#include "bylaw/vm/module.h"

namespace bylaw::runtime {

struct EngineOptions {
  // Takes the member `time` of a request as its time: for tests and dry runs. Refused with a
  // ledger, where time is the host's.
  bool allow_time = false;
};

class Engine {
 public:
  // An engine that records nothing.
  static ledger::Result<Engine> Open(std::shared_ptr<const vm::Module> module,
                                     const EngineOptions& options = {});

  // An engine that records in `ledger`: keeps the module in the ledger's archive and writes a
  // `constitution` record, both on disk when it returns. A constitution that marks something
  // personal needs a vault, where these values are on disk before their record is: kInvalidArgument
  // without one. What cannot be put there is not permitted.
  static ledger::Result<Engine> Open(std::shared_ptr<const vm::Module> module,
                                     ledger::Ledger ledger, const PersonalOptions& personal = {});

  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  // Leaves an open ledger as a crash would: nothing answered is lost. See Close.
  ~Engine();

  // Decides the request (JSON text, docs/constitution.md), records the decision, and fills `out`.
  // The clock is read once. With `explanation`, also says how every rule came out.
  void Evaluate(std::string_view request, Decision& out,
                Explanation* explanation = nullptr) noexcept;

  // Refuses a request of `bytes` bytes that the caller did not keep because it is longer than any
  // request may be (vm::kRequestBytesMax): the same decision and record as Evaluate gives.
  void RefuseOversized(const ledger::Hash& sha256, uint64_t bytes, Decision& out) noexcept;

  // Records what came of a permit, for those who compare what was permitted with what was done:
  // report each once, also what was not executed after all. `decision` is of this engine.
  // kInvalidArgument for anything but a recorded PERMIT; else the ledger's errors.
  ledger::Result<void> Report(const Decision& decision, ActionOutcome outcome,
                              std::string_view reason = {});

  const vm::Module& module() const noexcept;
  std::string_view digest() const noexcept;
  bool has_ledger() const noexcept;

  // A signed checkpoint of the ledger so far, to be kept elsewhere. kInvalidArgument without one.
  ledger::Result<std::string> Checkpoint();

  // Erases what the vault has of this subject, and records that: see runtime::Redact. With
  // kInvalidArgument where there is no ledger, or no vault.
  ledger::Result<Redacted> Redact(std::string_view subject, std::string_view reason);

  // Writes the ledger's `closed` record and last checkpoint. Every evaluation after that is DENY
  // `unavailable`. Without a ledger it does nothing.
  ledger::Result<void> Close();

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_ENGINE_H_
