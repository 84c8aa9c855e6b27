#include "fake_host.h"

#include <algorithm>
#include <random>

namespace bylaw::ledger {
namespace {

constexpr std::size_t kSectorBytes = 512;

std::string ParentOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string SomeSectors(const FakeHost::Content& content, std::mt19937_64& random) {
  std::string disk = content.on_disk;
  disk.resize(random() % 2 == 0 ? content.written.size() : content.on_disk.size(), '\0');
  for (std::size_t at = 0; at < std::min(disk.size(), content.written.size()); at += kSectorBytes) {
    const std::size_t size =
        std::min(kSectorBytes, std::min(disk.size(), content.written.size()) - at);
    if (random() % 2 == 0) disk.replace(at, size, content.written, at, size);
  }
  return disk;
}

class FakeFile final : public File {
 public:
  FakeFile(FakeHost& host, std::shared_ptr<FakeHost::Content> content)
      : host_(host), content_(std::move(content)) {}

  Result<std::size_t> ReadAt(std::uint64_t offset, std::span<char> out) override {
    const std::string& bytes = content_->written;
    if (offset >= bytes.size()) return std::size_t{0};
    const std::size_t size = std::min<std::size_t>(out.size(), bytes.size() - offset);
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), size, out.begin());
    return size;
  }

  Result<std::size_t> WriteAt(std::uint64_t offset, std::string_view bytes) override {
    const auto cut = host_.CountCall("write");
    if (!cut) return tl::unexpected<Error>(cut.error());
    bytes =
        bytes.substr(0, std::min(host_.write_bytes_max, *cut ? bytes.size() / 2 : bytes.size()));
    if (offset + bytes.size() > host_.space_bytes) {
      if (offset >= host_.space_bytes) return Fail(ErrorCode::kIo, "No space left on device");
      bytes = bytes.substr(0, host_.space_bytes - offset);
    }
    std::string& written = content_->written;
    if (written.size() < offset + bytes.size()) written.resize(offset + bytes.size(), '\0');
    written.replace(offset, bytes.size(), bytes);
    if (*cut) throw PowerCut();
    return bytes.size();
  }

  Result<void> Sync() override {
    if (host_.before_sync) host_.before_sync();
    const auto cut = host_.CountCall("sync");
    if (!cut) return tl::unexpected<Error>(cut.error());
    if (*cut) throw PowerCut();
    content_->on_disk = content_->written;
    return {};
  }

  Result<void> Truncate(std::uint64_t size) override {
    const auto cut = host_.CountCall("cut");
    if (!cut) return tl::unexpected<Error>(cut.error());
    content_->written.resize(size);
    if (*cut) throw PowerCut();
    return {};
  }

  Result<std::uint64_t> Size() override { return content_->written.size(); }

 private:
  FakeHost& host_;
  std::shared_ptr<FakeHost::Content> content_;
};

class FakeLock final : public Lock {
 public:
  FakeLock(std::shared_ptr<std::set<std::string>> locks, std::string path)
      : locks_(std::move(locks)), path_(std::move(path)) {}
  ~FakeLock() override { locks_->erase(path_); }

 private:
  std::shared_ptr<std::set<std::string>> locks_;
  std::string path_;
};

}  // namespace

FakeHost::FakeHost() : locks_(std::make_shared<std::set<std::string>>()) {}

Result<bool> FakeHost::CountCall(const std::string& what) {
  const std::uint64_t call = calls++;
  if (fail_from && call >= *fail_from && call - *fail_from < fail_count) {
    return Fail(ErrorCode::kIo, "cannot " + what + ": Input/output error");
  }
  return cut_at == call;
}

std::unique_ptr<FakeHost> FakeHost::Restart(Survival survival, std::uint64_t seed) const {
  auto host = std::make_unique<FakeHost>();
  host->wall_us = wall_us;
  host->steady_us = steady_us;
  host->random_state = random_state + 1000;
  std::mt19937_64 random(seed);
  const bool entries_too = survival == Survival::kEverything ||
                           (survival == Survival::kSomeSectors && random() % 2 == 0);
  for (const auto& [path, content] : entries_too ? written_ : on_disk_) {
    std::shared_ptr<Content> kept;
    if (content) {
      kept = std::make_shared<Content>();
      kept->written = survival == Survival::kEverything   ? content->written
                      : survival == Survival::kSyncedOnly ? content->on_disk
                                                          : SomeSectors(*content, random);
      kept->on_disk = kept->written;
    }
    host->written_[path] = kept;
  }
  // What stands in a directory that is not on disk is not found. Parents sort before what is in
  // them.
  std::erase_if(host->written_, [&](const auto& entry) {
    const std::string parent = ParentOf(entry.first);
    return parent != "/" && !host->written_.contains(parent);
  });
  host->on_disk_ = host->written_;
  return host;
}

std::string FakeHost::Read(const std::string& path) const {
  return written_.at(path)->written;
}

void FakeHost::Write(const std::string& path, std::string bytes) {
  auto content = std::make_shared<Content>();
  content->written = bytes;
  content->on_disk = std::move(bytes);
  written_[path] = content;
  on_disk_[path] = content;
  for (std::string parent = ParentOf(path); parent != "/"; parent = ParentOf(parent)) {
    written_.try_emplace(parent);
    on_disk_.try_emplace(parent);
  }
}

Result<std::unique_ptr<File>> FakeHost::Open(const std::string& path, OpenMode mode) {
  const auto found = written_.find(path);
  if (mode != OpenMode::kCreate) {
    if (found == written_.end() || !found->second) {
      return Fail(ErrorCode::kNotFound, "cannot open " + path);
    }
    return std::make_unique<FakeFile>(*this, found->second);
  }
  const auto cut = CountCall("create");
  if (!cut) return tl::unexpected<Error>(cut.error());
  if (*cut) throw PowerCut();
  auto& content = written_[path];
  content = std::make_shared<Content>();
  return std::make_unique<FakeFile>(*this, content);
}

Result<void> FakeHost::CreateDirectory(const std::string& path) {
  if (written_.contains(path)) return {};
  const auto cut = CountCall("create directory");
  if (!cut) return tl::unexpected<Error>(cut.error());
  if (*cut) throw PowerCut();
  written_[path] = nullptr;
  return {};
}

Result<std::vector<std::string>> FakeHost::List(const std::string& path) {
  if (!written_.contains(path)) return Fail(ErrorCode::kNotFound, "cannot list " + path);
  std::vector<std::string> names;
  for (const auto& [name, content] : written_) {
    if (name != path && ParentOf(name) == path) names.push_back(name.substr(path.size() + 1));
  }
  return names;
}

Result<void> FakeHost::Rename(const std::string& from, const std::string& to) {
  const auto cut = CountCall("rename");
  if (!cut) return tl::unexpected<Error>(cut.error());
  if (*cut) throw PowerCut();
  written_[to] = written_.at(from);
  written_.erase(from);
  return {};
}

Result<void> FakeHost::Remove(const std::string& path) {
  if (!written_.contains(path)) return Fail(ErrorCode::kNotFound, "cannot remove " + path);
  const auto cut = CountCall("remove");
  if (!cut) return tl::unexpected<Error>(cut.error());
  if (*cut) throw PowerCut();
  written_.erase(path);
  return {};
}

Result<void> FakeHost::SyncDirectory(const std::string& path) {
  const auto cut = CountCall("sync directory");
  if (!cut) return tl::unexpected<Error>(cut.error());
  if (*cut) throw PowerCut();
  const auto inside = [&](const auto& entry) { return ParentOf(entry.first) == path; };
  std::erase_if(on_disk_, inside);
  for (const auto& entry : written_) {
    if (inside(entry)) on_disk_.insert(entry);
  }
  return {};
}

Result<std::unique_ptr<Lock>> FakeHost::LockDirectory(const std::string& path) {
  if (!written_.contains(path)) return Fail(ErrorCode::kNotFound, "cannot open ledger " + path);
  if (!locks_->insert(path).second) return Fail(ErrorCode::kLocked, path + " is locked");
  return std::make_unique<FakeLock>(locks_, path);
}

void FakeHost::Random(std::span<std::uint8_t> out) {
  std::mt19937_64 random(random_state++);
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(random());
}

}  // namespace bylaw::ledger
