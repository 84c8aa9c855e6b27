#include "reason.h"

#include <algorithm>

#include "bylaw/vm/utf8.h"

namespace bylaw::runtime {
namespace {

// Ends a sentence that has grown too long, at a whole code point.
void Cut(std::string& text, size_t begin) {
  if (text.size() - begin <= kSentenceBytesMax) return;
  text.resize(begin +
              vm::Utf8Prefix(std::string_view(text).substr(begin), kSentenceBytesMax).size());
  text.append("…");
}

// As the deciding rule says, or, where no rule decided, the constitution.
void Disclose(const vm::Module& module, const vm::Verdict& verdict, Decision& decision) {
  decision.agent_reason = AgentReason::kText;
  decision.agent_text = vm::CodeSentence(verdict.code);
  const vm::RuleRow* const rule =
      verdict.rule == vm::kNoRuleId ? nullptr : &module.rule(verdict.rule);
  switch (rule != nullptr ? rule->disclose : module.policy().disclose) {
    case vm::Disclose::kFull:
      decision.agent_reason = AgentReason::kFull;
      return;
    case vm::Disclose::kNothing:
      decision.agent_text = {};
      return;
    case vm::Disclose::kReason:
      if (verdict.code != vm::Code::kMatched || rule == nullptr || rule->reason == vm::kNone)
        return;
      if (rule->reason_parts.count > 0) {
        decision.agent_reason = AgentReason::kFull;  // The author's text, with values in it.
      } else {
        decision.agent_text = module.string(rule->reason);
      }
      return;
  }
  decision.agent_text = {};
}

}  // namespace

ReasonWriter::ReasonWriter(const vm::Module& module) : module_(module) {
  uint32_t conditions = 0;
  for (uint32_t i = 0; i < module.block_rule_count(); ++i) {
    const vm::Range range = module.conditions(i);
    conditions = std::max(conditions, range.begin + range.count);
  }
  for (uint32_t i = 0; i < conditions; ++i) {
    facts_begin_.push_back(static_cast<uint32_t>(facts_.size()));
    const std::vector<vm::FactId> facts = vm::FactsOf(module, vm::ConditionId{i});
    facts_.insert(facts_.end(), facts.begin(), facts.end());
  }
  facts_begin_.push_back(static_cast<uint32_t>(facts_.size()));
}

std::span<const vm::FactId> ReasonWriter::FactsOf(uint32_t condition) const {
  const uint32_t begin = facts_begin_[condition];
  return std::span(facts_).subspan(begin, facts_begin_[condition + 1] - begin);
}

// "amount >= 10000 (amount is 15000)"; a condition that is just the name of a fact says its value
// without brackets: "identity_verified is true".
void ReasonWriter::AppendCondition(const vm::Context& context, uint32_t condition,
                                   std::string& out) const {
  const std::string_view text = module_.condition_text(vm::ConditionId{condition});
  out.append(text);
  bool open = false;
  for (const vm::FactId fact : FactsOf(condition)) {
    if ((module_.fact_row(fact).flags & vm::kFactPersonal) != 0) continue;
    const std::string_view name = module_.fact_name(fact);
    if (name == text) {
      out.append(" is ");
      vm::AppendValue(context.value(fact), out, kValueCharsMax);
      return;
    }
    out.append(open ? ", " : " (").append(name).append(" is ");
    vm::AppendValue(context.value(fact), out, kValueCharsMax);
    open = true;
  }
  if (open) out.push_back(')');
}

void ReasonWriter::AppendSentence(const vm::Context& context, uint32_t block_rule,
                                  std::string& out) const {
  const size_t begin = out.size();
  const vm::Range conditions = module_.conditions(block_rule);
  for (uint32_t i = 0; i < conditions.count && out.size() - begin <= kSentenceBytesMax; ++i) {
    if (i > 0) out.append(", ");
    AppendCondition(context, conditions.begin + i, out);
  }
  Cut(out, begin);
}

// "share-x cannot be decided: amount is not in the request".
void ReasonWriter::AppendUndecidable(vm::Context& context, vm::RuleId rule,
                                     std::string& out) const {
  const size_t begin = out.size();
  out.append(module_.rule_id(rule)).append(" cannot be decided");
  for (const vm::RuleExplanation& explained : context.Explain()) {
    if (explained.rule != rule || explained.outcome != vm::Outcome::kUndecidable) continue;
    const auto condition =
        std::find_if(explained.conditions.begin(), explained.conditions.end(),
                     [](const auto& c) { return c.value == vm::Truth::kUndecidable; });
    if (condition == explained.conditions.end()) continue;
    const auto fact =
        std::find_if(condition->facts.begin(), condition->facts.end(), [&](vm::FactId id) {
          const vm::Value& value = context.value(id);
          return value.is_error() && value.error() == condition->error;
        });
    const std::string_view subject =
        fact == condition->facts.end() ? condition->text : module_.fact_name(*fact);
    out.append(": ").append(subject).append(" ").append(vm::ErrorSentence(condition->error));
    break;
  }
  Cut(out, begin);
}

void ReasonWriter::Write(vm::Context& context, const vm::Verdict& verdict,
                         Decision& decision) const {
  std::string& out = decision.reason;
  out.clear();
  Disclose(module_, verdict, decision);
  switch (verdict.code) {
    case vm::Code::kMatched: {
      if (module_.rule(verdict.rule).reason != vm::kNone)
        return context.AppendReason(verdict.rule, out);
      const auto applies = context.applies();
      const auto deciding = std::find_if(applies.begin(), applies.end(), [&](const auto& e) {
        return vm::RuleId{e.rule} == verdict.rule;
      });
      if (deciding != applies.end()) AppendSentence(context, deciding->block_rule, out);
      if (out.empty()) out.append(module_.rule_id(verdict.rule)).append(" applies");
      return;
    }
    case vm::Code::kUndecidable:
      AppendUndecidable(context, verdict.rule, out);
      return;
    case vm::Code::kConflict:
      out.append(vm::CodeSentence(verdict.code));
      for (const RuleOutcome& rule : decision.rules) {
        if (rule.outcome != vm::Outcome::kApplies) continue;
        out.append(&rule == &decision.rules.front() ? ": " : ", ").append(rule.id);
      }
      Cut(out, 0);
      return;
    case vm::Code::kInvalidRequest:
      AppendRequestError(context.request(), out);
      return;
    default:
      out.append(vm::CodeSentence(verdict.code));
      return;
  }
}

void AppendRequestError(const vm::Request& request, std::string& out) {
  out.append(vm::RequestErrorText(request.error)).append(" at byte ");
  out.append(std::to_string(request.error_offset)).append(": ");
  out.append(vm::RequestErrorSentence(request.error));
}

void Deny(const vm::Module& module, vm::Code code, std::string_view reason, Decision& decision) {
  decision.decision = vm::Decision::kDeny;
  decision.code = code;
  decision.reason.assign(reason);
  decision.route_to.clear();
  decision.rules.clear();
  decision.agent_reason = AgentReason::kText;
  const bool silent = module.policy().disclose == vm::Disclose::kNothing;
  decision.agent_text = silent ? std::string_view() : vm::CodeSentence(code);
}

}  // namespace bylaw::runtime
