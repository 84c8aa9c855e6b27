// A key in another process, behind a socket: a KMS, an HSM, a token, or OpenSSH's ssh-agent.
//
// The protocol is that of SSH agents (draft-ietf-sshm-ssh-agent): the agent is asked which keys it
// has, and for signatures by one of them, of the type ssh-ed25519. Such a signature is one of the
// data as it stands, so a ledger does not show where it was made. What SSH itself has an agent sign
// never looks like anything that a ledger signs: docs/adr/0031.
//
// Nothing that the agent answers is believed: each signature is verified before it is returned. A
// refusal, a wrong signature, an answer that is malformed or too long, silence and a closed socket
// are errors (kSigner).
//
// Connections: each thread that signs takes one that is idle, or opens one; so an agent that can
// sign side by side does, and one that cannot has them wait. One that the agent closed while it was
// idle is replaced once. Thread-safety: all const methods from any thread. Ownership: owns its
// connections; the socket's path is the agent's.
#ifndef BYLAW_LEDGER_AGENT_SIGNER_H_
#define BYLAW_LEDGER_AGENT_SIGNER_H_

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/keys.h"

namespace bylaw::ledger {

// How long one answer of the agent may take: an HSM far away, or a person who touches a token.
inline constexpr std::chrono::milliseconds kAgentTimeout{10'000};

class AgentSigner final : public Signer {
 public:
  // Connects to the agent's Unix socket and sees that it has the key. kSigner: nobody listens
  // there, or the agent does not have it.
  static Result<AgentSigner> Open(const std::string& socket, const PublicKey& key,
                                  std::chrono::milliseconds timeout = kAgentTimeout);

  AgentSigner(AgentSigner&&) noexcept;
  AgentSigner& operator=(AgentSigner&&) noexcept;
  ~AgentSigner() override;

  const PublicKey& public_key() const override;
  Result<Signature> TrySign(std::string_view message) const override;

 private:
  struct State;
  explicit AgentSigner(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

// The key in a line as OpenSSH writes it to `id_ed25519.pub` (`ssh-ed25519 <base64> [comment]`),
// under the name that verifiers know it by. kBadKey: it is of another type, or malformed.
Result<PublicKey> PublicKeyOfOpenSsh(std::string_view name, std::string_view line);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_AGENT_SIGNER_H_
