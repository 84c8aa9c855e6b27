// Checks the signatures of records on several threads while the caller goes on reading. Which line
// is the first whose signature does not fit is known once all are checked.
//
// Memory is flat: batches under way are few, and where all of them are taken the caller checks one
// itself. Thread-safety: one caller. Ownership: bodies and keys are copied.
#ifndef BYLAW_LEDGER_SIGNATURE_POOL_H_
#define BYLAW_LEDGER_SIGNATURE_POOL_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bylaw/ledger/keys.h"

namespace bylaw::ledger {

class SignaturePool {
 public:
  // `threads` in all, the caller's among them; 0: one for each core. Where the system gives fewer,
  // fewer do the work.
  explicit SignaturePool(unsigned threads);
  ~SignaturePool();
  SignaturePool(const SignaturePool&) = delete;
  SignaturePool& operator=(const SignaturePool&) = delete;

  void Add(std::uint64_t line, std::string_view body, const Signature& signature,
           const PublicKey& key);

  // Whether one is known already that does not fit.
  bool bad() const { return bad_line_ != kNone; }

  // Waits for all that were added. The first line whose signature does not fit, or kNone.
  std::uint64_t Finish();

  static constexpr std::uint64_t kNone = UINT64_MAX;

 private:
  struct Item {
    std::uint64_t line;
    std::size_t end;  // of the body in `bodies`; it begins where the one before ends
    Signature signature;
  };
  struct Batch {
    std::optional<PublicKey> key;  // one for all
    std::string bodies;
    std::vector<Item> items;
  };

  void StartThreads();
  void Submit();
  void Work();
  void Check(const Batch& batch);

  std::size_t others_;  // Threads beside the caller's.
  Batch filling_;
  std::atomic<std::uint64_t> bad_line_ = kNone;

  std::mutex mutex_;  // Of all below.
  std::condition_variable queued_;
  std::condition_variable idle_;
  std::deque<Batch> queue_;
  unsigned busy_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_SIGNATURE_POOL_H_
