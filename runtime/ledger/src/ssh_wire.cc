#include "ssh_wire.h"

#include <algorithm>

#include "text.h"

namespace bylaw::ledger {
namespace {

constexpr char kFailure = 5;             // SSH_AGENT_FAILURE
constexpr char kRequestIdentities = 11;  // SSH_AGENTC_REQUEST_IDENTITIES
constexpr char kIdentitiesAnswer = 12;   // SSH_AGENT_IDENTITIES_ANSWER
constexpr char kSignRequest = 13;        // SSH_AGENTC_SIGN_REQUEST
constexpr char kSignResponse = 14;       // SSH_AGENT_SIGN_RESPONSE

void AppendSshNumber(std::size_t number, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
  }
}

// A string: its length, and its bytes.
void AppendString(std::string_view bytes, std::string& out) {
  AppendSshNumber(bytes.size(), out);
  out += bytes;
}

std::optional<std::uint32_t> TakeNumber(std::string_view& rest) {
  if (rest.size() < kSshLengthBytes) return std::nullopt;
  const std::uint32_t number = SshNumber(rest);
  rest.remove_prefix(kSshLengthBytes);
  return number;
}

std::optional<std::string_view> TakeString(std::string_view& rest) {
  const auto length = TakeNumber(rest);
  if (!length || *length > rest.size()) return std::nullopt;
  const std::string_view bytes = rest.substr(0, *length);
  rest.remove_prefix(*length);
  return bytes;
}

bool TakeType(char type, std::string_view& rest) {
  if (!rest.starts_with(type)) return false;
  rest.remove_prefix(1);
  return true;
}

// `ssh-ed25519` and so many bytes: how keys and signatures of this type are spelt.
template <typename Bytes>
std::optional<Bytes> ParseEd25519(std::string_view blob) {
  const auto type = TakeString(blob);
  const auto value = TakeString(blob);
  Bytes bytes;
  if (!type || *type != kSshEd25519 || !value || value->size() != bytes.size() || !blob.empty()) {
    return std::nullopt;
  }
  std::copy_n(AsBytes(*value), bytes.size(), bytes.begin());
  return bytes;
}

std::string WithLength(const std::string& message) {
  std::string framed;
  AppendString(message, framed);
  return framed;
}

}  // namespace

std::uint32_t SshNumber(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char byte : bytes.substr(0, kSshLengthBytes)) {
    number = number << 8 | static_cast<std::uint8_t>(byte);
  }
  return number;
}

std::string SshKey(const PublicKey::Bytes& key) {
  std::string blob;
  AppendString(kSshEd25519, blob);
  AppendString(AsText(key), blob);
  return blob;
}

std::optional<PublicKey::Bytes> ParseSshKey(std::string_view blob) {
  return ParseEd25519<PublicKey::Bytes>(blob);
}

std::string IdentitiesRequest() {
  return WithLength(std::string(1, kRequestIdentities));
}

std::string SignRequest(const PublicKey::Bytes& key, std::string_view message) {
  std::string request(1, kSignRequest);
  AppendString(SshKey(key), request);
  AppendString(message, request);
  AppendSshNumber(0, request);  // no flags: they are of RSA
  return WithLength(request);
}

std::optional<std::vector<std::string_view>> ParseIdentities(std::string_view answer) {
  if (!TakeType(kIdentitiesAnswer, answer)) return std::nullopt;
  const auto count = TakeNumber(answer);
  if (!count) return std::nullopt;
  std::vector<std::string_view> keys;
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto key = TakeString(answer);
    const auto comment = TakeString(answer);
    if (!key || !comment) return std::nullopt;
    keys.push_back(*key);
  }
  return answer.empty() ? std::optional(std::move(keys)) : std::nullopt;
}

std::optional<Signature> ParseSignature(std::string_view answer) {
  if (!TakeType(kSignResponse, answer)) return std::nullopt;
  const auto signature = TakeString(answer);
  if (!signature || !answer.empty()) return std::nullopt;
  return ParseEd25519<Signature>(*signature);
}

bool IsRefusal(std::string_view answer) {
  return answer == std::string_view(&kFailure, 1);
}

}  // namespace bylaw::ledger
