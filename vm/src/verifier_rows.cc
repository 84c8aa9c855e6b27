// The verifier's second part: every row but code and edges. Each Verify… function checks one
// section and relies on those before.

#include <algorithm>
#include <utility>
#include <vector>

#include "bylaw/vm/limits.h"
#include "bylaw/vm/pattern.h"
#include "bylaw/vm/utf8.h"
#include "hex.h"
#include "overloads.h"
#include "text.h"
#include "verifier.h"

namespace bylaw::vm {
namespace {

using enum VerifyError;

template <typename Enum>
bool Within(Enum value, uint32_t count) {
  return static_cast<uint32_t>(value) < count;
}

// What a module carries for its functions (a time zone) may be longer than a request's strings.
constexpr uint32_t kBytesConstantMax = 64u << 10;

class RowVerifier {
 public:
  RowVerifier(const ModuleView& view, FunctionTable functions, const HostLimits& limits,
              Proof& proof)
      : view_(view), functions_(functions), limits_(limits), proof_(proof) {}

  Finding Run() {
    using Check = Finding (RowVerifier::*)();
    constexpr Check kChecks[] = {
        &RowVerifier::VerifyTexts,      &RowVerifier::VerifyStrings, &RowVerifier::VerifyConstants,
        &RowVerifier::VerifyImports,    &RowVerifier::VerifyCalls,   &RowVerifier::VerifyPolicy,
        &RowVerifier::VerifyTypes,      &RowVerifier::VerifyFacts,   &RowVerifier::VerifyPatterns,
        &RowVerifier::VerifyActions,    &RowVerifier::VerifyHash,    &RowVerifier::VerifyRules,
        &RowVerifier::VerifyReasonParts};
    for (const Check check : kChecks) {
      if (Finding finding = (this->*check)()) return finding;
    }
    return std::nullopt;
  }

 private:
  bool IsString(uint32_t id) const { return id < view_.strings.size(); }
  bool IsStringOrNone(uint32_t id) const { return id == kNone || IsString(id); }
  bool IsConstant(uint32_t id) const { return id < view_.constants.size(); }
  template <typename T>
  static bool Inside(std::span<const T> rows, Range range) {
    return uint64_t{range.begin} + range.count <= rows.size() &&
           (range.count > 0 || range.begin == 0);
  }
  // Whether `range` lists indices below `count`.
  bool ListsBelow(Range range, size_t count) const {
    if (range.count == 0) return range.begin == 0;
    if (!Inside(view_.indices, range)) return false;
    const std::span<const uint32_t> list = view_.Indices(range);
    return std::all_of(list.begin(), list.end(), [&](uint32_t index) { return index < count; });
  }
  bool ListsStrings(Range range) const { return ListsBelow(range, view_.strings.size()); }
  // Whether constant `id` is a list of strings.
  bool IsStringList(uint32_t id) const {
    if (!IsConstant(id) || view_.constants[id].kind != Kind::kList) return false;
    const ConstantRow& list = view_.constants[id];
    for (uint32_t i = 0; i < list.count; ++i) {
      if (view_.constants[list.index() + i].kind != Kind::kString) return false;
    }
    return true;
  }

  Finding VerifyStrings();
  Finding VerifyConstants();
  bool IsCanonicalConstant(uint32_t id) const;
  bool IsCanonicalDecimal(const ConstantRow& row) const;
  bool IsCanonicalContainer(uint32_t id) const;
  Finding VerifyImports();
  Finding VerifyCalls();
  Finding VerifyPolicy();
  Finding VerifyTypes();
  VerifyError CheckType(const TypeRow& type, uint32_t types_before) const;
  VerifyError CheckFields(Range fields, uint32_t types_before) const;
  bool AdmitsOnlyTheKind(const TypeRow& type) const;
  Finding VerifyFacts();
  VerifyError CheckFact(const FactRow& fact) const;
  bool IsBuiltInRight(const FactRow& fact) const;
  bool IsMarkRight(const FactRow& fact) const;
  VerifyError CheckTextCalls(const TypeRow& type) const;
  Finding VerifyPatterns();
  Finding VerifyActions();
  VerifyError CheckAction(uint32_t id) const;
  bool ListsItsPatterns(const ActionRow& action) const;
  Finding VerifyHash();
  Finding VerifyRules();
  VerifyError CheckRule(const RuleRow& rule) const;
  Finding VerifyReasonParts();
  Finding VerifyTexts();

  const ModuleView& view_;
  FunctionTable functions_;
  HostLimits limits_;
  Proof& proof_;
  PatternIndex patterns_;  // Once they are verified.
};

// One string follows another, so their text is checked as one: each is UTF-8 if all of it is, and
// none begins inside of a code point.
Finding RowVerifier::VerifyStrings() {
  bool utf8 = IsUtf8(view_.text);
  uint64_t end = 0;
  for (uint32_t id = 0; id < view_.strings.size(); ++id) {
    const StringRow& row = view_.strings[id];
    if (uint64_t{row.offset} + row.bytes > view_.text.size()) {
      return Refuse(kIndex, SectionKind::kStrings, id);
    }
    if (row.offset != end) return Refuse(kOrder, SectionKind::kStrings, id);
    if (row.bytes > 0 && IsUtf8Continuation(view_.text[row.offset])) utf8 = false;
    end += row.bytes;
  }
  if (end != view_.text.size()) return Refuse(kOrder, SectionKind::kText, 0);
  for (uint32_t id = 0; !utf8 && id < view_.strings.size(); ++id) {
    if (!IsUtf8(view_.string(id))) return Refuse(kText, SectionKind::kStrings, id);
  }
  return std::nullopt;
}

bool RowVerifier::IsCanonicalDecimal(const ConstantRow& row) const {
  // Most of them: nothing is there to be taken out of the digits.
  const auto digits = static_cast<int64_t>(row.payload);
  if ((row.detail & Value::kWide) == 0 && digits % 10 != 0 &&
      row.exponent >= Decimal::kExponentMin && row.exponent <= Decimal::kExponentMax) {
    return true;
  }
  Int128 coefficient = digits;
  if ((row.detail & Value::kWide) != 0) {
    if (row.payload >= view_.wide.size()) return false;
    const WideRow& wide = view_.wide[row.index()];
    coefficient = static_cast<Int128>((Uint128{wide.high} << 64) | wide.low);
  }
  const std::optional<Decimal> decimal = Decimal::FromParts(coefficient, row.exponent);
  if (!decimal) return false;
  const Decimal normalized = decimal->Normalized();
  return decimal->fits_int64() == ((row.detail & Value::kWide) == 0) &&
         normalized.coefficient() == coefficient && normalized.exponent() == row.exponent;
}

// A list or map: of scalars, all before it; where it is sorted, of strings (keys) that ascend.
// Those stand directly before it: no two maps share their parts, so all of them together are no
// more than the constants.
bool RowVerifier::IsCanonicalContainer(uint32_t id) const {
  const ConstantRow& row = view_.constants[id];
  const uint32_t stride = row.kind == Kind::kMap ? 2 : 1;
  if (row.count > kRequestValuesMax) return false;
  const uint32_t parts_count = row.count * stride;
  if (parts_count > id || row.payload > id - parts_count) return false;
  const auto parts = view_.constants.subspan(row.index(), parts_count);
  if (std::any_of(parts.begin(), parts.end(), [](const ConstantRow& part) {
        return part.kind == Kind::kList || part.kind == Kind::kMap;
      })) {
    return false;
  }
  const bool sorted = (row.detail & Value::kSorted) != 0;
  if (!sorted) return row.kind == Kind::kList;
  if (row.payload != id - parts_count) return false;
  for (uint32_t i = 0; i < parts_count; i += stride) {
    if (parts[i].kind != Kind::kString) return false;
    const auto text = [&](uint32_t part) { return view_.string(parts[part].index()); };
    if (i > 0 && text(i - stride) >= text(i)) return false;
  }
  return true;
}

bool RowVerifier::IsCanonicalConstant(uint32_t id) const {
  const ConstantRow& row = view_.constants[id];
  const bool time = row.kind == Kind::kTimestamp || row.kind == Kind::kDuration;
  const int16_t nanos_max = 999;
  if (time ? row.exponent < 0 || row.exponent > nanos_max
           : row.kind != Kind::kDecimal && row.exponent != 0) {
    return false;
  }
  if (row.kind != Kind::kList && row.kind != Kind::kMap && row.count != 0) return false;
  switch (row.kind) {
    case Kind::kNull:
      return row.payload == 0;
    case Kind::kBool:
      return row.payload <= 1;
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDouble:
    case Kind::kTimestamp:
    case Kind::kDuration:
      return true;
    case Kind::kDecimal:
      return IsCanonicalDecimal(row);
    case Kind::kBytes:
      return row.payload < view_.strings.size() && IsHex(view_.string(row.index())) &&
             view_.strings[row.index()].bytes / 2 <= kBytesConstantMax;
    case Kind::kString:
    case Kind::kType:
      return row.payload < view_.strings.size() &&
             view_.strings[row.index()].bytes <= view_.policy->string_bytes;
    case Kind::kList:
    case Kind::kMap:
      return IsCanonicalContainer(id);
    default:
      return false;
  }
}

Finding RowVerifier::VerifyConstants() {
  for (uint32_t id = 0; id < view_.constants.size(); ++id) {
    const ConstantRow& row = view_.constants[id];
    const bool container = row.kind == Kind::kList || row.kind == Kind::kMap;
    const uint8_t known = row.kind == Kind::kDecimal ? Value::kWide | Value::kLiteral
                          : container                ? Value::kSorted | Value::kLiteral
                                                     : Value::kLiteral;
    if (!Within(row.kind, kKindCount)) return Refuse(kEnum, SectionKind::kConstants, id);
    if ((row.detail & ~known) != 0) return Refuse(kReserved, SectionKind::kConstants, id);
    if (!IsCanonicalConstant(id)) return Refuse(kConstant, SectionKind::kConstants, id);
  }
  return std::nullopt;
}

Finding RowVerifier::VerifyImports() {
  for (uint32_t id = 0; id < view_.imports.size(); ++id) {
    const uint32_t signature = view_.imports[id].signature;
    if (!IsString(signature)) return Refuse(kIndex, SectionKind::kImports, id);
    if (FindOverloads(functions_, view_.string(signature)).rows.empty()) {
      LoadError error = Refuse(kFunction, SectionKind::kImports, id);
      error.detail = view_.string(signature);
      return error;
    }
  }
  return std::nullopt;
}

Finding RowVerifier::VerifyCalls() {
  for (uint32_t id = 0; id < view_.calls.size(); ++id) {
    const CallRow& call = view_.calls[id];
    if (call.import >= view_.imports.size()) return Refuse(kIndex, SectionKind::kCalls, id);
    if (call.prepared == kNone) continue;
    const Function function =
        FindOverloads(functions_, view_.string(view_.imports[call.import].signature)).merged;
    if (!IsConstant(call.prepared)) return Refuse(kIndex, SectionKind::kCalls, id);
    if (function.prepared_argument < 0) return Refuse(kPrepared, SectionKind::kCalls, id);
    const KindSet takes = function.embed != nullptr
                              ? SetOf(Kind::kBytes)
                              : function.arguments[function.prepared_argument];
    if ((SetOf(view_.constants[call.prepared].kind) & takes) == 0) {
      return Refuse(kPrepared, SectionKind::kCalls, id);
    }
  }
  return std::nullopt;
}

Finding RowVerifier::VerifyPolicy() {
  const PolicyRow& policy = *view_.policy;
  const auto refuse = [](VerifyError code) { return Refuse(code, SectionKind::kPolicy, 0); };
  if (!IsString(policy.id) || !IsStringOrNone(policy.version) ||
      !IsStringOrNone(policy.default_route) || !ListsStrings(policy.agents)) {
    return refuse(kIndex);
  }
  const uint32_t flags_taken =
      limits_.loose ? kPolicyFlagsKnown : kPolicyFlagsKnown & ~kPolicyLoose;
  if ((policy.flags & ~flags_taken) != 0) return refuse(kReserved);
  if (!Within(policy.when_overdue, 3) || !Within(policy.disclose, 3)) return refuse(kEnum);
  const auto zero = [](uint8_t byte) { return byte == 0; };
  if (!std::all_of(std::begin(policy.reserved), std::end(policy.reserved), zero))
    return refuse(kReserved);
  uint32_t sections = 0;
  for (const Section section : policy.precedence) {
    if (!Within(section, kSectionKinds)) return refuse(kEnum);
    sections |= 1u << static_cast<uint32_t>(section);
  }
  if (sections != 7)
    return refuse(kPolicy);  // Each section once, also where no precedence is given.
  if (policy.steps_limit > limits_.steps_max || policy.request_bytes > kRequestBytesMax ||
      policy.string_bytes > kRequestBytesMax || policy.list_items > kRequestValuesMax ||
      policy.map_items > kRequestValuesMax) {
    return refuse(kLimitPolicy);
  }
  return std::nullopt;
}

bool RowVerifier::IsBuiltInRight(const FactRow& fact) const {
  const Kind kind = fact.source == Source::kTargets ? Kind::kList
                    : fact.source == Source::kNow   ? Kind::kTimestamp
                                                    : Kind::kString;
  return fact.type.kind == kind && fact.path.count == 0 && fact.fallback == kNone &&
         AdmitsOnlyTheKind(fact.type);
}

bool RowVerifier::IsMarkRight(const FactRow& fact) const {
  return fact.flags == (kFactMark | kFactPersonal) && fact.path.count > 0 &&
         (fact.source == Source::kContext || fact.source == Source::kParams) &&
         fact.type.kind == Kind::kError && fact.fallback == kNone && AdmitsOnlyTheKind(fact.type);
}

// Lengths aside: what is built in is held to the constitution's limits.
bool RowVerifier::AdmitsOnlyTheKind(const TypeRow& type) const {
  return type.minimum == kNone && type.maximum == kNone && type.values == kNone &&
         type.pattern == kNone && type.format == kNone && type.items == kNone &&
         type.fields.count == 0 && type.flags == 0 && type.encoding == Encoding::kNatural;
}

// Both are f(string) bool or f(string, prepared) bool.
VerifyError RowVerifier::CheckTextCalls(const TypeRow& type) const {
  for (const uint32_t id : {type.pattern, type.format}) {
    if (id == kNone) continue;
    if (id >= view_.calls.size()) return kIndex;
    const CallRow& call = view_.calls[id];
    const Function& function =
        FindOverloads(functions_, view_.string(view_.imports[call.import].signature)).merged;
    const bool whole = call.prepared == kNone
                           ? function.arity == 1
                           : function.arity == 2 && function.prepared_argument == 1;
    const bool fits = type.kind == Kind::kString && whole &&
                      (function.arguments[0] & SetOf(Kind::kString)) != 0 &&
                      function.result == SetOf(Kind::kBool);
    if (!fits) return kFact;
  }
  return kSound;
}

bool IsEncodingOf(Encoding encoding, Kind kind) {
  switch (encoding) {
    case Encoding::kNatural:
      return true;
    case Encoding::kText:
      return kind == Kind::kDecimal;
    case Encoding::kUnix:
    case Encoding::kDay:
      return kind == Kind::kTimestamp;
  }
  return false;
}

// Fields of types below `types_before`.
VerifyError RowVerifier::CheckFields(Range fields, uint32_t types_before) const {
  if (!Inside(view_.fields, fields) || fields.count > kFieldsMax) return kIndex;
  for (uint32_t id = fields.begin; id < fields.begin + fields.count; ++id) {
    const FieldRow& field = view_.fields[id];
    if (!IsString(field.name) || field.type >= types_before) return kIndex;
    if ((field.flags & ~kFieldFlagsKnown) != 0) return kReserved;
    if (id > fields.begin && view_.string(view_.fields[id - 1].name) >= view_.string(field.name))
      return kOrder;
  }
  return kSound;
}

VerifyError RowVerifier::CheckType(const TypeRow& type, uint32_t types_before) const {
  if (!Within(type.kind, kKindCount) || !Within(type.encoding, kEncodingCount)) return kEnum;
  if ((type.flags & ~kTypeFlagsKnown) != 0 || type.reserved != 0) return kReserved;
  if (!IsEncodingOf(type.encoding, type.kind)) return kFact;
  for (const uint32_t bound : {type.minimum, type.maximum}) {
    if (bound == kNone) continue;
    if (!IsConstant(bound)) return kIndex;
    if (view_.constants[bound].kind != type.kind) return kFact;
  }
  if (type.values != kNone && (type.kind != Kind::kString || !IsStringList(type.values)))
    return kFact;
  if (const VerifyError error = CheckTextCalls(type); error != kSound) return error;
  if (type.length_min > type.length_max) return kFact;
  if (type.items != kNone && type.items >= types_before) return kIndex;
  if (type.items != kNone && type.kind != Kind::kList) return kFact;
  if ((type.fields.count > 0 || type.flags != 0) && type.kind != Kind::kMap) return kFact;
  return CheckFields(type.fields, types_before);
}

Finding RowVerifier::VerifyTypes() {
  std::vector<uint32_t> depths;
  for (uint32_t id = 0; id < view_.types.size(); ++id) {
    const TypeRow& type = view_.types[id];
    if (const VerifyError error = CheckType(type, id); error != kSound)
      return Refuse(error, SectionKind::kTypes, id);
    uint32_t depth = type.items == kNone ? 0 : depths[type.items];
    for (const FieldRow& field : ModuleView::Rows(view_.fields, type.fields))
      depth = std::max(depth, depths[field.type]);
    depths.push_back(depth + 1);
    if (depth + 1 > kTypeDepthMax) return Refuse(kFact, SectionKind::kTypes, id);
  }
  return std::nullopt;
}

VerifyError RowVerifier::CheckFact(const FactRow& fact) const {
  if (!IsString(fact.name)) return kIndex;
  if (fact.path.count > kRequestDepthMax) return kFact;  // No request is so deep.
  if (!ListsStrings(fact.path)) return kIndex;
  if (!Within(fact.source, kSourceCount)) return kEnum;
  if ((fact.flags & ~kFactFlagsKnown) != 0 || fact.reserved != 0) return kReserved;
  const auto types = static_cast<uint32_t>(view_.types.size());
  if (const VerifyError error = CheckType(fact.type, types); error != kSound) return error;
  if ((fact.flags & kFactMark) != 0) return IsMarkRight(fact) ? kSound : kFact;
  if (fact.source >= Source::kAction) return IsBuiltInRight(fact) ? kSound : kFact;
  const bool undeclared =
      fact.source == Source::kContextUndeclared || fact.source == Source::kEither;
  if (undeclared && fact.path.count != 1) return kFact;
  if (undeclared && (view_.policy->flags & kPolicyStrict) != 0) return kStrict;
  if (fact.fallback == kNone) return kSound;
  if (!IsConstant(fact.fallback)) return kIndex;
  const bool fits =
      fact.source == Source::kParams && view_.constants[fact.fallback].kind == fact.type.kind;
  return fits ? kSound : kFact;
}

Finding RowVerifier::VerifyFacts() {
  std::vector<uint32_t> by_name;
  bool seen[kSourceCount] = {};
  for (uint32_t id = 0; id < view_.facts.size(); ++id) {
    const FactRow& fact = view_.facts[id];
    if (const VerifyError error = CheckFact(fact); error != kSound) {
      return Refuse(error, SectionKind::kFacts, id);
    }
    bool& built_in = seen[static_cast<uint32_t>(fact.source)];
    if (fact.source >= Source::kAction && std::exchange(built_in, true)) {
      return Refuse(kOrder, SectionKind::kFacts, id);
    }
    by_name.push_back(id);
  }
  const auto name = [&](uint32_t id) { return view_.string(view_.facts[id].name); };
  std::sort(by_name.begin(), by_name.end(),
            [&](uint32_t a, uint32_t b) { return name(a) < name(b); });
  const auto twin = std::adjacent_find(by_name.begin(), by_name.end(),
                                       [&](uint32_t a, uint32_t b) { return name(a) == name(b); });
  if (twin != by_name.end()) return Refuse(kOrder, SectionKind::kFacts, *twin);
  return std::nullopt;
}

Finding RowVerifier::VerifyPatterns() {
  // A name may match all of them.
  if (view_.patterns.size() > kPatternsMax) return Refuse(kLimitPolicy, SectionKind::kPatterns, 0);
  for (uint32_t id = 0; id < view_.patterns.size(); ++id) {
    const PatternRow& row = view_.patterns[id];
    if (!IsString(row.pattern) || row.block >= view_.blocks.size()) {
      return Refuse(kIndex, SectionKind::kPatterns, id);
    }
    const std::string_view pattern = view_.string(row.pattern);
    if (!IsName(pattern)) return Refuse(kName, SectionKind::kPatterns, id);
    if (id > 0 && view_.string(view_.patterns[id - 1].pattern) >= pattern) {
      return Refuse(kOrder, SectionKind::kPatterns, id);
    }
  }
  patterns_ = view_.IndexPatterns();
  return std::nullopt;
}

bool RowVerifier::ListsItsPatterns(const ActionRow& action) const {
  const std::string_view name = view_.string(action.name);
  const std::span<const uint32_t> listed = view_.Indices(action.patterns);
  size_t matching = 0;
  bool all = true;
  patterns_.ForEachMatch(name, [&](uint32_t id) {
    all = all && matching < listed.size() && listed[matching] == id;
    ++matching;
  });
  return all && matching == listed.size();
}

VerifyError RowVerifier::CheckAction(uint32_t id) const {
  const ActionRow& action = view_.actions[id];
  if (!IsString(action.name) || action.canonical >= view_.actions.size() ||
      (action.block != kNone && action.block >= view_.blocks.size()) ||
      !ListsBelow(action.patterns, view_.patterns.size()) ||
      !Inside(view_.fields, action.parameters)) {
    return kIndex;
  }
  if (!IsName(view_.string(action.name))) return kName;
  if ((action.flags & ~kActionFlagsKnown) != 0) return kReserved;
  if (id > 0 && !LessText(view_.string(view_.actions[id - 1].name), view_.string(action.name)))
    return kOrder;
  if (action.canonical != id) {
    const bool bare = action.block == kNone && action.patterns.count == 0 &&
                      action.parameters.count == 0 && action.flags == 0;
    return bare && view_.actions[action.canonical].canonical == action.canonical ? kSound : kAlias;
  }
  if (!ListsItsPatterns(action)) return VerifyError::kPatterns;
  return CheckFields(action.parameters, static_cast<uint32_t>(view_.types.size()));
}

Finding RowVerifier::VerifyActions() {
  if (view_.actions.size() > kActionsMax) return Refuse(kLimitPolicy, SectionKind::kActions, 0);
  for (uint32_t id = 0; id < view_.actions.size(); ++id) {
    if (const VerifyError error = CheckAction(id); error != kSound) {
      return Refuse(error, SectionKind::kActions, id);
    }
  }
  return std::nullopt;
}

Finding RowVerifier::VerifyHash() {
  const std::span<const uint32_t> slots(view_.hash.slots, view_.hash.row.slot_count);
  for (const uint32_t slot : slots) {
    if (slot != kNone && slot >= view_.actions.size())
      return Refuse(kIndex, SectionKind::kHash, slot);
  }
  if (view_.hash.row.slot_count == 0 && !view_.actions.empty())
    return Refuse(kHash, SectionKind::kHash, 0);
  return std::nullopt;  // Whether it finds every action, its table shows: ActionTable::Fill().
}

VerifyError RowVerifier::CheckRule(const RuleRow& rule) const {
  if (!IsString(rule.id) || !IsStringOrNone(rule.reason) || !ListsStrings(rule.routes) ||
      !ListsBelow(rule.overrides, view_.rules.size()) ||
      !Inside(view_.reason_parts, rule.reason_parts)) {
    return kIndex;
  }
  if (!Within(rule.section, kSectionKinds) || !Within(rule.on_error, 2) ||
      !Within(rule.disclose, 3)) {
    return kEnum;
  }
  if (rule.reserved != 0) return kReserved;
  if (rule.valid_from_day < kDayMin || rule.valid_until_day > kDayMax ||
      rule.valid_from_day > rule.valid_until_day) {
    return kRule;
  }
  if ((rule.section == Section::kEscalate) != (rule.routes.count > 0)) return kRule;
  if (rule.reason_parts.count > kReasonPartsMax ||
      (rule.reason_parts.count > 0 && rule.reason == kNone)) {
    return kRule;
  }
  const auto routes = view_.Indices(rule.routes);
  if (std::adjacent_find(routes.begin(), routes.end(), std::greater_equal<>()) != routes.end())
    return kOrder;
  if (rule.span_begin > rule.span_end || rule.span_end > view_.source.size()) return kRule;
  for (const uint32_t overridden : view_.Indices(rule.overrides)) {
    const Section loser = view_.rules[overridden].section;
    const bool allowed = rule.section == Section::kPermitted  ? loser != Section::kPermitted
                         : rule.section == Section::kEscalate ? loser == Section::kProhibited
                                                              : false;
    if (!allowed) return kOverride;
  }
  return kSound;
}

Finding RowVerifier::VerifyRules() {
  std::string_view before;
  for (uint32_t id = 0; id < view_.rules.size(); ++id) {
    const RuleRow& rule = view_.rules[id];
    if (const VerifyError error = CheckRule(rule); error != kSound) {
      return Refuse(error, SectionKind::kRules, id);
    }
    const std::string_view name = view_.string(rule.id);
    if (id > 0 && !LessText(before, name)) return Refuse(kOrder, SectionKind::kRules, id);
    before = name;
    proof_.any_overrides |= rule.overrides.count > 0;
    proof_.any_validity |= rule.valid_from_day != kDayMin || rule.valid_until_day != kDayMax;
  }
  return std::nullopt;
}

Finding RowVerifier::VerifyReasonParts() {
  for (uint32_t id = 0; id < view_.reason_parts.size(); ++id) {
    const ReasonPartRow& part = view_.reason_parts[id];
    if (!IsString(part.text) || part.span_begin > part.span_end ||
        part.span_end > view_.source.size()) {
      return Refuse(kIndex, SectionKind::kReasonParts, id);
    }
  }
  return std::nullopt;
}

Finding RowVerifier::VerifyTexts() {
  if (!IsUtf8(view_.about)) return Refuse(kText, SectionKind::kAbout, 0);
  if (!IsUtf8(view_.source)) return Refuse(kText, SectionKind::kSource, 0);
  return std::nullopt;
}

}  // namespace

Finding VerifyRows(const ModuleView& view, FunctionTable functions, const HostLimits& limits,
                   Proof& proof) {
  return RowVerifier(view, functions, limits, proof).Run();
}

}  // namespace bylaw::vm
