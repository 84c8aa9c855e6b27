// Addresses and networks beyond CEL's own cases (vectors_test.cc): every form that is not one, and
// canonical text.
#include <gtest/gtest.h>

#include <string>

#include "written.h"

namespace bylaw::stdlib {
namespace {

using vm::Kind;
using vm::Value;

Value IpOf(std::string_view canonical) {
  return Value::Text(Kind::kIp, canonical);
}

Value CidrOf(std::string_view canonical) {
  return Value::Text(Kind::kCidr, canonical);
}

TEST(Ip, HasOneCanonicalText) {
  struct Case {
    std::string_view text, canonical;
  };
  const Case cases[] = {
      {"0.0.0.0", "0.0.0.0"},
      {"255.255.255.255", "255.255.255.255"},
      {"::", "::"},
      {"0:0:0:0:0:0:0:0", "::"},
      {"::1", "::1"},
      {"2001:0DB8::0001", "2001:db8::1"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},     // the first of equal runs
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // a single zero stays
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},           // the longest run
      {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
      {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
      {"1:0:0:0:0:0:0:0", "1::"},
      {"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
      {"::1.2.3.4", "::102:304"},
      {"::ffff:7F00:1", "::ffff:7f00:1"},
      {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
      {"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(ResultOfText("ip(string) ip", {c.text}), "ip(" + std::string(c.canonical) + ")");
    EXPECT_EQ(ResultOfText("ip(string) ip", {c.canonical}), "ip(" + std::string(c.canonical) + ")");
    EXPECT_EQ(ResultOfText("ip.isCanonical(string) bool", {c.text}),
              c.text == c.canonical ? "true" : "false")
        << c.text;
    EXPECT_EQ(ResultOfText("isIP(string) bool", {c.text}), "true");
  }
}

TEST(Ip, IsNothingElse) {
  const std::string long_text = "1.2.3.4" + std::string(10'000, ' ');
  const std::string_view cases[] = {
      "",
      " ",
      ".",
      "1",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0x7f.0.0.1",
      "0177.0.0.1",
      "127.0.0.01",
      "127.0.0.1.",
      ".127.0.0.1",
      "127..0.1",
      "127.0.0.256",
      "127.0.0.-1",
      "127.0.0.+1",
      " 127.0.0.1",
      "127.0.0.1 ",
      "127.0.0.1\n",
      "127.0.0.1/32",
      "127.0.0.1:80",
      "[::1]",
      "::1%lo",
      "fe80::1%25eth0",
      "fe80::1%",
      ":",
      ":::",
      ":1",
      "1:",
      "1::2::3",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7:8::",
      "00001::",
      "g::",
      "::1.2.3",
      "::1.2.3.04",
      "::ffff:192.168.0.1",
      "::FFFF:1.2.3.4",
      "0:0:0:0:0:ffff:1.2.3.4",
      "1.2.3.4::",
      {"127.0.0.1\0", 10},
      {"127.0.0.1\0.evil", 15},
      "１２７.0.0.1",  // full-width digits
      "127。0。0。1",  // ideographic full stops
      "127.0.0.١",     // an Arabic digit
      "::1\u200b",
      long_text,
  };
  for (const std::string_view text : cases) {
    EXPECT_EQ(ResultOfText("ip(string) ip", {text}), "bad_argument") << text;
    EXPECT_EQ(ResultOfText("ip.isCanonical(string) bool", {text}), "bad_argument") << text;
    EXPECT_EQ(ResultOfText("isIP(string) bool", {text}), "false") << text;
    EXPECT_EQ(Result("containsIP(cidr, string) bool", {CidrOf("::/0"), Value::String(text)}),
              "bad_argument")
        << text;
  }
}

TEST(Cidr, KeepsItsAddress) {
  struct Case {
    std::string_view text, canonical, ip, masked, length;
  };
  const Case cases[] = {
      {"192.168.1.7/24", "192.168.1.7/24", "192.168.1.7", "192.168.1.0/24", "24"},
      {"10.255.255.255/9", "10.255.255.255/9", "10.255.255.255", "10.128.0.0/9", "9"},
      {"1.2.3.4/0", "1.2.3.4/0", "1.2.3.4", "0.0.0.0/0", "0"},
      {"1.2.3.4/32", "1.2.3.4/32", "1.2.3.4", "1.2.3.4/32", "32"},
      {"2001:DB8:0:0:0:0:0:1/33", "2001:db8::1/33", "2001:db8::1", "2001:db8::/33", "33"},
      {"::/0", "::/0", "::", "::/0", "0"},
      {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
       "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
       "128"},
  };
  for (const Case& c : cases) {
    const Value value = CidrOf(c.canonical);
    EXPECT_EQ(ResultOfText("cidr(string) cidr", {c.text}), Written(value));
    EXPECT_EQ(ResultOfText("isCIDR(string) bool", {c.text}), "true");
    EXPECT_EQ(Result("ip(cidr) ip", {value}), Written(IpOf(c.ip)));
    EXPECT_EQ(Result("masked(cidr) cidr", {value}), Written(CidrOf(c.masked)));
    EXPECT_EQ(Result("prefixLength(cidr) int", {value}), c.length);
  }
}

TEST(Cidr, IsNothingElse) {
  for (const std::string_view text : {"",
                                      "/",
                                      "10.0.0.0",
                                      "10.0.0.0/",
                                      "/8",
                                      "10.0.0.0/33",
                                      "::/129",
                                      "10.0.0.0/08",
                                      "10.0.0.0/+8",
                                      "10.0.0.0/-1",
                                      "10.0.0.0/8 ",
                                      "10.0.0.0 /8",
                                      "10.0.0.0/8/8",
                                      "10.0/8",
                                      "10.0.0.0/255.0.0.0",
                                      "10.0.0.0/4294967304",
                                      "10.0.0.0/18446744073709551624",
                                      "fe80::1%en0/24",
                                      "::ffff:10.0.0.0/104",
                                      "10.0.0.0/0x8",
                                      "10.0.0.0/٨"}) {
    EXPECT_EQ(ResultOfText("cidr(string) cidr", {text}), "bad_argument") << text;
    EXPECT_EQ(ResultOfText("isCIDR(string) bool", {text}), "false") << text;
    EXPECT_EQ(Result("containsCIDR(cidr, string) bool", {CidrOf("::/0"), Value::String(text)}),
              "bad_argument")
        << text;
  }
}

TEST(Ip, IsClassified) {
  struct Case {
    std::string_view ip;
    // In the order family, unspecified, loopback, global unicast, link-local multicast, link-local
    // unicast.
    const char *family, *unspecified, *loopback, *global, *multicast, *link_local;
  };
  const Case cases[] = {
      {"0.0.0.0", "4", "true", "false", "false", "false", "false"},
      {"0.0.0.1", "4", "false", "false", "true", "false", "false"},
      {"127.255.0.1", "4", "false", "true", "false", "false", "false"},
      {"10.0.0.1", "4", "false", "false", "true", "false", "false"},
      {"169.254.169.254", "4", "false", "false", "false", "false", "true"},
      {"169.253.1.1", "4", "false", "false", "true", "false", "false"},
      {"224.0.0.251", "4", "false", "false", "false", "true", "false"},
      {"224.0.1.1", "4", "false", "false", "false", "false", "false"},
      {"255.255.255.255", "4", "false", "false", "false", "false", "false"},
      {"240.0.0.1", "4", "false", "false", "true", "false", "false"},
      {"::", "6", "true", "false", "false", "false", "false"},
      {"::1", "6", "false", "true", "false", "false", "false"},
      {"::2", "6", "false", "false", "true", "false", "false"},
      {"fe80::1", "6", "false", "false", "false", "false", "true"},
      {"febf::1", "6", "false", "false", "false", "false", "true"},
      {"fec0::1", "6", "false", "false", "true", "false", "false"},
      {"fd00::1", "6", "false", "false", "true", "false", "false"},
      {"ff02::1", "6", "false", "false", "false", "true", "false"},
      {"ff12::1", "6", "false", "false", "false", "true", "false"},
      {"ff05::1", "6", "false", "false", "false", "false", "false"},
      // IPv4 in disguise: what hosts take it for.
      {"::ffff:7f00:1", "6", "false", "true", "false", "false", "false"},
      {"::ffff:a9fe:a9fe", "6", "false", "false", "false", "false", "true"},
      {"::ffff:0:0", "6", "true", "false", "false", "false", "false"},
      {"::ffff:808:808", "6", "false", "false", "true", "false", "false"},
  };
  for (const Case& c : cases) {
    const std::vector<Value> ip = {IpOf(c.ip)};
    EXPECT_EQ(Result("family(ip) int", ip), c.family) << c.ip;
    EXPECT_EQ(Result("isUnspecified(ip) bool", ip), c.unspecified) << c.ip;
    EXPECT_EQ(Result("isLoopback(ip) bool", ip), c.loopback) << c.ip;
    EXPECT_EQ(Result("isGlobalUnicast(ip) bool", ip), c.global) << c.ip;
    EXPECT_EQ(Result("isLinkLocalMulticast(ip) bool", ip), c.multicast) << c.ip;
    EXPECT_EQ(Result("isLinkLocalUnicast(ip) bool", ip), c.link_local) << c.ip;
  }
}

TEST(ContainsIp, GoesByTheFirstBits) {
  struct Case {
    std::string_view network, ip;
    const char* result;
  };
  const Case cases[] = {
      {"192.168.1.77/24", "192.168.1.200", "true"},
      {"10.0.0.0/8", "11.0.0.0", "false"},
      {"0.0.0.0/0", "255.255.255.255", "true"},
      {"1.2.3.4/32", "1.2.3.5", "false"},
      {"1.2.3.4/31", "1.2.3.5", "true"},
      {"2001:db8::/65", "2001:db8::7fff:ffff:ffff:ffff", "true"},
      {"2001:db8::/65", "2001:db8::8000:0:0:0", "false"},
      {"0.0.0.0/0", "::", "false"},
      {"::/0", "0.0.0.0", "false"},
      {"::ffff:0:0/96", "::ffff:a00:1", "true"},
      {"10.0.0.0/8", "::ffff:a00:1", "bad_argument"},  // 10.0.0.1 to hosts with one stack for both
  };
  for (const Case& c : cases) {
    const Value network = CidrOf(c.network);
    EXPECT_EQ(Result("containsIP(cidr, ip) bool", {network, IpOf(c.ip)}), c.result) << c.ip;
    EXPECT_EQ(Result("containsIP(cidr, string) bool", {network, Value::String(c.ip)}), c.result);
    EXPECT_EQ(Result("containsIP(cidr, dyn) bool", {network, Value::String(c.ip)}), c.result);
  }
  const Value network = CidrOf("10.0.0.0/8");
  EXPECT_EQ(Result("containsIP(cidr, dyn) bool", {network, network}), "wrong_type");
  EXPECT_EQ(Result("containsIP(cidr, dyn) bool", {network, Value::Int(1)}), "wrong_type");
}

TEST(ContainsCidr, TakesAllOfTheOther) {
  struct Case {
    std::string_view network, other;
    const char* result;
  };
  const Case cases[] = {
      {"10.0.0.0/8", "10.9.0.0/16", "true"},
      {"10.0.0.0/8", "10.0.0.0/7", "false"},
      {"10.0.0.0/8", "11.0.0.0/16", "false"},
      {"10.1.2.3/8", "10.200.0.0/8", "true"},
      {"0.0.0.0/0", "::/0", "false"},
      {"::/0", "2001:db8::/32", "true"},
      {"10.0.0.0/8", "::ffff:a00:0/104", "bad_argument"},
  };
  for (const Case& c : cases) {
    const Value network = CidrOf(c.network);
    EXPECT_EQ(Result("containsCIDR(cidr, cidr) bool", {network, CidrOf(c.other)}), c.result);
    EXPECT_EQ(Result("containsCIDR(cidr, string) bool", {network, Value::String(c.other)}),
              c.result);
  }
  const Value network = CidrOf("10.0.0.0/8");
  EXPECT_EQ(Result("containsCIDR(cidr, dyn) bool", {network, IpOf("10.0.0.1")}), "wrong_type");
}

}  // namespace
}  // namespace bylaw::stdlib
