#include "row_mutator.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "bylaw/vm/limits.h"
#include "target.h"

namespace bylaw::fuzz {
namespace {

using vm::Kind;

template <typename Row>
std::span<std::byte> BytesOf(std::vector<Row>& rows) {
  return std::as_writable_bytes(std::span(rows));
}

}  // namespace

uint32_t RowMutator::Small() {
  static constexpr uint32_t kNumbers[] = {0,
                                          1,
                                          2,
                                          3,
                                          8,
                                          16,
                                          31,
                                          32,
                                          63,
                                          64,
                                          255,
                                          256,
                                          1'000,
                                          16'384,
                                          vm::kRequestValuesMax,
                                          vm::kRequestBytesMax,
                                          vm::kNone};
  return choices_.Pick(kNumbers);
}

uint32_t RowMutator::ConstantOf(Kind kind) {
  std::vector<uint32_t> fitting = {vm::kNone};
  for (uint32_t id = 0; id < image_.constants.size(); ++id) {
    if (image_.constants[id].kind == kind) fitting.push_back(id);
  }
  return choices_.Pick(fitting);
}

void RowMutator::ChangePolicy() {
  vm::PolicyRow& policy = image_.policy;
  switch (choices_.Below(8)) {
    case 0:
      policy.string_bytes = std::min(Small(), vm::kRequestBytesMax);
      break;
    case 1:
      policy.list_items = std::min(Small(), vm::kRequestValuesMax);
      break;
    case 2:
      policy.map_items = std::min(Small(), vm::kRequestValuesMax);
      break;
    case 3:
      policy.request_bytes = std::min(Small(), vm::kRequestBytesMax);
      break;
    case 4:
      std::swap(policy.precedence[choices_.Below(3)], policy.precedence[choices_.Below(3)]);
      policy.flags ^= vm::kPolicyPrecedence;
      break;
    case 5:
      policy.flags ^= vm::kPolicyLoose;
      break;
    case 6:
      policy.when_overdue = static_cast<vm::WhenOverdue>(choices_.Below(3));
      policy.review_day = static_cast<int32_t>(choices_.Below(40'000));
      policy.review_every_days = Small();
      break;
    default:
      policy.steps_limit = std::min(vm::kStepsMax, Small());
      break;
  }
}

void RowMutator::ChangeType(vm::TypeRow& type) {
  switch (choices_.Below(9)) {
    case 0:
      type.kind = static_cast<Kind>(choices_.Below(vm::kKindCount));
      type.minimum = type.maximum = type.values = type.pattern = type.format = vm::kNone;
      type.encoding = vm::Encoding::kNatural;
      if (type.kind != Kind::kList) type.items = vm::kNone;
      if (type.kind == Kind::kMap) break;
      type.fields = {0, 0};
      type.flags = 0;
      break;
    case 1:
      type.encoding = static_cast<vm::Encoding>(choices_.Below(vm::kEncodingCount));
      break;
    case 2:
      type.length_min = std::min(Small(), type.length_max);
      break;
    case 3:
      type.length_max = std::max(Small(), type.length_min);
      break;
    case 4:
      type.minimum = ConstantOf(type.kind);
      break;
    case 5:
      type.maximum = ConstantOf(type.kind);
      break;
    case 6:
      type.values = ConstantOf(Kind::kList);
      break;
    case 7:
      if (type.kind == Kind::kList) type.items = choices_.Below(image_.types.size());
      if (type.kind == Kind::kMap) type.flags ^= vm::kTypeClosed;
      if (type.kind == Kind::kMap && !image_.fields.empty()) {
        type.fields.begin = choices_.Below(image_.fields.size());
        type.fields.count = choices_.Below(image_.fields.size() - type.fields.begin + 1);
        if (type.fields.count == 0) type.fields.begin = 0;
      }
      break;
    default:
      type.pattern = image_.calls.empty() ? vm::kNone : choices_.Below(image_.calls.size());
      break;
  }
}

void RowMutator::ChangeFact() {
  if (image_.facts.empty()) return;
  vm::FactRow& fact = image_.facts[choices_.Below(image_.facts.size())];
  switch (choices_.Below(6)) {
    case 0:
      fact.source = static_cast<vm::Source>(choices_.Below(vm::kSourceCount));
      break;
    case 1:
      fact.flags = static_cast<uint8_t>(choices_.Below(vm::kFactFlagsKnown + 1));
      break;
    case 2:
      fact.fallback = ConstantOf(fact.type.kind);
      if (fact.fallback != vm::kNone) fact.source = vm::Source::kParams;
      break;
    case 3:
      if (!image_.types.empty())
        return ChangeType(image_.types[choices_.Below(image_.types.size())]);
      break;
    default:
      return ChangeType(fact.type);
  }
}

void RowMutator::ChangeConstant() {
  static constexpr uint64_t kPayloads[] = {0,
                                           1,
                                           2,
                                           63,
                                           64,
                                           0x7fffffffffffffff,
                                           0x8000000000000000,
                                           0xffffffffffffffff,
                                           0x7ff8000000000000,
                                           0x7ff0000000000000,
                                           0x3ff8000000000000};
  if (image_.constants.empty()) return;
  vm::ConstantRow& row = image_.constants[choices_.Below(image_.constants.size())];
  switch (choices_.Below(4)) {
    case 0:
      row.payload = choices_.Pick(kPayloads);
      break;
    case 1:
      row.payload += choices_.Below(3) - 1u;
      break;
    case 2:
      row.kind = static_cast<Kind>(1 + choices_.Below(vm::kKindCount - 1));
      break;
    default:
      row.count = choices_.Below(8);
      row.exponent = static_cast<int16_t>(choices_.Below(40) - 20u);
      break;
  }
}

void RowMutator::AddConstant() {
  vm::ConstantRow row{};
  switch (choices_.Below(8)) {
    case 0:
      row.kind = Kind::kInt;
      row.payload = choices_.Bits() >> choices_.Below(64);
      break;
    case 1:
      row.kind = Kind::kUint;
      row.payload = choices_.Bits() << choices_.Below(64);
      break;
    case 2:
      row.kind = Kind::kDouble;
      row.payload = std::bit_cast<uint64_t>(static_cast<double>(choices_.Bits()) / 1'000);
      break;
    case 3:
      row.kind = Kind::kDecimal;
      row.payload = 1 + 2 * uint64_t{choices_.Below(5'000)};  // No zero at its end that 10 divides.
      if (row.payload % 5 == 0) ++row.payload;
      row.exponent = static_cast<int16_t>(choices_.Below(60) - 30u);
      break;
    case 4:
      row.kind = choices_.Below(4) == 0 ? Kind::kType : Kind::kString;
      row.payload = choices_.Below(image_.strings.size());
      break;
    case 5:
      row.kind = choices_.Below(2) == 0 ? Kind::kTimestamp : Kind::kDuration;
      row.payload = choices_.Bits();
      row.exponent = static_cast<int16_t>(choices_.Below(1'000));
      break;
    case 6:
      row.kind = Kind::kList;
      if (image_.constants.empty()) return;
      row.payload = choices_.Below(image_.constants.size());
      row.count = choices_.Below(image_.constants.size() - row.payload + 1);
      break;
    default:
      row.kind = Kind::kBytes;
      row.payload = image_.strings.size();
      image_.strings.emplace_back(2 * choices_.Below(64), "0123456789abcdef"[choices_.Below(16)]);
      break;
  }
  image_.constants.push_back(row);
}

void RowMutator::ChangeRule() {
  if (image_.rules.empty()) return;
  vm::RuleRow& rule = image_.rules[choices_.Below(image_.rules.size())];
  switch (choices_.Below(6)) {
    case 0:
      rule.section = static_cast<vm::Section>(choices_.Below(vm::kSectionKinds));
      break;
    case 1:
      rule.on_error = static_cast<vm::OnError>(choices_.Below(2));
      break;
    case 2:
      rule.disclose = static_cast<vm::Disclose>(choices_.Below(3));
      break;
    case 3:
      rule.priority = static_cast<int32_t>(choices_.Bits());
      break;
    case 4:
      rule.valid_from_day = choices_.Below(2) == 0 ? vm::kDayMin : 20'000;
      rule.valid_until_day = choices_.Below(2) == 0 ? vm::kDayMax : 21'000;
      break;
    default:
      rule.overrides = {choices_.Below(image_.indices.size()), choices_.Below(3)};
      if (rule.overrides.count == 0) rule.overrides.begin = 0;
      break;
  }
}

void RowMutator::ChangeText() {
  constexpr size_t kTextMax = 4'096;
  if (image_.strings.empty()) return;
  std::string& text = image_.strings[choices_.Below(image_.strings.size())];
  const bool hexadecimal = !text.empty() && text.find_first_not_of("0123456789abcdef") == text.npos;
  if (hexadecimal && choices_.Below(4) != 0) {  // Of bytes, perhaps.
    for (uint32_t n = 1 + choices_.Below(4); n > 0; --n)
      text[choices_.Below(text.size())] = "0123456789abcdef"[choices_.Below(16)];
    return;
  }
  const size_t size = text.size();
  text.resize(std::max(size, kTextMax));
  text.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(text.data()), size, text.size()));
}

void RowMutator::ChangeBytes() {
  static constexpr uint32_t kWords[] = {0, 1, 2, 3, 255, 256, 65'535, 0x7fffffff, vm::kNone};
  const std::span<std::byte> sections[] = {
      BytesOf(image_.constants),    BytesOf(image_.wide),        BytesOf(image_.indices),
      BytesOf(image_.types),        BytesOf(image_.fields),      BytesOf(image_.facts),
      BytesOf(image_.actions),      BytesOf(image_.patterns),    BytesOf(image_.rules),
      BytesOf(image_.blocks),       BytesOf(image_.block_rules), BytesOf(image_.conditions),
      BytesOf(image_.reason_parts), BytesOf(image_.code),        BytesOf(image_.edges),
      BytesOf(image_.imports),      BytesOf(image_.calls)};
  const std::span<std::byte> section = choices_.Pick(sections);
  if (section.size() < sizeof(uint32_t)) return;
  uint32_t word = 0;
  std::byte* const at = &section[choices_.Below(section.size() / sizeof word) * sizeof word];
  std::memcpy(&word, at, sizeof word);
  switch (choices_.Below(3)) {
    case 0:
      word = choices_.Pick(kWords);
      break;
    case 1:
      word += choices_.Below(3) - 1u;
      break;
    default:
      word ^= 1u << choices_.Below(32);
      break;
  }
  std::memcpy(at, &word, sizeof word);
}

void RowMutator::Mutate() {
  switch (choices_.Below(12)) {
    case 0:
      return ChangePolicy();
    case 1:
    case 2:
    case 3:
      return ChangeFact();
    case 4:
      return ChangeConstant();
    case 5:
    case 6:
      return AddConstant();
    case 7:
      return ChangeRule();
    case 8:
    case 9:
      return ChangeText();
    default:
      return ChangeBytes();
  }
}

}  // namespace bylaw::fuzz
