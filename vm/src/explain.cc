// Explanations: evaluating the conditions of an action's rules again, one by one; the {expressions}
// of reasons; and values as text.

#include <algorithm>
#include <charconv>
#include <cmath>

#include "bylaw/vm/limits.h"
#include "bylaw/vm/pattern.h"
#include "bylaw/vm/time.h"
#include "bylaw/vm/utf8.h"
#include "context_state.h"
#include "double_text.h"

namespace bylaw::vm {
namespace {

std::vector<FactId> FactsOfRow(const ModuleView& view, const ConditionRow& condition) {
  std::vector<FactId> facts;
  for (const Instruction& in : ModuleView::Rows(view.code, condition.code)) {
    const std::optional<uint32_t> read = FactRead(in);
    if (read && std::find(facts.begin(), facts.end(), FactId{*read}) == facts.end())
      facts.push_back(FactId{*read});
  }
  return facts;
}

// Control characters as \x0a, so that a value cannot begin a line of its own.
void AppendCharacter(char c, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<uint8_t>(c);
  if (byte < 0x20 || byte == 0x7f) {
    out.append({'\\', 'x', kHex[byte >> 4], kHex[byte & 15]});
  } else {
    out.push_back(c);
  }
}

void AppendQuoted(std::string_view text, std::string& out) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    AppendCharacter(c, out);
  }
  out.push_back('"');
}

template <typename Number>
void AppendWhole(Number number, std::string& out) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

// Appends the value; stops going into lists and maps once `out` is longer than `end`.
void Append(const Value& value, std::string& out, size_t end) {
  switch (value.kind) {
    case Kind::kError:
      out.append(ErrorText(value.error()));
      return;
    case Kind::kNull:
      out.append("null");
      return;
    case Kind::kBool:
      out.append(value.b ? "true" : "false");
      return;
    case Kind::kInt:
      return AppendWhole(value.i, out);
    case Kind::kUint:
      return AppendWhole(value.u, out);
    case Kind::kDouble: {
      if (std::isnan(value.d)) {  // Whatever its sign: the same text on every machine.
        out.append("nan");
        return;
      }
      DoubleBuffer buffer;
      out.append(ShortestText(value.d, buffer));
      return;
    }
    case Kind::kDecimal: {
      Decimal::Buffer buffer;
      out.append(value.decimal().Format(buffer));
      return;
    }
    case Kind::kTimestamp: {
      TimeBuffer buffer;
      out.append(FormatTimestamp(value, buffer));
      return;
    }
    case Kind::kDuration: {
      TimeBuffer buffer;
      out.append(FormatDuration(value, buffer));
      return;
    }
    case Kind::kString:
    case Kind::kBytes:
      return AppendQuoted(value.string(), out);
    case Kind::kType:
    case Kind::kIp:
    case Kind::kCidr:
    case Kind::kSemver:
    case Kind::kUrl:
      out.append(value.string());
      return;
    case Kind::kOptional:
      out.append(value.size == 0 ? "none" : "optional(");
      if (value.size == 0) return;
      Append(value.items[0], out, end);
      out.push_back(')');
      return;
    case Kind::kList:
      out.push_back('[');
      for (uint32_t i = 0; i < value.size && out.size() <= end; ++i) {
        if (i > 0) out.append(", ");
        Append(value.items[i], out, end);
      }
      out.push_back(']');
      return;
    case Kind::kMap:
      out.push_back('{');
      for (uint32_t i = 0; i < value.size && out.size() <= end; ++i) {
        if (i > 0) out.append(", ");
        AppendQuoted(value.members[i].key.string(), out);
        out.append(": ");
        Append(value.members[i].value, out, end);
      }
      out.push_back('}');
      return;
  }
}

// Appends a scalar as a reason says it; false if the value is none.
bool AppendScalar(const Value& value, std::string& out, size_t end) {
  switch (value.kind) {
    case Kind::kError:
    case Kind::kBytes:  // Not text.
    case Kind::kOptional:
    case Kind::kList:
    case Kind::kMap:
      return false;
    case Kind::kString:
      for (const char c : value.string().substr(0, end + 1 - std::min(end, out.size())))
        AppendCharacter(c, out);
      return true;
    default:
      Append(value, out, end);
      return true;
  }
}

// Appends a scalar, or a list of scalars, as a reason says it; stops once `out` is longer than
// `end`. False if the value is neither: `out` is then of no use.
bool AppendPlain(const Value& value, std::string& out, size_t end) {
  if (value.kind != Kind::kList) return AppendScalar(value, out, end);
  for (uint32_t i = 0; i < value.size && out.size() <= end; ++i) {
    if (i > 0) out.append(", ");
    if (!AppendScalar(value.items[i], out, end)) return false;
  }
  return true;
}

// Cuts what was appended from `begin` on, at a whole code point.
void Cut(std::string& out, size_t begin, size_t bytes_max) {
  if (out.size() - begin <= bytes_max) return;
  out.resize(begin + Utf8Prefix(std::string_view(out).substr(begin), bytes_max).size());
  out.append("…");
}

bool Holds(const EmittedList& emitted, uint32_t block_rule) {
  const auto rows = emitted.rows();
  return std::any_of(rows.begin(), rows.end(),
                     [&](const Emitted& e) { return e.block_rule == block_rule; });
}

}  // namespace

std::vector<uint32_t> Context::State::Blocks() const {
  std::vector<uint32_t> blocks;
  if (entry == nullptr) {
    for (const PatternRow& row : view().patterns) {
      if (MatchesPattern(view().string(row.pattern), unlisted_action)) blocks.push_back(row.block);
    }
    return blocks;
  }
  if (entry->block != kNone) blocks.push_back(entry->block);
  for (const uint32_t pattern : view().Indices(entry->patterns))
    blocks.push_back(view().patterns[pattern].block);
  return blocks;
}

RuleExplanation Context::State::ExplainRule(uint32_t block_rule, const BlockRow& block) {
  const BlockRuleRow& row = view().block_rules[block_rule];
  const auto conditions = ModuleView::Rows(view().conditions, row.conditions);
  RuleExplanation rule;
  rule.rule = RuleId{row.rule};
  bool holds = true;
  if (!conditions.empty()) {
    const Range last = conditions.back().code;
    for (const ConditionRow& condition : conditions) {
      ConditionExplanation& explained = rule.conditions.emplace_back();
      explained.text = view().string(condition.text);
      explained.value =
          RunCondition(machine, block, condition, last.begin + last.count + 1, explained.error);
      explained.facts = FactsOfRow(view(), condition);
      holds = holds && explained.value != Truth::kFalse;
    }
  }
  rule.outcome = Holds(machine.applies, block_rule)       ? Outcome::kApplies
                 : Holds(machine.undecidable, block_rule) ? Outcome::kUndecidable
                 : holds                                  ? Outcome::kNotInForce
                                                          : Outcome::kDoesNotApply;
  return rule;
}

void Context::State::AppendReasonPart(const ReasonPartRow& part, std::string& out) {
  if (part.code.count > 0) {
    machine.arena.Rewind(bound_bytes);  // As much room as the decision had.
    const BlockRow alone{{0, 0}, part.code, part.edges};
    const ConditionRow code{part.code, part.text, part.span_begin, part.span_end};
    const size_t begin = out.size();
    ValueError error = ValueError::kMissing;
    const bool left = RunCondition(machine, alone, code, part.code.begin + part.code.count,
                                   error) == Truth::kTrue;
    if (left && AppendPlain(machine.registers[0], out, begin + kReasonValueBytesMax))
      return Cut(out, begin, kReasonValueBytesMax);
    out.resize(begin);
  }
  out.append(view().string(part.text));
}

void Context::AppendReason(RuleId rule, std::string& out) {
  State& state = *state_;
  const RuleRow& row = module_.rule(rule);
  if (row.reason_parts.count == 0 || !state.evaluated) {
    out.append(module_.string(row.reason));
    return;
  }
  for (const ReasonPartRow& part : ModuleView::Rows(state.view().reason_parts, row.reason_parts))
    state.AppendReasonPart(part, out);
}

std::vector<RuleExplanation> Context::Explain() {
  State& state = *state_;
  std::vector<RuleExplanation> rules;
  if (!state.evaluated) return rules;
  for (const uint32_t id : state.Blocks()) {
    const BlockRow& block = state.view().blocks[id];
    for (uint32_t local = 0; local < block.rules.count; ++local) {
      state.machine.arena.Rewind(state.bound_bytes);  // As much room as the decision had.
      rules.push_back(state.ExplainRule(block.rules.begin + local, block));
    }
  }
  return rules;
}

std::vector<FactId> FactsOf(const Module& module, ConditionId condition) {
  const ModuleView& view = module.data().view;
  return FactsOfRow(view, view.conditions[static_cast<uint32_t>(condition)]);
}

void AppendValue(const Value& value, std::string& out, size_t chars_max) {
  const size_t begin = out.size();
  Append(value, out, begin + chars_max);
  Cut(out, begin, chars_max);
}

}  // namespace bylaw::vm
