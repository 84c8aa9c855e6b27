// The table, made of functions.def at compile time: a signature that does not parse does not
// compile.
#include "bylaw/stdlib/functions.h"

#include <array>
#include <string_view>

#include "conversions.h"
#include "core.h"
#include "format.h"
#include "formats.h"
#include "lists.h"
#include "network.h"
#include "numbers.h"
#include "optional.h"
#include "string_functions.h"
#include "time_functions.h"
#include "within.h"
#include "zones.h"

namespace bylaw::stdlib {
namespace {

using vm::Function;
using vm::FunctionCost;
using vm::Kind;
using vm::KindSet;

constexpr auto OfSecond = vm::PerUnit::OfSecond;
constexpr auto OfResult = vm::CallBudget::OfResult;

enum class Form { kReceiver, kGlobal, kBoth };

// The kinds that a type in a signature stands for. "list(string)" is a list: what it holds is for
// the checker.
consteval KindSet KindsOf(std::string_view type) {
  type = type.substr(0, type.find('('));
  if (type == "dyn") return vm::kAnyKind;
#define BYLAW_KIND(name, text) \
  if (type == (text) && Kind::name != Kind::kError) return vm::SetOf(Kind::name);
  BYLAW_KINDS(BYLAW_KIND)
#undef BYLAW_KIND
  throw "no such type";
}

// Fills what the signature says: "name(type, type) type".
consteval void ReadSignature(std::string_view signature, Function& function) {
  const std::size_t open = signature.find('(');
  const std::size_t close =
      signature.find(") ");  // No type in an argument list is followed by a space.
  function.signature = signature;
  function.name = signature.substr(0, open);
  function.result = KindsOf(signature.substr(close + 2));
  std::string_view types = signature.substr(open + 1, close - open - 1);
  while (!types.empty()) {
    const std::string_view type = types.substr(0, types.find(", "));
    function.arguments[function.arity++] = KindsOf(type);
    types.remove_prefix(type.size() < types.size() ? type.size() + 2 : type.size());
  }
}

// The column `embed`: what becomes of constants at compile time.
struct Constants {
  // NOLINTNEXTLINE(google-explicit-constructor): in most rows it is one function or none.
  constexpr Constants(decltype(Function::embed) first, decltype(Function::embed) next = nullptr,
                      decltype(Function::check) others = nullptr) noexcept
      : embed(first), embed_next(next), check(others) {}

  decltype(Function::embed) embed;
  decltype(Function::embed) embed_next;
  decltype(Function::check) check;
};

consteval Function Row(std::string_view signature, decltype(Function::call) call, Form form,
                       FunctionCost cost, vm::FunctionMemory memory, std::int8_t prepared,
                       decltype(Function::prepare) prepare, Constants constants,
                       std::string_view doc) {
  Function function{};
  ReadSignature(signature, function);
  function.receiver = form != Form::kGlobal;
  function.global = form != Form::kReceiver;
  function.cost = cost;
  function.memory = memory;
  function.doc = doc;
  function.call = call;
  function.prepared_argument = prepared;
  function.prepare = prepare;
  function.embed = constants.embed;
  function.embed_next = constants.embed_next;
  function.check = constants.check;
  return function;
}

constexpr Function kFunctions[] = {
#define BYLAW_FUNCTION(signature, call, form, base, per_unit, budget, memory, prepared, prepare, \
                       embed, doc)                                                               \
  Row(signature, call, Form::k##form, {base, per_unit, budget}, vm::FunctionMemory::k##memory,   \
      prepared, prepare, embed, doc),
#include "functions.def"
#undef BYLAW_FUNCTION
};

// The rows [first, end) are about one subject.
struct Subject {
  std::string_view title;
  std::size_t first;
  std::size_t end;
};

constexpr auto kSubjects = [] {
  std::array<Subject, 9> subjects{};
  std::size_t rows = 0;
  std::size_t count = 0;
#define BYLAW_SUBJECT(title)                     \
  if (count > 0) subjects[count - 1].end = rows; \
  subjects[count++] = {title, rows, rows};
#define BYLAW_FUNCTION(...) ++rows;
#include "functions.def"
#undef BYLAW_FUNCTION
  subjects[count - 1].end = rows;
  return subjects;
}();

// "a.size(), size(a)": how conditions write the call.
std::string CallForms(const Function& function) {
  std::string arguments;  // from the second on
  for (int i = 1; i < function.arity; ++i) {
    arguments += arguments.empty() ? "" : ", ";
    arguments += static_cast<char>('a' + i);
  }
  const std::string name(function.name);
  std::string forms;
  if (function.receiver) forms = "`a." + name + "(" + arguments + ")`";
  if (function.global) {
    forms += (forms.empty() ? "`" : ", `") + name + (function.arity > 0 ? "(a" : "(");
    forms += (arguments.empty() ? "" : ", ") + arguments + ")`";
  }
  return forms;
}

std::string CostText(const FunctionCost& cost) {
  std::string text = std::to_string(cost.base);
  if (cost.per_unit.steps > 0) {
    text += " + " + std::to_string(cost.per_unit.steps) + " a unit";
    if (cost.per_unit.arguments == 2) text += " of b";
  }
  if (cost.budget.steps > 0) text += " + up to " + std::to_string(cost.budget.steps);
  if (cost.budget.of_result) text += " by the result";
  return text;
}

}  // namespace

vm::FunctionTable Functions() noexcept {
  return kFunctions;
}

std::string FunctionReference() {
  std::string text;
  for (std::size_t i = 0; i < std::size(kFunctions); ++i) {
    for (const Subject& subject : kSubjects) {
      if (subject.first != i || subject.first == subject.end) continue;
      text += text.empty() ? "" : "\n";
      text += "### " + std::string(subject.title) + "\n\n";
      text += "| function | written | steps | |\n|---|---|---|---|\n";
    }
    const Function& function = kFunctions[i];
    text += "| `" + std::string(function.signature) + "` | " + CallForms(function) + " | " +
            CostText(function.cost) + " | " + std::string(function.doc) + " |\n";
  }
  return text;
}

}  // namespace bylaw::stdlib
