// The one thing that anchors ask of the network: to post some bytes and get the answer.
//
// CurlHttp() is the real one, on libcurl: http and https, certificates checked against the system's
// authorities, proxies as the environment says (https_proxy, no_proxy), no redirects. Tests put
// another in its place. Thread-safety: an Http belongs to one thread; CurlHttp may be called from
// any. Ownership: nothing is kept of what is passed in.
#ifndef BYLAW_ANCHOR_HTTP_H_
#define BYLAW_ANCHOR_HTTP_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"

namespace bylaw::anchor {

using ledger::Result;

inline constexpr std::size_t kHttpAnswerBytesMax = 65'536;  // of the body; a longer one is kIo

struct HttpAnswer {
  int status = 0;
  std::string content_type;  // as it was sent; empty if it was not
  std::string body;

  // Whether the content type is this one, whatever its parameters.
  bool Is(std::string_view type) const;

  // The status and the first line of the body, cut short: what to tell of an answer that is an
  // error. May hold any bytes.
  std::string Summary() const;
};

class Http {
 public:
  virtual ~Http() = default;

  // kIo names the URL and what failed: the connection, the time, the size. Every status is an
  // answer, those of redirects and errors too.
  virtual Result<HttpAnswer> Post(const std::string& url, const std::string& content_type,
                                  std::string_view body) = 0;
};

// `timeout` is for one post as a whole, from the connection to the last byte.
std::unique_ptr<Http> CurlHttp(std::chrono::milliseconds timeout);

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_HTTP_H_
