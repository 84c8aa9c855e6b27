#include "bylaw/vm/current_module.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bylaw::vm {

// All accesses of in_force_ and Hazard::used are sequentially consistent, the default: in their one
// order, either Replace's look at a hazard comes behind the reader's note in it, or the reader's
// second look at in_force_ comes behind the replacement.

CurrentModule::CurrentModule(std::shared_ptr<const Module> module)
    : in_force_(module.get()), owned_(std::move(module)) {}

void CurrentModule::Replace(std::shared_ptr<const Module> next) {
  std::vector<std::shared_ptr<const Module>> unused;  // Freed when the lock is given back.
  const std::lock_guard lock(mutex_);
  in_force_.store(next.get());
  replaced_.push_back(std::exchange(owned_, std::move(next)));
  const auto left = std::partition(replaced_.begin(), replaced_.end(),
                                   [&](const auto& module) { return IsUsed(module.get()); });
  std::move(left, replaced_.end(), std::back_inserter(unused));
  replaced_.erase(left, replaced_.end());
}

std::shared_ptr<const Module> CurrentModule::Get() const {
  const std::lock_guard lock(mutex_);
  return owned_;
}

void CurrentModule::Add(const Hazard& hazard) {
  const std::lock_guard lock(mutex_);
  hazards_.push_back(&hazard);
}

void CurrentModule::Remove(const Hazard& hazard) {
  const std::lock_guard lock(mutex_);
  std::erase(hazards_, &hazard);
}

bool CurrentModule::IsUsed(const Module* module) const {
  return std::any_of(hazards_.begin(), hazards_.end(),
                     [&](const Hazard* hazard) { return hazard->used.load() == module; });
}

CurrentModule::Reader::Reader(CurrentModule& current) : current_(current) {
  current_.Add(hazard_);
  Refresh();
}

CurrentModule::Reader::~Reader() {
  context_.reset();
  current_.Remove(hazard_);
}

bool CurrentModule::Reader::Refresh() {
  // While this reader says that it uses module_, no other module can be at its address.
  if (current_.in_force_.load() == module_) return false;
  context_.reset();  // Before what it runs on can be freed.
  module_ = Protect();
  context_.emplace(*module_);
  return true;
}

// The module in force, which is not freed before hazard_ says otherwise. Tries again only where a
// replacement came between.
const Module* CurrentModule::Reader::Protect() noexcept {
  const Module* module = current_.in_force_.load();
  for (;;) {
    hazard_.used.store(module);
    const Module* const again = current_.in_force_.load();
    if (again == module) return module;
    module = again;
  }
}

}  // namespace bylaw::vm
