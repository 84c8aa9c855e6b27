// Results in the arena of a call, of a size that is known only in the end: room for the most is
// taken first, and what is left is given back.
//
// Thread-safety: none. One builder at a time; what it made is complete before the next begins.
#ifndef BYLAW_STDLIB_SRC_RESULTS_H_
#define BYLAW_STDLIB_SRC_RESULTS_H_

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// A growing array of T in the arena, of at most `most` elements.
template <typename T>
class ArenaArray {
 public:
  ArenaArray(vm::Arena& arena, uint32_t most) noexcept
      : arena_(arena), begin_(arena.used()), data_(arena.Make<T>(most)), most_(data_ ? most : 0) {}

  // False, and nothing added, where there is no room.
  bool Add(const T& element) noexcept {
    if (size_ == most_) return false;
    data_[size_++] = element;
    return true;
  }
  // All of `count` or none.
  bool Add(const T* elements, std::size_t count) noexcept {
    if (count > most_ - size_) return false;
    std::copy_n(elements, count, data_ + size_);
    size_ += static_cast<uint32_t>(count);
    return true;
  }
  // Keeps what was added and gives back the rest.
  void Finish() noexcept {
    if (data_ == nullptr) return;
    arena_.Rewind(begin_ + static_cast<uint32_t>(vm::Arena::BytesOf(size_ * sizeof(T))));
    most_ = size_;
  }
  T* data() noexcept { return data_; }
  uint32_t size() const noexcept { return size_; }

 private:
  vm::Arena& arena_;
  uint32_t begin_;
  T* data_;
  uint32_t most_;
  uint32_t size_ = 0;
};

// Text of at most the bytes that a string may have; over it, the error kLimit.
class TextResult {
 public:
  explicit TextResult(const vm::FunctionCall& call) noexcept
      : TextResult(call, call.string_bytes_max) {}
  // Of at most `most` bytes, if that is less.
  TextResult(const vm::FunctionCall& call, uint32_t most) noexcept
      : text_(call.arena, std::min(most, call.string_bytes_max)) {}

  void Add(char c) noexcept { fits_ = fits_ && text_.Add(c); }
  void Add(std::string_view piece) noexcept {
    fits_ = fits_ && text_.Add(piece.data(), piece.size());
  }
  bool fits() const noexcept { return fits_; }
  // The string, or other value of text.
  vm::Value Finish(vm::Kind kind = vm::Kind::kString) noexcept {
    text_.Finish();
    if (!fits_) return vm::Value::Error(vm::ValueError::kLimit);
    return vm::Value::Text(kind, {text_.data(), text_.size()});
  }

 private:
  ArenaArray<char> text_;
  bool fits_ = true;
};

// A list of at most the items that a list may have; over it, the error kLimit.
class ListResult {
 public:
  explicit ListResult(const vm::FunctionCall& call) noexcept
      : items_(call.arena, call.list_items_max) {}

  void Add(const vm::Value& item) noexcept { fits_ = fits_ && items_.Add(item); }
  bool fits() const noexcept { return fits_; }
  vm::Value Finish() noexcept {
    items_.Finish();
    if (!fits_) return vm::Value::Error(vm::ValueError::kLimit);
    return vm::Value::List(items_.data(), items_.size());
  }

 private:
  ArenaArray<vm::Value> items_;
  bool fits_ = true;
};

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_RESULTS_H_
