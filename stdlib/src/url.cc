// URLs, as Kubernetes takes them: an absolute URI or an absolute path. Stricter where programs
// disagree about the host, for which a rule would ask in vain: nothing but RFC 3986 (no
// backslashes, spaces or letters beyond ASCII), no escapes in a host, no http: without //, no
// numbers for a host but IPv4 as it should be, no ports but plain ones.
#include <algorithm>
#include <charconv>
#include <string_view>

#include "address.h"
#include "ascii.h"
#include "bylaw/vm/utf8.h"
#include "formats.h"
#include "results.h"
#include "uri_syntax.h"
#include "url_parts.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

Value BadArgument() {
  return Value::Error(ValueError::kBadArgument);
}

bool EqualIgnoringCase(std::string_view a, std::string_view lower) {
  return std::ranges::equal(a, lower, {}, ToLower);
}

// Those for which browsers find a host in "https:/host" and "https:///host" too.
bool NeedsHost(std::string_view scheme) {
  constexpr std::string_view kSchemes[] = {"ftp", "http", "https", "ws", "wss"};
  return std::ranges::any_of(kSchemes,
                             [&](std::string_view own) { return EqualIgnoringCase(scheme, own); });
}

bool IsPlainPort(std::string_view digits) {
  constexpr uint32_t kPortMax = 65'535;
  if (digits.empty()) return true;  // "host:" is well-formed.
  uint32_t port = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool leading_zero = digits.size() > 1 && digits[0] == '0';
  return read.ec == std::errc() && port <= kPortMax && !leading_zero;
}

// Whether some take the host for an IPv4 address: "2130706433", "0x7f.1", "127.1", "127.0.0.1.".
bool EndsInNumber(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string_view last = host.substr(host.rfind('.') + 1);  // npos + 1 is 0.
  if (last.empty()) return false;
  if (std::ranges::all_of(last, IsDigit)) return true;
  return last.size() > 1 && last[0] == '0' && ToLower(last[1]) == 'x' &&
         std::ranges::all_of(last.substr(2), [](char c) { return HexValue(c) >= 0; });
}

bool IsIpv6(std::string_view host) {
  return host.starts_with('[');
}

std::string_view WithoutBrackets(std::string_view host) {
  return IsIpv6(host) ? host.substr(1, host.size() - 2) : host;
}

bool IsPlainHost(std::string_view host) {
  if (IsIpv6(host)) return ParseAddress(WithoutBrackets(host)).has_value();
  if (host.find('%') != std::string_view::npos) return false;
  return !EndsInNumber(host) || ParseAddress(host).has_value();
}

bool IsPlain(const UrlParts& parts) {
  if (parts.scheme.empty()) return !parts.has_authority && parts.path.starts_with('/');
  if (parts.host.empty() && NeedsHost(parts.scheme)) return false;
  return IsPlainHost(parts.host) && IsPlainPort(parts.port.substr(parts.port.empty() ? 0 : 1));
}

// Whether the text is an URL; what is wrong with it, if it is none.
Value Check(std::string_view text) {
  if (text.size() > kUrlBytesMax) return Value::Error(ValueError::kLimit);
  switch (CheckUriSyntax(text)) {
    case UriSyntax::kGood:
      return IsPlain(SplitUrl(text)) ? Value::Bool(true) : BadArgument();
    case UriSyntax::kTooLarge:
      return Value::Error(ValueError::kLimit);
    default:
      return BadArgument();
  }
}

void AddLower(std::string_view text, TextResult& result) {
  for (const char c : text) result.Add(ToLower(c));
}

void AddHost(std::string_view host, TextResult& result) {
  if (!IsIpv6(host)) return AddLower(host, result);
  NetworkText out;
  const std::optional<Address> address = ParseAddress(WithoutBrackets(host));
  result.Add('[');
  if (address) result.Add(Format(*address, out));
  result.Add(']');
}

UrlParts PartsOf(const FunctionCall& call) {
  return SplitUrl(call.arguments[0].string());
}

// That of a hierarchical URL; "mailto:a@b" has none.
std::string_view PathOf(const UrlParts& parts) {
  return parts.path.starts_with('/') ? parts.path : std::string_view();
}

}  // namespace

Value UrlOf(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const Value checked = Check(text);
  if (checked.is_error()) return checked;
  const UrlParts parts = SplitUrl(text);
  TextResult result(call);
  AddLower(parts.scheme, result);
  if (!parts.scheme.empty()) result.Add(':');
  if (parts.has_authority) result.Add("//");
  result.Add(parts.user);
  AddHost(parts.host, result);
  result.Add(parts.port);
  result.Add(parts.path);
  result.Add(parts.tail);
  return result.Finish(Kind::kUrl);
}

Value IsUrl(const FunctionCall& call) noexcept {
  const Value checked = Check(call.arguments[0].string());
  if (!checked.is_error() || checked.error() == ValueError::kLimit) return checked;
  return Value::Bool(false);
}

Value GetScheme(const FunctionCall& call) noexcept {
  return Value::String(PartsOf(call).scheme);
}

Value GetHost(const FunctionCall& call) noexcept {
  return Value::String(PartsOf(call).host_and_port());
}

Value GetHostname(const FunctionCall& call) noexcept {
  return Value::String(WithoutBrackets(PartsOf(call).host));
}

Value GetPort(const FunctionCall& call) noexcept {
  const std::string_view port = PartsOf(call).port;
  return Value::String(port.substr(port.empty() ? 0 : 1));
}

Value GetEscapedPath(const FunctionCall& call) noexcept {
  return Value::String(PathOf(PartsOf(call)));
}

Value GetPath(const FunctionCall& call) noexcept {
  const std::string_view path = PathOf(PartsOf(call));
  const auto size = static_cast<uint32_t>(path.size());
  auto* const out = size > call.string_bytes_max ? nullptr : call.arena.Make<char>(size);
  if (out == nullptr) return Value::Error(ValueError::kLimit);
  const std::string_view decoded = DecodePercent(path, false, out);
  return vm::IsUtf8(decoded) ? Value::String(decoded) : BadArgument();
}

}  // namespace bylaw::stdlib
