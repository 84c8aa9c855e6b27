// Members of records as texts. Thread-safety: pure functions.
#ifndef BYLAW_REPORT_SRC_RECORD_TEXTS_H_
#define BYLAW_REPORT_SRC_RECORD_TEXTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "bylaw/ledger/record.h"

namespace bylaw::report {

std::vector<std::string> RoutesOf(const ledger::RecordView& record);

// What a record that is no decision says besides its kind.
std::string EventText(const ledger::RecordView& record);

// Of a verifier key line what people compare: <name>+<key id>.
std::string KeyLabel(std::string_view line);

}  // namespace bylaw::report

#endif  // BYLAW_REPORT_SRC_RECORD_TEXTS_H_
