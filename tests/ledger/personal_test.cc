// Personal values in records: where they are, what is put in their place, how they are opened.
#include "bylaw/ledger/personal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bylaw/ledger/canonical_json.h"
#include "fixtures.h"

namespace bylaw::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(JsonPointerTest, IsThatOfRfc6901) {
  const struct {
    const char* pointer;
    MemberPath path;
  } cases[] = {
      {"", {}},           {"/foo", {"foo"}},  {"/foo/0", {"foo", "0"}}, {"/", {""}},
      {"/a~1b", {"a/b"}}, {"/c%d", {"c%d"}},  {"/i\\j", {"i\\j"}},      {"/k\"l", {"k\"l"}},
      {"/ ", {" "}},      {"/m~0n", {"m~n"}}, {"/~01", {"~1"}},         {"//", {"", ""}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ParseJsonPointer(c.pointer), c.path) << c.pointer;
    EXPECT_EQ(JsonPointer(c.path), c.pointer);
  }
  for (const char* bad : {"a", "/~", "/~2", "/a~/b", " /a"})
    EXPECT_EQ(ParseJsonPointer(bad), std::nullopt) << bad;
}

std::vector<MemberPath> Paths(const std::vector<std::string>& pointers) {
  std::vector<MemberPath> paths;
  for (const std::string& pointer : pointers) paths.push_back(*ParseJsonPointer(pointer));
  return paths;
}

TEST(ReplaceAtTest, ReplacesWhatMayHoldTheValue) {
  const struct {
    std::string object;
    std::vector<std::string> pointers;
    std::string replaced;  // X: what was there.
  } cases[] = {
      {"{}", {"/a"}, "{}"},
      {R"({"a":1,"b":2})", {}, R"({"a":1,"b":2})"},
      {R"({"a":1,"b":2})", {"/b"}, R"({"a":1,"b":"X2"})"},
      {R"({"a":{"b":[{"c":1}],"d":{}},"e":null})",
       {"/a/b", "/e"},
       R"({"a":{"b":"X[{\"c\":1}]","d":{}},"e":"Xnull"})"},
      {R"({"a":{"b":1}})", {"/a/b/c"}, R"({"a":{"b":"X1"}})"},
      {R"({"a":[{"b":1}]})", {"/a/b"}, R"({"a":"X[{\"b\":1}]"})"},
      {R"({"a":{"b":1}})", {"/a", "/a/b"}, R"({"a":"X{\"b\":1}"})"},
      {R"({"a":{"b":1}})", {"/a/b", "/a/c"}, R"({"a":{"b":"X1"}})"},
      {R"({"a":"}\\\",{","ä\n":{"€":true},"😀":2})",
       {"/a", "/ä\n/€", "/😀"},
       R"({"a":"X\"}\\\\\\\",{\"","ä\n":{"€":"Xtrue"},"😀":"X2"})"},
  };
  for (const auto& c : cases) {
    ASSERT_TRUE(IsCanonical(c.object)) << c.object;
    const auto replaced =
        ReplaceAt(c.object, Paths(c.pointers),
                  [&](const MemberPath& place, std::string_view value) -> Result<std::string> {
                    EXPECT_EQ(ValueAt(c.object, place), value);
                    std::string text;
                    AppendJsonString("X" + std::string(value), text);
                    return text;
                  });
    EXPECT_EQ(replaced.value_or(""), c.replaced);
    EXPECT_TRUE(IsCanonical(*replaced));
  }
}

TEST(ReplaceAtTest, TheReplacementMayRefuse) {
  const auto refused = ReplaceAt(R"({"a":1})", Paths({"/a"}),
                                 [](const MemberPath&, std::string_view) -> Result<std::string> {
                                   return Fail(ErrorCode::kErased, "gone");
                                 });
  EXPECT_EQ(refused.error().code, ErrorCode::kErased);
}

// SHA-256 of sixteen zeros and the text, by sha256sum.
TEST(OpeningOfAValueTest, ADigestIsOfSaltAndValue) {
  EXPECT_EQ(DigestText(Opening{{}, "\"Anna\""}.digest()),
            "sha256:ae1b297b3377d7b2065e268dff4ab0c9574497f0c9609ce196f2f5befce99c4b");
  EXPECT_NE(Opening::Of("1").digest(), Opening::Of("1").digest());
}

TEST(OpeningOfAValueTest, OpeningsAreReadAsTheyAreWritten) {
  Openings openings;
  openings.emplace("/action_params/b", Opening::Of(R"({"c":"\"salt\":\""})"));
  openings.emplace("/action_params/a~1\"", Opening::Of("null"));
  const std::string text = OpeningsText(openings);
  const auto parsed = ParseOpenings(text);
  ASSERT_TRUE(parsed) << parsed.error().message;
  ASSERT_EQ(parsed->size(), 2U);
  for (const auto& [pointer, opening] : openings) {
    EXPECT_EQ(parsed->at(pointer).salt, opening.salt);
    EXPECT_EQ(parsed->at(pointer).value, opening.value);
  }
  EXPECT_TRUE(ParseOpenings("")->empty());
  const std::string line = text.substr(0, text.find('\n') + 1);
  const std::string salt = line.substr(line.find("salt") + 7, 32);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string other = line;
    return other.replace(other.find(from), from.size(), to);
  };
  for (const std::string& bad :
       {line.substr(0, line.size() - 1), line + "\n", line + line, with("\"value\"", "\"velue\""),
        with("null", "null "), with(salt, salt + "00"), with(salt, salt.substr(2)),
        with(salt, std::string(32, 'A')), with("null}", "null,\"x\":1}"), std::string("{}\n")}) {
    const auto refused = ParseOpenings(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  }
}

class PersonalRecordTest : public testing::Test {
 protected:
  PersonalRecordTest() {
    EXPECT_TRUE(InitOn(host_));
    ledger_.emplace(*OpenOn(host_));
  }
  RecordView Append(const std::string& params, const std::vector<std::string_view>& places) {
    Record record = Evaluation(ledger_->ReadClock().time);
    record.action_params = JsonObject{params};
    record.personal = places;
    const auto receipt = ledger_->Append(record);
    EXPECT_TRUE(receipt) << receipt.error().message;
    line_ = receipt->line;
    return *RecordView::Parse(line_);
  }

  FakeHost host_;
  std::optional<Ledger> ledger_;
  std::string line_;
};

TEST_F(PersonalRecordTest, OnlyADigestAtAListedPlaceIsOne) {
  const std::string digest = DigestText(HashOf("x"));
  const RecordView record = Append(R"({"a":")" + digest + R"(","b":{"c":"sha256:00"},"d":1})",
                                   {"/action_params/a", "/action_params/b", "/action_params/b/c",
                                    "/action_params/none", "no pointer"});
  EXPECT_THAT(PersonalPlaces(record),
              ElementsAre("/action_params/a", "/action_params/b", "/action_params/b/c",
                          "/action_params/none", "no pointer"));
  ReadOptions read;
  read.host = &host_;
  const auto digests = ReadPersonalDigests(record, kDirectory, read);
  ASSERT_FALSE(digests);
  EXPECT_EQ(digests.error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(digests.error().message, HasSubstr("lists /action_params/b as personal"));
  EXPECT_THAT(VerifyOn(host_).bad->why, HasSubstr("lists /action_params/b as personal"));
  EXPECT_EQ(PersonalDigest("\"" + digest + "\""), HashOf("x"));
  for (const std::string& value : {std::string("{}"), std::string("1"), std::string(), digest,
                                   std::string("\""), std::string(R"("sha256:00")")}) {
    EXPECT_EQ(PersonalDigest(value), std::nullopt) << value;
  }
  const auto replaced =
      ReplacePersonal(record, Field::action_params, record.raw(Field::action_params),
                      [](const MemberPath&, std::string_view) { return Result<std::string>("1"); });
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().message, HasSubstr("nothing at /action_params/none"));
}

TEST_F(PersonalRecordTest, ARedactionSaysWhoseAndHowMany) {
  Record record;
  record.kind = "redaction";
  record.timestamp = ledger_->ReadClock().time;
  record.subject = HashOf("x");
  EXPECT_FALSE(ledger_->Append(record)) << "needs erased";
  record.erased = 3;
  EXPECT_TRUE(ledger_->Append(record));
  record.reason = "asked for";
  EXPECT_TRUE(ledger_->Append(record));
  record.agent_id = "a";
  EXPECT_FALSE(ledger_->Append(record)) << "has no agent";
  ASSERT_TRUE(ledger_->Close());
  EXPECT_TRUE(VerifyOn(host_).good());
}

}  // namespace
}  // namespace bylaw::ledger
