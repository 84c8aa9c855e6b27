// What the clauses of format() write to: a text that is paid for as it grows, and the first error.
//
// Thread-safety: none. Ownership: the text is in the arena of the call.
#ifndef BYLAW_STDLIB_SRC_FORMAT_OUTPUT_H_
#define BYLAW_STDLIB_SRC_FORMAT_OUTPUT_H_

#include <cstdint>
#include <string_view>

#include "bylaw/vm/limits.h"
#include "results.h"

namespace bylaw::stdlib {

class FormatOutput {
 public:
  explicit FormatOutput(const vm::FunctionCall& call) noexcept : work_(call.work), text_(call) {}

  void Add(char c) noexcept { Add(std::string_view(&c, 1)); }
  void Add(std::string_view piece) noexcept {
    if (!ok() || !PayFor(piece.size())) return;
    text_.Add(piece);
    if (!text_.fits()) Fail(vm::ValueError::kLimit);
  }
  void AddZeros(int64_t count) noexcept {
    for (; count > 0 && ok(); --count) Add('0');
  }
  // For what is done beside writing.
  void Spend(uint32_t steps) noexcept {
    if (!work_.Spend(steps)) Fail(vm::ValueError::kLimit);
  }
  void Fail(vm::ValueError error) noexcept {
    if (ok()) error_ = vm::Value::Error(error);
  }
  bool ok() const noexcept { return !failed(); }

  vm::Value Finish() noexcept {
    const vm::Value text = text_.Finish();
    return ok() ? text : error_;
  }

 private:
  bool failed() const noexcept { return error_.error() != vm::ValueError::kMissing; }
  // A step for every 64 bytes of all that is written.
  bool PayFor(std::size_t bytes) noexcept {
    unpaid_ += bytes;
    Spend(static_cast<uint32_t>(unpaid_ / vm::kBytesPerStep));
    unpaid_ %= vm::kBytesPerStep;
    return ok();
  }

  vm::WorkBudget& work_;
  TextResult text_;
  std::size_t unpaid_ = 0;
  vm::Value error_;  // kMissing while there is none
};

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_FORMAT_OUTPUT_H_
