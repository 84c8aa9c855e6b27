// Ctrl-C during long work: the work ends in good order instead of being torn off.

#ifndef BYLAW_CLI_INTERRUPT_H_
#define BYLAW_CLI_INTERRUPT_H_

#include <csignal>

namespace bylaw::cli {

// From here to its end SIGINT and SIGTERM only set a flag. A read that waits returns EINTR. One at
// a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  static bool Interrupted();

 private:
  struct sigaction before_int_{};
  struct sigaction before_term_{};
};

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_INTERRUPT_H_
