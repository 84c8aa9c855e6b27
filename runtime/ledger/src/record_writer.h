// Writes records: canonical body, leaf hash, line, straight into the buffer of the commit, where a
// signature has its room.
//
// In two steps. A draft is what the caller states, checked and in canonical form; any thread makes
// it, before its turn. The rest is known when the record has its place: then that is set between
// the draft's pieces, and the whole is hashed. The members stand in the table in canonical order,
// so nothing is sorted and no tree is built. Thread-safety: one thread at a time. Ownership: keeps
// nothing but its buffers.
#ifndef BYLAW_LEDGER_RECORD_WRITER_H_
#define BYLAW_LEDGER_RECORD_WRITER_H_

#include <array>
#include <cstddef>
#include <cstdint>
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
#define BYLAW_LEDGER_FIELD_either(name, type) BYLAW_LEDGER_FIELD_ledger(name, type)
#define BYLAW_LEDGER_FIELD_caller(name, type)
#define BYLAW_LEDGER_FIELD_signer(name, type)
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) BYLAW_LEDGER_FIELD_##setter(name, type)
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_LEDGER_FIELD_ledger
#undef BYLAW_LEDGER_FIELD_either
#undef BYLAW_LEDGER_FIELD_caller
#undef BYLAW_LEDGER_FIELD_signer
  // NOLINTEND(bugprone-macro-parentheses)
};

// A record without what its place decides.
struct RecordDraft {
  // How many members its place decides: at most, as not every record has all of them.
  static constexpr std::size_t kPlaced = 0
#define BYLAW_IS_PLACED_caller 0
#define BYLAW_IS_PLACED_either 1
#define BYLAW_IS_PLACED_ledger 1
#define BYLAW_IS_PLACED_signer 1
#define BYLAW_RECORD_FIELD(name, type, setter, meaning) +BYLAW_IS_PLACED_##setter
#include "bylaw/ledger/record_fields.def"
#undef BYLAW_IS_PLACED_caller
#undef BYLAW_IS_PLACED_either
#undef BYLAW_IS_PLACED_ledger
#undef BYLAW_IS_PLACED_signer
      ;

  std::string text;                           // The caller's members, each with a comma behind it.
  std::array<std::uint32_t, kPlaced> places;  // Where in it each of the others belongs, in order.
  std::optional<Timestamp> timestamp;         // As the caller stated it.
};

class RecordWriter {
 public:
  // kInvalidArgument or kInvalidJson, each naming the member, or kRecordTooLong.
  Result<RecordDraft> Draft(const Record& record);

  // A line whose signature, in SigningMode::kRecord, is still to be made.
  struct Unsigned {
    Hash leaf;
    std::size_t signature_at;  // Where `out` has room for it: kSignatureMemberBytes.
  };

  // Appends the line, without a newline, to `out`; of both timestamps the ledger's, if it is set.
  // On an error `out` is as it was: kInvalidArgument or kRecordTooLong.
  Result<Unsigned> AppendUnsigned(const RecordDraft& draft, const LedgerFields& ledger,
                                  SigningMode mode, std::string& out);
  static void WriteSignature(const Signature& signature, std::span<char> room);

  // All of it, with the signature; gives the leaf hash. An error may be the signer's.
  Result<Hash> AppendSigned(const Record& record, const LedgerFields& ledger, const Signer& signer,
                            std::string& out);

 private:
  Result<void> AppendBody(const RecordDraft& draft, const LedgerFields& ledger, std::string& out);
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
