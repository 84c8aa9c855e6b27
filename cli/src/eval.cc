// `bylaw eval`: decides one request, or a stream of them, and records each before it is answered.

#include <unistd.h>

#include "bylaw/runtime/decision_json.h"
#include "bylaw/runtime/engine.h"
#include "bylaw/vm/limits.h"
#include "command.h"
#include "document.h"
#include "interrupt.h"
#include "line_source.h"
#include "output.h"
#include "render.h"
#include "signer.h"
#include "terminal.h"
#include "vault_options.h"

namespace bylaw::cli {
namespace {

struct Options {
  std::string constitution;
  std::string request;
  std::string requests;
  std::string ledger;
  SignerOptions signer;
  std::string durability;
  VaultOptions vault;
  std::string subject;
  bool explain = false;
  bool json = false;
};

constexpr const char* kSoftware = "bylaw " BYLAW_VERSION;

// What must outlive the engine, with it.
struct Session {
  std::unique_ptr<ledger::Signer> signer;
  std::optional<vault::Vault> vault;
  std::optional<runtime::Engine> engine;
};

Result<ledger::Ledger> OpenLedger(const Options& options, const ledger::Signer& signer) {
  const ledger::Durability durability =
      options.durability == "async" ? ledger::Durability::kAsync : ledger::Durability::kCommit;
  const auto open = [&] {
    return ledger::Ledger::Open(options.ledger, signer, {.software = kSoftware, .expect = {}});
  };
  auto opened = open();
  if (!opened && opened.error().code == ledger::ErrorCode::kNotFound) {
    ledger::InitOptions init;
    init.software = kSoftware;
    init.durability = durability;
    if (auto done = ledger::Ledger::Init(options.ledger, signer, init); !done) {
      return tl::unexpected<std::string>(std::move(done.error().message));
    }
    opened = open();
  }
  if (!opened) return tl::unexpected<std::string>(std::move(opened.error().message));
  for (const std::string& tail : opened->recovered()) {
    Say("bylaw: the ledger ended in an unfinished record; it was moved to " + Shown(tail) + "\n");
  }
  if (!options.durability.empty() && opened->durability() != durability) {
    return tl::unexpected<std::string>(
        options.ledger +
        " was made with the other durability, and keeps it; leave --durability "
        "away");
  }
  return std::move(*opened);
}

Result<void> OpenEngine(const Options& options, std::shared_ptr<const vm::Module> module,
                        Session& session) {
  const auto take = [&](ledger::Result<runtime::Engine> engine) -> Result<void> {
    if (!engine) return tl::unexpected<std::string>(std::move(engine.error().message));
    session.engine.emplace(std::move(*engine));
    return {};
  };
  if (options.ledger.empty()) {
    return take(runtime::Engine::Open(std::move(module), {.allow_time = true}));
  }
  auto signer = OpenSigner(options.signer);
  if (!signer) return tl::unexpected<std::string>(std::move(signer.error()));
  session.signer = *std::move(signer);
  runtime::PersonalOptions personal{.vault = nullptr, .subject = options.subject};
  if (!options.vault.directory.empty()) {
    auto vault = OpenVault(options.vault, vault::Vault::Missing::kCreate);
    if (!vault) return tl::unexpected<std::string>(std::move(vault.error()));
    personal.vault = &session.vault.emplace(std::move(*vault));
  }
  auto ledger = OpenLedger(options, *session.signer);
  if (!ledger) return tl::unexpected<std::string>(std::move(ledger.error()));
  return take(runtime::Engine::Open(std::move(module), std::move(*ledger), personal));
}

int ExitCodeOf(const runtime::Engine& engine, const runtime::Decision& decision) {
  if (engine.has_ledger() && decision.event_id.empty()) return kExitFailed;
  switch (decision.decision) {
    case vm::Decision::kPermit:
      return kExitOk;
    case vm::Decision::kEscalate:
      return kExitEscalate;
    case vm::Decision::kDeny:
      return kExitDeny;
  }
  return kExitDeny;
}

int Close(runtime::Engine& engine, int exit_code) {
  const auto closed = engine.Close();
  if (closed || exit_code == kExitFailed) return exit_code;
  return Complain("the ledger could not be closed: " + closed.error().message, kExitFailed);
}

int EvaluateOne(const Options& options, int input, runtime::Engine& engine) {
  LineSource whole(input, vm::kRequestBytesMax, LineSource::Split::kNot, [] { return true; });
  InputLine request;
  const LineSource::State state = whole.Next(request);
  if (state == LineSource::State::kInterrupted) return kExitInterrupted;
  if (state == LineSource::State::kFailed) {
    return Complain("cannot read the request: " + ErrnoText(whole.error()), kExitFailed);
  }
  runtime::Decision decision;
  runtime::Explanation explanation;
  runtime::Explanation* const wanted = options.explain ? &explanation : nullptr;
  if (request.oversized_bytes > 0) {
    engine.RefuseOversized(request.oversized_sha256, request.oversized_bytes, decision);
  } else {
    engine.Evaluate(request.text, decision, wanted);
  }
  Output output;
  if (options.json) {
    runtime::AppendDecisionJson(decision, wanted, output.buffer());
    output << "\n";
  } else {
    output << RenderDecision(decision, wanted, HasColor(STDOUT_FILENO));
  }
  return output.Finish(ExitCodeOf(engine, decision));
}

int EvaluateStream(const Options& options, int input, runtime::Engine& engine) {
  Output output;
  // What is answered leaves before we wait for more requests, so that a pipe gets its answers.
  LineSource lines(input, vm::kRequestBytesMax, LineSource::Split::kLines,
                   [&] { return output.Flush(); });
  runtime::Decision decision;
  runtime::Explanation explanation;
  runtime::Explanation* const wanted = options.explain ? &explanation : nullptr;
  InputLine line;
  int exit_code = kExitOk;
  LineSource::State state;
  while ((state = lines.Next(line)) == LineSource::State::kLine) {
    explanation.rules.clear();
    if (line.oversized_bytes > 0) {
      engine.RefuseOversized(line.oversized_sha256, line.oversized_bytes, decision);
    } else {
      engine.Evaluate(line.text, decision, wanted);
    }
    if (engine.has_ledger() && decision.event_id.empty() && exit_code == kExitOk) {
      Complain(decision.reason);
      exit_code = kExitFailed;
    }
    runtime::AppendDecisionJson(decision, wanted, output.buffer());
    output.buffer().push_back('\n');
    if (!output.FlushIfFull()) break;
  }
  if (state == LineSource::State::kFailed) {
    Complain("cannot read the requests: " + ErrnoText(lines.error()));
    exit_code = kExitFailed;
  }
  exit_code = output.Finish(exit_code);
  return state == LineSource::State::kInterrupted ? kExitInterrupted : exit_code;
}

int Eval(const Options& options) {
  if (!options.ledger.empty() && !options.signer.given()) return ComplainOfNoSigner();
  auto module = LoadConstitution(options.constitution);
  if (!module) return Complain(module.error(), kExitFailed);
  const bool stream = !options.requests.empty();
  const std::string& path = stream ? options.requests : options.request;
  const auto input = OpenInput(path.empty() ? "-" : path);
  if (!input) return Complain(input.error(), kExitFailed);
  Session session;
  if (const auto done = OpenEngine(options, std::move(*module), session); !done) {
    return Complain(done.error(), kExitFailed);
  }
  const InterruptGuard guard;
  runtime::Engine& engine = *session.engine;
  const int exit_code = stream ? EvaluateStream(options, input->get(), engine)
                               : EvaluateOne(options, input->get(), engine);
  return Close(engine, exit_code);
}

}  // namespace

void AddEval(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "eval", "Decide requests under a constitution", Eval);
  command->add_option("MODULE-or-YAML", options->constitution, "The constitution")->required();
  auto* const one = command->add_option("--request", options->request,
                                        "The request (JSON; default: standard input)");
  command
      ->add_option("--requests", options->requests,
                   "Requests, one a line; one decision a line comes out (- for standard input)")
      ->excludes(one);
  auto* const ledger = command->add_option("--ledger", options->ledger,
                                           "Record each decision here before it is answered");
  AddSignerOptions(*command, options->signer, "The ledger's secret key", "", ledger);
  command
      ->add_option("--durability", options->durability,
                   "For a ledger that is made now: commit (default) or async")
      ->check(CLI::IsMember({"commit", "async"}))
      ->needs(ledger);
  AddVaultOptions(*command, options->vault,
                  "Keep here, and not in the ledger, what the constitution marks personal")
      ->needs(ledger);
  command
      ->add_option("--subject", options->subject,
                   "Where a request says whose values it has: /context/customer_id")
      ->type_name("POINTER")
      ->needs("--vault");
  command->add_flag("--explain", options->explain,
                    "Every rule for the action, with the outcome of each condition");
  command->add_flag("--json", options->json, "The decision as JSON (a stream always is)");
  command->footer(
      "Exit codes: one request: 0 PERMIT, 10 DENY, 11 ESCALATE; a stream: 0 when every line got\n"
      "its answer; 1 could not evaluate, or a record could not be written; 2 usage.\n"
      "Examples:\n"
      "  bylaw eval lending.yaml --request payment.json --explain\n"
      "  bylaw eval lending.bylaw --ledger audit --key ledger.key < payment.json\n"
      "  bylaw eval claims.bylaw --ledger audit --key ledger.key --vault vault --vault-key "
      "vault.key \\\n"
      "    --subject /context/customer_id < claim.json\n"
      "  bylaw eval lending.bylaw --requests requests.jsonl > decisions.jsonl");
}

}  // namespace bylaw::cli
