// Requests that fit a module: its actions, and mostly values that its facts and parameters take,
// near the constants and at the limits that it names.

#ifndef BYLAW_TESTS_FUZZ_REQUEST_MAKER_H_
#define BYLAW_TESTS_FUZZ_REQUEST_MAKER_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bylaw/vm/module.h"
#include "choices.h"
#include "module_data.h"

namespace bylaw::fuzz {

class RequestMaker {
 public:
  RequestMaker(const vm::Module& module, Choices& choices)
      : view_(module.data().view), choices_(choices) {}

  std::string Make();

 private:
  using Json = nlohmann::json;

  std::string Name();  // Of an action.
  std::string Agent();
  void AddParameters(std::string_view action, Json& params);
  void AddFact(const vm::FactRow& fact, Json& params, Json& context);
  Json OfType(const vm::TypeRow& type, int depth);
  Json List(const vm::TypeRow& type, int depth);
  Json Map(const vm::TypeRow& type, int depth);
  Json Time(vm::Encoding encoding);
  Json Any(int depth);
  Json Number();
  std::string Text();
  std::string TextOfLength(size_t length);
  // How many parts something has that may have so many.
  uint32_t Count(uint32_t least, uint32_t most);

  const vm::ModuleView& view_;
  Choices& choices_;
};

}  // namespace bylaw::fuzz

#endif  // BYLAW_TESTS_FUZZ_REQUEST_MAKER_H_
