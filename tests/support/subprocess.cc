#include "subprocess.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace bylaw::test {
namespace {

constexpr uid_t kNobody = 65534;

struct Pipe {
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
  }
  ~Pipe() {
    CloseRead();
    CloseWrite();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void CloseRead() { Close(ends[0]); }
  void CloseWrite() { Close(ends[1]); }
  static void Close(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }

  std::array<int, 2> ends{-1, -1};
};

void Limit(int resource, const std::optional<uint64_t>& most) {
  if (!most) return;
  const rlimit limit{*most, *most};
  if (::setrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0) std::_Exit(126);
}

[[noreturn]] void Execute(const std::vector<std::string>& command, const RunOptions& options,
                          int in, int out, int err) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::setsid();  // No terminal to ask for passphrases on.
  ::alarm(kTimeoutSeconds);
  for (const auto& [name, value] : options.environment) ::setenv(name.c_str(), value.c_str(), 1);
  const int program = ::open(command[0].c_str(), O_RDONLY | O_CLOEXEC);  // While we may.
  Limit(RLIMIT_FSIZE, options.file_bytes_max);
  Limit(RLIMIT_AS, options.memory_bytes_max);
  if (options.no_privileges && ::getuid() == 0) {
    if (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0) std::_Exit(126);
  }
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));  // NOLINT: what fexecve takes
  }
  arguments.push_back(nullptr);
  ::fexecve(program, arguments.data(), environ);
  std::_Exit(127);
}

// Moves bytes between the pipes and the result until both output streams have ended.
class Pump {
 public:
  Pump(const RunOptions& options, pid_t child, Pipe& in, Pipe& out, Pipe& err, RunResult& result)
      : options_(options), child_(child), in_(in), out_(out), err_(err), result_(result) {}

  void Run() {
    while (out_.ends[0] >= 0 || err_.ends[0] >= 0) {
      std::array<pollfd, 3> fds{
          {{in_.ends[1], POLLOUT, 0}, {out_.ends[0], POLLIN, 0}, {err_.ends[0], POLLIN, 0}}};
      if (::poll(fds.data(), fds.size(), -1) < 0 && errno != EINTR) std::abort();
      if (fds[0].revents != 0) Feed();
      if (fds[1].revents != 0) Read(out_, result_.out);
      if (fds[2].revents != 0) Read(err_, result_.err);
      Interfere();
    }
  }

 private:
  void Feed() {
    const ssize_t n = ::write(in_.ends[1], options_.in.data() + fed_, options_.in.size() - fed_);
    if (n > 0) fed_ += static_cast<size_t>(n);
    if ((n < 0 && errno != EAGAIN && errno != EINTR) || fed_ == options_.in.size()) {
      in_.CloseWrite();
    }
  }

  static void Read(Pipe& from, std::string& to) {
    std::array<char, 65536> buffer;
    const ssize_t n = ::read(from.ends[0], buffer.data(), buffer.size());
    if (n > 0) to.append(buffer.data(), static_cast<size_t>(n));
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) from.CloseRead();
  }

  void Interfere() {
    if (options_.close_output_after && result_.out.size() >= *options_.close_output_after) {
      out_.CloseRead();
    }
    if (options_.kill_after && !killed_ && result_.out.size() >= *options_.kill_after) {
      ::kill(child_, options_.kill_signal);
      killed_ = true;
    }
  }

  const RunOptions& options_;
  pid_t child_;
  Pipe& in_;
  Pipe& out_;
  Pipe& err_;
  RunResult& result_;
  size_t fed_ = 0;
  bool killed_ = false;
};

}  // namespace

RunResult RunProgram(const std::vector<std::string>& command, const RunOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe in;
  Pipe out;
  Pipe err;
  const int in_file =
      options.in_file.empty() ? -1 : ::open(options.in_file.c_str(), O_RDONLY | O_CLOEXEC);
  const pid_t child = ::fork();
  if (child < 0) std::abort();
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    Execute(command, options, in_file >= 0 ? in_file : in.ends[0], out.ends[1], err.ends[1]);
  }
  if (in_file >= 0) ::close(in_file);
  in.CloseRead();
  out.CloseWrite();
  err.CloseWrite();
  ::fcntl(in.ends[1], F_SETFL, O_NONBLOCK);
  if (options.in.empty()) in.CloseWrite();

  RunResult result;
  Pump(options, child, in, out, err, result).Run();
  in.CloseWrite();
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  return result;
}

}  // namespace bylaw::test
