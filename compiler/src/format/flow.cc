// Flow style: on one line where it fits; else a list fills its lines, and a map, or whatever holds
// a comment, has one entry a line.

#include "bylaw/compiler/format.h"
#include "format/formatter.h"
#include "format/scalar_lines.h"

namespace bylaw::compiler {
namespace {

// Nothing that is longer can fit: at most four bytes a column.
constexpr size_t kFlatBytesMax = 4 * kFormatColumns;

}  // namespace

void Formatter::WriteScalar(YamlId scalar, size_t column) {
  const std::vector<std::string_view> lines =
      SplitScalar(Slice(node(scalar).span), node(scalar).style);
  lines_.Append(lines.front());
  for (size_t i = 1; i < lines.size(); ++i) {
    lines_.Begin(lines[i].empty() ? 0 : column);
    lines_.Append(lines[i]);
  }
}

bool Formatter::AppendFlat(YamlId id, std::string& flat) const {
  const ScalarStyle style = node(id).style;
  if (node(id).kind != YamlKind::kScalar) return AppendFlatCollection(id, flat);
  const auto joined = JoinScalar(SplitScalar(Slice(node(id).span), style), style);
  if (joined) flat += *joined;
  return joined.has_value();
}

bool Formatter::AppendFlatCollection(YamlId id, std::string& flat) const {
  if (comments_.HasBefore(node(id).span.end)) return false;
  const bool mapping = node(id).kind == YamlKind::kMapping;
  std::string_view separator = mapping ? "{" : "[";
  flat += separator;
  separator = "";
  for (const YamlId item : document_.Items(id)) {
    flat += separator;
    if (flat.size() > kFlatBytesMax || !AppendFlat(item, flat)) return false;
    separator = ", ";
  }
  for (const auto& [key, value] : document_.Members(id)) {
    flat += separator;
    if (flat.size() > kFlatBytesMax || !AppendFlat(key, flat)) return false;
    flat += ": ";
    if (!AppendFlat(value, flat)) return false;
    separator = ", ";
  }
  flat += mapping ? "}" : "]";
  return true;
}

bool Formatter::FitsHere(const std::string& flat, size_t tail) const {
  return lines_.Column() + CountColumns(flat) + tail <= kFormatColumns;
}

void Formatter::WriteFlow(YamlId id, size_t column, size_t tail) {
  std::string flat;
  const bool is_flat = AppendFlat(id, flat);
  const bool scalar = node(id).kind == YamlKind::kScalar;
  if (is_flat && (scalar || FitsHere(flat, tail))) {
    lines_.Append(flat);
  } else if (scalar) {
    WriteScalar(id, column);
  } else {
    WriteFlowBroken(id, tail);
  }
}

// `first` is the item, or the key of the member whose value is `value`.
void Formatter::WriteFlowEntry(YamlId first, YamlId value, bool is_member, size_t column,
                               size_t tail) {
  WriteFlow(first, column + 2, is_member ? 1 : tail);
  if (!is_member) return;
  lines_.Append(":");
  if (WriteCommentsAt(node(value).span.begin, column + 2)) {
    lines_.Begin(column + 2);
  } else {
    lines_.Append(" ");
  }
  WriteFlow(value, column + 2, tail);
}

void Formatter::WriteFlowBroken(YamlId id, size_t tail) {
  const Span span = node(id).span;
  const bool mapping = node(id).kind == YamlKind::kMapping;
  const size_t bracket = lines_.Column();
  const size_t column = bracket + 1;
  bool break_before = mapping || comments_.HasBefore(span.end);
  const bool one_a_line = break_before;
  std::vector<YamlDocument::Member> entries = document_.Members(id);
  for (const YamlId item : document_.Items(id)) entries.push_back({item, item});

  lines_.Append(mapping ? "{" : "[");
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto& [first, value] = entries[i];
    const bool last = i + 1 == entries.size();
    const size_t entry_tail = last ? 1 + tail : 1;
    std::string flat;
    const bool commented = WriteCommentsAt(node(first).span.begin, column);
    const bool is_flat = AppendFlat(first, flat) && (!mapping || AppendFlat(value, flat += ": "));
    const bool fits = is_flat && FitsHere(flat, entry_tail + 1);
    if (commented || (i > 0 && (break_before || !fits))) {
      lines_.Begin(column);
    } else if (i > 0) {
      lines_.Append(" ");
    }
    break_before = one_a_line || !is_flat || !FitsHere(flat, entry_tail);
    WriteFlowEntry(first, value, mapping, column, entry_tail);
    if (!last) lines_.Append(",");
  }
  if (WriteCommentsAt(span.end, column)) lines_.Begin(bracket);
  lines_.Append(mapping ? "}" : "]");
}

}  // namespace bylaw::compiler
