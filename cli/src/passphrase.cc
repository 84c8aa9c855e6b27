#include "passphrase.h"

#include <fcntl.h>
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace bylaw::cli {
namespace {

constexpr size_t kPassphraseBytesMax = 4096;

// The terminal without echo, until the end of the scope.
class EchoOff {
 public:
  explicit EchoOff(int fd) : fd_(fd) {
    if (::tcgetattr(fd_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  ~EchoOff() {
    if (changed_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;

 private:
  int fd_;
  termios before_{};
  bool changed_ = false;
};

// One line, one byte at a time so that no copy is left in a buffer.
std::string ReadLine(int fd) {
  std::string line;
  line.reserve(kPassphraseBytesMax);  // Never moved: a move would leave a copy behind.
  char c = 0;
  while (line.size() < kPassphraseBytesMax) {
    const ssize_t n = ::read(fd, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0 || c == '\n') break;
    line.push_back(c);
  }
  return line;
}

}  // namespace

Passphrase::~Passphrase() {
  sodium_memzero(text_.data(), text_.size());
}

Passphrase::Passphrase(Passphrase&& other) noexcept : text_(std::move(other.text_)) {
  sodium_memzero(other.text_.data(), other.text_.size());
}

Result<std::optional<Passphrase>> GivenPassphrase(const std::string& file) {
  if (!file.empty()) {
    const auto input = OpenInput(file);
    if (!input) return tl::unexpected<std::string>("passphrase: " + input.error());
    Passphrase passphrase(ReadLine(input->get()));
    if (passphrase.text().empty()) {
      return tl::unexpected<std::string>("the first line of the passphrase file " + file +
                                         " is empty");
    }
    return std::optional<Passphrase>(std::move(passphrase));
  }
  const char* const variable = std::getenv(kPassphraseVariable);
  if (variable == nullptr || *variable == '\0') return std::optional<Passphrase>();
  return std::optional<Passphrase>(Passphrase(variable));
}

std::optional<Passphrase> AskPassphrase(std::string_view prompt) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (terminal.get() < 0) return std::nullopt;
  const EchoOff quiet(terminal.get());
  WriteAll(terminal.get(), prompt);
  Passphrase passphrase(ReadLine(terminal.get()));
  WriteAll(terminal.get(), "\n");
  return passphrase;
}

Result<ledger::SecretKey> LoadKey(const std::string& path, const std::string& passphrase_file) {
  auto given = GivenPassphrase(passphrase_file);
  if (!given) return tl::unexpected<std::string>(std::move(given.error()));
  const auto load = [&](const std::optional<Passphrase>& passphrase) {
    return ledger::SecretKey::Load(
        path, passphrase ? std::optional<std::string_view>(passphrase->text()) : std::nullopt);
  };
  auto key = load(*given);
  if (!key && key.error().code == ledger::ErrorCode::kBadPassphrase && !*given) {
    if (const auto asked = AskPassphrase("Passphrase of " + path + ": ")) {
      key = load(asked);
    } else {
      key.error().message +=
          std::string("; give it with --passphrase-file FILE or ") + kPassphraseVariable;
    }
  }
  if (!key) return tl::unexpected<std::string>(std::move(key.error().message));
  return std::move(*key);
}

}  // namespace bylaw::cli
