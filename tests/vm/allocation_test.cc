// Deciding allocates nothing. Alone in its program: it replaces operator new.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "module_builder.h"
#include "test_functions.h"

namespace {

std::atomic<long> allocations{0};

void* Counted(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}

}  // namespace

void* operator new(std::size_t size) {
  return Counted(size);
}
void* operator new[](std::size_t size) {
  return Counted(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return Counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return Counted(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}

namespace bylaw::vm {
namespace {

// Rules of every section with validity, overrides, routes, lists, texts and wide decimals.
ModuleBuilder Everything() {
  ModuleBuilder m;
  m.policy().flags = 0;  // No precedence: conflicts.
  const uint32_t amount = m.Params("amount", Kind::kDecimal);
  const uint32_t verified = m.Context("verified", Kind::kBool);
  const uint32_t whole = m.Params("", Kind::kMap);
  const uint32_t note = m.Params("note", Kind::kString);
  const uint32_t wide = m.Number("123456789012345678901234567890");
  const Condition results =
      Code({Op(Opcode::kLoadFact, 0, 0, 0, amount), Op(Opcode::kLoadConst, 1, 0, 0, wide),
            Op(Opcode::kAddDecimal, 2, 0, 1), Op(Opcode::kLoadFact, 3, 0, 0, note),
            Op(Opcode::kConcat, 4, 3, 3), Op(Opcode::kMakeList, 5, 2, 3), Op(Opcode::kIn, 6, 4, 5),
            Op(Opcode::kRequire, 0, 6, 0, 0, 0, kToFails)});
  m.Rule({.id = "a",
          .actions = {"pay"},
          .conditions = {TestTrue(verified), results},
          .overrides = {"c"}});
  m.Rule({.id = "b",
          .section = Section::kEscalate,
          .actions = {"p*"},
          .routes = {"x", "y"},
          .valid_until_day = 40'000});
  m.Rule({.id = "c",
          .section = Section::kProhibited,
          .actions = {"pay"},
          .on_error = OnError::kEscalate,
          .valid_from_day = 1});
  m.Permit("d", {"p*"});
  m.Permit("e", {"*y"}, {TestAny(whole, Relation::kEqual, wide)});
  m.policy().default_route = m.image().Intern("default");
  m.policy().when_overdue = WhenOverdue::kEscalate;
  m.policy().review_day = 1;
  m.policy().review_every_days = 1;
  m.policy().agents = m.image().AddIndices(std::vector<uint32_t>{m.image().Intern("*")});
  return m;
}

TEST(Allocation, DecidingMakesNone) {
  const auto module = Everything().Load(TestFunctions());
  Context context(*module);
  std::string many =
      R"({"agent_id":"a","action":"pay","params":{"amount":123456789012345680000,"note":"\n\u0041)";
  many += std::string(3'000, 'x') + "\"";
  for (int i = 0; i < 100; ++i)
    many += ",\"k" + std::to_string(i) +
            "\":[{\"a\":[1e-300,12345678901234567000]},\"\\ud83d\\ude00\"]";
  many += R"(},"context":{"verified":true},"targets":["a","b"],"session_id":"s","request_id":"r"})";
  const std::string requests[] = {
      many,
      many.substr(0, many.size() / 2),
      R"({"agent_id":"a","action":"pay","params":{"note":"x","amount":1},"context":{"verified":true}})",
      R"({"agent_id":"a","action":"p","params":{"amount":"x"}})",
      R"({"agent_id":"a","action":"unknown"})",
      R"({"agent_id":"a","action":"pay","params":{"amount":1e999}})",
      std::string(2u << 20, ' '),
      "",
  };
  const std::string_view targets[] = {"a", "b"};
  const FactId amount = module->fact("amount");
  const FactId verified = module->fact("verified");
  const FactId note = module->fact("note");

  const long before = allocations.load();
  int decided = 0;
  for (const std::string& json : requests) {
    decided += context.DecideRequest(json, 1'776'166'929'000'000).steps > 0 ? 1 : 0;
    for (const bool with_time : {true, false}) {
      context.Clear();
      context.SetAgent("a");
      if (with_time) context.SetNow(1'776'166'929'000'000);
      context.SetTargets(targets);
      context.Bind(amount, 0.1);
      context.Bind(amount, uint64_t{1} << 63);
      context.Bind(verified, true);
      context.Bind(note, "text");
      for (const char* action : {"pay", "p", "unknown", "y", ""})
        decided += context.Decide(action).steps > 0 ? 1 : 0;
    }
  }
  EXPECT_EQ(allocations.load() - before, 0);
  EXPECT_GT(decided, 50);
}

TEST(Allocation, IsCounted) {
  const long before = allocations.load();
  const auto module = Everything().Load(TestFunctions());
  EXPECT_GT(allocations.load(), before);
}

}  // namespace
}  // namespace bylaw::vm
