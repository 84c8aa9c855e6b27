#include "module_image.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "bylaw/assembly/image_of.h"
#include "verifier.h"

namespace bylaw::fuzz {
Input Split(std::string_view bytes) {
  if (bytes.size() < sizeof(vm::Header)) return {bytes, {}};
  uint32_t size = 0;
  std::memcpy(&size, bytes.data() + offsetof(vm::Header, file_bytes), sizeof size);
  return {bytes.substr(0, size), bytes.substr(std::min<size_t>(size, bytes.size()))};
}

std::optional<vm::ModuleImage> ImageOf(std::string_view bytes) {
  vm::ModuleView view;
  if (vm::VerifyLayout(bytes, view)) return std::nullopt;
  for (const vm::StringRow& row : view.strings) {
    if (uint64_t{row.offset} + row.bytes > view.text.size()) return std::nullopt;
  }
  vm::ModuleImage image = assembly::ImageOf(bytes);
  image.hash.clear();  // Of the names as they will be: Encode makes it.
  return image;
}

}  // namespace bylaw::fuzz
