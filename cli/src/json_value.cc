#include "json_value.h"

namespace bylaw::cli {

using Json = nlohmann::ordered_json;

vm::Value JsonValues::From(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean:
      return vm::Value::Bool(json.get<bool>());
    case Json::value_t::number_integer:
      return vm::Value::Int(json.get<int64_t>());
    case Json::value_t::number_unsigned:
      return json.get<uint64_t>() > INT64_MAX ? vm::Value::Uint(json.get<uint64_t>())
                                              : vm::Value::Int(json.get<int64_t>());
    case Json::value_t::number_float:
      return vm::Value::Double(json.get<double>());
    case Json::value_t::string:
      return vm::Value::String(texts_.emplace_back(json.get<std::string>()));
    case Json::value_t::array: {
      std::vector<vm::Value> items;
      for (const Json& item : json) items.push_back(From(item));
      const std::vector<vm::Value>& kept = lists_.emplace_back(std::move(items));
      return vm::Value::List(kept.data(), static_cast<uint32_t>(kept.size()));
    }
    case Json::value_t::object: {
      std::vector<vm::Member> members;
      for (const auto& [name, value] : json.items())
        members.push_back({vm::Value::String(texts_.emplace_back(name)), From(value)});
      const std::vector<vm::Member>& kept = maps_.emplace_back(std::move(members));
      return vm::Value::Map(kept.data(), static_cast<uint32_t>(kept.size()));
    }
    default:
      return vm::Value::Null();
  }
}

}  // namespace bylaw::cli
