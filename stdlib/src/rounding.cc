// round(): the one function that drops digits of a decimal, as its third argument says.
#include <algorithm>
#include <optional>
#include <string_view>

#include "bylaw/vm/decimal.h"
#include "numbers.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::RoundingMode;
using vm::Value;
using vm::ValueError;

struct NamedMode {
  std::string_view name;
  RoundingMode mode;
};

constexpr NamedMode kModes[] = {
    {"half_even", RoundingMode::kHalfEven}, {"half_up", RoundingMode::kHalfUp},
    {"down", RoundingMode::kDown},          {"up", RoundingMode::kUp},
    {"floor", RoundingMode::kFloor},        {"ceiling", RoundingMode::kCeiling},
};

std::optional<RoundingMode> ModeOf(std::string_view name) {
  const auto* const found = std::ranges::find(kModes, name, &NamedMode::name);
  if (found == std::end(kModes)) return std::nullopt;
  return found->mode;
}

class Mode final : public vm::Prepared {
 public:
  explicit Mode(RoundingMode mode) : mode_(mode) {}
  RoundingMode mode() const { return mode_; }

 private:
  RoundingMode mode_;
};

// Beyond every place that a decimal has.
constexpr int64_t kPlacesMax = 10'000;

}  // namespace

Value RoundDecimal(const FunctionCall& call) noexcept {
  const std::optional<RoundingMode> mode = call.prepared != nullptr
                                               ? static_cast<const Mode*>(call.prepared)->mode()
                                               : ModeOf(call.arguments[2].string());
  if (!mode) return Value::Error(ValueError::kBadArgument);
  const auto places =
      static_cast<int>(std::clamp<int64_t>(call.arguments[1].i, -kPlacesMax, kPlacesMax));
  const vm::DecimalResult rounded = vm::Round(call.arguments[0].decimal(), places, *mode);
  return rounded.ok() ? call.arena.MakeDecimal(rounded.value) : Value::Error(ValueError::kOverflow);
}

std::unique_ptr<vm::Prepared> PrepareRounding(const Value& constant, std::string* error) {
  const std::optional<RoundingMode> mode = ModeOf(constant.string());
  if (mode) return std::make_unique<Mode>(*mode);
  *error = "the rounding is none of";
  for (const NamedMode& known : kModes) {
    *error += known.name == kModes[0].name ? " " : ", ";
    *error += known.name;
  }
  return nullptr;
}

}  // namespace bylaw::stdlib
