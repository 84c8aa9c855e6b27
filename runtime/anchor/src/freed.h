// The deleter of what a C library's own function frees: std::unique_ptr<T, Freed<T_free>>.
#ifndef BYLAW_ANCHOR_FREED_H_
#define BYLAW_ANCHOR_FREED_H_

namespace bylaw::anchor {

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

}  // namespace bylaw::anchor

#endif  // BYLAW_ANCHOR_FREED_H_
