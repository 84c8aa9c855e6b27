// An agent at a socket that answers what the test tells it to: right, wrong, or not at all.
#ifndef BYLAW_TESTS_LEDGER_SCRIPTED_AGENT_H_
#define BYLAW_TESTS_LEDGER_SCRIPTED_AGENT_H_

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "fixtures.h"
#include "ssh_wire.h"
#include "temporary_directory.h"
#include "text.h"

namespace bylaw::ledger {

// A message of these parts, each with its length in front.
inline std::string Framed(std::string_view message) {
  std::string framed;
  for (int shift = 24; shift >= 0; shift -= 8) {
    framed += static_cast<char>(static_cast<std::uint8_t>(message.size() >> shift));
  }
  return framed.append(message);
}

// What an honest agent with this key answers.
inline std::string IdentitiesOf(const PublicKey& key) {
  return Framed(std::string("\x0c\x00\x00\x00\x01", 5) + Framed(SshKey(key.bytes())) +
                Framed("a comment"));
}
inline std::string SignatureAnswer(std::string_view type, std::string_view bytes) {
  return Framed("\x0e" + Framed(Framed(type) + Framed(bytes)));
}

// The data of a request to sign, which is by a key of SSH's 51 bytes.
inline std::string_view DataOf(std::string_view request) {
  const std::string_view rest = request.substr(1 + kSshLengthBytes + 51);
  return rest.substr(kSshLengthBytes, SshNumber(rest));
}

class ScriptedAgent {
 public:
  // The bytes of the answer to a request (without its length); none: it closes the connection.
  // Called by one thread.
  using Answer = std::function<std::optional<std::string>(std::string_view request)>;

  explicit ScriptedAgent(Answer answer)
      : answer_(std::move(answer)), listening_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket();
    std::copy(path.begin(), path.end(), address.sun_path);
    EXPECT_EQ(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listening_, 16), 0);
    EXPECT_EQ(::pipe(stop_.data()), 0);
    thread_ = std::thread([this] { Serve(); });
  }
  ~ScriptedAgent() {
    ::close(stop_[1]);
    thread_.join();
    ::close(stop_[0]);
    ::close(listening_);
  }
  ScriptedAgent(const ScriptedAgent&) = delete;
  ScriptedAgent& operator=(const ScriptedAgent&) = delete;

  std::string socket() const { return folder_ / "agent"; }
  int connections() const { return connections_; }

 private:
  void Serve() {
    std::vector<pollfd> polled{{stop_[0], POLLIN, 0}, {listening_, POLLIN, 0}};
    while (true) {
      if (::poll(polled.data(), polled.size(), -1) < 0) continue;
      if (polled[0].revents != 0) break;
      for (std::size_t i = polled.size(); i-- > 2;) {
        if (polled[i].revents == 0 || AnswerOne(polled[i].fd)) continue;
        ::close(polled[i].fd);
        polled.erase(polled.begin() + static_cast<std::ptrdiff_t>(i));
      }
      if (polled[1].revents != 0) {
        polled.push_back({::accept(listening_, nullptr, nullptr), POLLIN, 0});
        ++connections_;
      }
    }
    for (const pollfd& each : std::span(polled).subspan(2)) ::close(each.fd);
  }

  // False: the connection is closed.
  bool AnswerOne(int connection) const {
    std::string length(kSshLengthBytes, '\0');
    if (::recv(connection, length.data(), length.size(), MSG_WAITALL) !=
        static_cast<ssize_t>(length.size())) {
      return false;
    }
    std::string request(SshNumber(length), '\0');
    ::recv(connection, request.data(), request.size(), MSG_WAITALL);
    const auto answer = answer_(request);
    if (!answer) return false;
    ::send(connection, answer->data(), answer->size(), MSG_NOSIGNAL);
    return true;
  }

  test::TemporaryDirectory folder_;
  Answer answer_;
  int listening_;
  std::array<int, 2> stop_{};
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

// As an honest agent, with the fixed key.
inline std::optional<std::string> Honest(std::string_view request) {
  if (request.starts_with('\x0b')) return IdentitiesOf(FixedKey().public_key());
  return SignatureAnswer(kSshEd25519, AsText(FixedKey().Sign(DataOf(request))));
}

}  // namespace bylaw::ledger

#endif  // BYLAW_TESTS_LEDGER_SCRIPTED_AGENT_H_
