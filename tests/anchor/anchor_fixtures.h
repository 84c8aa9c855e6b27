// What the tests of anchors share: a witness with a fixed key, a network in memory.
#ifndef BYLAW_TESTS_ANCHOR_ANCHOR_FIXTURES_H_
#define BYLAW_TESTS_ANCHOR_ANCHOR_FIXTURES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bylaw/anchor/http.h"
#include "bylaw/anchor/witness_key.h"
#include "bylaw/ledger/prove.h"
#include "fixtures.h"
#include "text.h"

namespace bylaw::anchor {

using ledger::ErrorCode;
using ledger::FakeHost;
using ledger::FixedKey;
using ledger::kDirectory;

inline constexpr std::uint64_t kNoon = 1'776'168'000;  // 2026-04-14T12:00:00Z

// A witness whose Ed25519 seed is 32 times `fill`.
class TestWitness {
 public:
  explicit TestWitness(const std::string& name = "w.example/1", std::uint8_t fill = 7)
      : secret_(Make(name, fill)), key_(*WitnessKey::Make(name, secret_.public_key().bytes())) {}

  const WitnessKey& key() const { return key_; }

  // Key id, time and signature of a text.
  std::string Blob(std::string_view text, std::uint64_t seconds = kNoon) const {
    std::string blob(ledger::AsText(key_.id()));
    for (int shift = 56; shift >= 0; shift -= 8) blob += static_cast<char>(seconds >> shift);
    const auto signature =
        secret_.Sign("cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text));
    return blob.append(ledger::AsText(signature));
  }
  std::string Line(std::string_view blob) const {
    return "— " + key_.name() + " " + ledger::Base64(blob) + "\n";
  }
  // The line by which it cosigns a note.
  std::string Cosign(std::string_view note, std::uint64_t seconds = kNoon) const {
    return Line(Blob(note.substr(0, note.rfind("\n\n") + 1), seconds));
  }

 private:
  static ledger::SecretKey Make(const std::string& name, std::uint8_t fill) {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(fill);
    return std::move(*ledger::SecretKey::FromSeed(name, seed));
  }

  ledger::SecretKey secret_;
  WitnessKey key_;
};

// Keeps what is posted, and answers as it is told.
class FakeHttp final : public Http {
 public:
  struct Posted {
    std::string url;
    std::string content_type;
    std::string body;
  };
  using Answer = std::function<Result<HttpAnswer>(const Posted&)>;

  explicit FakeHttp(Answer answer) : answer_(std::move(answer)) {}

  Result<HttpAnswer> Post(const std::string& url, const std::string& content_type,
                          std::string_view body) override {
    posted.push_back({url, content_type, std::string(body)});
    return answer_(posted.back());
  }

  std::vector<Posted> posted;

 private:
  Answer answer_;
};

// The last checkpoint of the ledger in memory.
inline std::string LastNote(FakeHost& host) {
  const auto proof =
      ledger::ProveGrowth(kDirectory, FixedKey().public_key(), 1, {.progress = {}, .host = &host});
  if (!proof) ADD_FAILURE() << proof.error().message;
  return proof ? proof->note : "";
}

// A checkpoint that nothing is behind.
inline std::string SomeNote(std::uint64_t size = 3, std::string_view root_of = "root") {
  return *ledger::SignCheckpoint({"test-1", size, ledger::HashOf(root_of)}, FixedKey());
}

}  // namespace bylaw::anchor

#endif  // BYLAW_TESTS_ANCHOR_ANCHOR_FIXTURES_H_
