// What is left of a segment whose records are archived or dropped: lines in their order, each
// record its leaf hash. So the tree stays whole, under every checkpoint there ever was.
//
// As they were stay the records that later lines are checked by (the genesis record, changes of key
// and mode), a checkpoint behind one that has no signature, or between two, and the last.
// Thread-safety: pure functions. Memory: what is left, some 7 % of a segment.
#ifndef BYLAW_LEDGER_REDUCED_SEGMENT_H_
#define BYLAW_LEDGER_REDUCED_SEGMENT_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bylaw/ledger/error.h"
#include "bylaw/ledger/host.h"
#include "bylaw/ledger/record.h"

namespace bylaw::ledger {

// Gives each line of a segment to `take`, and the record that it is, if it is one; false ends it.
// kCorrupt names a line that is neither that nor a checkpoint nor a hash.
Result<void> ForEachLine(Host& host, const std::string& path,
                         const std::function<bool(std::string_view text,
                                                  const std::optional<RecordView>& record)>& take);

// Of a sealed segment; of one that is reduced already, itself. kCorrupt names a line that is none.
Result<std::string> Reduced(Host& host, const std::string& path);

// Is nothing left to be taken out of it? And was something? Both read up to the first line that
// says so.
Result<bool> IsReduced(Host& host, const std::string& path);
Result<bool> HasHashes(Host& host, const std::string& path);

}  // namespace bylaw::ledger

#endif  // BYLAW_LEDGER_REDUCED_SEGMENT_H_
