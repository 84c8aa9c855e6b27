// What the ledger's tests share: a fixed key, the article's decision, a small ledger in memory.
#ifndef BYLAW_TESTS_LEDGER_FIXTURES_H_
#define BYLAW_TESTS_LEDGER_FIXTURES_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/ledger.h"
#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/module_archive.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/ledger/verify.h"
#include "fake_host.h"

namespace bylaw::ledger {

inline constexpr const char* kDirectory = "/audit";

// The key of the seed 00 01 02 … 1f.
inline const SecretKey& FixedKey() {
  static const SecretKey key = [] {
    std::array<std::uint8_t, 32> seed{};
    for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
    return std::move(*SecretKey::FromSeed("test-ledger", seed));
  }();
  return key;
}

// A key of a seed of 32 such bytes.
inline SecretKey KeyOfByte(std::string_view name, std::uint8_t byte) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(byte);
  return std::move(*SecretKey::FromSeed(name, seed));
}

// Another, which may follow it.
inline const SecretKey& OtherKey() {
  static const SecretKey key = KeyOfByte("test-ledger-2", 0x77);
  return key;
}

// That the genesis record may name.
inline const SecretKey& RootKey() {
  static const SecretKey key = KeyOfByte("test-root", 0x33);
  return key;
}

// What decides in these tests.
inline constexpr std::string_view kModule = "the module";

inline Record Evaluation(Timestamp time) {
  static constexpr std::array<std::string_view, 1> kRoutes{"senior_ops"};
  static constexpr std::array<RuleOutcome, 1> kRules{{{"escalate[0]", "applies"}}};
  Record record;
  record.kind = "evaluation";
  record.timestamp = time;
  record.agent_id = "lending-agent-v2";
  record.action_requested = "initiate_payment";
  record.action_params = JsonObject{R"({"amount": 15000, "destination": "external-account"})"};
  record.context = JsonObject{R"({"identity_verified": true, "account_status": "active"})"};
  record.constitution_version = "fintech-lending-agent-v3";
  record.constitution_digest = HashOf(kModule);
  record.code = "matched";
  record.decision = "ESCALATE";
  record.reason = "amount >= 10000 threshold triggers senior_ops review";
  record.route_to = kRoutes;
  record.rules = kRules;
  record.session_id = "s-81";
  record.steps = 17;
  return record;
}

inline OpenOptions OpenOptionsOn(FakeHost& host, std::optional<Checkpoint> expect = std::nullopt,
                                 std::uint64_t segment_bytes = kSegmentBytes) {
  return {.software = "bylaw test",
          .segment_bytes = segment_bytes,
          .expect = std::move(expect),
          .host = &host};
}

inline Result<Ledger> OpenOn(FakeHost& host, std::optional<Checkpoint> expect = std::nullopt,
                             std::uint64_t segment_bytes = kSegmentBytes,
                             const Signer& key = FixedKey()) {
  return Ledger::Open(kDirectory, key, OpenOptionsOn(host, std::move(expect), segment_bytes));
}

// Without the module of Evaluation() in its archive.
inline Result<void> InitBareOn(FakeHost& host, Durability durability = Durability::kCommit,
                               SigningMode mode = SigningMode::kRecord,
                               std::optional<PublicKey> root_key = std::nullopt) {
  return Ledger::Init(kDirectory, FixedKey(),
                      {.name = "bylaw/ledger",
                       .software = "bylaw test",
                       .mode = mode,
                       .durability = durability,
                       .root_key = std::move(root_key),
                       .host = &host});
}

inline Result<void> InitOn(FakeHost& host, Durability durability = Durability::kCommit,
                           SigningMode mode = SigningMode::kRecord,
                           std::optional<PublicKey> root_key = std::nullopt) {
  auto done = InitBareOn(host, durability, mode, std::move(root_key));
  if (done) host.Write(ModulePath(kDirectory, HashOf(kModule)), std::string(kModule));
  return done;
}

inline VerifyReport VerifyOn(FakeHost& host, std::optional<Checkpoint> expect = std::nullopt,
                             std::uint64_t first_seq = 0,
                             std::optional<RevocationStatement> revoked = std::nullopt) {
  VerifyOptions options;
  options.read.host = &host;
  options.expect = std::move(expect);
  options.revoked = std::move(revoked);
  options.first_seq = first_seq;
  auto report = Verify(kDirectory, FixedKey().public_key(), options);
  if (!report) {
    ADD_FAILURE() << report.error().message;
    return {};
  }
  return *report;
}

inline std::string SegmentOn(const FakeHost& host, std::uint64_t first_seq = 0) {
  return host.Read(SegmentPath(kDirectory, first_seq));
}

// All segments, one behind the other.
inline std::string LedgerOn(FakeHost& host) {
  std::string text;
  const auto segments = ListSegments(host, kDirectory);
  if (!segments) return text;
  for (const std::uint64_t first_seq : *segments) text += SegmentOn(host, first_seq);
  return text;
}

// The lines of a file, without the newlines kept ready at its end.
inline std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

inline std::string JoinLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append(line).append("\n");
  return text;
}

// The ledger has these lines, in this order.
inline void ExpectInOrder(FakeHost& host, const std::vector<std::string>& acknowledged) {
  const std::vector<std::string> lines = LinesOf(LedgerOn(host));
  auto at = lines.begin();
  for (const std::string& line : acknowledged) {
    at = std::find(at, lines.end(), line);
    ASSERT_NE(at, lines.end()) << "lost: " << line;
  }
}

// Opens, appends so many records a quarter of a second apart, and closes.
inline void AppendSession(FakeHost& host, int evaluations,
                          std::uint64_t segment_bytes = kSegmentBytes) {
  auto ledger = OpenOn(host, std::nullopt, segment_bytes);
  ASSERT_TRUE(ledger) << ledger.error().message;
  for (int i = 0; i < evaluations; ++i) {
    host.Advance(250'000);
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  }
  ASSERT_TRUE(ledger->Close());
}

// A ledger that was opened, got `evaluations` records a quarter of a second apart, and was closed:
// genesis, opened, the evaluations with checkpoints between them, closed, checkpoint.
inline void FillLedger(FakeHost& host, int evaluations) {
  ASSERT_TRUE(InitOn(host));
  AppendSession(host, evaluations);
}

}  // namespace bylaw::ledger

#endif  // BYLAW_TESTS_LEDGER_FIXTURES_H_
