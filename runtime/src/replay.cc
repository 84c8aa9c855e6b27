#include "bylaw/runtime/replay.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/hash.h"
#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/module_archive.h"
#include "bylaw/ledger/record.h"
#include "bylaw/ledger/segments.h"
#include "bylaw/runtime/engine.h"
#include "bylaw/runtime/load.h"
#include "bylaw/vm/limits.h"
#include "sealer.h"

namespace bylaw::runtime {
namespace {

using ledger::Field;
using ledger::RecordView;

// Of records with these codes the request, or what refused it, is not in the record.
constexpr vm::Code kUnreplayable[] = {vm::Code::kInvalidRequest, vm::Code::kLimitExceeded,
                                      vm::Code::kUnavailable};

static_assert(ledger::kArchivedBytesMax == vm::kModuleBytesMax);

// An engine, or why there is none.
struct Decider {
  std::optional<Engine> engine;
  std::string why_not;
};

std::string JsonOf(std::string_view text) {
  std::string json;
  ledger::AppendJsonString(text, json);
  return json;
}

// The request that a record is of, at its time. A record is canonical: its members are copied as
// they are spelt. What is long comes from a blob and what is personal from the vault, or it says
// why not.
ledger::Result<std::string> RequestOf(const RecordView& record, const std::string& directory,
                                      const ReplayOptions& options) {
  std::string request("{\"action\":");
  request.append(record.raw_action()).append(",\"time\":").append(record.raw(Field::timestamp));
  for (const auto& [name, field] : ledger::kRequestMembers) {
    const auto object = ledger::ReadObject(record, field, directory, options.read);
    if (!object) return object;
    if (object->empty()) continue;
    const auto value = Unsealed(record, field, *object, options.vault);
    if (!value) return value;
    request.append(",\"").append(name).append("\":").append(*value);
  }
  return request.append("}");
}

// As a record spells them; empty where it has no such member.
std::string RoutesOf(const Decision& decision) {
  std::string json;
  if (!decision.route_to.empty()) ledger::AppendTexts(decision.route_to, json);
  return json;
}
std::string RulesOf(const Decision& decision) {
  std::vector<ledger::RuleOutcome> rules;
  rules.reserve(decision.rules.size());
  for (const RuleOutcome& rule : decision.rules)
    rules.push_back({rule.id, vm::OutcomeText(rule.outcome)});
  std::string json;
  if (!rules.empty()) ledger::AppendRules(rules, json);
  return json;
}

// What is not as the record has it; empty: nothing.
std::string Difference(const RecordView& record, const Decision& decision, bool other_module) {
  std::string what;
  const auto compare = [&](const char* name, Field field, const std::string& is) {
    const std::string_view was = record.raw(field);
    if (was == is) return;
    what.append(what.empty() ? "" : "; ").append(name).append(" was ");
    what.append(was.empty() ? "none" : was).append(", is ").append(is.empty() ? "none" : is);
  };
  compare("decision", Field::decision, JsonOf(vm::DecisionText(decision.decision)));
  compare("code", Field::code, JsonOf(vm::CodeText(decision.code)));
  compare("route_to", Field::route_to, RoutesOf(decision));
  compare("rules", Field::rules, RulesOf(decision));
  if (other_module) return what;
  compare("reason", Field::reason, decision.reason.empty() ? "" : JsonOf(decision.reason));
  compare("steps", Field::steps, std::to_string(decision.steps));
  return what;
}

class Replayer {
 public:
  Replayer(const std::string& directory, const ReplayOptions& options)
      : directory_(directory), options_(options) {}

  ReplayedRecord Replay(const RecordView& record) {
    ReplayedRecord replayed;
    replayed.seq = record.number(Field::seq);
    const std::string code = record.text(Field::code);
    if (std::any_of(std::begin(kUnreplayable), std::end(kUnreplayable),
                    [&](vm::Code unreplayable) { return vm::CodeText(unreplayable) == code; })) {
      replayed.what = "a record of " + code + " does not hold what it was decided on";
      return replayed;
    }
    Decider& decider = DeciderOf(record);
    if (!decider.engine) {
      replayed.what = decider.why_not;
      return replayed;
    }
    const auto request = RequestOf(record, directory_, options_);
    if (!request) {
      replayed.what = request.error().message;
      return replayed;
    }
    decider.engine->Evaluate(*request, decision_);
    replayed.what = Difference(record, decision_, options_.under != nullptr);
    replayed.outcome = replayed.what.empty() ? Replayed::kSame : Replayed::kDifferent;
    return replayed;
  }

 private:
  Decider& DeciderOf(const RecordView& record) {
    const bool other = options_.under != nullptr;
    const ledger::Hash digest = other || !record.has(Field::constitution_digest)
                                    ? ledger::Hash{}
                                    : record.digest(Field::constitution_digest);
    const auto [at, first] = deciders_.try_emplace(digest);
    if (first) at->second = other ? Of(options_.under) : OfArchive(digest);
    return at->second;
  }

  static Decider Of(std::shared_ptr<const vm::Module> module) {
    Decider decider;
    auto engine = Engine::Open(std::move(module), {.allow_time = true});
    if (engine) {
      decider.engine.emplace(std::move(*engine));
    } else {
      decider.why_not = engine.error().message;
    }
    return decider;
  }

  Decider OfArchive(const ledger::Hash& digest) {
    auto bytes = ledger::ReadModule(*options_.read.host, directory_, digest);
    if (!bytes) return {{}, bytes.error().message};
    const vm::LoadResult module = AdoptModule(std::move(*bytes));
    if (module) return Of(module.Share());
    return {{}, ledger::ModulePath(directory_, digest) + ": " + module.error().Message()};
  }

  const std::string& directory_;
  const ReplayOptions& options_;
  std::map<ledger::Hash, Decider> deciders_;  // By digest; one for all, under another module.
  Decision decision_;
};

void Count(Replayed outcome, ReplayReport& report) {
  ++(outcome == Replayed::kSame        ? report.same
     : outcome == Replayed::kDifferent ? report.different
                                       : report.not_replayable);
}

}  // namespace

ledger::Result<ReplayReport> Replay(const std::string& directory, const ReplayOptions& options,
                                    const std::function<bool(const ReplayedRecord&)>& on_record) {
  auto segments = ledger::Segments::Open(*options.read.host, directory, options.read.archive);
  if (!segments) return tl::unexpected<ledger::Error>(segments.error());
  const auto size = segments->Size();
  if (!size) return tl::unexpected<ledger::Error>(size.error());
  const auto stopped = [] {
    return ledger::Fail(ledger::ErrorCode::kClosed, "the replay was stopped");
  };
  ledger::LineReader reader(*segments);
  Replayer replayer(directory, options);
  ReplayReport report;
  ledger::Progress progress(options.read);
  while (true) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<ledger::Error>(line.error());
    if (!*line) return report;
    if (!progress.Reached((*line)->end, *size)) return stopped();
    if ((*line)->text.starts_with(ledger::kCheckpointStart) ||
        (*line)->text.starts_with(ledger::kHashStart)) {
      continue;
    }
    const auto record = RecordView::Parse((*line)->text);
    if (!record) {
      return ledger::Fail(
          ledger::ErrorCode::kCorrupt,
          segments->PlaceOf((*line)->number).text() + ": not a record: " + record.error().message);
    }
    const uint64_t seq = record->number(Field::seq);
    if (seq > options.last_seq) return report;
    if (seq < options.first_seq || record->text(Field::kind) != "evaluation") continue;
    const ReplayedRecord replayed = replayer.Replay(*record);
    Count(replayed.outcome, report);
    if (replayed.outcome != Replayed::kSame && !on_record(replayed)) return stopped();
  }
}

}  // namespace bylaw::runtime
