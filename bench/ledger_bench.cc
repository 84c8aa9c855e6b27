// A decision with its signed record, synced and not, beside the floor: one libsodium signature over
// a body of the same size.

#include <benchmark/benchmark.h>
#include <sodium.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/ledger.h"
#include "bylaw/runtime/engine.h"
#include "bylaw/stdlib/functions.h"
#include "reference.h"

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

// A ledger in a directory of its own, removed afterwards.
class TemporaryLedger {
 public:
  explicit TemporaryLedger(ledger::Durability durability)
      : key_(ledger::SecretKey::Generate("bench").value()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "bylaw-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    directory_ = pattern;
    ledger::InitOptions options;
    options.durability = durability;
    if (!ledger::Ledger::Init(path(), key_, options)) std::abort();
  }
  ~TemporaryLedger() { std::filesystem::remove_all(directory_); }
  TemporaryLedger(const TemporaryLedger&) = delete;
  TemporaryLedger& operator=(const TemporaryLedger&) = delete;

  runtime::Engine OpenEngine() {
    const vm::LoadResult module = vm::Module::Load(ReferenceModuleBytes(), stdlib::Functions());
    auto ledger = ledger::Ledger::Open(path(), key_);
    if (!module || !ledger) std::abort();
    auto engine = runtime::Engine::Open(module.Share(), std::move(*ledger));
    if (!engine) std::abort();
    return std::move(*engine);
  }

 private:
  std::string path() const { return (directory_ / "ledger").string(); }

  ledger::SecretKey key_;
  std::filesystem::path directory_;
};

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

}  // namespace
}  // namespace bylaw::bench
