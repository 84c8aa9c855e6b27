// Requests, generated and mutated, against another JSON reader (nlohmann): what it refuses is
// refused here, and what is accepted here has the same value there; numbers are compared by their
// exact values.
#include <gtest/gtest.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "module_builder.h"
#include "same_json.h"

namespace bylaw::vm {
namespace {

using Json = nlohmann::json;

constexpr int64_t kNow = 1'776'166'929'000'000;
constexpr int kCases = 60'000;

// JSON texts with all that tends to go wrong.
class Generator {
 public:
  std::string Value(int depth) {
    switch (Below(depth > 4 ? 5 : 8)) {
      case 0:
        return Pick({"true", "false", "null"});
      case 1:
      case 2:
        return Number();
      case 3:
      case 4:
        return '"' + Text() + '"';
      case 5:
        return List(depth);
      default:
        return Object(depth);
    }
  }
  std::string Object(int depth) {
    std::string text = "{" + Space();
    const int members = Below(40) == 0 ? 20 : Below(5);
    for (int i = 0; i < members; ++i) {
      if (i > 0) text += Space() + "," + Space();
      // Mostly distinct: a number keeps the names apart.
      text += '"' + Text() + (Below(40) == 0 ? "" : std::to_string(i)) + '"' + Space() + ":" +
              Space() + Value(depth + 1);
    }
    return text + Space() + "}";
  }
  std::string Mutate(std::string text) {
    static constexpr std::string_view kBytes = "{}[]\",:\\u0019-+.eE dt\x01\x7f\x80\xc3\xff\n";
    for (int i = Below(3); i >= 0 && !text.empty(); --i) {
      const auto at = static_cast<size_t>(Below(static_cast<int>(text.size())));
      const char byte = kBytes[static_cast<size_t>(Below(static_cast<int>(kBytes.size())))];
      switch (Below(4)) {
        case 0:
          text.erase(at, 1 + static_cast<size_t>(Below(4)));
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        case 2:
          text[at] = byte;
          break;
        default:
          text.insert(at,
                      text.substr(static_cast<size_t>(Below(static_cast<int>(text.size()))), 6));
          break;
      }
    }
    return text;
  }
  int Below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

 private:
  std::string Pick(std::initializer_list<const char*> all) {
    return *(all.begin() + Below(static_cast<int>(all.size())));
  }
  std::string Space() { return Below(4) == 0 ? Pick({" ", "\n", "\t", "\r", "  "}) : ""; }
  std::string List(int depth) {
    std::string text = "[" + Space();
    for (int i = 0, n = Below(5); i < n; ++i)
      text += (i > 0 ? "," + Space() : "") + Value(depth + 1);
    return text + "]";
  }
  std::string Digits(int most) {
    std::string digits;
    for (int i = Below(most); i >= 0; --i) digits += static_cast<char>('0' + Below(10));
    return digits;
  }
  std::string Number() {
    if (Below(4) == 0) {  // A double as it is written canonically.
      const double value =
          std::ldexp(std::uniform_real_distribution<double>(-1, 1)(random_), Below(2000) - 1000);
      char buffer[32];
      return {
          buffer,
          std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr};
    }
    std::string text = Below(3) == 0 ? "-" : "";
    text += Below(3) == 0
                ? "0"
                : Pick({"1", "2", "9"}) + (Below(2) == 0 ? Digits(Below(5) == 0 ? 25 : 5) : "");
    if (Below(2) == 0) text += "." + Digits(Below(5) == 0 ? 25 : 4);
    if (Below(3) == 0)
      text += Pick({"e", "E"}) + Pick({"", "+", "-"}) + Digits(Below(5) == 0 ? 4 : 2);
    return text;
  }
  std::string Text() {
    std::string text;
    for (int i = Below(12); i > 0; --i) {
      text += Pick({"a", "b", "zz", " ", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\\n",
                    "\\\"", "\\/", "\\u0041", "\\u20AC", "\\ud83d\\ude00", "0", "{", "]"});
      if (Below(100) == 0) text += Pick({"\\ud800", "\\udc00", "\x80", "\\u00", "\t", "\\x"});
    }
    return text;
  }

  std::mt19937 random_{7};
};

TEST(RequestProperty, AgreesWithAnotherJsonReader) {
  ModuleBuilder builder;
  builder.policy().list_items = builder.policy().map_items = 10'000;
  const FactId whole{builder.Params("", Kind::kError)};
  builder.Permit("pay", {"pay"});
  const auto module = builder.Load();
  Context context(*module);
  Generator generator;
  int accepted = 0;
  int refused_by_both = 0;
  int only_here = 0;  // Duplicates, numbers that would be rounded.
  for (int i = 0; i < kCases && !HasFailure(); ++i) {
    std::string params = generator.Object(0);
    if (generator.Below(3) != 0) params = generator.Mutate(std::move(params));
    const std::string text = R"({"agent_id":"a","action":"pay","params":)" + params + "}";
    const bool permitted = context.DecideRequest(text, kNow).permitted();
    const RequestError error = context.request().error;
    const Json peer = Json::parse(text, nullptr, false);
    ASSERT_EQ(permitted, error == RequestError::kValid);
    if (peer.is_discarded()) {
      EXPECT_FALSE(permitted) << text;
      ++refused_by_both;
    } else if (permitted) {
      EXPECT_TRUE(SameJson(context.value(whole), peer["params"])) << text;
      ++accepted;
    } else {
      // A mutation may close params early, or make them no object: JSON, but no request.
      const bool stricter = error == RequestError::kDuplicate || error == RequestError::kNumber ||
                            error == RequestError::kUnknownMember ||
                            error == RequestError::kMemberType;
      EXPECT_TRUE(stricter) << RequestErrorText(error) << " " << text;
      ++only_here;
    }
  }
  EXPECT_GT(accepted, kCases / 10);
  EXPECT_GT(refused_by_both, kCases / 10);
  EXPECT_GT(only_here, kCases / 100);
}

// The same texts where only their form matters: whether a fact reads a value never changes whether
// the request is valid.
TEST(RequestProperty, ReadsTheSameErrorsWhetherAFactReadsTheValueOrNot) {
  ModuleBuilder reading;
  reading.Params("v", Kind::kError);
  reading.Params("w.x.y", Kind::kError);
  reading.Permit("pay", {"pay"});
  ModuleBuilder blind;
  blind.Permit("pay", {"pay"});
  ModuleBuilder whole;
  whole.Params("", Kind::kMap);
  whole.Permit("pay", {"pay"});
  const std::shared_ptr<const Module> modules[] = {reading.Load(), blind.Load(), whole.Load()};
  Context contexts[] = {Context(*modules[0]), Context(*modules[1]), Context(*modules[2])};
  Generator generator;
  for (int i = 0; i < kCases / 3 && !HasFailure(); ++i) {
    const std::string inner = generator.Object(0);
    std::string params = R"({"v":)" + generator.Value(0) + R"(,"w":{"x":)" + generator.Value(0) +
                         R"(},"u":)" + inner + "}";
    if (generator.Below(2) == 0) params = generator.Mutate(std::move(params));
    const std::string text = R"({"agent_id":"a","action":"pay","params":)" + params + "}";
    RequestError errors[3];
    for (int c = 0; c < 3; ++c) {
      contexts[c].DecideRequest(text, kNow);
      errors[c] = contexts[c].request().error;
    }
    EXPECT_EQ(errors[0], errors[1]) << text;
    EXPECT_EQ(errors[0], errors[2]) << text;
  }
}

}  // namespace
}  // namespace bylaw::vm
