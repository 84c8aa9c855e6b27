#include "record_texts.h"

#include <nlohmann/json.hpp>

namespace bylaw::report {

using ledger::Field;
using ledger::RecordView;

namespace {

struct Part {
  Field field;
  std::string_view name;
};

// Texts first, each by itself; then what needs its name beside it.
constexpr Part kTexts[] = {
    {Field::code, ""},     {Field::constitution_version, ""},
    {Field::mode, "mode"}, {Field::durability, "durability"},
    {Field::admin, ""},    {Field::clock_timestamp, "the host's clock said"},
    {Field::software, ""}, {Field::reason, ""},
};

}  // namespace

std::vector<std::string> RoutesOf(const RecordView& record) {
  if (!record.has(Field::route_to)) return {};
  return nlohmann::json::parse(record.raw(Field::route_to), nullptr, false)
      .get<std::vector<std::string>>();
}

std::string KeyLabel(std::string_view line) {
  // The base64 behind it may hold a plus too.
  return std::string(line.substr(0, line.find('+', line.find('+') + 1)));
}

std::string EventText(const RecordView& record) {
  std::string text;
  const auto append = [&](std::string_view name, const std::string& what) {
    text.append(text.empty() ? "" : ", ").append(name).append(name.empty() ? "" : " ").append(what);
  };
  if (record.has(Field::key)) append("key", KeyLabel(record.text(Field::key)));
  if (record.has(Field::root_proof)) append("", "by the root key, which revoked the one before");
  for (const auto& [field, name] : kTexts) {
    if (record.has(field)) append(name, record.text(field));
  }
  if (record.has(Field::constitution_digest)) append("", record.text(Field::constitution_digest));
  if (record.has(Field::tail_bytes)) {
    append("", std::to_string(record.number(Field::tail_bytes)) + " bytes were moved aside");
  }
  if (record.has(Field::minimum_index)) {
    append("records need not be kept before", std::to_string(record.number(Field::minimum_index)));
  }
  if (record.has(Field::erased)) {
    append("", std::to_string(record.number(Field::erased)) + " personal values were erased");
  }
  return text;
}

}  // namespace bylaw::report
