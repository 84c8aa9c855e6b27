#include "bylaw/anchor/verify.h"

#include <algorithm>
#include <span>
#include <utility>

#include "bylaw/anchor/cosignature.h"
#include "bylaw/anchor/store.h"
#include "bylaw/ledger/roots.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;

// Of a time stamp response: those that authorities give have some thousand bytes.
constexpr std::size_t kStampBytesMax = kHttpAnswerBytesMax;

class Verification {
 public:
  Verification(ledger::Host& host, std::span<const ledger::PublicKey> keys, const Trusted& trusted)
      : host_(host), keys_(keys), trusted_(trusted) {}

  // The anchors of one size; `root` is absent where the ledger does not reach so far.
  void Check(const KeptAnchor& anchor, const ledger::Checkpoint& last, const ledger::Hash* root) {
    const auto note = ledger::ReadWhole(host_, anchor.note, ledger::kNoteBytesMax);
    if (!note) return Bad(anchor.note, note.error().message);
    const auto checkpoint = ledger::OpenCheckpoint(*note, keys_);
    if (!checkpoint) return Bad(anchor.note, checkpoint.error().message);
    if (checkpoint->size != anchor.size) return Bad(anchor.note, "its name states another size");
    if (checkpoint->origin != last.origin) {
      return Bad(anchor.note, "it is of the ledger " + checkpoint->origin);
    }
    if (root == nullptr) {
      return Bad(anchor.note, "the ledger was cut back: its last checkpoint signs " +
                                  std::to_string(last.size) + " records");
    }
    if (checkpoint->root != *root) {
      return Bad(anchor.note, "the ledger was rewritten: its first " + std::to_string(anchor.size) +
                                  " records are not those signed");
    }
    for (const WitnessKey& witness : trusted_.witnesses) CheckWitness(anchor, *note, witness);
    if (!trusted_.authorities) return;
    for (const std::string& stamp : anchor.stamps) CheckStamp(anchor, *note, stamp);
  }

  AnchorReport TakeReport() { return std::move(report_); }

 private:
  void CheckWitness(const KeptAnchor& anchor, std::string_view note, const WitnessKey& witness) {
    const auto time = VerifyCosignature(note, witness);
    if (time) {
      report_.good.push_back({anchor.size, *time, witness.name(), anchor.note});
    } else if (time.error().code != ErrorCode::kNotFound) {
      Bad(anchor.note, time.error().message);
    }
  }

  void CheckStamp(const KeptAnchor& anchor, std::string_view note, const std::string& path) {
    const auto response = ledger::ReadWhole(host_, path, kStampBytesMax);
    if (!response) return Bad(path, response.error().message);
    auto stamp = VerifyTimeStamp(*response, note, *trusted_.authorities);
    if (!stamp) return Bad(path, stamp.error().message);
    report_.good.push_back({anchor.size, stamp->time, std::move(stamp->authority), path});
  }

  void Bad(const std::string& file, std::string why) {
    report_.bad.push_back({file, std::move(why)});
  }

  ledger::Host& host_;
  std::span<const ledger::PublicKey> keys_;
  const Trusted& trusted_;
  AnchorReport report_;
};

}  // namespace

Result<AnchorReport> VerifyAnchors(const std::string& directory, const ledger::PublicKey& key,
                                   const Trusted& trusted, const ledger::ReadOptions& options) {
  const auto anchors = KeptAnchors(*options.host, directory);
  if (!anchors) return tl::unexpected<ledger::Error>(anchors.error());
  if (anchors->empty()) return AnchorReport();
  std::vector<std::uint64_t> sizes;
  sizes.reserve(anchors->size());
  for (const KeptAnchor& anchor : *anchors) sizes.push_back(anchor.size);
  const auto there = ledger::RootsAt(directory, key, sizes, options);
  if (!there) return tl::unexpected<ledger::Error>(there.error());
  Verification verification(*options.host, there->keys, trusted);
  for (std::size_t i = 0; i < anchors->size(); ++i) {
    const bool reached = i < there->roots.size();
    verification.Check((*anchors)[i], there->last, reached ? &there->roots[i] : nullptr);
  }
  return verification.TakeReport();
}

Result<std::optional<ledger::Checkpoint>> LastCosigned(ledger::Host& host,
                                                       const std::string& directory,
                                                       std::span<const ledger::PublicKey> keys,
                                                       const WitnessKey& witness) {
  const auto anchors = KeptAnchors(host, directory);
  if (!anchors) return tl::unexpected<ledger::Error>(anchors.error());
  for (auto anchor = anchors->rbegin(); anchor != anchors->rend(); ++anchor) {
    const auto note = ledger::ReadWhole(host, anchor->note, ledger::kNoteBytesMax);
    if (!note || !VerifyCosignature(*note, witness)) continue;
    auto checkpoint = ledger::OpenCheckpoint(*note, keys);
    if (checkpoint) return std::optional(std::move(*checkpoint));
  }
  return std::optional<ledger::Checkpoint>();
}

}  // namespace bylaw::anchor
