#include "folder.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "bylaw/compiler/source.h"
#include "files.h"

namespace bylaw::cli {
namespace {

using compiler::FileText;

FileText Fail(std::string why) {
  return {{}, std::move(why)};
}

// The file, or -1 and errno. O_NONBLOCK: a pipe would be waited for before it could be refused.
int OpenBelow(int folder, const std::string& path) {
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
}

std::string WhyNot(int error) {
  switch (error) {
    case EXDEV:
      return "a symbolic link leads out of the document's folder";
    case ENOSYS:
      return "this system has no way to open a file that is certain to stay in the folder "
             "(openat2)";
    default:
      return ErrnoText(error);
  }
}

FileText ReadBelow(const std::string& folder, const std::string& path) {
  const Descriptor root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) return Fail("the document's folder cannot be opened: " + ErrnoText(errno));
  const Descriptor file(OpenBelow(root.get(), path));
  if (file.get() < 0) return Fail(WhyNot(errno));
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return Fail(ErrnoText(errno));
  if (!S_ISREG(status.st_mode)) return Fail("it is no file, but a folder or a device");
  auto bytes = ReadAll(file, path, compiler::kSourceBytesMax);
  if (!bytes) return Fail(std::move(bytes.error()));
  return {std::move(*bytes), {}};
}

}  // namespace

compiler::ReadFile FilesBeside(const std::string& path) {
  if (path == "-") {
    return [](const std::string&) {
      return Fail("the document comes from standard input, and so has no folder");
    };
  }
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  return [folder = std::move(folder)](const std::string& file) { return ReadBelow(folder, file); };
}

}  // namespace bylaw::cli
