// Strict I-JSON (RFC 7493) as requests must be: UTF-8, no duplicate members at any depth, no lone
// surrogates, numbers that survive canonical JSON (RFC 8785); depth, size and counts bounded.
// Values are views into the text; what an escape changes is decoded to scratch memory.
//
// Thread-safety: none. Everything is allocated by ScanMemory; scanning allocates nothing.

#ifndef BYLAW_VM_JSON_SCANNER_H_
#define BYLAW_VM_JSON_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>

#include "bylaw/vm/arena.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/request.h"
#include "bylaw/vm/value.h"
#include "hot.h"
#include "plain_text.h"

namespace bylaw::vm {

// Scratch of `Capacity` elements, never initialised: what no request needs is never touched, and
// costs no memory.
template <typename T, uint32_t kCapacity>
class Scratch {
 public:
  T* get() noexcept { return reinterpret_cast<T*>(bytes_.get()); }
  T& operator[](uint32_t index) noexcept { return get()[index]; }

 private:
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= alignof(std::max_align_t));
  std::unique_ptr<std::byte[]> bytes_{new std::byte[size_t{kCapacity} * sizeof(T)]};
};

// For one request at a time.
struct ScanMemory {
  Scratch<char, kRequestBytesMax> decoded;  // Text without its escapes.
  Scratch<std::string_view, kRequestValuesMax>
      keys;                                      // Names of the members of the objects being read.
  Scratch<Value, 2 * kRequestValuesMax> values;  // Of the lists and maps being built.
};

// The most that a list, map or string may hold to be a value; larger ones are the error kLimit.
struct ContainerLimits {
  uint32_t string_bytes;
  uint32_t list_items;
  uint32_t map_items;
};

// Copying one keeps a place to come back to.
class JsonScanner {
 public:
  JsonScanner(std::string_view text, ScanMemory& memory, Arena& arena,
              const ContainerLimits& limits)
      : begin_(text.data()),
        at_(begin_),
        end_(begin_ + text.size()),
        memory_(&memory),
        arena_(&arena),
        limits_(limits) {}

  // The first error stays; nothing can be read after it.
  RequestError error() const noexcept { return error_; }
  // Where the error is; without one, what was read.
  uint32_t offset() const noexcept {
    return error_ == RequestError::kValid ? static_cast<uint32_t>(at_ - begin_) : error_offset_;
  }
  const char* position() const noexcept { return at_; }

  // A value to come back to.
  struct Place {
    const char* at;
    uint32_t decoded_bytes;
  };
  Place place() const noexcept { return {at_, decoded_bytes_}; }
  bool Fail(RequestError error) noexcept;

  // The next character that is not white space; '\0' at the end or after an error.
  BYLAW_INLINE char Peek() noexcept { return at_ != end_ && *at_ > ' ' ? *at_ : PeekBehindSpace(); }
  // Whether the text ends here but for white space.
  bool AtEnd() noexcept { return Peek() == '\0' && error_ == RequestError::kValid && at_ == end_; }
  bool Expect(char c) noexcept {
    if (Peek() != c) return Fail(RequestError::kSyntax);
    ++at_;
    return true;
  }

  // Reads a string, with its quotes.
  BYLAW_INLINE bool ReadString(std::string_view& out) noexcept {
    return ReadShortString(out) || ReadAnyString(out);
  }

  // Reads any value. Lists and maps are built in the arena; what is over a limit, or finds no room,
  // is the error kLimit, and so is what holds it.
  bool ReadValue(Value& out) noexcept;
  // Reads any value; of a list or map only its kind.
  bool ReadShallow(Value& out) noexcept;

  // For reading the value at `place` again, once it was read and found sound. What its escapes
  // decode to comes to stand where it stood.
  JsonScanner At(Place place) const noexcept {
    JsonScanner again = *this;
    again.at_ = place.at;
    again.decoded_bytes_ = place.decoded_bytes;
    again.value_count_ = 0;
    return again;
  }

  // Reads the members of an object one by one: Enter, then NextMember until it is false, each time
  // reading the member's value.
  class Object {
   public:
    uint32_t first_key = 0;
    uint32_t count = 0;
    uint64_t marks = 0;  // Of the names so far.
  };
  bool EnterObject(Object& object) noexcept;
  // The name of the next member. False at the end of the object, or on an error.
  bool NextMember(Object& object, std::string_view& name) noexcept;

 private:
  char PeekBehindSpace() noexcept;
  // A string that comes next of at most 32 bytes, all plain: most names and most values. False,
  // with nothing read, where it may be another.
  BYLAW_INLINE bool ReadShortString(std::string_view& out) noexcept {
    if (Peek() != '"' || end_ - at_ <= 16) return false;
    uint32_t plain = PlainPrefix(at_ + 1);
    if (plain == 16) {
      if (end_ - at_ <= 33) return false;
      plain += PlainPrefix(at_ + 17);
    }
    if (at_[1 + plain] != '"') return false;
    out = {at_ + 1, plain};
    at_ += plain + 2;
    return true;
  }
  bool ReadAnyString(std::string_view& out) noexcept;
  void SkipPlain() noexcept;
  template <bool kBuild>
  bool Read(Value& out) noexcept;
  template <bool kBuild>
  bool ReadList(Value& out) noexcept;
  template <bool kBuild>
  bool ReadMap(Value& out) noexcept;
  bool ReadNumber(Value& out) noexcept;
  bool ReadLongNumber(const char* begin, Value& out) noexcept;
  bool ReadWord(std::string_view word) noexcept;
  bool ReadEscapedString(const char* begin, std::string_view& out) noexcept;
  bool ReadEscape(char*& to) noexcept;
  bool ReadHex4(uint32_t& out) noexcept;
  bool CheckManyKeys(Object& object) noexcept;
  bool Count() noexcept;
  bool Descend() noexcept;

  const char* begin_;
  const char* at_;
  const char* end_;
  ScanMemory* memory_;
  Arena* arena_;
  ContainerLimits limits_;
  RequestError error_ = RequestError::kValid;
  uint32_t error_offset_ = 0;
  uint32_t depth_ = 0;
  uint32_t value_count_ = 0;
  uint32_t key_count_ = 0;      // In memory_.keys.
  uint32_t stacked_ = 0;        // In memory_.values.
  uint32_t decoded_bytes_ = 0;  // In memory_.decoded.
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_JSON_SCANNER_H_
