// A constitution as its document says it: plain data, checked as far as it can be without reading
// conditions.
//
// ReadConstitution checks shapes, values, ranges, names of sections, routes and rules, and
// duplicates. Names inside conditions and types of expressions are for the semantic analysis. Each
// value keeps its place in the document.
//
// Thread-safety: values; reading is reentrant. Ownership: everything is owned, nothing points into
// the SourceFile. Limits: kSourceBytesMax bytes, kYamlDepthMax levels (yaml.h).

#ifndef BYLAW_COMPILER_CONSTITUTION_H_
#define BYLAW_COMPILER_CONSTITUTION_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/compiler/diagnostic.h"
#include "bylaw/compiler/files.h"
#include "bylaw/compiler/source.h"
#include "bylaw/compiler/text.h"
#include "bylaw/vm/format.h"

namespace bylaw::compiler {

// A value and where it stands.
template <typename T>
struct Located {
  T value{};
  Span span;
};

// The names that a condition may use without declaring them; nothing else may be called so.
inline constexpr std::array<std::string_view, 8> kBuiltInNames = {
    "action", "agent_id", "session_id", "params", "context", "target", "targets", "now"};

// ---------------------------------------------------------------- words of the document

// The three kinds of rules; also the entries of `precedence`.
using vm::Section;
inline constexpr std::array<std::string_view, 3> kSectionNames = {"permitted", "prohibited",
                                                                  "escalate"};

// What an undecidable prohibition or escalation does.
using vm::OnError;
inline constexpr std::array<std::string_view, 2> kOnErrorNames = {"deny", "escalate"};

// What the agent is told about a decision.
using vm::Disclose;
inline constexpr std::array<std::string_view, 3> kDiscloseNames = {"reason", "full", "nothing"};

// What happens once `review_date` is longer ago than `review_every`.
using vm::WhenOverdue;
inline constexpr std::array<std::string_view, 3> kWhenOverdueNames = {"warn", "escalate", "deny"};

// The types of facts, in the order of kFactKindNames. kInvalid: the declaration had an error that
// has been reported; whoever meets it takes every use as right and reports nothing more.
enum class FactKind : uint8_t {
  kBool,
  kInt,
  kUint,
  kDouble,
  kDecimal,
  kString,
  kBytes,
  kEnum,
  kList,
  kMap,
  kTimestamp,
  kDuration,
  kDate,
  kInvalid
};
inline constexpr std::array<std::string_view, 13> kFactKindNames = {
    "bool", "int",  "uint", "double",    "decimal",  "string", "bytes",
    "enum", "list", "map",  "timestamp", "duration", "date"};

// How a fact is carried in a request, where not by its own kind of JSON value.
inline constexpr std::array<std::string_view, 2> kEncodingNames = {"string", "unix"};

// ---------------------------------------------------------------- values

// A day of the proleptic Gregorian calendar, UTC; years 0001 to 9999.
struct Date {
  int32_t days_since_epoch = 0;  // Days since 1970-01-01.

  friend auto operator<=>(const Date&, const Date&) = default;
};

// A span of time as `15s`, `30m`, `4h`, `90d` say it; a day has 24 hours. At least 1 s, at most
// 36,500 days.
struct Seconds {
  int64_t value = 0;

  friend auto operator<=>(const Seconds&, const Seconds&) = default;
};

struct Version {
  uint32_t major = 0;
  uint32_t minor = 0;
  uint32_t patch = 0;

  friend auto operator<=>(const Version&, const Version&) = default;
};

// A value written in the document: of a constant, a default or a bound.
struct Value {
  enum class Kind : uint8_t {
    kBool,    // text is "true" or "false".
    kNumber,  // text is a JSON number, exactly as written.
    kString,  // text is the string, UTF-8.
    kList,    // items, all scalars.
    kMap,     // items, all scalars, by keys; only of a constant.
    kInvalid  // An error has been reported.
  };
  Kind kind = Kind::kInvalid;
  std::string text;
  std::vector<Value> items;
  std::vector<std::string> keys;  // kMap: of each item; distinct.
  Span span;
};

// ---------------------------------------------------------------- facts, constants, definitions,
// actions

struct Field;

// What is declared of a value: of a fact, of the items of a list, of a member of a map, of a
// parameter.
struct FactType {
  FactKind kind = FactKind::kInvalid;
  std::vector<Text> values;  // kEnum: not empty, distinct.
  // Both included. Numbers for the numeric kinds (integral and in range for int and uint); a string
  // such as "2026-03-01" for kDate, "90d" for kDuration and an RFC 3339 time for kTimestamp.
  std::optional<Value> min;
  std::optional<Value> max;
  // kString: code points. kBytes: bytes.
  std::optional<Located<uint32_t>> min_length;
  std::optional<Located<uint32_t>> max_length;
  // kList: items. kMap: members.
  std::optional<Located<uint32_t>> min_items;
  std::optional<Located<uint32_t>> max_items;
  std::optional<Text> pattern;   // kString: RE2, the whole value. Not compiled here.
  std::optional<Text> format;    // kString: the name of a format. Not looked up here.
  std::optional<Text> encoding;  // "string" (kDecimal) or "unix" (kTimestamp).
  std::vector<FactType> items;   // kList: the type of every item; at most one entry, none: dyn.
  std::vector<Field> fields;     // kMap: its members; none: dyn.
  bool closed = false;           // kMap: it has no member but its fields.
  bool personal = false;
  std::optional<Text> unit;
  std::optional<Text> doc;
  Span span;
};

// A named member of a map, or a parameter of an action.
struct Field {
  Text name;
  FactType type;
  bool required = false;  // A map, or a request, without it is not as declared.
};

enum class FactSource : uint8_t { kParams, kContext };

struct Fact {
  Text name;
  FactType type;
  FactSource source = FactSource::kParams;
  std::vector<std::string>
      path;  // Below the source; ["amount"] where only the source is given. Never empty.
  std::optional<Value> default_value;  // Only of facts from params. Fits the type.
  Span span;
};

// Where a part of the document was read from.
struct FileReference {
  std::optional<Text> path;   // None: from the document itself.
  bool digest_given = false;  // The document says which bytes the file has: it has them.
};

struct Constant {
  Text name;
  Value value;
  FileReference file;
};

// A named condition or value; its text is one operand wherever its name is used.
struct Definition {
  Text name;
  Text expression;
};

// An entry of `import`.
struct Import {
  Text name;                     // `std/time`, `std/time@1`, or a path below the document's folder.
  std::vector<Constant> with;    // Constants of the part, and what they are instead.
  std::optional<uint32_t> part;  // Of Constitution::parts; nothing where it could not be read.
};

// A part that was imported, by the document or by another part. What it declares is among the
// facts, constants and definitions of the constitution.
struct Part {
  std::string name;  // `std/time`, or the path of its file.
  std::string id;    // May be empty.
  std::optional<Version> version;
  std::string sha256;             // Of its bytes: 64 hexadecimal digits, lower case.
  Span text;                      // Places in it lie within.
  std::vector<uint32_t> imports;  // Of Constitution::parts, ascending: all that it brings along.
};

struct Action {
  Text name;
  bool closed = false;  // No parameter but the listed ones.
  bool irreversible = false;
  std::vector<Text> aliases;
  std::vector<Text>
      fact_params;            // Facts from params: `params: [amount]`, `params: {amount: amount}`.
  std::vector<Field> params;  // `params: {name: type}`.
  FileReference schema;       // What `params` were read from.
  Span span;
};

// ---------------------------------------------------------------- rules and routes

// The place of a rule in Constitution::rules.
enum class RuleIndex : uint32_t {};

struct Override {
  Text id;
  RuleIndex rule;
};

// A piece of a reason.
struct ReasonPart {
  std::string text;  // What it says; of an expression, as written and in its braces.
  std::optional<Text> expression;
  Span span;
};

struct Rule {
  Section section = Section::kPermitted;
  std::string id;  // As written, or `permitted[1]`: the rule's place in its section, from 0.
  bool id_given = false;
  std::vector<Text>
      actions;  // Names, or patterns where `*` is a run of any characters. Not empty, distinct.
  std::vector<Text> conditions;          // All must hold.
  std::vector<Text> unless;              // Each `x` is the condition `!x`.
  std::vector<Text> targets;             // Distinct; empty: the rule has no `targets`.
  std::optional<Text> reason;            // As written: with {expressions}, and `{{` for a brace.
  std::vector<ReasonPart> reason_parts;  // What it is made of; expressions are not parsed here.
  std::vector<Text> route_to;            // kEscalate: not empty, distinct. Else empty.
  int32_t priority = 0;
  std::vector<Override> overrides;
  std::optional<Located<Date>> valid_from;  // Both days included.
  std::optional<Located<Date>> valid_until;
  std::optional<Located<OnError>> on_error;   // None: the document's.
  std::optional<Located<Disclose>> disclose;  // None: the document's.
  std::optional<Text> because;
  std::vector<Text> controls;
  std::optional<Text> ask;
  bool broken = false;  // Part of it had an error (reported): it says less here than the document
                        // wants it to.
  Span id_span;         // Of the id, else the head of the rule: its first key.
  Span span;
};

struct Reviewer {
  bool is_role = true;  // `role:name`, else `user:name`.
  std::string name;
  Text text;  // As written, "role:name".
};

struct RoleQuorum {
  Text reviewer;  // "role:name", one of the route's reviewers.
  Located<uint32_t> votes;
};

struct Route {
  Text name;
  std::vector<Reviewer> reviewers;          // Not empty, distinct.
  std::optional<Located<uint32_t>> quorum;  // Votes needed; without it and without role_quorums: 1.
  std::vector<RoleQuorum>
      role_quorums;  // `quorum: {role:x: 1}`: every one of them must be reached.
  std::vector<Text>
      exclude;  // Facts, or paths below params or context, that name people who may not vote.
  std::optional<Located<Seconds>> expires_in;
  std::optional<Located<Seconds>> remind_after;  // Less than expires_in.
  std::optional<Text> then;                      // The route that takes over. Chains end.
  std::vector<Text> notify;
  bool require_signature = false;
  std::optional<Text> guidance;
  Span span;
};

// ---------------------------------------------------------------- the document

struct Review {
  Text by;
  Located<Date> date;
  std::optional<Text> note;
};

struct Limits {
  std::optional<Located<uint32_t>> steps;
  std::optional<Located<uint32_t>> request_bytes;
  std::optional<Located<uint32_t>> string_bytes;
  std::optional<Located<uint32_t>> list_items;
  std::optional<Located<uint32_t>> map_items;
};

struct Constitution {
  Text id;
  std::optional<Located<Version>> version;
  std::optional<Text> reviewed_by;
  std::optional<Located<Date>> review_date;
  std::vector<Review> reviews;
  std::optional<Located<Seconds>> review_every;
  WhenOverdue when_overdue = WhenOverdue::kWarn;
  std::vector<Text> agents;         // Patterns; empty: any agent.
  std::vector<Section> precedence;  // Empty, or all three in order.
  OnError on_error = OnError::kDeny;
  Disclose disclose = Disclose::kReason;
  Limits limits;
  std::vector<Fact> facts;
  std::vector<Constant> constants;      // The document's, then those of its parts. Facts and
  std::vector<Definition> definitions;  // definitions too.
  std::vector<Action> actions;
  std::vector<Rule> rules;  // In the order of the document.
  std::vector<Route> routes;
  bool has_routes = false;  // Without `routes`, any name may be routed to.
  std::vector<Import> imports;
  std::vector<Part> parts;        // Each behind those that it imports.
  bool is_part = false;           // Read from a part: its lists may be left for others to fill.
  std::vector<FileDigest> files;  // Every file that was read, by path in byte order.
  Span key_span;  // The root key `constitution`: for what the document as a whole lacks.
};

// Reads a document. All errors of one run go to `sink`, each once.
// Nothing is returned where no constitution could be made out: bytes that are not YAML, or no
// mapping under the root key. Else what could be read is returned, also beside errors, so that
// conditions are checked in the same run: names of facts, constants and definitions are there even
// if their declaration is wrong (kInvalid), a rule with an unreadable part is there without that
// part and `broken`. It may be compiled only while sink.has_errors() is false. Never looks at the
// clock. Files that the document names are read by `read_file`.
std::optional<Constitution> ReadConstitution(const SourceFile& source, const ReadFile& read_file,
                                             DiagnosticSink& sink);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CONSTITUTION_H_
