// The parameters of an URL as a map from their names to lists of their values.
#include <algorithm>
#include <string_view>

#include "bylaw/vm/utf8.h"
#include "formats.h"
#include "url_parts.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Member;
using vm::Value;
using vm::ValueError;

// What is before the first '&'; removes it and the '&' from `query`.
std::string_view TakeParameter(std::string_view& query) {
  const std::string_view parameter = query.substr(0, query.find('&'));
  query.remove_prefix(std::min(parameter.size() + 1, query.size()));
  return parameter;
}

uint32_t CountParameters(std::string_view query) {
  uint32_t count = 0;
  while (!query.empty()) count += TakeParameter(query).empty() ? 0u : 1u;
  return count;
}

// Decodes name and value of each parameter; false if one is no UTF-8.
bool Decode(std::string_view query, Member* pairs, char* text) {
  while (!query.empty()) {
    const std::string_view parameter = TakeParameter(query);
    if (parameter.empty()) continue;
    const std::string_view name = parameter.substr(0, parameter.find('='));
    const size_t after = std::min(name.size() + 1, parameter.size());
    const std::string_view key = DecodePercent(name, true, text);
    text += key.size();
    const std::string_view value = DecodePercent(parameter.substr(after), true, text);
    text += value.size();
    if (!vm::IsUtf8(key) || !vm::IsUtf8(value)) return false;
    *pairs++ = {Value::String(key), Value::String(value)};
  }
  return true;
}

// Gathers pairs of one name, in their order, where the first of them is: a member with the list of
// their values, which go to `values`. The members, of which there are no more than pairs, take the
// place of the pairs that were gathered.
Value Gather(Member* pairs, uint32_t count, Value* values, vm::WorkBudget& work) {
  uint32_t members = 0;
  for (uint32_t i = 0; i < count; ++i) {
    if (pairs[i].key.is_error()) continue;  // Gathered.
    const Value key = pairs[i].key;
    const Value* const begin = values;
    if (!work.Spend(count - i)) return Value::Error(ValueError::kLimit);
    for (uint32_t j = i; j < count; ++j) {
      if (pairs[j].key.is_error() || pairs[j].key.string() != key.string()) continue;
      *values++ = pairs[j].value;
      pairs[j].key = Value();
    }
    pairs[members++] = {key, Value::List(begin, static_cast<uint32_t>(values - begin))};
  }
  return Value::Map(pairs, members);
}

}  // namespace

Value GetQuery(const FunctionCall& call) noexcept {
  const std::string_view query = SplitUrl(call.arguments[0].string()).query;
  if (query.find(';') != std::string_view::npos) return Value::Error(ValueError::kBadArgument);
  const uint32_t count = CountParameters(query);
  // A member and a value for each take the room of three items.
  static_assert(sizeof(Member) == 2 * sizeof(Value));
  if (count > call.list_items_max / 3 || query.size() > call.string_bytes_max) {
    return Value::Error(ValueError::kLimit);
  }
  auto* const text = call.arena.Make<char>(static_cast<uint32_t>(query.size()));
  auto* const pairs = call.arena.Make<Member>(count);
  auto* const values = call.arena.Make<Value>(count);
  if (text == nullptr || pairs == nullptr || values == nullptr) {
    return Value::Error(ValueError::kLimit);
  }
  if (!Decode(query, pairs, text)) return Value::Error(ValueError::kBadArgument);
  return Gather(pairs, count, values, call.work);
}

}  // namespace bylaw::stdlib
