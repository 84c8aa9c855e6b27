// bylaw.h: what its functions answer, above all where they are used wrongly.

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "bylaw.h"
#include "module.h"

namespace bylaw::sdk {
namespace {

constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14

bylaw_text Text(std::string_view text) {
  return {text.data(), text.size()};
}
std::string String(bylaw_text text) {
  return {text.data, text.size};
}

struct FreeModule {
  void operator()(bylaw_module* module) const { bylaw_module_free(module); }
};
struct FreeContext {
  void operator()(bylaw_context* context) const { bylaw_context_free(context); }
};

struct Opened {
  std::unique_ptr<bylaw_module, FreeModule> module;
  std::unique_ptr<bylaw_context, FreeContext> context;

  uint32_t fact(std::string_view name) const { return bylaw_fact(module.get(), Text(name)); }
  // The decision and its code.
  std::string Decide(std::string_view action) const {
    return Said(bylaw_decide(context.get(), Text(action)));
  }
  std::string Request(std::string_view json) const {
    return Said(bylaw_decide_request(context.get(), Text(json), kNow));
  }
  static std::string Said(const bylaw_verdict& verdict) {
    return std::string(bylaw_decision_text(verdict.decision)) + " " + bylaw_code_text(verdict.code);
  }
};

Opened Open(const std::string& bytes) {
  Opened opened;
  bylaw_module* module = nullptr;
  bylaw_error error;
  EXPECT_EQ(bylaw_module_load(bytes.data(), bytes.size(), nullptr, &module, &error), BYLAW_OK)
      << error.message;
  opened.module.reset(module);
  bylaw_context* context = nullptr;
  EXPECT_EQ(bylaw_context_new(module, &context), BYLAW_OK);
  opened.context.reset(context);
  bylaw_set_now(context, kNow);
  bylaw_set_agent(context, BYLAW_TEXT("agent"));
  return opened;
}

constexpr const char* kEveryKind = R"(constitution:
  id: kinds
  version: 2.1.0
  facts:
    flag: {type: bool, from: params}
    count: {type: int, from: params}
    amount: {type: decimal, from: params}
    name: {type: string, from: params, max_length: 5}
    at: {type: timestamp, from: params}
    took: {type: duration, from: params}
    seal: {type: bytes, from: params}
  permitted:
    - id: all-kinds
      action: do
      conditions:
        - flag
        - count == 3
        - amount == 9999.99
        - name == "anna"
        - at == timestamp("2026-04-14T11:42:09Z")
        - took == duration("90s")
        - seal == b"\x00\x01"
)";

void BindAll(const Opened& o) {
  EXPECT_TRUE(bylaw_bind_bool(o.context.get(), o.fact("flag"), true));
  EXPECT_TRUE(bylaw_bind_int(o.context.get(), o.fact("count"), 3));
  EXPECT_TRUE(bylaw_bind_decimal(o.context.get(), o.fact("amount"), BYLAW_TEXT("9999.990")));
  EXPECT_TRUE(bylaw_bind_text(o.context.get(), o.fact("name"), BYLAW_TEXT("anna")));
  EXPECT_TRUE(bylaw_bind_timestamp(o.context.get(), o.fact("at"), kNow));
  EXPECT_TRUE(bylaw_bind_duration(o.context.get(), o.fact("took"), 90'000'000));
  EXPECT_TRUE(bylaw_bind_bytes(o.context.get(), o.fact("seal"), "\0\1", 2));
}

TEST(CAbi, SaysItsVersions) {
  EXPECT_EQ(bylaw_abi_version(), BYLAW_ABI_VERSION);
  EXPECT_EQ(bylaw_format_version(), 1u);
}

TEST(CAbi, DecidesOnEveryKindOfFact) {
  const Opened o = Open(ModuleOf(kEveryKind));
  EXPECT_EQ(String(bylaw_module_id(o.module.get())), "kinds");
  EXPECT_EQ(String(bylaw_module_version(o.module.get())), "2.1.0");
  EXPECT_GT(bylaw_module_steps_max(o.module.get()), 5u);
  BindAll(o);
  const bylaw_verdict verdict = bylaw_decide(o.context.get(), BYLAW_TEXT("do"));
  EXPECT_EQ(o.Said(verdict), "PERMIT matched");
  EXPECT_EQ(String(bylaw_rule_id(o.module.get(), verdict.rule)), "all-kinds");
  EXPECT_LE(verdict.steps, bylaw_module_steps_max(o.module.get()));
  const uint32_t action = bylaw_action(o.module.get(), BYLAW_TEXT("do"));
  EXPECT_EQ(o.Said(bylaw_decide_action(o.context.get(), action)), "PERMIT matched");
  EXPECT_TRUE(bylaw_bind_double(o.context.get(), o.fact("amount"), 9999.99));
  EXPECT_TRUE(bylaw_bind_uint(o.context.get(), o.fact("count"), 3));
  EXPECT_EQ(o.Decide("do"), "PERMIT matched");
  bylaw_clear(o.context.get());
  EXPECT_NE(o.Decide("do").substr(0, 6), "PERMIT");
}

// A value that is refused must not leave the one before it in place.
TEST(CAbi, ARefusedValueMakesItsFactUndecidable) {
  const Opened o = Open(ModuleOf(kEveryKind));
  bylaw_context* const c = o.context.get();
  const struct {
    const char* about;
    bool bound;
  } cases[] = {
      {"text for a bool", (BindAll(o), bylaw_bind_text(c, o.fact("flag"), BYLAW_TEXT("true")))},
      {"no number", (BindAll(o), bylaw_bind_decimal(c, o.fact("amount"), BYLAW_TEXT("12,50")))},
      {"no text", (BindAll(o), bylaw_bind_decimal(c, o.fact("amount"), {nullptr, 9}))},
      {"too long", (BindAll(o), bylaw_bind_text(c, o.fact("name"), BYLAW_TEXT("annamaria")))},
      {"no UTF-8", (BindAll(o), bylaw_bind_text(c, o.fact("name"), BYLAW_TEXT("\xff")))},
      {"out of range", (BindAll(o), bylaw_bind_timestamp(c, o.fact("at"), INT64_MAX))},
  };
  for (const auto& each : cases) EXPECT_FALSE(each.bound) << each.about;
  for (const char* name : {"flag", "amount", "name", "at"}) {
    BindAll(o);
    EXPECT_EQ(o.Decide("do"), "PERMIT matched");
    bylaw_bind_decimal(c, o.fact(name), BYLAW_TEXT("x"));
    EXPECT_NE(o.Decide("do").substr(0, 6), "PERMIT") << name;
  }
}

TEST(CAbi, NothingIsPermittedWithoutAContext) {
  EXPECT_EQ(bylaw_decide(nullptr, BYLAW_TEXT("do")).decision, BYLAW_DENY);
  EXPECT_EQ(bylaw_decide_request(nullptr, BYLAW_TEXT("{}"), kNow).decision, BYLAW_DENY);
  EXPECT_EQ(bylaw_verdict{}.decision, BYLAW_DENY);
  EXPECT_FALSE(bylaw_bind_bool(nullptr, 0, true));
  EXPECT_FALSE(bylaw_bind_int(nullptr, 0, 1));
  EXPECT_FALSE(bylaw_bind_bytes(nullptr, 0, "", 0));
  bylaw_clear(nullptr);
  bylaw_set_agent(nullptr, BYLAW_TEXT("agent"));
  bylaw_set_targets(nullptr, nullptr, 3);
  EXPECT_EQ(bylaw_fact(nullptr, BYLAW_TEXT("x")), BYLAW_NONE);
  EXPECT_EQ(bylaw_action(nullptr, BYLAW_TEXT("x")), BYLAW_NONE);
  EXPECT_EQ(bylaw_decide_action(nullptr, 0).decision, BYLAW_DENY);
  EXPECT_EQ(bylaw_route_count(nullptr), 0u);
  EXPECT_EQ(String(bylaw_route(nullptr, 0)), "");
  EXPECT_EQ(String(bylaw_rule_id(nullptr, 0)), "");
  EXPECT_EQ(bylaw_explain(nullptr, nullptr, 0), 0u);
  EXPECT_EQ(bylaw_context_new(nullptr, nullptr), BYLAW_ERROR_ARGUMENT);
  bylaw_context* none = nullptr;
  EXPECT_EQ(bylaw_context_new(nullptr, &none), BYLAW_ERROR_ARGUMENT);
  bylaw_module_free(nullptr);
  bylaw_context_free(nullptr);
}

TEST(CAbi, UnknownHandlesAndActionsAreAnswered) {
  const Opened o = Open(ModuleOf(kEveryKind));
  EXPECT_EQ(o.fact("other"), BYLAW_NONE);
  for (const uint32_t fact : {BYLAW_NONE, 7u, 99u})
    EXPECT_FALSE(bylaw_bind_int(o.context.get(), fact, 3)) << fact;
  EXPECT_EQ(o.Decide("other"), "DENY no_rule");
  EXPECT_EQ(bylaw_action(o.module.get(), BYLAW_TEXT("other")), BYLAW_NONE);
  for (const uint32_t action : {BYLAW_NONE, 7u, 99u})
    EXPECT_EQ(o.Said(bylaw_decide_action(o.context.get(), action)), "DENY invalid_request");
  EXPECT_EQ(Opened::Said(bylaw_decide(o.context.get(), {nullptr, 4})).substr(0, 4), "DENY");
  EXPECT_EQ(String(bylaw_rule_id(o.module.get(), BYLAW_NONE)), "");
  EXPECT_STREQ(bylaw_decision_text(3), "");
  EXPECT_STREQ(bylaw_code_text(255), "");
  EXPECT_STREQ(bylaw_code_sentence(255), "");
}

TEST(CAbi, SaysWhyAModuleIsRefused) {
  const std::string good = ModuleOf(kEveryKind);
  bylaw_module* module = nullptr;
  bylaw_error error;
  const auto load = [&](const std::string& bytes, const bylaw_limits* limits = nullptr) {
    return bylaw_module_load(bytes.data(), bytes.size(), limits, &module, &error);
  };
  EXPECT_EQ(load("no module, but long enough to be one" + std::string(500, 'x')),
            BYLAW_ERROR_MODULE);
  EXPECT_STREQ(error.code, "V003");
  EXPECT_NE(std::string_view(error.message).find("does not begin as a module does"),
            std::string_view::npos)
      << error.message;
  EXPECT_EQ(module, nullptr);
  EXPECT_EQ(load(good.substr(0, good.size() - 1)), BYLAW_ERROR_MODULE);
  EXPECT_STREQ(error.code, "V006");
  bylaw_limits few{};
  few.steps_max = 3;
  EXPECT_EQ(load(good, &few), BYLAW_ERROR_MODULE);
  EXPECT_STREQ(error.code, "V118");
  EXPECT_EQ(bylaw_module_load(nullptr, 4, nullptr, &module, &error), BYLAW_ERROR_ARGUMENT);
  EXPECT_STREQ(error.code, "");
  EXPECT_EQ(bylaw_module_load(good.data(), good.size(), nullptr, nullptr, &error),
            BYLAW_ERROR_ARGUMENT);
  EXPECT_EQ(bylaw_module_load(nullptr, 0, nullptr, &module, nullptr), BYLAW_ERROR_ARGUMENT);
}

TEST(CAbi, AContextKeepsItsModule) {
  Opened o = Open(ModuleOf(kEveryKind));
  BindAll(o);
  o.module.reset();
  EXPECT_EQ(o.Decide("do"), "PERMIT matched");
}

TEST(CAbi, DecidesRequestsAndExplainsThem) {
  const Opened o = Open(LendingModule());
  const auto payment = [](const std::string& amount) {
    return R"({"agent_id":"a","action":"initiate_payment","params":{"amount":)" + amount +
           R"(},"context":{"identity_verified":true,"account_status":"active"}})";
  };
  EXPECT_EQ(o.Request(payment("9999.99")), "PERMIT matched");
  EXPECT_EQ(o.Request("{"), "DENY invalid_request");
  const std::string large = payment("15000");  // Explaining reads it again.
  EXPECT_EQ(o.Request(large), "ESCALATE matched");
  ASSERT_EQ(bylaw_route_count(o.context.get()), 1u);
  EXPECT_EQ(String(bylaw_route(o.context.get(), 0)), "senior_ops");
  EXPECT_EQ(String(bylaw_route(o.context.get(), 1)), "");
  std::array<char, 4'096> why;
  const size_t size = bylaw_explain(o.context.get(), why.data(), why.size());
  ASSERT_LT(size, why.size());
  EXPECT_EQ(std::string(why.data(), size),
            "applies escalate[0]\n"
            "  true amount >= 10000\n"
            "does_not_apply permitted[1]\n"
            "  true identity_verified\n"
            "  false amount < 10000\n"
            "  true account_status == active\n");
  std::array<char, 8> cut;
  EXPECT_EQ(bylaw_explain(o.context.get(), cut.data(), cut.size()), size);
  EXPECT_STREQ(cut.data(), "applies");
}

TEST(CAbi, TargetsAreThoseThatWereSet) {
  const Opened o = Open(LendingModule());
  const bylaw_text third[] = {BYLAW_TEXT("third_parties")};
  bylaw_set_targets(o.context.get(), third, 1);
  EXPECT_EQ(o.Decide("share_account_data"), "DENY matched");
  const std::vector<bylaw_text> many(1'000, BYLAW_TEXT("a"));
  bylaw_set_targets(o.context.get(), many.data(), many.size());
  EXPECT_EQ(o.Decide("share_account_data"), "DENY undecidable");
  bylaw_set_targets(o.context.get(), nullptr, 5);
  EXPECT_EQ(o.Decide("share_account_data").substr(0, 4), "DENY");
}

TEST(CAbi, GivesTheAuthorsReason) {
  const Opened o = Open(LendingModule());
  const bylaw_verdict verdict = bylaw_decide(o.context.get(), BYLAW_TEXT("modify_credit_limit"));
  std::array<char, 64> reason;
  EXPECT_EQ(bylaw_reason(o.context.get(), verdict.rule, reason.data(), reason.size()), 28u);
  EXPECT_STREQ(reason.data(), "requires_underwriting_review");
  EXPECT_EQ(bylaw_reason(o.context.get(), BYLAW_NONE, reason.data(), reason.size()), 0u);
  EXPECT_STREQ(reason.data(), "");
}

}  // namespace
}  // namespace bylaw::sdk
