// Whether a value is what another JSON reader (nlohmann) finds.

#ifndef BYLAW_TESTS_SUPPORT_SAME_JSON_H_
#define BYLAW_TESTS_SUPPORT_SAME_JSON_H_

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "bylaw/vm/decimal.h"
#include "bylaw/vm/value.h"

namespace bylaw {

// The exact value of a number that nlohmann read, as RFC 8785 writes it.
inline std::optional<vm::Decimal> CanonicalNumber(const nlohmann::json& number) {
  char buffer[32];
  const char* const end = std::to_chars(buffer, buffer + sizeof buffer, number.get<double>(),
                                        std::chars_format::scientific)
                              .ptr;
  return vm::Decimal::Parse({buffer, static_cast<size_t>(end - buffer)});
}

inline bool SameJson(const vm::Value& value, const nlohmann::json& json) {
  using vm::Kind;
  switch (value.kind) {
    case Kind::kNull:
      return json.is_null();
    case Kind::kBool:
      return json.is_boolean() && json.get<bool>() == value.b;
    case Kind::kString:
      return json.is_string() && json.get_ref<const std::string&>() == value.string();
    case Kind::kDecimal:
      return json.is_number() && CanonicalNumber(json) == value.decimal();
    case Kind::kList:
      if (!json.is_array() || json.size() != value.size) return false;
      for (uint32_t i = 0; i < value.size; ++i) {
        if (!SameJson(value.items[i], json[i])) return false;
      }
      return true;
    case Kind::kMap:
      if (!json.is_object() || json.size() != value.size) return false;
      for (uint32_t i = 0; i < value.size; ++i) {
        const auto at = json.find(std::string(value.members[i].key.string()));
        if (at == json.end() || !SameJson(value.members[i].value, *at)) return false;
      }
      return true;
    default:
      return false;
  }
}

}  // namespace bylaw

#endif  // BYLAW_TESTS_SUPPORT_SAME_JSON_H_
