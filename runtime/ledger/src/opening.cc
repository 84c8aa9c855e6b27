#include "opening.h"

#include <utility>

#include "bylaw/ledger/segments.h"
#include "frontier_file.h"
#include "walk.h"

namespace bylaw::ledger {

tl::unexpected<Error> LedgerEnd::Refuse(const Error& error) const {
  return Fail(error.code, path + ": " + error.message + "; nothing was changed");
}

Result<LedgerEnd> FindEnd(Host& host, const std::string& directory, const PublicKey& signer,
                          const std::optional<Checkpoint>& expect) {
  const auto pass = [](Error error) { return tl::unexpected<Error>(std::move(error)); };
  const auto segments = ListSegments(host, directory);
  if (!segments) {
    if (segments.error().code != ErrorCode::kNotFound) return pass(segments.error());
    return Fail(ErrorCode::kNotFound,
                directory + " is not a ledger; make one with `bylaw ledger init`");
  }
  const PublicKey first_key = GenesisKey(host, directory).value_or(signer);
  const auto start = ChainAtLastSegment(host, directory, *segments, {first_key, signer}, expect);
  if (!start) return pass(start.error());
  LedgerEnd end{SegmentPath(directory, segments->back()), nullptr, {}};
  auto file = host.Open(end.path, OpenMode::kWrite);
  if (!file) return pass(file.error());
  end.file = std::move(*file);
  auto opened = ReadToEnd(*end.file, *start, first_key, expect);
  if (!opened) return pass(opened.error());
  end.opened = std::move(*opened);
  return end;
}

Result<void> CheckEnd(const LedgerEnd& end, const PublicKey& signer) {
  const auto& bad = end.opened.bad;
  if (!bad) return {};
  if (bad->error.code != ErrorCode::kCorrupt || end.chain().seq() == 0) {
    return end.Refuse(
        {bad->error.code, "line " + std::to_string(bad->line) + ": " + bad->error.message});
  }
  if (auto done = CheckTorn(*end.file, end.opened.end, signer); !done) {
    return end.Refuse(done.error());
  }
  return {};
}

Result<std::vector<Recovered>> MendEnd(Host& host, const std::string& directory,
                                       const LedgerEnd& end, const PublicKey& signer) {
  const auto pass = [](Error error) { return tl::unexpected<Error>(std::move(error)); };
  File& file = *end.file;
  const Position& at = end.opened.end;
  if (end.opened.bad) {
    const auto tail = DescribeTail(file, at, signer);
    if (!tail) return pass(tail.error());
    if (auto done = MoveTailAside(host, directory, file, at, *tail); !done) {
      return pass(done.error());
    }
  }
  // Lines that a killed process wrote may not be on disk yet; no later commit may overtake them.
  if (auto done = file.Sync(); !done) return pass(done.error());
  return Unrecorded(host, directory, end.opened, signer);
}

Result<void> CheckNotRevokedBefore(Host& host, const std::string& directory, std::uint64_t seq,
                                   const PublicKey& key) {
  auto segments = Segments::Open(host, directory);
  if (!segments) return tl::unexpected<Error>(std::move(segments.error()));
  const PublicKey first_key = GenesisKey(host, directory).value_or(key);
  const WalkOptions walk{.signatures = [](std::uint64_t) { return Signatures::kTrust; },
                         .on_line = [&](const LineChecker& checker, std::uint64_t,
                                        std::uint64_t) { return checker.chain().seq() < seq; },
                         .expect = {},
                         .segments = segments->list()};
  const auto walked = Walk(*segments, first_key, {}, walk);
  if (!walked) return tl::unexpected<Error>(walked.error());
  if (walked->bad) {
    return Fail(walked->bad->error.code, segments->PlaceOf(walked->bad->line).text() + ": " +
                                             walked->bad->error.message + "; whether key " +
                                             key.Label() + " was revoked cannot be told");
  }
  for (const PublicKey& revoked : walked->position.chain.revoked) {
    if (revoked.bytes() != key.bytes()) continue;
    return Fail(ErrorCode::kInvalidArgument,
                "key " + key.Label() + " was revoked: it may not sign any more");
  }
  return {};
}

}  // namespace bylaw::ledger
