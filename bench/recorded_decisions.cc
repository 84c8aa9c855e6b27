#include "recorded_decisions.h"

#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/segments.h"
#include "reference.h"
#include "temporary_ledger.h"

namespace bylaw::bench {
namespace {

using Json = nlohmann::json;
using ledger::Field;
using ledger::RecordView;

// Turns records as they are read into records as they are given. What those refer to lives in here.
class RecordsAsGiven {
 public:
  ledger::Record Of(const RecordView& view) {
    ledger::Record record;
#define BYLAW_GIVE_caller(name, type) \
  if (view.has(Field::name)) record.name = As##type(view, Field::name);
#define BYLAW_GIVE_either(name, type)  // The ledger's.
#define BYLAW_GIVE_ledger(name, type)
#define BYLAW_GIVE_signer(name, type)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_GIVE_##setter(name, type)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_GIVE_signer
#undef BYLAW_GIVE_ledger
#undef BYLAW_GIVE_either
#undef BYLAW_GIVE_caller
    return record;
  }

 private:
  std::string_view Kept(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::string_view AsText(const RecordView& view, Field field) { return Kept(view.text(field)); }
  static uint64_t AsNumber(const RecordView& view, Field field) { return view.number(field); }
  static ledger::Timestamp AsTime(const RecordView& view, Field field) { return view.time(field); }
  static ledger::Hash AsDigest(const RecordView& view, Field field) { return view.digest(field); }
  static ledger::Signature AsSignature(const RecordView& view, Field field) {
    return view.signature(field);
  }
  ledger::JsonObject AsJson(const RecordView& view, Field field) {
    return {Kept(std::string(view.raw(field)))};
  }
  std::span<const std::string_view> AsTexts(const RecordView& view, Field field) {
    std::vector<std::string_view>& list = lists_.emplace_back();
    for (const Json& text : Json::parse(view.raw(field))) list.push_back(Kept(text));
    return list;
  }
  std::span<const ledger::RuleOutcome> AsRules(const RecordView& view, Field field) {
    std::vector<ledger::RuleOutcome>& list = rules_.emplace_back();
    for (const Json& rule : Json::parse(view.raw(field))) {
      list.push_back({Kept(rule["id"]), Kept(rule["outcome"])});
    }
    return list;
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<std::string_view>> lists_;
  std::deque<std::vector<ledger::RuleOutcome>> rules_;
};

std::vector<ledger::Record> Made() {
  const TemporaryLedger written(ledger::Durability::kAsync);
  {
    runtime::Engine engine = written.OpenEngine();
    runtime::Decision decision;
    for (size_t i = 0; i < kRecordedDecisions; ++i) {
      engine.Evaluate(Requests()[i % Requests().size()].json, decision);
    }
    if (!engine.Close()) std::abort();
  }
  static RecordsAsGiven given;
  std::vector<ledger::Record> records;
  auto segments = ledger::Segments::Open(ledger::Host::System(), written.path());
  if (!segments) std::abort();
  ledger::LineReader reader(*segments);
  while (true) {
    const auto line = reader.Next();
    if (!line) std::abort();
    if (!*line) return records;
    const auto record = RecordView::Parse((*line)->text);
    if (record && record->text(Field::kind) == "evaluation") records.push_back(given.Of(*record));
  }
}

}  // namespace

std::span<const ledger::Record> RecordedDecisions() {
  static const std::vector<ledger::Record>* const records = new std::vector<ledger::Record>(Made());
  return *records;
}

}  // namespace bylaw::bench
