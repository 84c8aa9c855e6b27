// A program of another make that serves on a port of this machine while a test runs.

#ifndef BYLAW_TESTS_SUPPORT_PEER_SERVER_H_
#define BYLAW_TESTS_SUPPORT_PEER_SERVER_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace bylaw::test {

class PeerServer {
 public:
  // Starts it, and waits until it prints a line: the port that it listens on, where Url is to be
  // used. Ends the test program where it does not.
  explicit PeerServer(std::vector<std::string> command);
  ~PeerServer();  // Kills it.
  PeerServer(const PeerServer&) = delete;
  PeerServer& operator=(const PeerServer&) = delete;

  // "http://127.0.0.1:<port><path>"
  std::string Url(const std::string& path = "") const;

 private:
  pid_t child_ = -1;
  std::string port_;
};

}  // namespace bylaw::test

#endif  // BYLAW_TESTS_SUPPORT_PEER_SERVER_H_
