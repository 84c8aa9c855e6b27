// A ledger in a directory of its own, removed afterwards.

#ifndef BYLAW_BENCH_TEMPORARY_LEDGER_H_
#define BYLAW_BENCH_TEMPORARY_LEDGER_H_

#include <filesystem>
#include <string>

#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/ledger.h"
#include "bylaw/runtime/engine.h"

namespace bylaw::bench {

// Whatever fails ends the program.
class TemporaryLedger {
 public:
  explicit TemporaryLedger(ledger::Durability durability,
                           ledger::SigningMode mode = ledger::SigningMode::kRecord);
  ~TemporaryLedger();
  TemporaryLedger(const TemporaryLedger&) = delete;
  TemporaryLedger& operator=(const TemporaryLedger&) = delete;

  ledger::Ledger Open() const;
  // With the reference constitution.
  runtime::Engine OpenEngine() const;

  std::string path() const { return (directory_ / "ledger").string(); }
  std::string other_file() const { return (directory_ / "other").string(); }
  const ledger::SecretKey& secret_key() const { return key_; }
  const ledger::PublicKey& key() const { return key_.public_key(); }

 private:
  ledger::SecretKey key_;
  std::filesystem::path directory_;
};

}  // namespace bylaw::bench

#endif  // BYLAW_BENCH_TEMPORARY_LEDGER_H_
