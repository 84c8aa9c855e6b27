// Runs a program as a user does: arguments in, exit code and both streams out.
//
// No shell is involved. Thread-safety: one Run at a time per process (fork). Limits: everything is
// kept in memory; a program that hangs is killed after kTimeoutSeconds.

#ifndef BYLAW_TESTS_SUPPORT_SUBPROCESS_H_
#define BYLAW_TESTS_SUPPORT_SUBPROCESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bylaw::test {

inline constexpr unsigned kTimeoutSeconds = 120;

struct RunOptions {
  std::string in{};       // Standard input.
  std::string in_file{};  // Or this file, opened read-only.
  std::vector<std::pair<std::string, std::string>> environment{};  // Added to ours.
  // RLIMIT_FSIZE: writing past it fails, as on a full disk.
  std::optional<uint64_t> file_bytes_max{};
  std::optional<uint64_t> memory_bytes_max{};  // RLIMIT_AS.
  // Standard output is read up to this many bytes, then closed: a reader that goes away.
  std::optional<size_t> close_output_after{};
  // Gets `kill_signal` (9: SIGKILL) once this many bytes of its standard output were read.
  std::optional<size_t> kill_after{};
  int kill_signal = 9;
  bool no_privileges = false;  // As an unprivileged user, where the tests run as root.
};

struct RunResult {
  int exit_code = -1;  // -1 if a signal ended it.
  int signal = 0;
  std::string out;
  std::string err;
};

RunResult RunProgram(const std::vector<std::string>& command, const RunOptions& options = {});

}  // namespace bylaw::test

#endif  // BYLAW_TESTS_SUPPORT_SUBPROCESS_H_
