// What the record writer and the record reader share: names, kinds, which members a kind needs.
// Thread-safety: pure functions and constants.
#ifndef BYLAW_LEDGER_RECORD_TEXT_H_
#define BYLAW_LEDGER_RECORD_TEXT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

inline constexpr std::int64_t kTimestampUsMax =
    253'402'300'799'999'999;  // the end of the year 9999
bool IsTimestamp(Timestamp time);
void AppendTimestamp(Timestamp time, std::string& out);

inline constexpr std::array<std::string_view, kFieldCount> kFieldNames{
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) #name,
#include "bylaw/ledger/record_fields.def"
};

inline constexpr std::string_view kSignaturePrefix = "ed25519:";

// What can come of a permit.
inline constexpr std::string_view kOutcomes[] = {"executed", "failed", "abandoned"};

// What an admin record can be about.
inline constexpr std::string_view kAdminClock = "clock";
inline constexpr std::string_view kAdminRetention = "retention";

// `"signature":"ed25519:<128 hex>",`: what stands in a line and not in its body.
inline constexpr std::size_t kSignatureMemberBytes = std::string_view(R"("signature":"",)").size() +
                                                     kSignaturePrefix.size() +
                                                     2 * std::tuple_size_v<Signature>;

// A line without its signature, behind the end of `out`: what is hashed and signed. `signature_at`
// is where its member begins.
inline void AppendBodyOf(std::string_view line, std::size_t signature_at, std::string& out) {
  out.append(line.substr(0, signature_at))
      .append(line.substr(signature_at + kSignatureMemberBytes));
}

// A set of members, one bit each.
using FieldSet = std::uint64_t;
static_assert(kFieldCount <= 64);
constexpr FieldSet Bit(Field field) {
  return FieldSet{1} << static_cast<unsigned>(field);
}

struct Shape {
  FieldSet members;
  std::string_view kind;
  std::string_view code;
  std::string_view decision;
  std::string_view admin;
  std::string_view outcome;
};

// Is the kind known and usable, are its members there and no others, is the decision one of the
// three? kInvalidArgument says what is missing, or strange.
Result<void> CheckShape(const Shape& shape);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_RECORD_TEXT_H_
