#include "output.h"

#include <unistd.h>

#include <cerrno>

#include "command.h"
#include "files.h"
#include "terminal.h"

namespace bylaw::cli {

Output::~Output() {
  Flush();
}

bool Output::Flush() {
  if (error_ == 0) error_ = WriteAll(STDOUT_FILENO, buffer_);
  buffer_.clear();
  return error_ == 0;
}

int Output::Finish(int exit_code) {
  if (Flush()) return exit_code;
  if (error_ != EPIPE) Complain("cannot write to standard output: " + ErrnoText(error_));
  return kExitFailed;
}

void Complain(std::string_view message) {
  const bool color = HasColor(STDERR_FILENO);
  std::string line = color ? "\x1b[1;31mbylaw:\x1b[0m " : "bylaw: ";
  line.append(Shown(message)).append("\n");
  WriteAll(STDERR_FILENO, line);
}

int Complain(std::string_view message, int exit_code) {
  Complain(message);
  return exit_code;
}

void Say(std::string_view text) {
  WriteAll(STDERR_FILENO, text);
}

}  // namespace bylaw::cli
