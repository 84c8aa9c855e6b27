// A decision with its signed record, synced and not, beside the floor: one libsodium signature over
// a body of the same size.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/verify.h"
#include "bylaw/runtime/engine.h"
#include "reference.h"
#include "temporary_ledger.h"

namespace bylaw::bench {
namespace {

constexpr size_t kBodyBytes = 900;  // About what the records below have.

void OneSignature(benchmark::State& state) {
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
  unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
  unsigned char signature[crypto_sign_BYTES];
  if (sodium_init() < 0) std::abort();
  crypto_sign_keypair(public_key, secret_key);
  std::string body(kBodyBytes, 'x');
  for (auto _ : state) {
    body[0] = static_cast<char>(body[0] + 1);
    crypto_sign_detached(signature, nullptr, reinterpret_cast<const unsigned char*>(body.data()),
                         body.size(), secret_key);
    benchmark::DoNotOptimize(signature);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(OneSignature);

void SignedDecision(benchmark::State& state, ledger::Durability durability) {
  TemporaryLedger ledger(durability);
  runtime::Engine engine = ledger.OpenEngine();
  runtime::Decision decision;
  const std::vector<Request>& requests = Requests();
  size_t next = 0;
  for (auto _ : state) {
    engine.Evaluate(requests[next].json, decision);
    if (decision.event_id.empty()) state.SkipWithError("a decision was not recorded");
    next = (next + 1) % requests.size();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(SignedDecision, Unsynced, ledger::Durability::kAsync);
BENCHMARK_CAPTURE(SignedDecision, Synced, ledger::Durability::kCommit)->UseRealTime();

// Records of decisions, and their ledger.
constexpr size_t kVerifiedRecords = 20'000;

const TemporaryLedger& FilledLedger() {
  static const TemporaryLedger* const ledger = [] {
    static TemporaryLedger made(ledger::Durability::kAsync);
    runtime::Engine engine = made.OpenEngine();
    runtime::Decision decision;
    for (size_t i = 0; i < kVerifiedRecords; ++i)
      engine.Evaluate(Requests()[i % Requests().size()].json, decision);
    return &made;
  }();
  return *ledger;
}

// The whole of verification, on so many threads.
void VerifyLedger(benchmark::State& state) {
  const TemporaryLedger& ledger = FilledLedger();
  ledger::VerifyOptions options;
  options.threads = static_cast<unsigned>(state.range(0));
  uint64_t signatures = 0;
  for (auto _ : state) {
    const auto report = ledger::Verify(ledger.path(), ledger.key(), options);
    if (!report || !report->good()) return state.SkipWithError("the ledger is not good");
    signatures = report->signatures;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(signatures));
}
BENCHMARK(VerifyLedger)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// Its floor: libsodium's check of as many signatures over bodies of that size, on so many threads.
void BareSignatures(benchmark::State& state) {
  const auto threads = static_cast<size_t>(state.range(0));
  const ledger::SecretKey key = ledger::SecretKey::Generate("bench").value();
  const std::string body(kBodyBytes, 'x');
  const ledger::Signature signature = key.Sign(body);
  const auto check = [&] {
    for (size_t i = 0; i < kVerifiedRecords / threads; ++i)
      benchmark::DoNotOptimize(key.public_key().Verifies(body, signature));
  };
  for (auto _ : state) {
    std::vector<std::thread> others;
    for (size_t i = 1; i < threads; ++i) others.emplace_back(check);
    check();
    for (std::thread& other : others) other.join();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kVerifiedRecords));
}
BENCHMARK(BareSignatures)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bylaw::bench
