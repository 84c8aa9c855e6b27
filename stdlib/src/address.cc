// Reading is inet_pton's, which takes no octal, no shortened IPv4 and no zones, and does not depend
// on the locale. Writing is our own: inet_ntop of some systems writes ::102:304 as ::1.2.3.4.
#include "address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace bylaw::stdlib {
namespace {

constexpr uint32_t kGroups = 8;

constexpr uint8_t kMappedPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool IsMapped(const Address& address) {
  return !address.is_v4() && std::ranges::equal(kMappedPrefix, kMappedPrefix + 12,
                                                address.bytes.data(), address.bytes.data() + 12);
}

uint32_t Group(const Address& address, uint32_t index) {
  return uint32_t{address.bytes[2 * index]} << 8 | address.bytes[2 * index + 1];
}

// Groups that "::" stands for.
struct Zeros {
  uint32_t begin = kGroups;
  uint32_t count = 1;  // Of less than two none is made.
};

// The longest run of zeros, the first of equals.
Zeros LongestZeros(const Address& address) {
  Zeros longest;
  for (uint32_t begin = 0; begin < kGroups; ++begin) {
    uint32_t end = begin;
    while (end < kGroups && Group(address, end) == 0) ++end;
    if (end - begin > longest.count) longest = {begin, end - begin};
  }
  return longest;
}

class Writer {
 public:
  explicit Writer(NetworkText& out) : out_(out) {}
  void Add(char c) { out_[size_++] = c; }
  void Add(uint32_t number, int base) {
    const auto end = std::to_chars(out_.data() + size_, out_.data() + out_.size(), number, base);
    size_ = static_cast<size_t>(end.ptr - out_.data());
  }
  std::string_view text() const { return {out_.data(), size_}; }

 private:
  NetworkText& out_;
  size_t size_ = 0;
};

void WriteV4(const Address& address, Writer& writer) {
  for (uint32_t i = 0; i < 4; ++i) {
    if (i > 0) writer.Add('.');
    writer.Add(address.bytes[i], 10);
  }
}

void WriteV6(const Address& address, Writer& writer) {
  const Zeros zeros = LongestZeros(address);
  for (uint32_t i = 0; i < kGroups;) {
    if (i == zeros.begin) {
      writer.Add(':');
      writer.Add(':');
      i += zeros.count;
      continue;
    }
    if (i > 0 && i != zeros.begin + zeros.count) writer.Add(':');
    writer.Add(Group(address, i++), 16);
  }
}

void Write(const Address& address, Writer& writer) {
  address.is_v4() ? WriteV4(address, writer) : WriteV6(address, writer);
}

}  // namespace

Address Address::Unmapped() const noexcept {
  if (!IsMapped(*this)) return *this;
  Address v4;
  std::copy_n(bytes.begin() + 12, 4, v4.bytes.begin());
  return v4;
}

std::optional<Address> ParseAddress(std::string_view text) noexcept {
  char terminated[INET6_ADDRSTRLEN + 1] = {};
  if (text.size() >= sizeof(terminated) || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::ranges::copy(text, terminated);
  const bool v6 = text.find(':') != std::string_view::npos;
  Address address;
  address.bits = v6 ? 128 : 32;
  if (inet_pton(v6 ? AF_INET6 : AF_INET, terminated, address.bytes.data()) != 1) {
    return std::nullopt;
  }
  // "::ffff:192.168.0.1" is meant as IPv4 and would not be taken for it.
  if (IsMapped(address) && text.find('.') != std::string_view::npos) return std::nullopt;
  return address;
}

std::optional<Network> ParseNetwork(std::string_view text) noexcept {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<Address> address = ParseAddress(text.substr(0, slash));
  const std::string_view digits = text.substr(slash + 1);
  if (!address || digits.empty() || (digits[0] == '0' && digits.size() > 1)) return std::nullopt;
  uint32_t length = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, length);
  if (read.ec != std::errc() || read.ptr != end || length > address->bits) return std::nullopt;
  return Network{*address, length};
}

bool SamePrefix(const Address& a, const Address& b, uint32_t length) noexcept {
  return a.bits == b.bits && Masked({a, length}) == Masked({b, length});
}

Address Masked(const Network& network) noexcept {
  Address masked = network.address;
  for (uint32_t i = 0; i < masked.bytes.size(); ++i) {
    const uint32_t kept = std::clamp<uint32_t>(network.length, 8 * i, 8 * i + 8) - 8 * i;
    masked.bytes[i] = static_cast<uint8_t>(masked.bytes[i] & 0xff00u >> kept);
  }
  return masked;
}

std::string_view Format(const Address& address, NetworkText& out) noexcept {
  Writer writer(out);
  Write(address, writer);
  return writer.text();
}

std::string_view Format(const Network& network, NetworkText& out) noexcept {
  Writer writer(out);
  Write(network.address, writer);
  writer.Add('/');
  writer.Add(network.length, 10);
  return writer.text();
}

}  // namespace bylaw::stdlib
