// The module in force, replaced while threads decide: a change of policy without a pause.
//
//   vm::CurrentModule current(loaded.Share());
//   // Each thread that decides:
//   vm::CurrentModule::Reader reader(current);
//   for (;;) {
//     if (reader.Refresh()) amount = reader.module().fact("amount");  // Another module: other
//     handles. reader.context().Bind(amount, 15000); verdict =
//     reader.context().Decide("initiate_payment");
//   }
//   // Any other:
//   current.Replace(next.Share());
//
// A decision runs under one module from Refresh on, never under parts of two. Readers never wait: a
// reader says which module it uses in a place of its own (a hazard pointer: M. Michael, "Hazard
// Pointers: Safe Memory Reclamation for Lock-Free Objects", 2004), and whoever replaces a module
// frees what no reader says it uses.
//
// Thread-safety: Replace and Get from any thread; a Reader belongs to one. Ownership: shares the
// modules; it must outlive its readers. Memory: beside the one in force at most one module for each
// reader is kept, and until the next Replace those that readers have left.

#ifndef BYLAW_VM_CURRENT_MODULE_H_
#define BYLAW_VM_CURRENT_MODULE_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "bylaw/vm/context.h"
#include "bylaw/vm/module.h"

namespace bylaw::vm {

class CurrentModule {
 public:
  class Reader;

  // `module` is not null; nor is any that replaces it.
  explicit CurrentModule(std::shared_ptr<const Module> module);
  CurrentModule(const CurrentModule&) = delete;
  CurrentModule& operator=(const CurrentModule&) = delete;

  // Every Refresh that begins after this returns has `next`, or a later one. Decisions under way
  // end with what they began with.
  void Replace(std::shared_ptr<const Module> next);

  // The module in force.
  std::shared_ptr<const Module> Get() const;

 private:
  // What a reader uses, alone in its cache line.
  struct alignas(64) Hazard {
    std::atomic<const Module*> used = nullptr;
  };

  void Add(const Hazard& hazard);
  void Remove(const Hazard& hazard);
  bool IsUsed(const Module* module) const;

  std::atomic<const Module*> in_force_;
  mutable std::mutex mutex_;  // Of all that follows. No Refresh takes it.
  std::shared_ptr<const Module> owned_;
  std::vector<std::shared_ptr<const Module>> replaced_;  // Which readers may still use.
  std::vector<const Hazard*> hazards_;
};

// One thread's way to the module in force, with its own context. Making and destroying one takes a
// lock that Replace takes too.
class CurrentModule::Reader {
 public:
  explicit Reader(CurrentModule& current);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Takes up the module in force. True: it is another than before, the context is a new one with
  // nothing bound, and handles of facts must be looked up again. Waits for nobody; makes a context,
  // which allocates, only where it is true.
  bool Refresh();

  const Module& module() const noexcept { return *module_; }
  Context& context() noexcept { return *context_; }

 private:
  const Module* Protect() noexcept;

  CurrentModule& current_;
  Hazard hazard_;
  const Module* module_ = nullptr;
  std::optional<Context> context_;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_CURRENT_MODULE_H_
