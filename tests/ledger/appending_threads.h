// Threads that append to a ledger, one decision after the other, until they are to stop.
#ifndef BYLAW_TESTS_LEDGER_APPENDING_THREADS_H_
#define BYLAW_TESTS_LEDGER_APPENDING_THREADS_H_

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "fixtures.h"

namespace bylaw::ledger {

class AppendingThreads {
 public:
  explicit AppendingThreads(Ledger& ledger) : ledger_(ledger) {
    constexpr std::size_t kThreads = 3;
    threads_.reserve(kThreads);
    while (threads_.size() < kThreads) threads_.emplace_back([this] { Append(); });
  }
  ~AppendingThreads() { Stop(); }
  AppendingThreads(const AppendingThreads&) = delete;
  AppendingThreads& operator=(const AppendingThreads&) = delete;

  // Held by each from reading the clock to submitting.
  std::mutex& order() { return order_; }

  void Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  void Append() {
    while (!stop_) {
      std::unique_lock<std::mutex> lock(order_);
      const auto ticket = ledger_.Submit(Evaluation(ledger_.ReadClock().time));
      lock.unlock();
      ASSERT_TRUE(ticket) << ticket.error().message;
      ASSERT_TRUE(ledger_.Wait(*ticket));
    }
  }

  Ledger& ledger_;
  std::mutex order_;
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_TESTS_LEDGER_APPENDING_THREADS_H_
