// Seals requests for the ledger: values that the constitution marks personal go to the vault, and
// digests in their place to the record.
//
// Thread-safety: a Sealer may be used from any thread; the vault gathers what several put at a
// time. Ownership: borrows the vault. Speed: nothing is done where a module has no marks; a sealed
// request waits for the vault's sync.

#ifndef BYLAW_RUNTIME_SRC_SEALER_H_
#define BYLAW_RUNTIME_SRC_SEALER_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bylaw/runtime/personal.h"
#include "bylaw/vm/module.h"

namespace bylaw::runtime {

// What of a request goes to its record, and what went to the vault for it.
struct SealedRequest {
  std::optional<ledger::Error> error;  // It cannot be recorded, and must not be permitted.
  std::string params;                  // Canonical, with digests; empty where it has none.
  std::string context;
  std::vector<std::string> places;  // Of the digests in the record: JSON Pointers, sorted.

  vault::SubjectId subject{};
  std::vector<ledger::Opening> openings;
  bool recorded = false;  // Set by who did.
};

class Sealer {
 public:
  // Nothing where the module marks nothing. kInvalidArgument: there are marks and no vault.
  static ledger::Result<std::optional<Sealer>> For(const vm::Module& module,
                                                   const PersonalOptions& options);

  // Of the text of a request, valid or not. What it puts into the vault is on disk when it returns.
  SealedRequest Seal(std::string_view request) const;

  // A digest that stands for the digest of a request that is not in the record: whoever knows all
  // of the request but a name in it could else try names.
  ledger::Result<ledger::Hash> SealDigest(const ledger::Hash& request_sha256) const;

  // Takes out of the vault what no record came of.
  void Forget(const SealedRequest& sealed) const;

 private:
  Sealer(vault::Vault& vault, ledger::MemberPath subject)
      : vault_(&vault), subject_(std::move(subject)) {}

  ledger::Result<std::string> SealMember(std::string_view request, const char* member,
                                         ledger::Field field,
                                         const std::vector<ledger::MemberPath>& marks,
                                         SealedRequest& sealed) const;
  vault::SubjectId SubjectOf(std::string_view request) const;

  vault::Vault* vault_;
  ledger::MemberPath subject_;
  std::vector<ledger::MemberPath> params_;  // Paths that are marked, below params …
  std::vector<ledger::MemberPath> context_;
};

// The request member that stands in `field` of the record as `sealed`, with the values that its
// digests stand for. Without a vault, or where something was erased: why not.
ledger::Result<std::string> Unsealed(const ledger::RecordView& record, ledger::Field field,
                                     std::string_view sealed, vault::Vault* vault);

}  // namespace bylaw::runtime

#endif  // BYLAW_RUNTIME_SRC_SEALER_H_
