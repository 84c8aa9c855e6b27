// OpenSSH's ssh-agent with one Ed25519 key, while a test runs.

#ifndef BYLAW_TESTS_SUPPORT_SSH_AGENT_H_
#define BYLAW_TESTS_SUPPORT_SSH_AGENT_H_

#include <memory>
#include <string>
#include <vector>

#include "peer_server.h"
#include "temporary_directory.h"

namespace bylaw::test {

class SshAgent {
 public:
  // Ends the test program where it does not start: scripts/setup installs openssh-client.
  SshAgent();

  std::string socket() const { return folder_ / "agent"; }

  // The file of its public key, as ssh-keygen wrote it.
  std::string public_key_file() const { return folder_ / "id_ed25519.pub"; }

  // Runs ssh-add with these arguments.
  void Add(std::vector<std::string> arguments) const;

 private:
  TemporaryDirectory folder_;
  PeerServer agent_;
};

}  // namespace bylaw::test

#endif  // BYLAW_TESTS_SUPPORT_SSH_AGENT_H_
