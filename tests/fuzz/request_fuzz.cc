// Requests: any text is read or refused, alike whatever facts read of it. What another reader takes
// for no JSON is refused; what is accepted has the same values there, and a canonical form, which
// is a request of the same values.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/ledger/canonical_json.h"
#include "bylaw/vm/context.h"
#include "compiling.h"
#include "json_peer.h"
#include "same_json.h"
#include "target.h"

namespace bylaw::fuzz {
namespace {

using Json = nlohmann::json;
using vm::Kind;
using vm::RequestError;
using vm::Value;

constexpr int64_t kNow = 1'776'166'929'000'000;  // 2026-04-14T11:42:09Z

// A module and its context.
struct Reader {
  explicit Reader(const std::string& document)
      : module(MustLoad(MustCompile(document)).Share()), context(*module) {}

  std::shared_ptr<const vm::Module> module;
  vm::Context context;
};

std::string Permission(const std::string& condition) {
  return R"(constitution:
  id: fuzz
  reviewed_by: nobody
  review_date: 2026-01-01
  precedence: [prohibited, escalate, permitted]
  facts:
    x: {type: decimal, from: params}
    e: {type: enum, values: [active, frozen], from: context}
    l: {type: list, items: {type: string, max_length: 3}, from: params}
    t: {type: timestamp, from: params}
  permitted:
    - {id: p, action: do, conditions: [')" +
         condition + "']}\n";
}

// Why a text that is JSON may be no request.
bool IsStricter(RequestError error) {
  return error != RequestError::kSyntax && error != RequestError::kUtf8 &&
         error != RequestError::kTrailing;
}

// A value over a limit of the constitution is an error, not a value.
void CompareWhole(const Reader& reader, const char* name, const Json& request) {
  const Value& value = reader.context.value(reader.module->fact(name));
  if (value.is_error()) return;
  Require(SameJson(value, request.contains(name) ? request[name] : Json::object()),
          "a request has the values that another reader finds");
}

}  // namespace
}  // namespace bylaw::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bylaw;
  using vm::RequestError;
  static fuzz::Tally tally("request");
  static fuzz::Reader whole(fuzz::Permission("params.size() >= 0 && context.size() >= 0"));
  static fuzz::Reader typed(
      fuzz::Permission(R"(x > 1 && e == "active" && l.all(v, v == "a") && t < now)"));
  static fuzz::Reader blind(fuzz::Permission("true"));
  tally.Execute();

  const std::string text(fuzz::TextOf(data, size));
  whole.context.DecideRequest(text, fuzz::kNow, true);
  const RequestError error = whole.context.request().error;
  for (fuzz::Reader* other : {&typed, &blind}) {
    other->context.DecideRequest(text, fuzz::kNow, true);
    other->context.Explain();
    fuzz::Require(other->context.request().error == error,
                  "whether a request is valid does not depend on what is read of it");
  }
  const fuzz::PeerJson peer = fuzz::ReadByPeer(text);
  if (error != RequestError::kValid) {
    fuzz::Require(!peer.is_json() || fuzz::IsStricter(error), "what is refused as no JSON is none");
    return 0;
  }
  tally.Accept();
  fuzz::Require(peer.is_json() && !peer.duplicates, "what is accepted is JSON");
  fuzz::CompareWhole(whole, "params", peer.value);
  fuzz::CompareWhole(whole, "context", peer.value);

  const auto canonical = ledger::Canonicalize(text);
  fuzz::Require(canonical.has_value(), "a request has a canonical form");
  const vm::Verdict verdict = typed.context.DecideRequest(text, fuzz::kNow, true);
  const vm::Verdict again = typed.context.DecideRequest(*canonical, fuzz::kNow, true);
  fuzz::Require(verdict.decision == again.decision && verdict.code == again.code,
                "the canonical form is decided alike");
  whole.context.DecideRequest(*canonical, fuzz::kNow, true);
  fuzz::CompareWhole(whole, "params", peer.value);
  fuzz::CompareWhole(whole, "context", peer.value);
  return 0;
}
