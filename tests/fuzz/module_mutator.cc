#include "module_mutator.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "bylaw/stdlib/functions.h"
#include "bylaw/vm/image.h"
#include "choices.h"
#include "code_mutator.h"
#include "module_image.h"
#include "row_mutator.h"
#include "target.h"

namespace bylaw::fuzz {
namespace {

// So many changes of one module are tried until the verifier finds one sound.
constexpr int kTries = 12;

// Of all structural changes, how many were sound at once.
Tally& Changes() {
  static Tally tally("module, structural changes");
  return tally;
}

uint32_t ClaimOf(const std::string& module) {
  uint32_t steps = 0;
  std::memcpy(&steps, module.data() + offsetof(vm::Header, steps_max), sizeof steps);
  return steps;
}

// Encode claims what it could prove; nothing proved, nothing claimed.
std::string Change(const vm::ModuleImage& image, Choices& choices) {
  vm::ModuleImage changed = image;
  for (uint32_t left = choices.OneIn(4) ? 3 : 1; left > 0; --left) {
    if (choices.Below(3) != 0) {
      CodeMutator(changed, choices).Mutate();
    } else {
      RowMutator(changed, choices).Mutate();
    }
  }
  return vm::Encode(changed, stdlib::Functions());
}

// A sound module in most cases; else one that is refused for what its rows or its code say.
std::string ChangedModule(const std::string& module, size_t size_max, Choices& choices) {
  const std::optional<vm::ModuleImage> image = ImageOf(module);
  if (!image) return module;
  const bool any = choices.OneIn(16);
  std::string last = module;
  for (int i = 0; i < kTries; ++i) {
    std::string changed = Change(*image, choices);
    if (changed.size() > size_max) continue;
    Changes().Execute();
    last = std::move(changed);
    const bool sound = ClaimOf(last) > 0 && last != module;
    if (sound) Changes().Accept();
    if (sound || any) return last;
  }
  return last;
}

std::string ChangedBytes(std::string bytes, size_t size_max) {
  const size_t size = bytes.size();
  bytes.resize(std::max(size, size_max));
  bytes.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(bytes.data()), size, size_max));
  return bytes;
}

}  // namespace

size_t MutateModule(uint8_t* data, size_t size, size_t size_max, unsigned seed) {
  Choices choices({}, seed);
  const Input input = Split(TextOf(data, size));
  std::string module(input.module);
  std::string requests(input.choices);
  const size_t room = size_max - std::min(size_max, requests.size());
  switch (choices.Below(16)) {
    case 0:
      module = ChangedBytes(std::move(module), room);
      vm::Reseal(module);
      break;
    case 1:
    case 2:
      requests =
          ChangedBytes(std::move(requests),
                       std::min<size_t>(1'024, size_max - std::min(size_max, module.size())));
      break;
    default:
      module = ChangedModule(module, room, choices);
      break;
  }
  module += requests;
  module.resize(std::min(module.size(), size_max));
  std::memcpy(data, module.data(), module.size());
  return module.size();
}

}  // namespace bylaw::fuzz
