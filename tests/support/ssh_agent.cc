#include "ssh_agent.h"

#include <cstdlib>

#include "subprocess.h"

namespace bylaw::test {
namespace {

void Must(const std::vector<std::string>& command, const RunOptions& options = {}) {
  if (RunProgram(command, options).exit_code != 0) std::abort();
}

}  // namespace

SshAgent::SshAgent() : agent_({"/usr/bin/ssh-agent", "-D", "-a", socket()}) {
  const std::string key = folder_ / "id_ed25519";
  Must({"/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", key});
  Add({key});
}

void SshAgent::Add(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "/usr/bin/ssh-add");
  Must(arguments, {.environment = {{"SSH_AUTH_SOCK", socket()}}});
}

}  // namespace bylaw::test
