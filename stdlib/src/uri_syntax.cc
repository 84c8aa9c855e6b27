#include "uri_syntax.h"

#include <uriparser/Uri.h>

#include <cstddef>
#include <cstring>

namespace bylaw::stdlib {
namespace {

// Memory for one parse: handed out front to back, taken back all at once.
class Block {
 public:
  UriMemoryManager Manager() {
    UriMemoryManager manager{};
    manager.malloc = [](UriMemoryManager* self, size_t bytes) { return Of(self)->Make(bytes); };
    manager.calloc = [](UriMemoryManager* self, size_t count, size_t bytes) -> void* {
      if (bytes != 0 && count > kBytes / bytes) return nullptr;
      void* const made = Of(self)->Make(count * bytes);
      return made == nullptr ? nullptr : std::memset(made, 0, count * bytes);
    };
    // Parsing never grows what it has.
    manager.realloc = [](UriMemoryManager*, void*, size_t) -> void* { return nullptr; };
    manager.reallocarray = [](UriMemoryManager*, void*, size_t, size_t) -> void* {
      return nullptr;
    };
    manager.free = [](UriMemoryManager*, void*) {};
    manager.userData = this;
    return manager;
  }

 private:
  static constexpr size_t kBytes = 16'384;

  static Block* Of(UriMemoryManager* self) { return static_cast<Block*>(self->userData); }

  void* Make(size_t bytes) {
    if (bytes > kBytes - used_) return nullptr;
    std::byte* const at = block_ + used_;
    constexpr size_t kAlignment = alignof(std::max_align_t);
    used_ += (bytes + kAlignment - 1) / kAlignment * kAlignment;
    return at;
  }

  alignas(std::max_align_t) std::byte block_[kBytes];
  size_t used_ = 0;
};

}  // namespace

UriSyntax CheckUriSyntax(std::string_view text) noexcept {
  if (text.empty()) return UriSyntax::kGood;  // A relative reference; uriparser wants an address.
  Block block;
  UriMemoryManager manager = block.Manager();
  UriUriA uri;
  const char* error_at = nullptr;
  const int status =
      uriParseSingleUriExMmA(&uri, text.data(), text.data() + text.size(), &error_at, &manager);
  if (status != URI_SUCCESS) {
    return status == URI_ERROR_MALLOC ? UriSyntax::kTooLarge : UriSyntax::kBad;
  }
  uriFreeUriMembersMmA(&uri, &manager);
  return UriSyntax::kGood;
}

}  // namespace bylaw::stdlib
