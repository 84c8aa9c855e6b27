// Personal values: a record has a salted digest in the place of each, and the list of these places
// (`personal`). Whoever is given an opening, salt and value, can see that the value was there; who
// is not can neither read nor guess it. docs/ledger.md, "Personal data".
//
// Thread-safety: pure functions. Ownership: views are not kept. Limits: what is rewritten is
// canonical JSON (canonical_json.h), at most kJsonDepthMax deep.
#ifndef BYLAW_LEDGER_PERSONAL_H_
#define BYLAW_LEDGER_PERSONAL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/read_options.h"
#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

// Random, for one value in one record: without it, who holds a digest cannot try likely values.
using Salt = std::array<std::uint8_t, 16>;

struct Opening {
  // With a new salt.
  static Opening Of(std::string value);

  Salt salt{};
  std::string value;  // canonical JSON

  // SHA-256(salt ‖ value).
  Hash digest() const;
};

// Names of members from the outermost object down, and as a JSON Pointer (RFC 6901): "/a/b~1c".
// Lists have no names: what lies in one is not reached.
using MemberPath = std::vector<std::string>;
std::string JsonPointer(std::span<const std::string> path);
std::optional<MemberPath> ParseJsonPointer(std::string_view pointer);

// The value at `path` in a canonical object, as it is spelt; empty if there is none.
std::string_view ValueAt(std::string_view object, std::span<const std::string> path);

// Called with the place of a value and how it is spelt; gives the canonical JSON that is to stand
// there.
using Replacement =
    std::function<Result<std::string>(const MemberPath& place, std::string_view value)>;

// A canonical object with the values at `paths` replaced, each once; what lies in one is part of
// it. Where a path leads through a value that is no object, that value is replaced: what may hold
// the one that is meant is not passed over. Paths that the object does not have are left out.
Result<std::string> ReplaceAt(std::string_view object, std::span<const MemberPath> paths,
                              const Replacement& replacement);

// The openings of one record, by their place in it: JSON Pointers as `personal` lists them.
using Openings = std::map<std::string, Opening, std::less<>>;

// One JSON object a line, sorted, each with a newline:
// {"pointer":"/action_params/iban","salt":"<32 hexadecimal digits>","value":<canonical JSON>}
std::string OpeningsText(const Openings& openings);
Result<Openings> ParseOpenings(std::string_view text);

// The places of a record's personal values, as `personal` lists them; none where it has no such
// member.
std::vector<std::string> PersonalPlaces(const RecordView& record);

// Where in a record a place of this member of it is.
MemberPath PlaceInRecord(Field member, std::span<const std::string> place);

// The digest that a value at one of these places is, as it is spelt; nullopt: it is none. And back.
std::optional<Hash> PersonalDigest(std::string_view value);
std::string PersonalDigestText(const Hash& digest);

// The digests of one record, by their place in it. kCorrupt: at a place that is listed stands none.
// An object that stands in a blob is read there (blobs.h), and has its errors.
using PersonalDigests = std::map<std::string, Hash, std::less<>>;
Result<PersonalDigests> ReadPersonalDigests(const RecordView& record, const std::string& directory,
                                            const ReadOptions& options);

// A member of the record, or of the request that it is of, with each value at a place of `personal`
// replaced. `field` is where it stands in the record: action_params or context. kInvalidArgument if
// `object` has nothing at one of the places, as of another request.
Result<std::string> ReplacePersonal(const RecordView& record, Field field, std::string_view object,
                                    const Replacement& replacement);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_PERSONAL_H_
