#include "bylaw/report/evidence.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "anchor_files.h"
#include "bylaw/ledger/blobs.h"
#include "bylaw/ledger/module_archive.h"
#include "collection.h"
#include "evidence_json.h"
#include "evidence_page.h"
#include "modules_in_force.h"
#include "outline.h"
#include "sections.h"
#include "verify_script.h"
#include "zip_file.h"

namespace bylaw::report {

using ledger::Error;

namespace {

constexpr std::uint64_t kAnchorBytesMax = std::uint64_t{1} << 20;

// Files by name, in the order in which they come: that of their names.
using Files = std::vector<std::pair<std::string, Producer>>;

Producer Bytes(std::string bytes) {
  return [bytes = std::move(bytes)]() mutable -> Result<std::string> {
    return std::exchange(bytes, std::string());
  };
}

// Read once the file's turn has come.
Producer Once(std::function<Result<std::string>()> read) {
  return [read = std::move(read), done = false]() mutable -> Result<std::string> {
    if (std::exchange(done, true)) return std::string();
    return read();
  };
}

class Bundle {
 public:
  Bundle(const std::string& directory, const ledger::PublicKey& key, const EvidenceOptions& options)
      : directory_(directory), key_(key), options_(options) {}

  // All but the zip file.
  Result<void> Gather() {
    auto outline = FindOutline(directory_, key_, options_.period, options_.read);
    if (!outline) return Pass(outline.error());
    outline_ = std::move(*outline);
    if (auto done = GatherAnchors(); !done) return done;
    std::vector<std::uint64_t> sizes;
    sizes.reserve(anchor_files_.size());
    for (const AnchorFile& file : anchor_files_) sizes.push_back(file.size);
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    auto collection = Collect(directory_, outline_, options_.period, sizes, options_.read);
    if (!collection) return Pass(collection.error());
    collection_ = std::move(*collection);
    modules_ = ModulesInForce(directory_, collection_, options_.read);
    return Replay();
  }

  Result<void> Write(int fd) {
    auto files = FilesOf();
    if (!files) return Pass(files.error());
    auto zip = ZipFile::Open(fd);
    if (!zip) return Pass(zip.error());
    std::sort(files->begin(), files->end(),
              [](const auto& left, const auto& right) { return left.first < right.first; });
    for (auto& [name, producer] : *files) {
      if (auto done = zip->Add(name, std::move(producer)); !done) return done;
    }
    return zip->Finish();
  }

  EvidenceReport Report() const {
    return {.first = outline_.first,
            .last = outline_.last,
            .records = collection_.summary.records,
            .left_out = outline_.left_out,
            .different = replaying_.report.different,
            .anchored = !anchors_.good.empty()};
  }

 private:
  static tl::unexpected<Error> Pass(const Error& error) { return tl::unexpected<Error>(error); }

  Result<void> GatherAnchors() {
    auto anchors = CheckedAnchors(directory_, key_, options_.trusted, options_.read);
    if (!anchors) return Pass(anchors.error());
    anchors_ = std::move(*anchors);
    auto files = AnchorFilesOf(directory_, outline_, options_.read);
    if (!files) return Pass(files.error());
    anchor_files_ = std::move(*files);
    return {};
  }

  Result<void> Replay() {
    if (!collection_.summary.first_seq) return {};
    const runtime::ReplayOptions replay{.first_seq = *collection_.summary.first_seq,
                                        .last_seq = *collection_.summary.last_seq,
                                        .under = nullptr,
                                        .read = options_.read};
    auto report = runtime::Replay(directory_, replay, [&](const runtime::ReplayedRecord& record) {
      if (replaying_.list.size() < Replaying::kListMax) replaying_.list.push_back(record);
      return true;
    });
    if (!report) return Pass(report.error());
    replaying_.report = *report;
    return {};
  }

  Result<Files> FilesOf() const {
    const EvidenceFacts facts{.key = key_,
                              .period = options_.period,
                              .outline = outline_,
                              .collection = collection_,
                              .anchors = anchors_,
                              .anchor_files = anchor_files_,
                              .modules = modules_,
                              .replaying = replaying_};
    auto range = RangeLines(directory_, outline_, collection_, options_.read);
    if (!range) return Pass(range.error());
    auto exceptions =
        ExceptionLines(directory_, outline_, collection_, options_.period, options_.read);
    if (!exceptions) return Pass(exceptions.error());
    Files files;
    files.emplace_back("README.html", Bytes(EvidencePage(facts)));
    files.emplace_back("counts.json", Bytes(CountsJson(collection_.summary)));
    files.emplace_back("evidence.json",
                       Bytes(EvidenceJson(outline_, options_.period, options_.software)));
    files.emplace_back("exceptions.jsonl", std::move(*exceptions));
    files.emplace_back("records.jsonl", std::move(*range));
    files.emplace_back("replay.json", Bytes(ReplayJson(replaying_)));
    files.emplace_back("tree.jsonl", Bytes(collection_.tree));
    files.emplace_back("verify.py", Bytes(std::string(VerifyScript())));
    AddAnchors(files);
    AddBlobs(files);
    AddModules(files);
    return files;
  }

  void AddAnchors(Files& files) const {
    ledger::Host* const host = options_.read.host;
    for (const AnchorFile& file : anchor_files_) {
      files.emplace_back("anchors/" + file.name, Once([host, path = file.path] {
                           return ledger::ReadWhole(*host, path, kAnchorBytesMax);
                         }));
    }
  }

  void AddBlobs(Files& files) const {
    for (const ledger::Blob& blob : collection_.blobs) {
      const std::string path = ledger::BlobPath("", blob.sha256);
      files.emplace_back(path.substr(1), Once([this, blob] {
                           return ledger::ReadBlob(directory_, blob, options_.read);
                         }));
    }
  }

  void AddModules(Files& files) const {
    ledger::Host* const host = options_.read.host;
    for (const ModuleInForce& module : modules_) {
      // What is not in the archive decided nothing: verification would have missed it.
      if (!ledger::ReadModule(*host, directory_, module.digest)) continue;
      files.emplace_back("modules/" + module.name() + ".bylaw",
                         Once([host, directory = directory_, digest = module.digest] {
                           return ledger::ReadModule(*host, directory, digest);
                         }));
      if (!module.source.empty())
        files.emplace_back("constitutions/" + module.name() + ".yaml", Bytes(module.source));
    }
  }

  const std::string& directory_;
  const ledger::PublicKey& key_;
  const EvidenceOptions& options_;
  Outline outline_;
  anchor::AnchorReport anchors_;
  std::vector<AnchorFile> anchor_files_;
  Collection collection_;
  std::vector<ModuleInForce> modules_;
  Replaying replaying_;
};

}  // namespace

Result<EvidenceReport> WriteEvidence(const std::string& directory, const ledger::PublicKey& key,
                                     const EvidenceOptions& options, int fd) {
  Bundle bundle(directory, key, options);
  auto done = bundle.Gather();
  if (done) done = bundle.Write(fd);
  if (!done) return tl::unexpected<Error>(done.error());
  return bundle.Report();
}

}  // namespace bylaw::report
