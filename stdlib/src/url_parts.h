// The parts of an URI that is known to be well-formed: RFC 3986, appendix B.
//
// Ownership: views into the text. Thread-safety: plain values; reentrant.
#ifndef BYLAW_STDLIB_SRC_URL_PARTS_H_
#define BYLAW_STDLIB_SRC_URL_PARTS_H_

#include <string_view>

namespace bylaw::stdlib {

struct UrlParts {
  std::string_view scheme;
  bool has_authority = false;
  std::string_view user;  // With the "@".
  std::string_view host;  // With brackets if it is IPv6.
  std::string_view port;  // With the ":".
  std::string_view path;
  std::string_view query;  // Without the "?".
  std::string_view tail;   // The query with its "?", and the fragment with its "#".

  // Host and port: they are side by side.
  std::string_view host_and_port() const noexcept {
    return {host.data(), host.size() + port.size()};
  }
};

UrlParts SplitUrl(std::string_view url) noexcept;

// Writes the text with %XX decoded, and "+" as a space if that is what it stands for; returns the
// part of `out` written, which is no longer than the text. The result may be any bytes.
std::string_view DecodePercent(std::string_view text, bool plus_is_space, char* out) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_URL_PARTS_H_
