// A directory of its own for one test, removed with everything in it.

#ifndef BYLAW_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_
#define BYLAW_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_

#include <string>
#include <string_view>
#include <vector>

namespace bylaw::test {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

  // Writes a file in it and gives its path.
  std::string Write(std::string_view name, std::string_view bytes) const;

  // The names in it, in byte order.
  std::vector<std::string> Names() const;

 private:
  std::string path_;
};

std::string ReadAll(const std::string& path);
void WriteAll(const std::string& path, std::string_view bytes);

// The lines of a text, without their newlines.
std::vector<std::string> SplitLines(std::string_view text);

}  // namespace bylaw::test

#endif  // BYLAW_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_
