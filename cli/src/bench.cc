// `bylaw bench`: how long a decision takes, under this constitution on this machine.
//
// Beside each figure stand floors measured in the same run, because figures of one machine mean
// little on another: parsing the same text with a general JSON library, and one signature.

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "bylaw/runtime/decision_json.h"
#include "bylaw/runtime/engine.h"
#include "bylaw/vm/limits.h"
#include "command.h"
#include "document.h"
#include "interrupt.h"
#include "output.h"
#include "signer.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

struct Options {
  std::string constitution;
  std::string request;
  std::string ledger;
  SignerOptions signer;
  double seconds = 1;
  bool json = false;
};

struct Row {
  std::string name;
  double p50_ns = 0;
  double p90_ns = 0;
  double p99_ns = 0;
  double per_second = 0;
};

// Times runs of `work` for about `seconds`. Fast work is timed in batches, so that the clock's own
// cost does not count; percentiles are then over batches.
template <typename Work>
Row Measure(const std::string& name, double seconds, const Work& work) {
  constexpr double kBatchNs = 2'000;
  const auto run = [&](size_t times) {
    const auto begin = Clock::now();
    for (size_t i = 0; i < times; ++i) work();
    return static_cast<double>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count());
  };
  size_t batch = 1;
  run(16);
  while (run(batch) < kBatchNs && batch < 4'096) batch *= 2;

  std::vector<double> each_ns;
  double total_ns = 0;
  while (total_ns < seconds * 1e9 && !InterruptGuard::Interrupted()) {
    const double ns = run(batch);
    each_ns.push_back(ns / static_cast<double>(batch));
    total_ns += ns;
  }
  if (each_ns.empty()) return {name};
  std::sort(each_ns.begin(), each_ns.end());
  const auto at = [&](double part) {
    return each_ns[static_cast<size_t>(part * static_cast<double>(each_ns.size() - 1))];
  };
  return {name, at(0.5), at(0.9), at(0.99),
          static_cast<double>(each_ns.size() * batch) / (total_ns / 1e9)};
}

// A value that the optimiser must not think away.
volatile size_t g_sink = 0;

std::string DefaultRequest(const vm::Module& module) {
  // Any action of the constitution: the request reads no facts, but takes the whole way.
  Json request = {{"agent_id", "bench"}, {"action", "bench"}};
  request["params"] = Json::object();
  request["context"] = Json::object();
  request["request_id"] = module.id();
  return request.dump();
}

// As named; else a key of its own.
Result<std::unique_ptr<ledger::Signer>> OpenBenchSigner(const Options& options) {
  if (options.signer.given()) return OpenSigner(options.signer);
  auto key = ledger::SecretKey::Generate("bench");
  if (!key) return tl::unexpected<std::string>(std::move(key.error().message));
  return std::make_unique<ledger::SecretKey>(*std::move(key));
}

Result<std::vector<Row>> MeasureAll(const Options& options,
                                    const std::shared_ptr<const vm::Module>& module,
                                    const std::string& request) {
  std::vector<Row> rows;
  vm::Context context(*module);
  rows.push_back(Measure("decision from JSON text", options.seconds,
                         [&] { g_sink = g_sink + context.DecideRequest(request, 0, true).steps; }));
  auto engine = runtime::Engine::Open(module, {.allow_time = true});
  if (!engine) return tl::unexpected<std::string>(std::move(engine.error().message));
  runtime::Decision decision;
  std::string out;
  rows.push_back(Measure("the same, with reason and JSON answer", options.seconds, [&] {
    engine->Evaluate(request, decision);
    out.clear();
    runtime::AppendDecisionJson(decision, nullptr, out);
    g_sink = g_sink + out.size();
  }));
  rows.push_back(Measure("floor: nlohmann DOM parse of the text", options.seconds, [&] {
    g_sink = g_sink + nlohmann::json::parse(request, nullptr, false).size();
  }));
  const auto signer = OpenBenchSigner(options);
  if (!signer) return tl::unexpected<std::string>(signer.error());
  const std::string body(700, 'x');
  if (!options.ledger.empty()) {
    ledger::InitOptions init;
    init.durability = ledger::Durability::kAsync;  // The disk is not what is measured here.
    if (const auto made = ledger::Ledger::Init(options.ledger, **signer, init); !made) {
      return tl::unexpected<std::string>(made.error().message);
    }
    auto ledger = ledger::Ledger::Open(options.ledger, **signer);
    if (!ledger) return tl::unexpected<std::string>(std::move(ledger.error().message));
    auto recording = runtime::Engine::Open(module, std::move(*ledger));
    if (!recording) return tl::unexpected<std::string>(std::move(recording.error().message));
    rows.push_back(Measure("decision with a signed record, unsynced", options.seconds,
                           [&] { recording->Evaluate(request, decision); }));
    if (const auto closed = recording->Close(); !closed) {
      return tl::unexpected<std::string>(closed.error().message);
    }
  }
  rows.push_back(Measure("floor: one Ed25519 signature", options.seconds,
                         [&] { g_sink = g_sink + (*signer)->TrySign(body).has_value(); }));
  return rows;
}

std::string Duration(double ns) {
  std::array<char, 32> text{};
  if (ns < 10'000) {
    std::snprintf(text.data(), text.size(), "%.0f ns", ns);
  } else {
    std::snprintf(text.data(), text.size(), "%.1f us", ns / 1'000);
  }
  return text.data();
}

std::string Table(const std::vector<Row>& rows) {
  const auto cell = [](const std::string& text) {
    return std::string(text.size() < 12 ? 12 - text.size() : 0, ' ') + text;
  };
  std::string table =
      Padded("", 40) + cell("p50") + cell("p90") + cell("p99") + cell("a second") + "\n";
  for (const Row& row : rows) {
    table += Padded(row.name, 40) + cell(Duration(row.p50_ns)) + cell(Duration(row.p90_ns)) +
             cell(Duration(row.p99_ns)) + cell(Grouped(static_cast<uint64_t>(row.per_second))) +
             "\n";
  }
  return table;
}

int Bench(const Options& options) {
  if (!options.ledger.empty() && !options.signer.given()) return ComplainOfNoSigner();
  const auto module = LoadConstitution(options.constitution);
  if (!module) return Complain(module.error(), module.error().io ? kExitUsage : kExitFailed);
  std::string request = DefaultRequest(**module);
  if (!options.request.empty()) {
    auto read = ReadFile(options.request, vm::kRequestBytesMax);
    if (!read) return Complain(read.error(), kExitUsage);
    request = std::move(*read);
  }
  vm::Context context(**module);
  context.DecideRequest(request, 0, true);
  if (context.request().error != vm::RequestError::kValid) {
    return Complain("the request is not valid: " +
                        std::string(vm::RequestErrorSentence(context.request().error)),
                    kExitFailed);
  }
  const InterruptGuard guard;
  const auto rows = MeasureAll(options, *module, request);
  if (!rows) return Complain(rows.error(), kExitFailed);
  if (InterruptGuard::Interrupted()) return kExitInterrupted;
  Output output;
  if (!options.json) {
    output << Table(*rows);
    return output.Finish(kExitOk);
  }
  Json list = Json::array();
  for (const Row& row : *rows) {
    list.push_back({{"name", row.name},
                    {"p50_ns", row.p50_ns},
                    {"p90_ns", row.p90_ns},
                    {"p99_ns", row.p99_ns},
                    {"per_second", row.per_second}});
  }
  output << list.dump() << "\n";
  return output.Finish(kExitOk);
}

}  // namespace

void AddBench(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "bench", "Measure decisions under this constitution, here", Bench);
  command->add_option("MODULE-or-YAML", options->constitution, "The constitution")->required();
  command->add_option("--request", options->request,
                      "The request to decide (JSON; default: one that no rule is for)");
  auto* const ledger = command->add_option(
      "--ledger", options->ledger, "Also measure with a ledger, made in this (new) directory");
  AddSignerOptions(*command, options->signer, "The secret key to sign with", "", ledger);
  command->add_option("--seconds", options->seconds, "How long each row is measured")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command->add_flag("--json", options->json, "The rows as JSON");
  command->footer(
      "Exit codes: 0 measured, 1 could not be, 2 usage or I/O.\n"
      "Examples:\n"
      "  bylaw bench lending.bylaw --request payment.json\n"
      "  bylaw bench lending.bylaw --request payment.json --ledger /tmp/bench --key ledger.key");
}

}  // namespace bylaw::cli
