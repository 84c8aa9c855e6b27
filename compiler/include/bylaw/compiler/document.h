// The keys of the document, as data: which object has them, what their values look like, what they
// mean. The rows stand in document.def.
//
// Thread-safety: constants, and functions without state.

#ifndef BYLAW_COMPILER_DOCUMENT_H_
#define BYLAW_COMPILER_DOCUMENT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace bylaw::compiler {

// The objects that have keys. A fact is a type that says where it comes from.
enum class Owner : uint8_t {
  kDocument,
  kConstitution,
  kReview,
  kLimits,
  kFile,    // A constant.
  kImport,  // With constants.
  kType,
  kAction,
  kRule,
  kRoute
};

// What the value of a key looks like.
enum class Shape : uint8_t {
  kText,        // Not blank.
  kTexts,       // A text, or a list of them.
  kName,        // 1 to 256 printable ASCII characters without a space.
  kNames,       // A name, or a list of them.
  kExactNames,  // The same, and no `*` in them.
  kTargets,     // Texts without `*`.
  kConditions,  // A condition, or a list of them.
  kBool,
  kDay,
  kDuration,
  kVersion,
  kDigest,
  kScalar,  // A number, text or bool.
  kValue,   // A scalar, or a list of them.
  kStepCount,
  kByteCount,
  kItemCount,
  kSize,
  kPriority,
  kWhenOverdue,
  kOnError,
  kDisclose,
  kPrecedence,
  kKind,      // The word for a type.
  kSource,    // params, context or a path below.
  kWords,     // The values of an enum.
  kEncoding,  // The words of kEncodingNames.
  kTypeOf,    // The word for a type, or a type with its keys.
  kTypesOf,   // A map of names and types.
  kConstitution,
  kReviews,
  kLimits,
  kFacts,
  kConstants,
  kDefinitions,
  kActions,
  kImports,
  kParams,
  kPermissions,
  kProhibitions,
  kEscalations,
  kRoutes,
  kReviewers,
  kQuorum,
  kAnything,
};

// Whether the key must be there, and where it may.
enum class Need : uint8_t {
  kOptional,
  kRequired,
  kRequiredOfFacts,        // Only of a fact itself, which must have it.
  kOptionalOfFacts,        // Only of a fact itself.
  kRequiredOfEscalations,  // Only of rules under `escalate`, which must have it.
  kNotOfPermissions,
  kNotOfProhibitions,
  kReserved,  // Refused.
};

struct KeyInfo {
  Owner owner;
  std::string_view name;
  Shape shape;
  Need need;
  std::string_view doc;
};

inline constexpr KeyInfo kDocumentKeys[] = {
#define BYLAW_KEY(owner, name, shape, need, doc) \
  {Owner::owner, name, Shape::shape, Need::need, doc},
#include "bylaw/compiler/document.def"
#undef BYLAW_KEY
};

// The largest numbers that keys take, beside the limits of vm/limits.h.
inline constexpr uint32_t kSizeMax = uint32_t{1} << 24;  // min_length and the like.
inline constexpr int64_t kPriorityMax = 1'000'000;       // And the least is -kPriorityMax.
inline constexpr uint32_t kQuorumMax = 100;

// How a value of this shape is written, in a few words of Markdown: "a day: `2026-03-01`".
std::string ShapeText(Shape shape);

// A JSON Schema (draft-07) of constitutions, for editors: it completes keys and words, shows what
// they mean, and marks what cannot be right. It takes every document that compiles; not every one
// that it takes compiles, because names, types and conditions are the compiler's to judge.
std::string DocumentSchema();

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_DOCUMENT_H_
