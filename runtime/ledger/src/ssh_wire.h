// Messages of the SSH agent protocol (draft-ietf-sshm-ssh-agent, section 4) and the data types that
// they are made of (RFC 4251, section 5). Thread-safety: pure functions. Ownership: views are those
// of the message.
#ifndef BYLAW_LEDGER_SSH_WIRE_H_
#define BYLAW_LEDGER_SSH_WIRE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/keys.h"

namespace bylaw::ledger {

inline constexpr std::string_view kSshEd25519 = "ssh-ed25519";
inline constexpr std::size_t kSshLengthBytes = 4;           // of what follows, big-endian
inline constexpr std::size_t kAgentMessageMax = 256 << 10;  // as OpenSSH has it

std::uint32_t SshNumber(std::string_view bytes);  // of the first kSshLengthBytes bytes

// A public key as SSH spells it (RFC 8709, section 4), and back; nullopt: another type, or not one.
std::string SshKey(const PublicKey::Bytes& key);
std::optional<PublicKey::Bytes> ParseSshKey(std::string_view blob);

// Requests, with their length in front.
std::string IdentitiesRequest();
std::string SignRequest(const PublicKey::Bytes& key, std::string_view message);

// Answers, without it; nullopt: refused, or malformed.
std::optional<std::vector<std::string_view>> ParseIdentities(std::string_view answer);
std::optional<Signature> ParseSignature(std::string_view answer);

// Is it a refusal, as the protocol has it?
bool IsRefusal(std::string_view answer);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_SSH_WIRE_H_
