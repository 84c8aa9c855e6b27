// Personal values are in the vault and not in the ledger, whatever a request is like; erased, they
// are nowhere, and the ledger still holds.

#include "bylaw/runtime/personal.h"

#include <gmock/gmock.h>

#include <random>

#include "bylaw/assembly/assemble.h"
#include "bylaw/assembly/disassemble.h"
#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/personal.h"
#include "bylaw/ledger/receipt.h"
#include "bylaw/runtime/replay.h"
#include "bylaw/sqlite/database.h"
#include "machine.h"
#include "temporary_directory.h"

namespace bylaw::runtime {
namespace {

using ledger::ErrorCode;
using testing::HasSubstr;

class PersonalTest : public testing::Test {
 protected:
  PersonalTest()
      : vault_(*vault::Vault::Open(directory_ / "vault", ledger::OtherKey(),
                                   vault::Vault::Missing::kCreate)),
        machine_(Clinic(), {.vault = &vault_, .subject = "/context/customer"}) {}

  // The record of the last decision.
  std::string Line() { return ledger::LinesOf(ledger::SegmentOn(machine_.host)).back(); }
  Json Decide(const std::string& request) {
    machine_.Decide(request);
    return Json::parse(Line());
  }

  ledger::ReadOptions Reading() {
    ledger::ReadOptions read;
    read.host = &machine_.host;
    return read;
  }
  // The digests of the record that is this line.
  ledger::PersonalDigests Digests(const std::string& line) {
    const auto record = ledger::RecordView::Parse(line);
    EXPECT_TRUE(record);
    auto digests = ledger::ReadPersonalDigests(*record, ledger::kDirectory, Reading());
    EXPECT_TRUE(digests) << digests.error().message;
    return digests.value_or(ledger::PersonalDigests{});
  }

  ReplayReport Run(vault::Vault* vault) {
    ReplayOptions options;
    options.read = Reading();
    options.vault = vault;
    why_.clear();
    const auto report = Replay(ledger::kDirectory, options, [&](const ReplayedRecord& record) {
      why_ = record.what;
      return true;
    });
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(ReplayReport{});
  }

  test::TemporaryDirectory directory_;
  vault::Vault vault_;
  Machine machine_;
  std::string why_;  // The last decision was not the same again.
};

const std::string kVisit = Request("visit", R"({"patient":"Anna Weber","ward":"a"})",
                                   R"({"customer":"c-1","file":{"number":"4711","since":1980}})");

TEST_F(PersonalTest, DigestsStandInTheirPlace) {
  const struct {
    std::string params;
    std::string context;
    std::vector<std::string> places;
  } cases[] = {
      {R"({"ward":"a"})", R"({"relative":{"city":"Ulm"}})", {}},
      {R"({"patient":"Anna"})", "{}", {"/action_params/patient"}},
      {R"({"patient":null,"diagnosis":7})",
       "{}",
       {"/action_params/diagnosis", "/action_params/patient"}},
      {R"({"b":{"patient":"x"}})", R"({"patient":"x"})", {}},
      {R"({"visitors":[{"name":"Anna"},{"name":"Bob"}]})", "{}", {"/action_params/visitors"}},
      {"{}",
       R"({"relative":{"city":"Ulm","name":"Anna"},"file":{"number":"4711"}})",
       {"/context/file/number", "/context/relative/name"}},
      // What should hold the value is no object, or no list: it could be anything.
      {"{}", R"({"relative":"Anna","file":[1]})", {"/context/file", "/context/relative"}},
      {R"({"visitors":{"Anna":1}})", "{}", {"/action_params/visitors"}},
      // Spelt otherwise, and with what looks like a digest.
      {R"({"p\u0061tient" : "Ann\u0061","ward":"sha256:)" + std::string(64, '0') + "\"}",
       "{}",
       {"/action_params/patient"}},
  };
  for (const auto& c : cases) {
    const Json record = Decide(Request("dump", c.params, c.context));
    EXPECT_EQ(record.value("personal", std::vector<std::string>()), c.places) << record;
    Json restored = record;
    const std::string line = Line();
    const auto openings = OpeningsOf(vault_, Digests(line));
    ASSERT_TRUE(openings) << openings.error().message;
    EXPECT_EQ(openings->size(), c.places.size());
    for (const auto& [pointer, opening] : *openings) {
      Json& place = restored[Json::json_pointer(pointer)];
      EXPECT_EQ(place, ledger::DigestText(opening.digest()));
      EXPECT_TRUE(ledger::IsCanonical(opening.value));
      place = Json::parse(opening.value);
    }
    EXPECT_EQ(restored["action_params"], Json::parse(c.params));
    EXPECT_EQ(restored["context"], Json::parse(c.context));
  }
  EXPECT_TRUE(ledger::VerifyOn(machine_.host).good());
}

TEST_F(PersonalTest, OneValueHasAnotherDigestEachTime) {
  const Json first = Decide(kVisit);
  const Json second = Decide(kVisit);
  EXPECT_NE(first["action_params"]["patient"], second["action_params"]["patient"]);
  EXPECT_EQ(first["context"]["file"]["since"], 1980);
  EXPECT_EQ(first["reason"], R"(patient != "")");
}

// Whatever is asked, and however it ends, no byte of what is personal is in the ledger.
TEST_F(PersonalTest, NothingOfItIsInTheLedger) {
  std::mt19937 random(1);
  const auto below = [&](uint32_t n) { return random() % n; };
  std::vector<std::string> secrets;
  const auto secret = [&] {
    secrets.push_back("secret" + std::to_string(secrets.size()) + "s");
    switch (below(4)) {
      case 0:
        return Json(secrets.back());
      case 1:
        return Json::array({secrets.back(), 1});
      case 2:
        return Json::object({{secrets.back(), secrets.back()}});
      default:
        return Json::object({{"name", {{"name", secrets.back()}}}, {"city", 1}});
    }
  };
  std::vector<std::string> requests;
  for (int i = 0; i < 120; ++i) {
    Json params = Json::object();
    Json context = {{"customer", "c-" + std::to_string(below(3))}};
    if (below(2) == 0) params["patient"] = secret();
    if (below(2) == 0) params["diagnosis"] = secret();
    if (below(2) == 0)
      params["visitors"] = below(2) == 0 ? secret() : Json::array({secret(), secret()});
    if (below(2) == 0)
      context["file"] =
          below(3) == 0 ? Json::array({secret()}) : Json::object({{"number", secret()}});
    if (below(2) == 0) context["relative"] = {{"city", "Ulm"}, {"name", secret()}};
    if (below(8) == 0) params["ward"] = std::string(70'000, 'x');  // Too long for a record.
    const char* const actions[] = {"visit", "dump", "admit", "meet", "other"};
    requests.push_back(Request(actions[below(5)], params.dump(), context.dump()));
    if (below(6) == 0) {
      requests.back().resize(below(static_cast<uint32_t>(requests.back().size())));
    }
    if (below(9) == 0) {
      requests.back() = R"({"time":"2026-01-01T00:00:00Z",)" + requests.back().erase(0, 1);
    }
    machine_.Decide(requests.back());
  }
  ASSERT_EQ(machine_.Records().size(), requests.size());
  ASSERT_GT(secrets.size(), 200U);
  const std::string bytes = ledger::SegmentOn(machine_.host);
  const std::string vault = test::ReadAll(directory_ / "vault/vault.sqlite") +
                            test::ReadAll(directory_ / "vault/vault.sqlite-wal");
  for (const std::string& name : secrets) {
    EXPECT_EQ(bytes.find(name), std::string::npos) << name;
    EXPECT_EQ(vault.find(name), std::string::npos) << name;
  }
  for (const std::string& request : requests) {
    EXPECT_EQ(bytes.find(ledger::DigestText(ledger::HashOf(request))), std::string::npos)
        << "names could be tried: " << request;
  }
  EXPECT_TRUE(ledger::VerifyOn(machine_.host).good());
  const ReplayReport report = Run(&vault_);
  EXPECT_EQ(report.different, 0U) << why_;
  EXPECT_GT(report.same, 60U);
}

TEST_F(PersonalTest, TheDigestOfARequestThatIsNotRecordedIsSalted) {
  const std::string request = Request("visit", R"({"patient":"Anna"},)");
  const Json record = Decide(request);
  EXPECT_EQ(record["code"], "invalid_request");
  EXPECT_EQ(record["personal"], Json({"/request_sha256"}));
  const std::string line = Line();
  const auto openings = OpeningsOf(vault_, Digests(line));
  ASSERT_TRUE(openings);
  EXPECT_EQ(openings->at("/request_sha256").value,
            "\"" + ledger::DigestText(ledger::HashOf(request)) + "\"");
  Decision decision;
  machine_.engine->RefuseOversized(ledger::HashOf("huge"), 5'000'000'000, decision);
  EXPECT_NE(Json::parse(Line())["request_sha256"], ledger::DigestText(ledger::HashOf("huge")));
  const Json too_long =
      Decide(Request("visit", "{}", "{}", R"(,"session_id":")" + std::string(70'000, 'x') + "\""));
  EXPECT_EQ(too_long["code"], "limit_exceeded");
  EXPECT_EQ(too_long["personal"], Json({"/request_sha256"}));
}

TEST(PersonalOpenTest, WithoutAVaultThereIsNoEngine) {
  ledger::FakeHost host;
  ASSERT_TRUE(ledger::InitOn(host));
  const auto engine = Engine::Open(Clinic(), std::move(*ledger::OpenOn(host)));
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(engine.error().message, HasSubstr("clinic-v1 marks facts as personal"));
  EXPECT_TRUE(Engine::Open(Clinic())) << "nothing is recorded";
}

// As a compiler made them that did not say where.
TEST_F(PersonalTest, AModuleWithoutMarksIsCompiledAnew) {
  std::string unmarked;
  for (const std::string& line : test::SplitLines(assembly::Disassemble(*Clinic()))) {
    if (!line.starts_with("fact \"mark ")) unmarked.append(line).append("\n");
  }
  const auto assembled = assembly::Assemble(unmarked, stdlib::Functions());
  ASSERT_TRUE(assembled) << assembled.error.Message();
  const vm::LoadResult module = LoadModule(*assembled.bytes);
  ASSERT_TRUE(module);
  ledger::FakeHost host;
  ASSERT_TRUE(ledger::InitOn(host));
  const auto engine = Engine::Open(module.Share(), std::move(*ledger::OpenOn(host)),
                                   {.vault = &vault_, .subject = ""});
  ASSERT_FALSE(engine);
  EXPECT_THAT(engine.error().message, HasSubstr("compile it anew"));
}

TEST_F(PersonalTest, ASubjectMustBeAPointer) {
  ledger::FakeHost host;
  ASSERT_TRUE(ledger::InitOn(host));
  for (const char* subject : {"context/customer", "/a~", "/a~2"}) {
    const auto engine = Engine::Open(Clinic(), std::move(*ledger::OpenOn(host)),
                                     {.vault = &vault_, .subject = subject});
    ASSERT_FALSE(engine) << subject;
    EXPECT_THAT(engine.error().message, HasSubstr("is no JSON Pointer"));
  }
}

// No record, no permit; and no record without its values in the vault.
TEST_F(PersonalTest, WhatCannotBePutAwayIsNotPermitted) {
  ASSERT_TRUE(machine_.Decide(kVisit).permitted());
  auto database = sqlite::Database::Open(directory_ / "vault/vault.sqlite");
  ASSERT_TRUE(database && database->Run("ALTER TABLE openings RENAME TO elsewhere"));
  for (int i = 0; i < 2; ++i) {
    const Decision decision = machine_.Decide(kVisit);
    EXPECT_EQ(decision.decision, vm::Decision::kDeny);
    EXPECT_EQ(decision.code, vm::Code::kUnavailable);
    EXPECT_TRUE(decision.event_id.empty());
    EXPECT_THAT(decision.reason, HasSubstr("personal values could not be put away"));
  }
  EXPECT_EQ(machine_.Records().size(), 1U);
  EXPECT_TRUE(machine_.Decide(Request("dump", R"({"ward":"a"})")).permitted())
      << "nothing of this is personal";
}

// The vault is written before the ledger: a crash between leaves a value that no record names, and
// erasing finds it.
TEST_F(PersonalTest, ACrashBetweenVaultAndLedgerLosesNothing) {
  machine_.host.fail_from = machine_.host.calls;
  EXPECT_EQ(machine_.Decide(kVisit).code, vm::Code::kUnavailable);
  machine_.host.fail_from.reset();
  machine_.engine.reset();
  machine_.engine.emplace(std::move(*machine_.Open()));
  EXPECT_TRUE(machine_.Decide(kVisit).permitted());
  const auto redacted = machine_.engine->Redact("c-1", "");
  ASSERT_TRUE(redacted) << redacted.error().message;
  EXPECT_EQ(redacted->values, 4U);
}

TEST_F(PersonalTest, ErasingLeavesTheLedgerGood) {
  Decide(kVisit);
  const std::string line = Line();
  const Json other = Decide(Request("visit", R"({"patient":"Bob"})", R"({"customer":2})"));
  ASSERT_TRUE(OpeningsOf(vault_, Digests(line)));
  const auto redacted = machine_.engine->Redact("c-1", "asked for by the customer");
  ASSERT_TRUE(redacted) << redacted.error().message;
  EXPECT_EQ(redacted->values, 2U);
  const Json record = Json::parse(Line());
  EXPECT_EQ(record["kind"], "redaction");
  EXPECT_EQ(record["seq"], *redacted->seq);
  EXPECT_EQ(record["erased"], 2);
  EXPECT_EQ(record["reason"], "asked for by the customer");
  EXPECT_EQ(record["subject"], ledger::DigestText(vault_.Subject("c-1")));
  EXPECT_EQ(OpeningsOf(vault_, Digests(line)).error().code, ErrorCode::kErased);
  EXPECT_TRUE(ledger::VerifyOn(machine_.host).good());

  EXPECT_EQ(Run(&vault_).not_replayable, 1U);
  EXPECT_THAT(why_, HasSubstr("/context/file/number: the key of this value was destroyed"));
  EXPECT_EQ(Run(&vault_).same, 1U) << "of customer 2";
  EXPECT_EQ(Run(nullptr).not_replayable, 2U);
  EXPECT_THAT(why_, HasSubstr("/action_params/patient is personal: name its vault"));

  EXPECT_EQ(machine_.engine->Redact("nobody", "").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(machine_.engine->Redact("c-1", "")->seq, std::nullopt) << "it is done and recorded";
  EXPECT_EQ(machine_.engine->Redact("2", "")->values, 1U) << "a number is a name, too";
}

TEST_F(PersonalTest, ARedactionThatWasNotRecordedIsRecordedLater) {
  Decide(kVisit);
  ASSERT_TRUE(vault_.Erase(vault_.Subject("c-1")));  // And here the process ended.
  const auto redacted = machine_.engine->Redact("c-1", "");
  ASSERT_TRUE(redacted);
  EXPECT_EQ(redacted->values, 2U);
  EXPECT_TRUE(redacted->seq);

  Decide(kVisit);
  machine_.host.fail_from = machine_.host.calls;
  const auto failed = machine_.engine->Redact("c-1", "");
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("the values are erased, but"));
  machine_.host.fail_from.reset();
  machine_.engine.reset();
  machine_.engine.emplace(std::move(*machine_.Open()));
  EXPECT_EQ(machine_.engine->Redact("c-1", "")->values, 2U);
  EXPECT_EQ(machine_.Records("redaction").size(), 2U);
}

TEST_F(PersonalTest, ValuesOfNobodyAreErasedByTheirRecord) {
  Decide(Request("visit", R"({"patient":"Anna"})", R"({"customer":["c-1"]})"));
  const std::string first = Line();
  Decide(Request("visit", R"({"patient":"Bob"})", R"({"customer":""})"));
  const std::string second = Line();
  const auto subject = SubjectOf(vault_, Digests(first));
  ASSERT_TRUE(subject);
  EXPECT_EQ(vault_.Erase(*subject)->values, 1U);
  EXPECT_FALSE(OpeningsOf(vault_, Digests(first)));
  EXPECT_TRUE(OpeningsOf(vault_, Digests(second)));
  EXPECT_TRUE(SubjectOf(vault_, Digests(first))) << "what is erased can be asked for again";
  Decide(Request("dump", R"({"ward":"a"})"));
  const std::string none = Line();
  EXPECT_EQ(SubjectOf(vault_, Digests(none)).error().code, ErrorCode::kNotFound);
}

// The same whether the digests stand in the record or in a blob of it.
class PersonalReceiptTest : public PersonalTest, public testing::WithParamInterface<size_t> {};
INSTANTIATE_TEST_SUITE_P(, PersonalReceiptTest, testing::Values(1, 70'000));

TEST_P(PersonalReceiptTest, AReceiptIsCheckedWithItsOpenings) {
  const std::string note(GetParam(), 'x');
  const auto request = [&](const std::string& name) {
    return Request("visit", R"({"patient":")" + name + "\"}",
                   R"({"customer":"c-1","file":{"number":"4711"},"note":")" + note + "\"}",
                   R"(,"request_id":"r-1")");
  };
  const Json record = Decide(request("Anna"));
  EXPECT_EQ(record.contains("context_sha256"), note.size() > 1) << record;
  const std::string line = Line();
  const auto view = ledger::RecordView::Parse(line);
  const auto check = [&](const std::string& asked, const ledger::Openings& openings) {
    const auto good = ledger::CheckReceipt({line, {}, &openings}, ledger::FixedKey().public_key(),
                                           {.request = asked,
                                            .origin = view->text(ledger::Field::origin),
                                            .now = {machine_.host.wall_us}});
    return good ? good->decision : good.error().message;
  };
  const auto openings = OpeningsOf(vault_, Digests(line));
  ASSERT_TRUE(openings);
  EXPECT_EQ(check(request("Anna"), *openings), "PERMIT");
  EXPECT_THAT(check(request("Bob"), *openings), HasSubstr("the record is of another request"));
  EXPECT_THAT(check(request("Anna"), {}), HasSubstr("bring its opening"));
  EXPECT_THAT(
      check(Request("visit", "{}", R"({"customer":"c-1"})", R"(,"request_id":"r-1")"), *openings),
      HasSubstr("there is nothing at /context/file/number"));
  // The digest itself is not the value.
  const ledger::Hash digest = Digests(line).at("/action_params/patient");
  EXPECT_THAT(check(request(ledger::DigestText(digest)), *openings), HasSubstr("another request"));
  EXPECT_EQ(Run(&vault_).same, 1U) << why_;
  EXPECT_EQ(SubjectOf(vault_, Digests(line)), vault_.Subject("c-1"));
}

}  // namespace
}  // namespace bylaw::runtime
