// The small languages inside a constitution: dates, durations, versions, numbers and names. Text
// in, value or nothing out; the callers word the errors.
//
// Thread-safety: functions without state.

#ifndef BYLAW_COMPILER_SOURCE_VALUES_H_
#define BYLAW_COMPILER_SOURCE_VALUES_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "bylaw/compiler/constitution.h"

namespace bylaw::compiler {

// `2026-03-01`: a day that exists, years 0001 to 9999.
std::optional<Date> ParseDate(std::string_view text);

// An RFC 3339 time with its zone: `2026-03-01T12:00:00Z`, fractions of up to nine digits. No leap
// seconds.
bool IsTimestamp(std::string_view text);

// `15s`, `30m`, `4h`, `90d`; at least 1 s, at most 36,500 days.
std::optional<Seconds> ParseSeconds(std::string_view text);

// `1.2.3`, without leading zeros.
std::optional<Version> ParseVersion(std::string_view text);

// The number syntax of JSON (RFC 8259), which the documents share.
bool IsNumber(std::string_view text);

// Something that other YAML readers take for a number, and this one does not: `010`, `0x1F`,
// `1_000`, `+5`, `.5`, `.inf`.
bool IsForeignNumber(std::string_view text);

// An integer of JSON's syntax in [min, max].
std::optional<int64_t> ParseInteger(std::string_view text, int64_t min, int64_t max);

// 1 to 256 printable ASCII characters without a space: ids, actions, agents, routes.
bool IsId(std::string_view text);

// A name that a condition can use: an identifier of CEL that is not one of its reserved words.
bool IsIdentifier(std::string_view text);
// A reserved word or keyword of CEL: an identifier by its letters, but no name.
bool IsTakenWord(std::string_view text);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_VALUES_H_
