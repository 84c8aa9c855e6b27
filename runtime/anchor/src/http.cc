#include "bylaw/anchor/http.h"

#include <algorithm>

namespace bylaw::anchor {
namespace {

constexpr std::size_t kSummaryBytes = 200;

}  // namespace

bool HttpAnswer::Is(std::string_view type) const {
  const std::string_view there(content_type);
  return there.substr(0, there.find_first_of("; ")) == type;
}

std::string HttpAnswer::Summary() const {
  const std::string text = "HTTP status " + std::to_string(status);
  const std::size_t end = std::min(body.find_first_of("\r\n"), kSummaryBytes);
  const std::string line = body.substr(0, end);
  return line.empty() ? text : text + ", \"" + line + "\"";
}

}  // namespace bylaw::anchor
