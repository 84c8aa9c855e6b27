// URLs: their parts, and the forms for which programs find different hosts.
#include <gtest/gtest.h>

#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

using vm::Kind;
using vm::Value;

constexpr std::string_view kUrl = "url(string) url";
constexpr std::string_view kQuery = "getQuery(url) map(string, list(string))";

Value UrlValue(std::string_view canonical) {
  return Value::Text(Kind::kUrl, canonical);
}

TEST(Url, HasItsParts) {
  struct Case {
    std::string_view text, canonical, scheme, host, hostname, port, escaped, path;
  };
  const Case cases[] = {
      {"https://example.com:80/path?a=1#b", "https://example.com:80/path?a=1#b", "https",
       "example.com:80", "example.com", "80", "/path", "/path"},
      {"HTTPS://Example.COM/Path", "https://example.com/Path", "https", "example.com",
       "example.com", "", "/Path", "/Path"},
      {"https://example.com", "https://example.com", "https", "example.com", "example.com", "", "",
       ""},
      {"https://example.com:/", "https://example.com:/", "https", "example.com:", "example.com", "",
       "/", "/"},
      {"https://[2001:DB8::0:1]:443/", "https://[2001:db8::1]:443/", "https", "[2001:db8::1]:443",
       "2001:db8::1", "443", "/", "/"},
      {"http://127.0.0.1/", "http://127.0.0.1/", "http", "127.0.0.1", "127.0.0.1", "", "/", "/"},
      {"/a/path?q", "/a/path?q", "", "", "", "", "/a/path", "/a/path"},
      {"/a%20b/%2e%2e/%252e", "/a%20b/%2e%2e/%252e", "", "", "", "", "/a%20b/%2e%2e/%252e",
       "/a b/../%2e"},
      {"/a:b@c", "/a:b@c", "", "", "", "", "/a:b@c", "/a:b@c"},
      {"mailto:a@example.com", "mailto:a@example.com", "mailto", "", "", "", "", ""},
      {"urn:isbn:0451450523", "urn:isbn:0451450523", "urn", "", "", "", "", ""},
      {"file:///etc/passwd", "file:///etc/passwd", "file", "", "", "", "/etc/passwd",
       "/etc/passwd"},
      // What is before the @ is no host, whatever it looks like.
      {"https://good.com@evil.com/", "https://good.com@evil.com/", "https", "evil.com", "evil.com",
       "", "/", "/"},
      {"https://good.com:443@evil.com:80/", "https://good.com:443@evil.com:80/", "https",
       "evil.com:80", "evil.com", "80", "/", "/"},
      {"https://evil.com?@good.com/", "https://evil.com?@good.com/", "https", "evil.com",
       "evil.com", "", "", ""},
      {"https://evil.com#@good.com/", "https://evil.com#@good.com/", "https", "evil.com",
       "evil.com", "", "", ""},
      {"https://evil.com/@good.com", "https://evil.com/@good.com", "https", "evil.com", "evil.com",
       "", "/@good.com", "/@good.com"},
      {"https://evil.com/?u=https://good.com", "https://evil.com/?u=https://good.com", "https",
       "evil.com", "evil.com", "", "/", "/"},
      {"https://good.com.evil.com", "https://good.com.evil.com", "https", "good.com.evil.com",
       "good.com.evil.com", "", "", ""},
      {"https://xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com", "https", "xn--80ak6aa92e.com",
       "xn--80ak6aa92e.com", "", "", ""},
      {"javascript:alert(1)", "javascript:alert(1)", "javascript", "", "", "", "", ""},
  };
  const auto quoted = [](std::string_view text) { return "'" + std::string(text) + "'"; };
  for (const Case& c : cases) {
    EXPECT_EQ(ResultOfText(kUrl, {c.text}), "url(" + std::string(c.canonical) + ")");
    EXPECT_EQ(ResultOfText("isURL(string) bool", {c.text}), "true");
    const std::vector<Value> url = {UrlValue(c.canonical)};
    EXPECT_EQ(Result("getScheme(url) string", url), quoted(c.scheme)) << c.text;
    EXPECT_EQ(Result("getHost(url) string", url), quoted(c.host)) << c.text;
    EXPECT_EQ(Result("getHostname(url) string", url), quoted(c.hostname)) << c.text;
    EXPECT_EQ(Result("getPort(url) string", url), quoted(c.port)) << c.text;
    EXPECT_EQ(Result("getEscapedPath(url) string", url), quoted(c.escaped)) << c.text;
    EXPECT_EQ(Result("getPath(url) string", url), quoted(c.path)) << c.text;
  }
}

TEST(Url, IsNothingElse) {
  const std::string_view cases[] = {
      // Neither absolute URI nor absolute path.
      "",
      " ",
      "a",
      "a/b",
      "../a",
      "./a",
      "?q",
      "#f",
      "example.com",
      "example.com:80/x y",
      "//",
      "//evil.com/path",
      ":",
      "://x",
      "1http://x",
      // Not RFC 3986.
      "https://example.com/a b",
      " https://example.com",
      "https://example.com ",
      "https://example.com\n",
      "https://exa\tmple.com",
      "https://example.com/\\evil",
      "https://good.com\\@evil.com",
      "https:\\\\evil.com",
      "/\\evil.com",
      "https://a@b@c/",
      "https://user:pa ss@x/",
      "https://example.com/%",
      "https://example.com/%2",
      "/%zz",
      "https://[::1",
      "https://::1/",
      "https://[::1]x/",
      "https://[1::2::3]/",
      "https://[]/",
      "https://example.com:8a/",
      "https://example.com:-1/",
      "https://a:b:80/",
      "/a[b]",
      "https://example.com/<>",
      "https://example.com/\"",
      "https://example.com/`",
      "/a^b",
      "/{a}",
      "https://éxample.com/",
      "https://еxample.com/",  // the second: a Cyrillic letter
      "https://good.com／.evil.com/",
      "https://good。com/",
      "/ä",
      {"https://good.com\0.evil.com/", 27},
      // Escapes in a host.
      "https://good%2ecom/",
      "https://evil.com%2f.good.com/",
      "https://%31%32%37.0.0.1/",
      // No host where browsers find one further on.
      "https:evil.com",
      "https:/evil.com",
      "https:///evil.com",
      "HTTP:///evil.com",
      "http://",
      "http://:80/",
      "https://user@/",
      "ws:x",
      // Hosts that some take for IPv4.
      "http://2130706433/",
      "http://0x7f000001/",
      "http://0x7F.1/",
      "http://127.1/",
      "http://0177.0.0.1/",
      "http://127.0.0.1./",
      "http://127.0.0.256/",
      "http://1.2.3.4.5/",
      "http://foo.0x/",
      "http://0/",
      "http://a.1/",
      // Addresses that are not as they should be.
      "http://[::ffff:127.0.0.1]/",
      "http://[fe80::1%25eth0]/",
      "http://[v1.x]/",
      // Ports.
      "http://x:080/",
      "http://x:65536/",
      "http://x:99999999999/",
      "http://x:00/",
  };
  for (const std::string_view text : cases) {
    EXPECT_EQ(ResultOfText(kUrl, {text}), "bad_argument") << text;
    EXPECT_EQ(ResultOfText("isURL(string) bool", {text}), "false") << text;
  }
  EXPECT_EQ(ResultOfText("isURL(string) bool", {"http://x:65535/"}), "true");
  EXPECT_EQ(ResultOfText("isURL(string) bool", {"http://x:0/"}), "true");
  EXPECT_EQ(ResultOfText("isURL(string) bool", {"http://0x.a/"}), "true");
}

TEST(Url, HasAPathOfText) {
  EXPECT_EQ(Result("getPath(url) string", {UrlValue("/%C3%A4+b%2Fc")}), "'/ä+b/c'");
  EXPECT_EQ(Result("getPath(url) string", {UrlValue("/%c3")}), "bad_argument");
  EXPECT_EQ(Result("getPath(url) string", {UrlValue("/%c0%ae")}), "bad_argument");  // overlong "."
}

TEST(Query, IsAMapOfLists) {
  struct Case {
    std::string_view url, query;
  };
  const Case cases[] = {
      {"https://x/", "{}"},
      {"https://x/?", "{}"},
      {"https://x/?a=1", "{'a': ['1']}"},
      {"https://x/?a=1&b=2&a=3", "{'a': ['1', '3'], 'b': ['2']}"},
      {"https://x/?a&b=&=c&&", "{'a': [''], 'b': [''], '': ['c']}"},
      {"https://x/?a=b=c?d/e", "{'a': ['b=c?d/e']}"},
      {"https://x/?%61=%26%3D+%2B&a=2", "{'a': ['&= +', '2']}"},
      {"https://x/?a=1#&a=2", "{'a': ['1']}"},
      {"https://x/#?a=1", "{}"},
      {"/p?q=%C3%A4", "{'q': ['ä']}"},
      {"/p?a[]=1", "{'a[]': ['1']}"},
      {"https://x/?a=1;a=2", "bad_argument"},  // one parameter, or two?
      {"https://x/?a=%ff", "bad_argument"},
      {"https://x/?%ff=a", "bad_argument"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Result(kQuery, {UrlValue(c.url)}), c.query) << c.url;
  }
}

TEST(Query, IsBounded) {
  std::string url = "/?";
  for (int i = 0; i < 85; ++i) url += std::to_string(i) + "&";
  EXPECT_EQ(Result(kQuery, {UrlValue(url)}).substr(0, 16), "{'0': [''], '1':");
  EXPECT_EQ(Result(kQuery, {UrlValue(url + "85")}), "limit_exceeded");
  // Many names are much to compare.
  std::string many = "/?";
  for (int i = 0; i < 200; ++i) many += std::to_string(i) + "&";
  CallLimits limits;
  limits.list_items = 1000;
  EXPECT_EQ(Result(kQuery, {UrlValue(many)}, limits), "limit_exceeded");
}

TEST(Url, IsBounded) {
  const std::string longest = "https://x/" + std::string(8192 - 10, 'a');
  EXPECT_EQ(ResultOfText("isURL(string) bool", {longest}), "true");
  EXPECT_EQ(ResultOfText("isURL(string) bool", {longest + "a"}), "limit_exceeded");
  EXPECT_EQ(ResultOfText(kUrl, {longest + "a"}), "limit_exceeded");
  std::string segments = "https://x";
  for (int i = 0; i < 500; ++i) segments += "/a";
  EXPECT_EQ(ResultOfText("isURL(string) bool", {segments}), "true");
  for (int i = 0; i < 50; ++i) segments += "/a";
  EXPECT_EQ(ResultOfText("isURL(string) bool", {segments}), "limit_exceeded");
  CallLimits short_text;
  short_text.string_bytes = 10;
  EXPECT_EQ(ResultOfText(kUrl, {"https://example.com"}, short_text), "limit_exceeded");
}

}  // namespace
}  // namespace bylaw::stdlib
