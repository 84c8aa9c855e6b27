// That a reader's table has the keys of document.def: checked when the reader is compiled.

#ifndef BYLAW_COMPILER_SOURCE_DOCUMENT_KEYS_H_
#define BYLAW_COMPILER_SOURCE_DOCUMENT_KEYS_H_

#include <cstddef>

#include "bylaw/compiler/document.h"
#include "source/node_reader.h"

namespace bylaw::compiler {

// Whether `keys` are the keys of `owner`, in the same order.
template <typename T, size_t kCount>
constexpr bool HasKeysOf(Owner owner, const KeyEntry<T> (&keys)[kCount]) {
  size_t at = 0;
  for (const KeyInfo& key : kDocumentKeys) {
    if (key.owner != owner) continue;
    if (at == kCount || keys[at].name != key.name) return false;
    ++at;
  }
  return at == kCount;
}

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SOURCE_DOCUMENT_KEYS_H_
