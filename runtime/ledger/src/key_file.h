// Reading and writing key files: small, whole, and with the mode that the secret needs.
// Thread-safety: pure functions over the file system. Ownership: the caller wipes what it read.
#ifndef BYLAW_LEDGER_KEY_FILE_H_
#define BYLAW_LEDGER_KEY_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"

namespace bylaw::ledger {

inline constexpr std::size_t kKeyFileBytesMax = 4096;

// The whole of a regular file. With `only_owner`, kBadKey if group or others have any right to it.
Result<std::string> ReadKeyFile(const std::string& path, bool only_owner);

// Creates a file that must not exist, on disk when it returns; nothing is left behind where it
// fails.
Result<void> CreateKeyFile(const std::string& path, std::string_view text, mode_t mode);

void RemoveKeyFile(const std::string& path);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_KEY_FILE_H_
