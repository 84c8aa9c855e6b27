// The implementations that network.def names. Text that is no address or network is kBadArgument.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_NETWORK_H_
#define BYLAW_STDLIB_SRC_NETWORK_H_

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

vm::Value Ip(const vm::FunctionCall& call) noexcept;
vm::Value IsIp(const vm::FunctionCall& call) noexcept;
vm::Value IpIsCanonical(const vm::FunctionCall& call) noexcept;
vm::Value Cidr(const vm::FunctionCall& call) noexcept;
vm::Value IsCidr(const vm::FunctionCall& call) noexcept;

// Addresses. ::ffff:7f00:1 is an address of family 6 that hosts take for 127.0.0.1: what it is for
// is that of the IPv4 address.
vm::Value Family(const vm::FunctionCall& call) noexcept;
vm::Value IsUnspecified(const vm::FunctionCall& call) noexcept;
vm::Value IsLoopback(const vm::FunctionCall& call) noexcept;
vm::Value IsGlobalUnicast(const vm::FunctionCall& call) noexcept;
vm::Value IsLinkLocalMulticast(const vm::FunctionCall& call) noexcept;
vm::Value IsLinkLocalUnicast(const vm::FunctionCall& call) noexcept;

// Networks. False for the other family; but an IPv4 network asked for an address like
// ::ffff:7f00:1 is kBadArgument: some hosts would say yes. kWrongType for what is neither text nor
// of the kind.
vm::Value ContainsIp(const vm::FunctionCall& call) noexcept;
vm::Value ContainsCidr(const vm::FunctionCall& call) noexcept;
vm::Value CidrIp(const vm::FunctionCall& call) noexcept;
vm::Value Masked(const vm::FunctionCall& call) noexcept;
vm::Value PrefixLength(const vm::FunctionCall& call) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_NETWORK_H_
