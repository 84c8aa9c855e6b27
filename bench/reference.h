// What the benchmarks decide: the reference constitution, requests in a random mix over its four
// actions and an unknown one, and the same policy written by hand in C++, as the floor.

#ifndef BYLAW_BENCH_REFERENCE_H_
#define BYLAW_BENCH_REFERENCE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/vm/module.h"

namespace bylaw::bench {

enum class AccountStatus : uint8_t { kActive, kFrozen, kClosed };

// The facts of one request, typed, as a host that writes its own checks would hold them.
struct Facts {
  bool identity_verified;
  AccountStatus account_status;
  int64_t amount_cents;
  std::string_view target;  // Empty: none.
};

struct Request {
  std::string_view action;
  size_t facts;      // Index into AllFacts().
  std::string json;  // The same as a request of about 200 bytes.
};

enum class Answer : uint8_t { kDeny, kEscalate, kPermit };

// What a decision must say to be recorded: the answer, and which rule gave it (-1: none).
struct HandDecision {
  Answer answer;
  int8_t rule;
};

// The reference constitution in C++.
HandDecision DecideByHand(std::string_view action, const Facts& facts);

// Sets of facts; for each a random sequence of actions; and requests that pair each action with
// each set, shuffled. The same in every run.
const std::vector<Facts>& AllFacts();
inline constexpr size_t kActionsPerFacts = 1024;
const std::vector<std::string_view>& ActionSequence();  // AllFacts().size() * kActionsPerFacts.
const std::vector<Request>& Requests();

std::string_view StatusText(AccountStatus status);

// examples/fintech-lending.yaml, compiled. Ends the program if that fails.
std::string ReferenceModuleBytes();

}  // namespace bylaw::bench

#endif  // BYLAW_BENCH_REFERENCE_H_
