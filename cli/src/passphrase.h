// Passphrases of key files, from a file, the environment, or the terminal.
//
// Ownership: a Passphrase wipes its text when it is destroyed.

#ifndef BYLAW_CLI_PASSPHRASE_H_
#define BYLAW_CLI_PASSPHRASE_H_

#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/keys.h"
#include "files.h"

namespace bylaw::cli {

class Passphrase {
 public:
  explicit Passphrase(std::string text) : text_(std::move(text)) {}
  ~Passphrase();
  Passphrase(Passphrase&& other) noexcept;
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;
  Passphrase& operator=(Passphrase&&) = delete;

  std::string_view text() const { return text_; }

 private:
  std::string text_;
};

inline constexpr const char* kPassphraseVariable = "BYLAW_PASSPHRASE";

// From `file` (its first line) if that is given, else from the environment; nothing if neither is
// there.
Result<std::optional<Passphrase>> GivenPassphrase(const std::string& file);

// Asks on the terminal, without echo; nothing if there is no terminal.
std::optional<Passphrase> AskPassphrase(std::string_view prompt);

// Loads a secret key; if it is encrypted and no passphrase was given, asks for it.
Result<ledger::SecretKey> LoadKey(const std::string& path, const std::string& passphrase_file);

}  // namespace bylaw::cli

#endif  // BYLAW_CLI_PASSPHRASE_H_
