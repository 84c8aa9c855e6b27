// Writes records: canonical body, leaf hash, line, straight into the buffer of the commit, where a
// signature has its room.
//
// The members stand in the table in canonical order, so nothing is sorted and no tree is built: a
// body of 700 bytes costs about half a microsecond. Thread-safety: one thread at a time. Ownership:
// keeps nothing but its buffers.
#ifndef BYLAW_LEDGER_RECORD_WRITER_H_
#define BYLAW_LEDGER_RECORD_WRITER_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "bylaw/ledger/canonical_json.h"
#include "bylaw/ledger/error.h"
#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

// The members that the ledger sets.
struct LedgerFields {
  // NOLINTBEGIN(bugprone-macro-parentheses): a type and a member's name cannot stand in parentheses
#define BYLAW_LEDGER_FIELD_ledger(name, type) std::optional<field_type::type> name{};
#define BYLAW_LEDGER_FIELD_caller(name, type)
#define BYLAW_LEDGER_FIELD_signer(name, type)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_LEDGER_FIELD_##setter(name, type)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_LEDGER_FIELD_ledger
#undef BYLAW_LEDGER_FIELD_caller
#undef BYLAW_LEDGER_FIELD_signer
  // NOLINTEND(bugprone-macro-parentheses)
};

class RecordWriter {
 public:
  // A line whose signature, in SigningMode::kRecord, is still to be made.
  struct Unsigned {
    Hash leaf;
    std::size_t signature_at;  // Where `out` has room for it: kSignatureMemberBytes.
  };

  // Appends the line, without a newline, to `out`. On an error `out` is as it was:
  // kInvalidArgument, kInvalidJson (each naming the member) or kRecordTooLong.
  Result<Unsigned> AppendUnsigned(const Record& record, const LedgerFields& ledger,
                                  SigningMode mode, std::string& out);
  static void WriteSignature(const Signature& signature, std::span<char> room);

  // Both, and gives the leaf hash.
  Result<Hash> AppendSigned(const Record& record, const LedgerFields& ledger, const SecretKey& key,
                            std::string& out);

 private:
  Result<void> AppendBody(const Record& record, const LedgerFields& ledger, std::string& out);
  template <typename T>
  bool Member(std::string_view start, const std::optional<T>& value, std::string& out);
  bool Put(field_type::Text text, std::string& out);
  bool Put(field_type::Number number, std::string& out);
  bool Put(field_type::Time time, std::string& out);
  bool Put(const field_type::Digest& digest, std::string& out);
  bool Put(field_type::Json json, std::string& out);
  bool Put(field_type::Texts texts, std::string& out);
  bool Put(field_type::Rules rules, std::string& out);
  bool Put(const field_type::Signature& signature, std::string& out);

  Canonicalizer canonicalizer_;
  std::size_t signature_at_ = 0;
  Error error_{};  // why the last Put failed
};

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_RECORD_WRITER_H_
