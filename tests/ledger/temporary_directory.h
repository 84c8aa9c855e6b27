// A directory for one test, removed with everything in it.
#ifndef BYLAW_TESTS_LEDGER_TEMPORARY_DIRECTORY_H_
#define BYLAW_TESTS_LEDGER_TEMPORARY_DIRECTORY_H_

#include <cstdlib>
#include <filesystem>
#include <string>

namespace bylaw::ledger {

class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(std::filesystem::temp_directory_path() / "bylaw-ledger-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace bylaw::ledger

#endif  // BYLAW_TESTS_LEDGER_TEMPORARY_DIRECTORY_H_
