#include "reduced_segment.h"

#include <memory>
#include <utility>

#include "bylaw/ledger/line_reader.h"
#include "bylaw/ledger/record.h"
#include "chain.h"

namespace bylaw::ledger {
namespace {

bool IsKept(const RecordView& record) {
  return record.Is(Field::kind, "genesis") || record.Is(Field::kind, "key") ||
         record.Is(Field::kind, "mode");
}

}  // namespace

Result<void> ForEachLine(Host& host, const std::string& path,
                         const std::function<bool(std::string_view text,
                                                  const std::optional<RecordView>& record)>& take) {
  const auto file = host.Open(path, OpenMode::kRead);
  if (!file) return tl::unexpected<Error>(file.error());
  LineReader reader(**file);
  while (true) {
    const auto line = reader.Next();
    if (!line) return tl::unexpected<Error>(line.error());
    if (!*line) return {};
    const std::string_view text = (*line)->text;
    std::optional<RecordView> record;
    if (!text.starts_with(kCheckpointStart) && !text.starts_with(kHashStart)) {
      const auto parsed = RecordView::Parse(text);
      if (!parsed) {
        return Fail(ErrorCode::kCorrupt, path + ", line " + std::to_string((*line)->number) +
                                             ": not a record: " + parsed.error().message);
      }
      record = *parsed;
    }
    if (!take(text, record)) return {};
  }
}

Result<std::string> Reduced(Host& host, const std::string& path) {
  std::string left;
  std::string body;
  std::string checkpoint;     // The last line, if it is one, and may be left out.
  bool behind_kept = false;   // The last line but checkpoints is a record that stays.
  bool signs_record = false;  // It has no signature: the checkpoint behind it stays.
  const auto add = [&](std::string_view line) { left.append(line).append("\n"); };
  const auto take = [&](std::string_view line, const std::optional<RecordView>& record) {
    if (line.starts_with(kCheckpointStart) && !signs_record) {
      checkpoint = line;
      return true;
    }
    const bool stays = record && IsKept(*record);
    if (stays && behind_kept && !checkpoint.empty()) add(checkpoint);  // It names that.
    checkpoint.clear();
    if (record && !stays) {
      body.clear();
      record->AppendBody(body);
      AppendHashLine(LeafHash(body), left);
      left += '\n';
    } else {
      add(line);
    }
    behind_kept = stays || signs_record;
    signs_record = stays && !record->is_signed();
    return true;
  };
  if (const auto done = ForEachLine(host, path, take); !done) {
    return tl::unexpected<Error>(done.error());
  }
  if (!checkpoint.empty()) add(checkpoint);
  return left;
}

Result<bool> IsReduced(Host& host, const std::string& path) {
  bool reduced = true;
  const auto take = [&](std::string_view line, const std::optional<RecordView>& record) {
    reduced = !record || IsKept(*record);
    return reduced && !line.starts_with(kHashStart);
  };
  if (const auto done = ForEachLine(host, path, take); !done) {
    return tl::unexpected<Error>(done.error());
  }
  return reduced;
}

Result<bool> HasHashes(Host& host, const std::string& path) {
  bool hashes = false;
  const auto take = [&](std::string_view line, const std::optional<RecordView>& record) {
    hashes = line.starts_with(kHashStart);
    return !hashes && (!record || IsKept(*record));
  };
  if (const auto done = ForEachLine(host, path, take); !done) {
    return tl::unexpected<Error>(done.error());
  }
  return hashes;
}

}  // namespace bylaw::ledger
