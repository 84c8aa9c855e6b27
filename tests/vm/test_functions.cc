#include "test_functions.h"

#include <cstring>

namespace bylaw::vm {
namespace {

class PreparedPrefix : public Prepared {
 public:
  explicit PreparedPrefix(std::string_view prefix) : text(prefix) {}
  std::string text;
};

std::unique_ptr<Prepared> Prepare(const Value& constant, std::string* error) {
  if (constant.size > 0) return std::make_unique<PreparedPrefix>(constant.string());
  *error = "the pattern is empty";
  return nullptr;
}

Value Contains(const FunctionCall& call) noexcept {
  return Value::Bool(call.arguments[0].string().find(call.arguments[1].string()) !=
                     std::string_view::npos);
}

Value Matches(const FunctionCall& call) noexcept {
  if (call.prepared == nullptr) return Value::Error(ValueError::kBadArgument);
  return Value::Bool(call.arguments[0].string().starts_with(
      static_cast<const PreparedPrefix*>(call.prepared)->text));
}

Value Size(const FunctionCall& call) noexcept {
  return Value::Int(call.arguments[0].size);
}

Value Repeat(const FunctionCall& call) noexcept {
  const Value& text = call.arguments[0];
  const int64_t count = call.arguments[1].i;
  if (count < 0 || (text.size > 0 && count > call.string_bytes_max / text.size))
    return Value::Error(ValueError::kLimit);
  const auto times = static_cast<uint32_t>(count);
  char* const out = call.arena.Make<char>(text.size * times);
  if (out == nullptr) return Value::Error(ValueError::kLimit);
  for (uint32_t i = 0; i < times && text.size > 0; ++i)
    std::memcpy(out + i * text.size, text.text, text.size);
  return Value::String({out, text.size * times});
}

constexpr KindSet kString = SetOf(Kind::kString);
constexpr Function kFunctions[] = {
    {"contains",
     "contains(string, string) bool",
     true,
     false,
     2,
     {kString, kString},
     SetOf(Kind::kBool),
     {2, 1},
     FunctionMemory::kNothing,
     "",
     Contains,
     -1,
     nullptr,
     nullptr},
    {"matches",
     "matches(string, string) bool",
     true,
     true,
     2,
     {kString, kString},
     SetOf(Kind::kBool),
     {5, 3},
     FunctionMemory::kNothing,
     "",
     Matches,
     1,
     Prepare,
     nullptr},
    {"size",
     "size(list) int",
     true,
     true,
     1,
     {SetOf(Kind::kList)},
     SetOf(Kind::kInt),
     {0, 1},
     FunctionMemory::kNothing,
     "",
     Size,
     -1,
     nullptr,
     nullptr},
    {"repeat",
     "repeat(string, int) string",
     true,
     false,
     2,
     {kString, SetOf(Kind::kInt)},
     kString,
     {1, 1},
     FunctionMemory::kText,
     "",
     Repeat,
     -1,
     nullptr,
     nullptr},
};

}  // namespace

FunctionTable TestFunctions() {
  return kFunctions;
}

}  // namespace bylaw::vm
