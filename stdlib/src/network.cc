// Addresses and networks as values: their canonical text, read again for each question.
#include "network.h"

#include "address.h"
#include "results.h"

namespace bylaw::stdlib {
namespace {

using vm::FunctionCall;
using vm::Kind;
using vm::Value;
using vm::ValueError;

Value BadArgument() {
  return Value::Error(ValueError::kBadArgument);
}

template <typename T>
Value Canonical(const FunctionCall& call, Kind kind, const T& parsed) {
  NetworkText out;
  const std::string_view text = Format(parsed, out);
  TextResult result(call, static_cast<uint32_t>(text.size()));
  result.Add(text);
  return result.Finish(kind);
}

// The text of a value of the kind, which is well-formed, or of a string, which may not be.
bool IsText(const Value& value, Kind kind) {
  return value.kind == kind || value.kind == Kind::kString;
}

// `question` of the receiver.
Value Ask(const FunctionCall& call, bool (*question)(const Address&)) {
  const std::optional<Address> address = ParseAddress(call.arguments[0].string());
  return address ? Value::Bool(question(address->Unmapped())) : BadArgument();
}

// Whether the address begins with the text's network.
bool In(const Address& address, std::string_view network) {
  const std::optional<Network> parsed = ParseNetwork(network);
  return parsed && SamePrefix(address, parsed->address, parsed->length);
}

bool Unspecified(const Address& address) {
  return In(address, "0.0.0.0/32") || In(address, "::/128");
}

bool Loopback(const Address& address) {
  return In(address, "127.0.0.0/8") || In(address, "::1/128");
}

bool Multicast(const Address& address) {
  return In(address, "224.0.0.0/4") || In(address, "ff00::/8");
}

bool LinkLocalUnicast(const Address& address) {
  return In(address, "169.254.0.0/16") || In(address, "fe80::/10");
}

bool LinkLocalMulticast(const Address& address) {
  // ff, four bits of flags, and 2 for the scope.
  const bool v6 = !address.is_v4() && address.bytes[0] == 0xff && (address.bytes[1] & 0xf) == 2;
  return v6 || In(address, "224.0.0.0/24");
}

bool GlobalUnicast(const Address& address) {
  return !Unspecified(address) && !Loopback(address) && !Multicast(address) &&
         !LinkLocalUnicast(address) && !In(address, "255.255.255.255/32");
}

// Whether the first `length` bits of both are the same, where length is that of `network`.
Value Contains(const Network& network, const Address& address) {
  if (network.address.is_v4() && address.Unmapped() != address) return BadArgument();
  return Value::Bool(SamePrefix(network.address, address, network.length));
}

}  // namespace

Value Ip(const FunctionCall& call) noexcept {
  const std::optional<Address> address = ParseAddress(call.arguments[0].string());
  return address ? Canonical(call, Kind::kIp, *address) : BadArgument();
}

Value IsIp(const FunctionCall& call) noexcept {
  return Value::Bool(ParseAddress(call.arguments[0].string()).has_value());
}

Value IpIsCanonical(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  const std::optional<Address> address = ParseAddress(text);
  NetworkText out;
  return address ? Value::Bool(Format(*address, out) == text) : BadArgument();
}

Value Cidr(const FunctionCall& call) noexcept {
  const std::optional<Network> network = ParseNetwork(call.arguments[0].string());
  return network ? Canonical(call, Kind::kCidr, *network) : BadArgument();
}

Value IsCidr(const FunctionCall& call) noexcept {
  return Value::Bool(ParseNetwork(call.arguments[0].string()).has_value());
}

Value Family(const FunctionCall& call) noexcept {
  const std::optional<Address> address = ParseAddress(call.arguments[0].string());
  return address ? Value::Int(address->is_v4() ? 4 : 6) : BadArgument();
}

Value IsUnspecified(const FunctionCall& call) noexcept {
  return Ask(call, Unspecified);
}

Value IsLoopback(const FunctionCall& call) noexcept {
  return Ask(call, Loopback);
}

Value IsGlobalUnicast(const FunctionCall& call) noexcept {
  return Ask(call, GlobalUnicast);
}

Value IsLinkLocalMulticast(const FunctionCall& call) noexcept {
  return Ask(call, LinkLocalMulticast);
}

Value IsLinkLocalUnicast(const FunctionCall& call) noexcept {
  return Ask(call, LinkLocalUnicast);
}

Value ContainsIp(const FunctionCall& call) noexcept {
  const Value& item = call.arguments[1];
  if (!IsText(item, Kind::kIp)) return Value::Error(ValueError::kWrongType);
  const std::optional<Network> network = ParseNetwork(call.arguments[0].string());
  const std::optional<Address> address = ParseAddress(item.string());
  return network && address ? Contains(*network, *address) : BadArgument();
}

Value ContainsCidr(const FunctionCall& call) noexcept {
  const Value& item = call.arguments[1];
  if (!IsText(item, Kind::kCidr)) return Value::Error(ValueError::kWrongType);
  const std::optional<Network> network = ParseNetwork(call.arguments[0].string());
  const std::optional<Network> other = ParseNetwork(item.string());
  if (!network || !other) return BadArgument();
  const Value contains = Contains(*network, other->address);
  return contains.is_true() ? Value::Bool(network->length <= other->length) : contains;
}

Value CidrIp(const FunctionCall& call) noexcept {
  const std::string_view text = call.arguments[0].string();
  return Value::Text(Kind::kIp, text.substr(0, text.find('/')));
}

Value Masked(const FunctionCall& call) noexcept {
  const std::optional<Network> network = ParseNetwork(call.arguments[0].string());
  if (!network) return BadArgument();
  return Canonical(call, Kind::kCidr, Network{Masked(*network), network->length});
}

Value PrefixLength(const FunctionCall& call) noexcept {
  const std::optional<Network> network = ParseNetwork(call.arguments[0].string());
  return network ? Value::Int(network->length) : BadArgument();
}

}  // namespace bylaw::stdlib
