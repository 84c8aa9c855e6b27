#include "bylaw/anchor/cosignature.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "record_text.h"
#include "signed_note.h"
#include "text.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;
using ledger::Fail;

constexpr std::size_t kTimeBytes = 8;
constexpr std::uint64_t kSecondsMax = ledger::kTimestampUsMax / 1'000'000;

std::uint64_t BigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

Result<SignatureLine> LineOf(const WitnessKey& key, std::span<const SignatureLine> lines) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const SignatureLine& line) {
    return line.name == key.name() && line.id == key.id();
  });
  if (found != lines.end()) return *found;
  return Fail(ErrorCode::kNotFound, "there is no cosignature by " + key.Line());
}

Result<ledger::Timestamp> Verify(std::string_view text, const SignatureLine& line,
                                 const WitnessKey& key) {
  const auto bad = [&](std::string_view why) {
    return Fail(ErrorCode::kBadSignature,
                "the cosignature by " + key.name() + " " + std::string(why));
  };
  ledger::Signature signature;
  if (line.signature.size() != kTimeBytes + signature.size()) {
    return bad("is not a time and an Ed25519 signature, 72 bytes");
  }
  const std::uint64_t seconds = BigEndian(std::string_view(line.signature).substr(0, kTimeBytes));
  if (seconds > kSecondsMax) return bad("has a time beyond the year 9999");
  std::copy_n(ledger::AsBytes(line.signature) + kTimeBytes, signature.size(), signature.begin());
  std::string message("cosignature/v1\ntime ");
  ledger::AppendNumber(seconds, message);
  message.append("\n").append(text);
  if (!key.Verifies(message, signature)) return bad("does not fit the checkpoint");
  return ledger::Timestamp{static_cast<std::int64_t>(seconds) * 1'000'000};
}

}  // namespace

Result<ledger::Timestamp> VerifyCosignature(std::string_view note, const WitnessKey& key) {
  const auto parsed = ParseSignedNote(note);
  if (!parsed) return tl::unexpected<ledger::Error>(parsed.error());
  const auto line = LineOf(key, parsed->signatures);
  if (!line) return tl::unexpected<ledger::Error>(line.error());
  return Verify(parsed->text, *line, key);
}

Result<std::string> AttachCosignature(std::string_view note, std::string_view lines,
                                      const WitnessKey& key) {
  const auto parsed = ParseSignedNote(note);
  if (!parsed) return tl::unexpected<ledger::Error>(parsed.error());
  const auto answered = ParseSignatureLines(lines);
  if (!answered) return tl::unexpected<ledger::Error>(answered.error());
  const auto line = LineOf(key, *answered);
  if (!line) return tl::unexpected<ledger::Error>(line.error());
  if (const auto time = Verify(parsed->text, *line, key); !time) {
    return tl::unexpected<ledger::Error>(time.error());
  }
  return std::string(note).append(line->line);
}

}  // namespace bylaw::anchor
