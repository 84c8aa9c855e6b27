#include "signature_pool.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace bylaw::ledger {
namespace {

constexpr std::size_t kBatchItems = 128;         // Some 6 ms of work.
constexpr std::size_t kBatchesPerThreadMax = 2;  // Waiting.

}  // namespace

SignaturePool::SignaturePool(unsigned threads)
    : others_(threads == 0 ? std::max(std::thread::hardware_concurrency(), 1U) - 1 : threads - 1) {}

SignaturePool::~SignaturePool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  queued_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void SignaturePool::Add(std::uint64_t line, std::string_view body, const Signature& signature,
                        const PublicKey& key) {
  if (filling_.key != key) {
    if (!filling_.items.empty()) Submit();
    filling_.key = key;
  }
  filling_.bodies += body;
  filling_.items.push_back({line, filling_.bodies.size(), signature});
  if (filling_.items.size() == kBatchItems) Submit();
}

void SignaturePool::StartThreads() {
  try {
    while (threads_.size() < others_) threads_.emplace_back([this] { Work(); });
  } catch (const std::system_error&) {
    others_ = 0;  // There are no more: those that there are do.
  }
}

// To the other threads, or done here where they have enough. What fills no batch needs no threads.
void SignaturePool::Submit() {
  StartThreads();
  Batch batch = std::exchange(filling_, {});
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() < kBatchesPerThreadMax * threads_.size()) {
      queue_.push_back(std::exchange(batch, {}));
      queued_.notify_one();
    }
  }
  Check(batch);
}

std::uint64_t SignaturePool::Finish() {
  Check(std::exchange(filling_, {}));
  std::unique_lock lock(mutex_);
  while (!queue_.empty()) {
    const Batch batch = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    Check(batch);
    lock.lock();
  }
  idle_.wait(lock, [this] { return busy_ == 0; });
  return bad_line_;
}

void SignaturePool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    queued_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    const Batch batch = std::move(queue_.front());
    queue_.pop_front();
    ++busy_;
    lock.unlock();
    Check(batch);
    lock.lock();
    if (--busy_ == 0) idle_.notify_all();
  }
}

// Lines behind one that is bad do not matter any more.
void SignaturePool::Check(const Batch& batch) {
  std::size_t begin = 0;
  for (const Item& item : batch.items) {
    const std::string_view body = std::string_view(batch.bodies).substr(begin, item.end - begin);
    begin = item.end;
    std::uint64_t least = bad_line_;
    if (item.line >= least || batch.key->Verifies(body, item.signature)) continue;
    while (item.line < least && !bad_line_.compare_exchange_weak(least, item.line)) {
    }
  }
}

}  // namespace bylaw::ledger
