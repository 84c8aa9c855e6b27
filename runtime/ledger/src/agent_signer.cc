#include "bylaw/ledger/agent_signer.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "posix.h"
#include "ssh_wire.h"
#include "text.h"

namespace bylaw::ledger {
namespace {

using Clock = std::chrono::steady_clock;

tl::unexpected<Error> Refuse(std::string why) {
  return Fail(ErrorCode::kSigner, std::move(why));
}

// Waits until the socket can be read or written; 0, or errno.
int WaitFor(int socket, decltype(pollfd::events) events, Clock::time_point deadline) {
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd poll{.fd = socket, .events = events, .revents = 0};
    const int ready = ::poll(&poll, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (ready > 0) return 0;
    if (ready == 0) return ETIMEDOUT;
    if (errno != EINTR) return errno;
  }
}

// One connection. What goes wrong is said as errno, with 0 for a closed one.
class Connection {
 public:
  explicit Connection(Descriptor socket) : socket_(std::move(socket)) {}

  tl::expected<void, int> Send(std::string_view bytes, Clock::time_point deadline) const {
    while (!bytes.empty()) {
      const ssize_t n =
          ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(n));
      } else if (errno == EPIPE || errno == ECONNRESET) {
        return tl::unexpected<int>(0);
      } else if (errno == EAGAIN) {
        if (const int error = WaitFor(socket_.get(), POLLOUT, deadline); error != 0) {
          return tl::unexpected<int>(error);
        }
      } else if (errno != EINTR) {
        return tl::unexpected<int>(errno);
      }
    }
    return {};
  }

  // So many bytes, all of them.
  tl::expected<std::string, int> Receive(std::size_t size, Clock::time_point deadline) const {
    std::string bytes(size, '\0');
    for (std::size_t done = 0; done < size;) {
      if (const int error = WaitFor(socket_.get(), POLLIN, deadline); error != 0) {
        return tl::unexpected<int>(error);
      }
      const ssize_t n = ::recv(socket_.get(), bytes.data() + done, size - done, MSG_DONTWAIT);
      if (n > 0) {
        done += static_cast<std::size_t>(n);
      } else if (n == 0 || errno == ECONNRESET) {
        return tl::unexpected<int>(0);
      } else if (errno != EINTR && errno != EAGAIN) {
        return tl::unexpected<int>(errno);
      }
    }
    return bytes;
  }

 private:
  Descriptor socket_;
};

}  // namespace

struct AgentSigner::State {
  const std::string path;
  const PublicKey key;
  const std::chrono::milliseconds timeout;
  // NOLINTBEGIN(readability-redundant-member-init): what is made by naming members wants them.
  std::mutex mutex{};              // of what is idle
  std::vector<Connection> idle{};  // that the agent waits on for a request
  // NOLINTEND(readability-redundant-member-init)

  // "agent /run/agent.sock: …"
  tl::unexpected<Error> Complain(std::string_view what) const {
    return Refuse(std::string("agent ").append(path).append(": ").append(what));
  }
  tl::unexpected<Error> ComplainOf(int error) const {
    if (error == 0) return Complain("it closed the connection; see that it runs, and its log");
    if (error == ETIMEDOUT) {
      return Complain("no answer within " + std::to_string(timeout.count()) + " ms");
    }
    return Complain(std::generic_category().message(error));
  }

  Result<Connection> Connect() const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) {
      return Complain("the path of a socket has 1 to " +
                      std::to_string(sizeof address.sun_path - 1) + " bytes");
    }
    std::copy(path.begin(), path.end(), address.sun_path);
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) return ComplainOf(errno);
    // A connection that nobody accepts waits no longer than an answer.
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
    const timeval limit{.tv_sec = seconds.count(),
                        .tv_usec = std::chrono::microseconds(timeout - seconds).count()};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    const auto* const where = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket.get(), where, sizeof address) != 0) {
      return Complain("cannot connect: " + std::generic_category().message(errno));
    }
    return Connection(std::move(socket));
  }

  std::optional<Connection> TakeIdle() {
    const std::lock_guard lock(mutex);
    if (idle.empty()) return std::nullopt;
    Connection connection = std::move(idle.back());
    idle.pop_back();
    return connection;
  }

  // Sends a request and gives the answer. The connection is kept for another only where the answer
  // was a whole message: else what it would read next is the rest of this one.
  Result<std::string> Ask(std::string_view request) {
    if (auto kept = TakeIdle()) {
      bool closed = false;
      auto answer = AskOn(*std::move(kept), request, closed);
      if (answer || !closed) return answer;
    }
    auto connection = Connect();
    if (!connection) return tl::unexpected<Error>(std::move(connection.error()));
    bool closed = false;
    return AskOn(*std::move(connection), request, closed);
  }

  // `closed`: before the answer began.
  Result<std::string> AskOn(Connection connection, std::string_view request, bool& closed) {
    const Clock::time_point deadline = Clock::now() + timeout;
    const auto sent = connection.Send(request, deadline);
    const auto length =
        sent ? connection.Receive(kSshLengthBytes, deadline) : tl::unexpected<int>(sent.error());
    closed = !length && length.error() == 0;
    if (!length) return ComplainOf(length.error());
    const std::uint32_t size = SshNumber(*length);
    if (size == 0 || size > kAgentMessageMax) {
      return Complain("an answer of " + std::to_string(size) + " bytes is not one of an agent");
    }
    auto answer = connection.Receive(size, deadline);
    if (!answer) return ComplainOf(answer.error());
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(connection));
    return *std::move(answer);
  }
};

AgentSigner::AgentSigner(std::unique_ptr<State> state) : state_(std::move(state)) {}
AgentSigner::AgentSigner(AgentSigner&&) noexcept = default;
AgentSigner& AgentSigner::operator=(AgentSigner&&) noexcept = default;
AgentSigner::~AgentSigner() = default;

const PublicKey& AgentSigner::public_key() const {
  return state_->key;
}

Result<AgentSigner> AgentSigner::Open(const std::string& socket, const PublicKey& key,
                                      std::chrono::milliseconds timeout) {
  auto state = std::unique_ptr<State>(new State{.path = socket, .key = key, .timeout = timeout});
  const auto answer = state->Ask(IdentitiesRequest());
  if (!answer) return tl::unexpected<Error>(answer.error());
  const auto keys = ParseIdentities(*answer);
  if (!keys) return state->Complain("it does not say which keys it has");
  if (std::find(keys->begin(), keys->end(), SshKey(key.bytes())) == keys->end()) {
    return state->Complain("it does not have key " + key.Label() +
                           "; `ssh-add -L` lists those that it has");
  }
  return AgentSigner(std::move(state));
}

Result<Signature> AgentSigner::TrySign(std::string_view message) const {
  const PublicKey& key = state_->key;
  const auto answer = state_->Ask(SignRequest(key.bytes(), message));
  if (!answer) return tl::unexpected<Error>(answer.error());
  if (IsRefusal(*answer)) return state_->Complain("it refuses to sign with key " + key.Label());
  const auto signature = ParseSignature(*answer);
  if (!signature) return state_->Complain("what it answers is no Ed25519 signature");
  if (!key.Verifies(message, *signature)) {
    return state_->Complain("its signature is not one by key " + key.Label());
  }
  return *signature;
}

Result<PublicKey> PublicKeyOfOpenSsh(std::string_view name, std::string_view line) {
  const std::string_view first = line.substr(0, line.find_first_of("\r\n"));
  std::string_view rest = first;
  const auto type = TakeUntil(rest, ' ');
  const auto blob = ParseBase64(rest.substr(0, rest.find(' ')));
  const auto bytes = blob ? ParseSshKey(*blob) : std::nullopt;
  if (!type || *type != kSshEd25519 || !bytes) {
    return Fail(ErrorCode::kBadKey,
                "not a public key of OpenSSH of the type ssh-ed25519: expected `ssh-ed25519 "
                "<base64> [comment]`, as `ssh-keygen -t ed25519` writes it to FILE.pub");
  }
  return PublicKey::Make(name, *bytes);
}

}  // namespace bylaw::ledger
