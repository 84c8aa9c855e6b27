#include "schedule.h"

#include <algorithm>
#include <optional>

namespace bylaw::stdlib {
namespace {

constexpr std::string_view kMagic = "BSC1";
constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kWindowBytes = 5;
constexpr std::uint8_t kEveryDay = 0x7f;

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

constexpr std::string_view kNothing = "a schedule is windows, as in \"Mon-Fri 09:00-17:00\"";
constexpr std::string_view kBadDay =
    "its days are Mon, Tue, Wed, Thu, Fri, Sat and Sun, as in \"Mon,Wed-Fri 09:00-17:00\"";
constexpr std::string_view kBadWindow =
    "its windows are written as in \"09:00-17:00\", from 00:00 to 24:00 and with a comma between "
    "two";
constexpr std::string_view kNoWidth =
    "a window of it ends when it begins; a whole day is \"00:00-24:00\"";
constexpr std::string_view kBadEntry = "its entries are separated by `;`";
constexpr std::string_view kTooMany = "it has more than 64 windows";
static_assert(kScheduleWindowsMax == 64);

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The text, from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) noexcept : rest_(text) {}

  bool done() const noexcept { return rest_.empty(); }
  bool AtLetter() const noexcept { return !rest_.empty() && IsLetter(rest_.front()); }
  // Whether there were any.
  bool SkipSpaces() noexcept {
    const std::size_t before = rest_.size();
    rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    return rest_.size() != before;
  }
  bool Take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<std::uint32_t> Day() noexcept {
    for (std::uint32_t day = 0; day < kDays.size(); ++day) {
      if (!rest_.starts_with(kDays[day])) continue;
      rest_.remove_prefix(kDays[day].size());
      return AtLetter() ? std::nullopt : std::optional(day);
    }
    return std::nullopt;
  }

  // "09:30", up to "24:00": minutes of the day.
  std::optional<std::uint16_t> Time() noexcept {
    constexpr std::string_view kForm = "00:00";
    if (rest_.size() < kForm.size()) return std::nullopt;
    for (std::size_t i = 0; i < kForm.size(); ++i) {
      const bool digit = rest_[i] >= '0' && rest_[i] <= '9';
      if (kForm[i] == '0' ? !digit : rest_[i] != kForm[i]) return std::nullopt;
    }
    const int hours = (rest_[0] - '0') * 10 + (rest_[1] - '0');
    const int minutes = (rest_[3] - '0') * 10 + (rest_[4] - '0');
    rest_.remove_prefix(kForm.size());
    if (minutes > 59 || hours * 60 + minutes > kMinutesOfDay) return std::nullopt;
    return static_cast<std::uint16_t>(hours * 60 + minutes);
  }

 private:
  std::string_view rest_;
};

// "Mon,Wed-Fri": a bit for each day; 0 for anything else.
std::uint8_t ReadDays(Reader& reader) noexcept {
  std::uint8_t days = 0;
  for (Reader ahead = reader;; reader = ahead) {
    reader.SkipSpaces();
    const std::optional<std::uint32_t> first = reader.Day();
    const std::optional<std::uint32_t> last = reader.Take('-') ? reader.Day() : first;
    if (!first || !last) return 0;
    for (std::uint32_t day = *first;; day = (day + 1) % kDays.size()) {
      days = static_cast<std::uint8_t>(days | 1U << day);
      if (day == *last) break;
    }
    // The space before the windows is for the caller.
    ahead = reader;
    ahead.SkipSpaces();
    if (!ahead.Take(',')) return days;
  }
}

bool IsWindow(const ScheduleWindow& window) noexcept {
  return window.days != 0 && window.days <= kEveryDay && window.begin < kMinutesOfDay &&
         window.end > 0 && window.end <= kMinutesOfDay && window.begin != window.end;
}

void Append(std::uint32_t number, int bytes, std::string& out) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

std::uint32_t Load(std::string_view bytes) noexcept {
  std::uint32_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

}  // namespace

std::string_view Schedule::Parse(std::string_view text) noexcept {
  count_ = 0;
  Reader reader(text);
  do {
    reader.SkipSpaces();
    if (reader.done()) return kNothing;
    std::uint8_t days = kEveryDay;
    if (reader.AtLetter()) {
      days = ReadDays(reader);
      if (days == 0 || !reader.SkipSpaces()) return kBadDay;
    }
    do {
      reader.SkipSpaces();
      const std::optional<std::uint16_t> begin = reader.Time();
      if (!begin || *begin == kMinutesOfDay || !reader.Take('-')) return kBadWindow;
      const std::optional<std::uint16_t> end = reader.Time();
      if (!end) return kBadWindow;
      if (*begin == *end) return kNoWidth;
      if (count_ == windows_.size()) return kTooMany;
      windows_[count_++] = {days, *begin, *end == 0 ? kMinutesOfDay : *end};
      reader.SkipSpaces();
    } while (reader.Take(','));
    if (reader.done()) return {};
  } while (reader.Take(';'));
  return kBadEntry;
}

bool Schedule::Read(std::string_view bytes) noexcept {
  count_ = 0;
  if (bytes.size() < kHeaderBytes || !bytes.starts_with(kMagic)) return false;
  const std::uint32_t count = Load(bytes.substr(kMagic.size(), 4));
  if (count == 0 || count > windows_.size()) return false;
  if (bytes.size() != kHeaderBytes + count * kWindowBytes) return false;
  for (bytes.remove_prefix(kHeaderBytes); !bytes.empty(); bytes.remove_prefix(kWindowBytes)) {
    const ScheduleWindow window = {static_cast<std::uint8_t>(bytes[0]),
                                   static_cast<std::uint16_t>(Load(bytes.substr(1, 2))),
                                   static_cast<std::uint16_t>(Load(bytes.substr(3, 2)))};
    if (!IsWindow(window)) return false;
    windows_[count_++] = window;
  }
  return true;
}

std::string Schedule::Encode() const {
  std::string bytes(kMagic);
  Append(static_cast<std::uint32_t>(count_), 4, bytes);
  for (const ScheduleWindow& window : windows()) {
    Append(window.days, 1, bytes);
    Append(window.begin, 2, bytes);
    Append(window.end, 2, bytes);
  }
  return bytes;
}

}  // namespace bylaw::stdlib
