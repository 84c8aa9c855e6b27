#include "case_value.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "bylaw/vm/time.h"

namespace bylaw::conformance {
namespace {

std::string FromBase64(const std::string& text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<uint32_t>(kDigits.find(c));
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>(bits >> count & 0xff));
    }
  }
  return bytes;
}

double ToDouble(const std::string& text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::stod(text);
}

vm::Value Required(const vm::Value& value, const std::string& text) {
  if (value.is_error()) throw std::runtime_error("no such time: " + text);
  return value;
}

}  // namespace

vm::Value ValueStore::Keep(vm::Kind kind, std::string text) {
  return vm::Value::Text(kind, texts_.emplace_back(std::move(text)));
}

vm::Value ValueStore::FromJson(const nlohmann::json& json) {
  const std::string& kind = json.begin().key();
  const nlohmann::json& value = json.begin().value();
  const auto text = [&value] { return value.get<std::string>(); };
  if (kind == "null") return vm::Value::Null();
  if (kind == "bool") return vm::Value::Bool(value.get<bool>());
  if (kind == "int") return vm::Value::Int(std::stoll(text()));
  if (kind == "uint") return vm::Value::Uint(std::stoull(text()));
  if (kind == "double") return vm::Value::Double(ToDouble(text()));
  if (kind == "string") return Keep(vm::Kind::kString, text());
  if (kind == "bytes") return Keep(vm::Kind::kBytes, FromBase64(text()));
  if (kind == "type") return Keep(vm::Kind::kType, text());
  if (kind == "timestamp") return Required(vm::ParseRfc3339(text()), text());
  if (kind == "duration") return Required(vm::ParseDuration(text()), text());
  if (kind == "list") {
    std::vector<vm::Value> items;
    for (const nlohmann::json& item : value) items.push_back(FromJson(item));
    const std::vector<vm::Value>& kept = lists_.emplace_back(std::move(items));
    return vm::Value::List(kept.data(), static_cast<uint32_t>(kept.size()));
  }
  if (kind == "map") {
    std::vector<vm::Member> members;
    for (const nlohmann::json& entry : value)
      members.push_back({FromJson(entry[0]), FromJson(entry[1])});
    const std::vector<vm::Member>& kept = maps_.emplace_back(std::move(members));
    return vm::Value::Map(kept.data(), static_cast<uint32_t>(kept.size()));
  }
  throw std::runtime_error("no such kind of value: " + kind);
}

bool Same(const vm::Value& result, const vm::Value& expected) {
  if (result.kind != expected.kind) return false;
  switch (result.kind) {
    case vm::Kind::kNull:
      return true;
    case vm::Kind::kBool:
      return result.b == expected.b;
    case vm::Kind::kInt:
    case vm::Kind::kUint:
      return result.u == expected.u;
    case vm::Kind::kDouble:
      return result.d == expected.d || (std::isnan(result.d) && std::isnan(expected.d));
    case vm::Kind::kTimestamp:
    case vm::Kind::kDuration:
      return result.i == expected.i && result.exponent == expected.exponent;
    case vm::Kind::kList:
      for (uint32_t i = 0; i < result.size && result.size == expected.size; ++i) {
        if (!Same(result.items[i], expected.items[i])) return false;
      }
      return result.size == expected.size;
    case vm::Kind::kMap: {
      for (uint32_t i = 0; i < expected.size; ++i) {
        bool found = false;
        for (uint32_t j = 0; j < result.size && !found; ++j) {
          found = Same(result.members[j].key, expected.members[i].key) &&
                  Same(result.members[j].value, expected.members[i].value);
        }
        if (!found) return false;
      }
      return result.size == expected.size;
    }
    default:
      return result.string() == expected.string();
  }
}

}  // namespace bylaw::conformance
