// Addresses and networks of the Internet as bytes, and their canonical text (RFC 5952).
//
// Thread-safety: plain values; reentrant.
#ifndef BYLAW_STDLIB_SRC_ADDRESS_H_
#define BYLAW_STDLIB_SRC_ADDRESS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bylaw::stdlib {

struct Address {
  std::array<uint8_t, 16> bytes{};  // Of an IPv4 address the first four; the rest are zero.
  uint32_t bits = 32;               // 32 or 128.

  bool is_v4() const noexcept { return bits == 32; }
  // The IPv4 address within ::ffff:0:0/96, or the address itself.
  Address Unmapped() const noexcept;
  bool operator==(const Address&) const noexcept = default;
};

struct Network {
  Address address;      // Any of the network's.
  uint32_t length = 0;  // At most address.bits.

  bool operator==(const Network&) const noexcept = default;
};

// Bytes that the text of a network has at most.
inline constexpr uint32_t kNetworkTextMax = 48;
using NetworkText = std::array<char, kNetworkTextMax>;

// Dotted IPv4 without leading zeros, or IPv6 without a zone; nothing for others, and for IPv4
// within IPv6 ("::ffff:1.2.3.4").
std::optional<Address> ParseAddress(std::string_view text) noexcept;
// An address, "/" and the length in decimal without leading zeros.
std::optional<Network> ParseNetwork(std::string_view text) noexcept;

// Whether the first `length` bits are the same; false for different families.
bool SamePrefix(const Address& a, const Address& b, uint32_t length) noexcept;
// The first address of the network.
Address Masked(const Network& network) noexcept;

// Writes the canonical text and returns the part of `out` written.
std::string_view Format(const Address& address, NetworkText& out) noexcept;
std::string_view Format(const Network& network, NetworkText& out) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_ADDRESS_H_
