// The real Http, on libcurl.
#include <curl/curl.h>

#include <array>
#include <utility>

#include "bylaw/anchor/http.h"
#include "freed.h"

namespace bylaw::anchor {
namespace {

using ledger::ErrorCode;
using ledger::Fail;

using Handle = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using Headers = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;

// What arrived so far; `full` when there was more.
struct Body {
  std::string bytes;
  bool full = false;
};

std::size_t Receive(char* data, std::size_t, std::size_t size, void* to) {
  auto& body = *static_cast<Body*>(to);
  body.full = size > kHttpAnswerBytesMax - body.bytes.size();
  if (body.full) return 0;  // Ends the transfer.
  body.bytes.append(data, size);
  return size;
}

bool StartCurl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return started;
}

class CurlPoster final : public Http {
 public:
  explicit CurlPoster(std::chrono::milliseconds timeout) : timeout_(timeout) {
    if (StartCurl()) handle_.reset(curl_easy_init());
  }

  Result<HttpAnswer> Post(const std::string& url, const std::string& content_type,
                          std::string_view body) override {
    if (!handle_) return Fail(ErrorCode::kIo, "libcurl does not start");
    CURL* const curl = handle_.get();
    curl_easy_reset(curl);  // Keeps the connection.
    const Headers headers(curl_slist_append(nullptr, ("Content-Type: " + content_type).c_str()));
    const std::string sent(body);
    Body received;
    std::array<char, CURL_ERROR_SIZE> why{};
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_.count());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, sent.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent.size()));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why.data());
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
    if (received.full) {
      return Fail(ErrorCode::kIo, url + ": the answer is longer than " +
                                      std::to_string(kHttpAnswerBytesMax) + " bytes");
    }
    if (code != CURLE_OK) {
      return Fail(ErrorCode::kIo,
                  url + ": " + (why.front() != '\0' ? why.data() : curl_easy_strerror(code)));
    }
    return Answer(std::move(received.bytes));
  }

 private:
  HttpAnswer Answer(std::string body) const {
    long status = 0;  // NOLINT(google-runtime-int): what libcurl writes
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    const char* type = nullptr;
    curl_easy_getinfo(handle_.get(), CURLINFO_CONTENT_TYPE, &type);
    return {static_cast<int>(status), type != nullptr ? type : "", std::move(body)};
  }

  std::chrono::milliseconds timeout_;
  Handle handle_;
};

}  // namespace

std::unique_ptr<Http> CurlHttp(std::chrono::milliseconds timeout) {
  return std::make_unique<CurlPoster>(timeout);
}

}  // namespace bylaw::anchor
