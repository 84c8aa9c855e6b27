// Standard output and standard error of the command.
//
// Results go through Output: collected, and written in large pieces. Whoever reads may stop reading
// (`bylaw … | head`): that is not an error to be shouted about, only a reason to stop.
// Thread-safety: none; one thread writes.

#ifndef BYLAW_CLI_OUTPUT_H_
#define BYLAW_CLI_OUTPUT_H_

#include <string>
#include <string_view>

namespace bylaw::cli {

class Output {
 public:
  Output() = default;
  // Flushes, and says nothing of an error: call Finish to know.
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // What is appended here is written by Flush, or when it has grown.
  std::string& buffer() { return buffer_; }
  Output& operator<<(std::string_view text) {
    buffer_.append(text);
    return *this;
  }

  // Writes if enough has been collected. False once nothing more can be written.
  bool FlushIfFull() { return buffer_.size() < kFlushBytes || Flush(); }
  bool Flush();

  // Flushes, and turns a failure into the exit code: a broken pipe quietly, anything else with a
  // message.
  int Finish(int exit_code);

 private:
  static constexpr size_t kFlushBytes = size_t{256} << 10;

  std::string buffer_;
  int error_ = 0;  // errno of the first failure; nothing is written after it.
};

// "bylaw: <message>" on standard error.
void Complain(std::string_view message);

// Complains, and gives the exit code back.
int Complain(std::string_view message, int exit_code);

// What was found (diagnostics) or is going on, on standard error as it stands.
void Say(std::string_view text);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_OUTPUT_H_
