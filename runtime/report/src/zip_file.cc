#include "zip_file.h"

#include <sys/types.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>

namespace bylaw::report {

using ledger::Error;
using ledger::ErrorCode;

namespace {

tl::unexpected<Error> Failed(const std::string& why) {
  return ledger::Fail(ErrorCode::kIo, "cannot write the zip file: " + why);
}

// What libzip asks of where it writes: docs of zip_source_function.
struct Target {
  explicit Target(int to) : fd(to) { zip_error_init(&error); }
  ~Target() { zip_error_fini(&error); }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  zip_int64_t Fail(int zip_code, int system) {
    zip_error_set(&error, zip_code, system);
    return -1;
  }

  zip_int64_t Write(const void* data, zip_uint64_t length) {
    while (true) {
      const ssize_t n = ::write(fd, data, length);
      if (n >= 0) return n;
      if (errno != EINTR) return Fail(ZIP_ER_WRITE, errno);
    }
  }

  zip_int64_t Seek(off_t offset, int whence) {
    const off_t at = ::lseek(fd, offset, whence);
    return at < 0 ? Fail(ZIP_ER_SEEK, errno) : at;
  }

  int fd;
  zip_error_t error{};
};

zip_int64_t TargetCallback(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  auto* const target = static_cast<Target*>(self);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return ZIP_SOURCE_SUPPORTS_WRITABLE;
    case ZIP_SOURCE_STAT:
      // There is nothing yet that would have to be read.
      return target->Fail(ZIP_ER_READ, ENOENT);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&target->error, data, length);
    case ZIP_SOURCE_WRITE:
      return target->Write(data, length);
    case ZIP_SOURCE_SEEK_WRITE: {
      const auto* const seek =
          ZIP_SOURCE_GET_ARGS(zip_source_args_seek_t, data, length, &target->error);
      if (seek == nullptr) return -1;
      return target->Seek(seek->offset, seek->whence) < 0 ? -1 : 0;
    }
    case ZIP_SOURCE_TELL_WRITE:
      return target->Seek(0, SEEK_CUR);
    case ZIP_SOURCE_BEGIN_WRITE:
    case ZIP_SOURCE_COMMIT_WRITE:
    case ZIP_SOURCE_ROLLBACK_WRITE:
    case ZIP_SOURCE_REMOVE:
    case ZIP_SOURCE_FREE:
      return 0;
    default:
      return target->Fail(ZIP_ER_OPNOTSUPP, 0);
  }
}

// A file that is made while it is read.
struct Content {
  Producer producer;
  std::string piece;
  std::size_t at = 0;
  bool ended = false;
  std::optional<Error>* first_error;  // of the whole zip file
  zip_error_t error{};

  zip_int64_t Read(char* out, zip_uint64_t length) {
    if (at == piece.size() && !ended) {
      auto next = producer();
      if (!next) {
        if (!*first_error) *first_error = next.error();
        zip_error_set(&error, ZIP_ER_READ, EIO);
        return -1;
      }
      piece = std::move(*next);
      at = 0;
      ended = piece.empty();
    }
    const std::size_t bytes = std::min<std::size_t>(length, piece.size() - at);
    std::memcpy(out, piece.data() + at, bytes);
    at += bytes;
    return static_cast<zip_int64_t>(bytes);
  }
};

zip_int64_t ContentCallback(void* self, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  auto* const content = static_cast<Content*>(self);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return ZIP_SOURCE_SUPPORTS_READABLE;
    case ZIP_SOURCE_STAT:
      zip_stat_init(static_cast<zip_stat_t*>(data));
      return sizeof(zip_stat_t);
    case ZIP_SOURCE_READ:
      return content->Read(static_cast<char*>(data), length);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&content->error, data, length);
    case ZIP_SOURCE_OPEN:
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
      return 0;
    default:
      zip_error_set(&content->error, ZIP_ER_OPNOTSUPP, 0);
      return -1;
  }
}

}  // namespace

struct ZipFile::State {
  explicit State(int fd) : target(fd) {}
  ~State() {
    if (archive != nullptr) zip_discard(archive);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Target target;
  std::deque<Content> contents;
  std::optional<Error> first_error;
  zip_t* archive = nullptr;
};

ZipFile::ZipFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipFile::ZipFile(ZipFile&&) noexcept = default;
ZipFile::~ZipFile() = default;

Result<ZipFile> ZipFile::Open(int fd) {
  auto state = std::make_unique<State>(fd);
  if (::lseek(fd, 0, SEEK_CUR) < 0) return Failed("it needs a regular file");
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_function_create(TargetCallback, &state->target, &error);
  if (source != nullptr)
    state->archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (state->archive == nullptr) {
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (source != nullptr) zip_source_free(source);
    return Failed(why);
  }
  return ZipFile(std::move(state));
}

Result<void> ZipFile::Add(const std::string& name, Producer producer) {
  constexpr zip_uint16_t kFirstDay = 0x21;  // 1980-01-01, the earliest that a zip file knows
  constexpr zip_uint32_t kMode = 0100644U << 16;
  zip_t* const archive = state_->archive;
  state_->contents.push_back(
      {.producer = std::move(producer), .piece = {}, .first_error = &state_->first_error});
  zip_source_t* const source =
      zip_source_function(archive, ContentCallback, &state_->contents.back());
  if (source == nullptr) return Failed(zip_strerror(archive));
  const zip_int64_t added = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (added < 0) {
    zip_source_free(source);
    return Failed(name + ": " + zip_strerror(archive));
  }
  const auto index = static_cast<zip_uint64_t>(added);
  if (zip_file_set_dostime(archive, index, 0, kFirstDay, 0) != 0 ||
      zip_file_set_external_attributes(archive, index, 0, ZIP_OPSYS_UNIX, kMode) != 0) {
    return Failed(name + ": " + zip_strerror(archive));
  }
  return {};
}

Result<void> ZipFile::Finish() {
  if (zip_close(state_->archive) == 0) {
    state_->archive = nullptr;
    return {};
  }
  if (state_->first_error) return tl::unexpected<Error>(*state_->first_error);
  return Failed(zip_strerror(state_->archive));
}

}  // namespace bylaw::report
