// Records as somebody else would have signed them.
#ifndef BYLAW_TESTS_LEDGER_SIGNED_BY_H_
#define BYLAW_TESTS_LEDGER_SIGNED_BY_H_

#include <string>

#include "bylaw/ledger/keys.h"
#include "bylaw/ledger/record.h"
#include "record_text.h"
#include "record_writer.h"

namespace bylaw::ledger {

// A record with its signature made anew by this key.
inline std::string SignedBy(const SecretKey& key, const std::string& line) {
  const auto record = RecordView::Parse(line);
  std::string body;
  record->AppendBody(body);
  std::string changed = line;
  const std::size_t at = line.rfind("\"signature\":\"ed25519:");
  const Signature signature = key.Sign(body);
  std::string member(kSignatureMemberBytes, ' ');
  RecordWriter::WriteSignature(signature, member);
  return changed.replace(at, member.size(), member);
}

}  // namespace bylaw::ledger

#endif  // BYLAW_TESTS_LEDGER_SIGNED_BY_H_
