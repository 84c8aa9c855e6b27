#include "request_maker.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "bylaw/vm/utf8.h"

namespace bylaw::fuzz {
namespace {

using vm::Encoding;
using vm::Kind;
using vm::Source;

constexpr int kDepthMax = 3;
constexpr size_t kValuesMax = 300;   // Of one list, text in code points aside.
constexpr size_t kTextMax = 20'000;  // A little more than a string may have.

}  // namespace

std::string RequestMaker::Name() {
  if (!view_.actions.empty() && choices_.Below(4) != 0)
    return std::string(view_.string(choices_.Pick(view_.actions).name));
  if (view_.patterns.empty()) return "act";
  std::string name(view_.string(choices_.Pick(view_.patterns).pattern));
  for (size_t star = 0; (star = name.find('*', star)) != std::string::npos;)
    name.replace(star, 1, choices_.Below(2) == 0 ? "" : "x");
  return name.empty() ? "act" : name;
}

std::string RequestMaker::Agent() {
  const std::span<const uint32_t> agents = view_.Indices(view_.policy->agents);
  if (agents.empty()) return "a";
  std::string agent(view_.string(choices_.Pick(agents)));
  std::replace(agent.begin(), agent.end(), '*', 'x');
  return agent;
}

uint32_t RequestMaker::Count(uint32_t least, uint32_t most) {
  if (choices_.OneIn(8)) return most < kValuesMax ? most : least;
  const uint32_t count = least + choices_.Below(4);
  return count <= kValuesMax && !choices_.OneIn(16) ? std::min(count, most) : least;
}

std::string RequestMaker::TextOfLength(size_t length) {
  static constexpr std::string_view kCharacters[] = {"a", "é", "€", "😀"};
  const std::string_view character = choices_.Pick(kCharacters);
  std::string text;
  for (size_t i = 0; i < std::min(length, kTextMax); ++i) text += character;
  return text;
}

std::string RequestMaker::Text() {
  static constexpr std::string_view kTexts[] = {"",
                                                "a",
                                                "1",
                                                "10.0.0.1",
                                                "10.0.0.0/8",
                                                "1.2.3",
                                                "https://a.example/b?c=d",
                                                "2026-03-01T00:00:00Z",
                                                "1h30m",
                                                "YQ==",
                                                "/a/../b",
                                                "a@b.example",
                                                "true",
                                                "ls -l | rm",
                                                "Europe/Zurich"};
  if (!view_.strings.empty() && choices_.Below(2) == 0) {
    std::string text(view_.string(choices_.Below(view_.strings.size())));
    if (vm::IsUtf8(text)) return choices_.OneIn(4) ? text + "x" : text;
  }
  return std::string(choices_.Pick(kTexts));
}

nlohmann::json RequestMaker::Number() {
  static constexpr double kNumbers[] = {
      0, 1, -1, 2, 0.5, 0.1, 1e21, 1e300, 5e-324, 4294967296, 9007199254740991, -1e18};
  if (view_.constants.empty() || choices_.Below(3) == 0) return choices_.Pick(kNumbers);
  const vm::ConstantRow& row = choices_.Pick(view_.constants);
  const auto payload = static_cast<int64_t>(row.payload);
  double number = 0;
  if (row.kind == Kind::kDecimal && (row.detail & vm::Value::kWide) == 0) {
    number = static_cast<double>(payload) * std::pow(10, row.exponent);
  } else if (row.kind == Kind::kDouble) {
    number = std::bit_cast<double>(row.payload);
  } else if (row.kind == Kind::kInt || row.kind == Kind::kUint) {
    number = static_cast<double>(payload);
  }
  number += choices_.Below(3) - 1.0;
  if (!std::isfinite(number)) return 7;
  // Written as whole numbers are.
  if (std::floor(number) == number && std::fabs(number) < 9e15) return static_cast<int64_t>(number);
  return number;
}

nlohmann::json RequestMaker::Time(Encoding encoding) {
  static constexpr std::string_view kTimes[] = {
      "2026-04-14T11:42:09Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
      "2024-02-29T12:00:00+05:30", "2026-13-01T00:00:00Z"};
  static constexpr std::string_view kDays[] = {"2026-03-01", "2024-02-29", "2023-02-29",
                                               "0001-01-01"};
  static constexpr double kSeconds[] = {0, 1776166929, -1, 1.5, 253402300799, 253402300800};
  if (encoding == Encoding::kUnix) return choices_.Pick(kSeconds);
  return choices_.Pick(encoding == Encoding::kDay ? std::span<const std::string_view>(kDays)
                                                  : std::span<const std::string_view>(kTimes));
}

nlohmann::json RequestMaker::Any(int depth) {
  switch (choices_.Below(depth < kDepthMax ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return choices_.Below(2) == 1;
    case 2:
    case 3:
      return Number();
    case 4:
    case 5:
      return Text();
    case 6: {
      Json list = Json::array();
      for (uint32_t n = Count(0, view_.policy->list_items); n > 0; --n)
        list.push_back(Any(depth + 1));
      return list;
    }
    default: {
      Json map = Json::object();
      for (uint32_t n = Count(0, view_.policy->map_items); n > 0; --n) map[Text()] = Any(depth + 1);
      return map;
    }
  }
}

nlohmann::json RequestMaker::List(const vm::TypeRow& type, int depth) {
  Json list = Json::array();
  const bool typed = type.items < view_.types.size();
  for (uint32_t n = Count(type.length_min, type.length_max); n > 0; --n)
    list.push_back(typed ? OfType(view_.types[type.items], depth + 1) : Any(depth + 1));
  return list;
}

nlohmann::json RequestMaker::Map(const vm::TypeRow& type, int depth) {
  Json map = Json::object();
  for (const vm::FieldRow& field : vm::ModuleView::Rows(view_.fields, type.fields)) {
    const bool required = (field.flags & vm::kFieldRequired) != 0;
    if (!choices_.OneIn(required ? 16 : 3))
      map[std::string(view_.string(field.name))] = OfType(view_.types[field.type], depth + 1);
  }
  if (type.fields.count == 0 || choices_.OneIn(8)) {
    for (uint32_t n = Count(type.length_min, type.length_max); n > 0; --n)
      map[Text()] = Any(depth + 1);
  }
  return map;
}

nlohmann::json RequestMaker::OfType(const vm::TypeRow& type, int depth) {
  static constexpr std::string_view kDurations[] = {"1h30m", "0s", "-90d", "1.5s", "100000d", "1x"};
  static constexpr std::string_view kBytes[] = {"", "YQ==", "/+8=", "YWJj", "!"};
  if (depth > kDepthMax + 1 || choices_.OneIn(16)) return Any(depth);
  switch (type.kind) {
    case Kind::kBool:
      return choices_.Below(2) == 1;
    case Kind::kInt:
    case Kind::kUint:
    case Kind::kDouble:
      return Number();
    case Kind::kDecimal:
      if (type.encoding == Encoding::kText) return Number().dump();
      return Number();
    case Kind::kString:
      if (type.values < view_.constants.size() && !choices_.OneIn(8)) {
        const vm::ConstantRow& list = view_.constants[type.values];
        if (list.count > 0)
          return view_.string(static_cast<uint32_t>(
              view_.constants[list.payload + choices_.Below(list.count)].payload));
      }
      if (choices_.OneIn(8))
        return TextOfLength(choices_.Below(2) == 0 ? type.length_max : type.length_min);
      return Text();
    case Kind::kBytes:
      return choices_.Pick(kBytes);
    case Kind::kList:
      return List(type, depth);
    case Kind::kMap:
      return Map(type, depth);
    case Kind::kTimestamp:
      return Time(type.encoding);
    case Kind::kDuration:
      return choices_.Pick(kDurations);
    default:
      return Any(depth);
  }
}

void RequestMaker::AddFact(const vm::FactRow& fact, Json& params, Json& context) {
  if (fact.source >= Source::kAction || choices_.OneIn(8)) return;
  const bool either = fact.source == Source::kEither && choices_.Below(2) == 0;
  Json* at = fact.source == Source::kParams || either ? &params : &context;
  for (const uint32_t name : view_.Indices(fact.path)) {
    if (!at->is_object()) return;  // Another fact has filled it.
    at = &(*at)[std::string(view_.string(name))];
    if (at->is_null()) *at = Json::object();
  }
  const bool whole = fact.path.count == 0;
  Json value = OfType(fact.type, 0);
  if (!whole) {
    *at = std::move(value);
  } else if (value.is_object()) {
    at->update(value);
  }
}

void RequestMaker::AddParameters(std::string_view action, Json& params) {
  for (const vm::ActionRow& row : view_.actions) {
    if (view_.string(row.name) != action) continue;
    for (const vm::FieldRow& field :
         vm::ModuleView::Rows(view_.fields, view_.actions[row.canonical].parameters)) {
      const std::string name(view_.string(field.name));
      if (!params.contains(name) && !choices_.OneIn(4))
        params[name] = OfType(view_.types[field.type], 0);
    }
  }
}

std::string RequestMaker::Make() {
  Json params = Json::object();
  Json context = Json::object();
  for (const vm::FactRow& fact : view_.facts) AddFact(fact, params, context);
  const std::string action = Name();
  AddParameters(action, params);
  Json request = {{"agent_id", Agent()}, {"action", action}};
  if (!choices_.OneIn(8)) request["params"] = std::move(params);
  if (!choices_.OneIn(8)) request["context"] = std::move(context);
  if (choices_.OneIn(2)) request["session_id"] = Text();
  switch (choices_.Below(4)) {
    case 0:
      break;
    case 1:
      request["target"] = Text();
      break;
    default: {
      Json targets = Json::array();
      for (uint32_t n = Count(0, vm::kTargetsMax); n > 0; --n) targets.push_back(Text());
      request["targets"] = std::move(targets);
    }
  }
  return request.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bylaw::fuzz
