// Canonical JSON (RFC 8785) of the plain kind, which nearly all records are: names of printable
// ASCII without escapes, in order, and numbers of up to 15 digits without exponent. Recognised in
// one pass that writes nothing, where the canonicalizer would write the whole text anew to compare
// it.
// Thread-safety: pure function.
#ifndef BYLAW_LEDGER_PLAIN_JSON_H_
#define BYLAW_LEDGER_PLAIN_JSON_H_

#include <cstddef>
#include <string_view>

namespace bylaw::ledger {

// The length of the value that begins `text`, and stands inside so many others; 0 where that is not
// canonical, or not of the plain kind.
std::size_t PlainValueLength(std::string_view text, int depth);

// True: the text is canonical. False: it is not, or not of the plain kind.
bool IsPlainCanonical(std::string_view text);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_PLAIN_JSON_H_
