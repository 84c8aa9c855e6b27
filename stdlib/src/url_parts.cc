#include "url_parts.h"

#include "ascii.h"

namespace bylaw::stdlib {
namespace {

// Takes what is before the first of `ends`, or all, from `text`.
std::string_view TakeUntil(std::string_view& text, std::string_view ends) {
  const std::string_view taken = text.substr(0, text.find_first_of(ends));
  text.remove_prefix(taken.size());
  return taken;
}

void SplitAuthority(std::string_view authority, UrlParts& parts) {
  const size_t at = authority.find('@');
  if (at != std::string_view::npos) {
    parts.user = authority.substr(0, at + 1);
    authority.remove_prefix(at + 1);
  }
  const size_t bracket = authority.find(']');
  const size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  parts.host = authority.substr(0, colon);
  parts.port = authority.substr(parts.host.size());
}

}  // namespace

UrlParts SplitUrl(std::string_view url) noexcept {
  UrlParts parts;
  const size_t end = url.find_first_of(":/?#");
  if (end != std::string_view::npos && url[end] == ':') {
    parts.scheme = url.substr(0, end);
    url.remove_prefix(end + 1);
  }
  if (url.starts_with("//")) {
    url.remove_prefix(2);
    parts.has_authority = true;
    SplitAuthority(TakeUntil(url, "/?#"), parts);
  }
  parts.path = TakeUntil(url, "?#");
  parts.tail = url;
  const std::string_view query = TakeUntil(url, "#");
  parts.query = query.substr(query.empty() ? 0 : 1);
  return parts;
}

std::string_view DecodePercent(std::string_view text, bool plus_is_space, char* out) noexcept {
  char* end = out;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
        HexValue(text[i + 2]) >= 0) {
      c = static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    *end++ = c;
  }
  return {out, static_cast<size_t>(end - out)};
}

}  // namespace bylaw::stdlib
