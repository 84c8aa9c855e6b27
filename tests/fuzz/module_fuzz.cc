// Modules: any bytes are refused, or they decide any request without a fault, in the steps and the
// memory that were proved, alike each time. With BYLAW_CHECK_STATES each register is also inside
// what the verifier proved of it, at every instruction.
//
// An input is a module and, behind it, bytes that requests are made from.

#include <string>

#include "bylaw/assembly/assemble.h"
#include "bylaw/assembly/disassemble.h"
#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/context.h"
#include "bylaw/vm/image.h"
#include "bylaw/vm/utf8.h"
#include "module_image.h"
#include "module_mutator.h"
#include "request_maker.h"
#include "target.h"

namespace bylaw::fuzz {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z
constexpr int kRequests = 3;

class Decider {
 public:
  Decider(const vm::Module& module, Choices& choices)
      : module_(module), choices_(choices), context_(module) {}

  void Run() {
    RequestMaker maker(module_, choices_);
    for (int i = 0; i < kRequests; ++i) {
      request_ = maker.Make();
      Decide();
    }
    Explain();
    Bind();
    if (choices_.OneIn(8)) Assemble();
  }

 private:
  void Decide() {
    const vm::Verdict first = context_.DecideRequest(request_, kNow);
    Check(first);
    const vm::Verdict again = context_.DecideRequest(request_, kNow);
    Require(first.decision == again.decision && first.code == again.code &&
                first.rule == again.rule && first.steps == again.steps,
            "the same request gets the same decision in the same steps");
  }

  void Check(const vm::Verdict& verdict) const {
    Require(verdict.steps <= module_.steps_max(), "a decision takes no more steps than proved");
    Require(!verdict.permitted() || verdict.code == vm::Code::kMatched,
            "only a rule that matched permits");
    Require(verdict.decision == vm::Decision::kEscalate || context_.routes().empty(),
            "only an escalation has routes");
    Require(context_.applies().size() + context_.undecidable().size() <=
                module_.data().rules_per_decision_max,
            "no more rules are emitted than there is room for");
  }

  void Explain() {
    context_.Explain();
    for (uint32_t id = 0; id < module_.rule_count(); ++id) {
      std::string reason;
      context_.AppendReason(vm::RuleId{id}, reason);
      Require(vm::IsUtf8(reason), "a reason is text");
    }
    for (uint32_t id = 0; id < module_.fact_count(); ++id) {
      std::string text;
      vm::AppendValue(context_.value(vm::FactId{id}), text);
    }
  }

  void Assemble() const {
    const assembly::Assembled again =
        assembly::Assemble(assembly::Disassemble(module_), stdlib::Functions());
    Require(again && *again.bytes == module_.bytes(), "a listing gives the same bytes back");
  }

  // Values of a host, by handle.
  void Bind() {
    const uint32_t facts = module_.fact_count();
    for (uint32_t n = std::min(facts, 4u); n > 0; --n) {
      const vm::FactId fact{choices_.Below(facts)};
      switch (choices_.Below(6)) {
        case 0:
          context_.Bind(fact, choices_.Below(2) == 1);
          break;
        case 1:
          context_.Bind(fact, static_cast<int64_t>(choices_.Bits()));
          break;
        case 2:
          context_.Bind(fact, static_cast<double>(choices_.Bits()) / 1024);
          break;
        case 3:
          context_.BindTimestamp(fact, static_cast<int64_t>(choices_.Bits()));
          break;
        case 4:
          context_.BindBytes(fact, "bytes");
          break;
        default:
          context_.Bind(fact, module_.string(choices_.Below(module_.data().view.strings.size())));
          break;
      }
    }
    context_.SetAgent("a");
    if (choices_.OneIn(2)) context_.SetNow(kNow);
    const auto& actions = module_.data().view.actions;
    Check(context_.Decide(actions.empty() ? "act" : module_.string(choices_.Pick(actions).name)));
  }

  const vm::Module& module_;
  Choices& choices_;
  vm::Context context_;
  std::string request_;  // The context reads from it.
};

}  // namespace
}  // namespace bylaw::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bylaw;
  static fuzz::Tally tally("module");
  tally.Execute();
  const fuzz::Input input = fuzz::Split(fuzz::TextOf(data, size));
  vm::HostLimits limits;
  limits.loose = true;
  const vm::LoadResult module = vm::Module::Load(input.module, stdlib::Functions(), limits);
  if (!module) {
    fuzz::Require(!module.error().Message().empty(), "a refusal says why");
    return fuzz::WorthKeeping(fuzz::TextOf(data, size), false);
  }
  tally.Accept();
  fuzz::Choices choices(input.choices);
  fuzz::Decider(*module, choices).Run();
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max,
                                          unsigned seed) {
  return bylaw::fuzz::MutateModule(data, size, size_max, seed);
}
