// A random sample that anyone can draw again: of what is offered, the records whose SHA-256 of
// "<seed>:<seq>" in decimal digits is smallest.
//
// Thread-safety: one thread. Memory: the sample.
#ifndef BYLAW_QUERY_SAMPLE_H_
#define BYLAW_QUERY_SAMPLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bylaw/ledger/hash.h"

namespace bylaw::query {

class Sample {
 public:
  Sample(std::uint64_t size, std::uint64_t seed) : size_(size), seed_(seed) {}

  void Offer(std::uint64_t seq, std::string_view line);

  // The lines, by rising seq.
  std::vector<std::string> Lines() const;

 private:
  struct Kept {
    std::uint64_t seq;
    std::string line;
  };

  std::uint64_t size_;
  std::uint64_t seed_;
  std::map<ledger::Hash, Kept> kept_;
};

}  // namespace bylaw::query

#endif  // BYLAW_QUERY_SAMPLE_H_
