#include "anchor_files.h"

#include "bylaw/anchor/store.h"

namespace bylaw::report {

Result<std::vector<AnchorFile>> AnchorFilesOf(const std::string& directory, const Outline& outline,
                                              const ledger::ReadOptions& options) {
  const auto kept = anchor::KeptAnchors(*options.host, directory);
  if (!kept) return tl::unexpected<ledger::Error>(kept.error());
  std::vector<AnchorFile> files;
  const auto add = [&](std::uint64_t size, const std::string& path) {
    files.push_back({size, path.substr(path.rfind('/') + 1), path});
  };
  for (const anchor::KeptAnchor& anchor : *kept) {
    if (anchor.size <= outline.first || anchor.size > outline.size) continue;
    add(anchor.size, anchor.note);
    for (const std::string& stamp : anchor.stamps) add(anchor.size, stamp);
    if (anchor.size > outline.last) break;
  }
  return files;
}

}  // namespace bylaw::report
