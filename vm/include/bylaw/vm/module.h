// A verified module: the only form of bytecode that can be executed.
//
// Load copies the bytes to private memory, or Adopt takes a buffer that is given away; either
// proves what docs/bytecode.md lists, and only then gives a Module. Changing the file afterwards
// changes nothing. Verification happens at every load: a signature says who made a module, not that
// it is safe.
//
// Thread-safety: immutable; share one between any number of threads. Ownership: LoadResult and
// Share() keep it alive; views that it hands out live as long as it does. Limits: limits.h.

#ifndef BYLAW_VM_MODULE_H_
#define BYLAW_VM_MODULE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "bylaw/vm/format.h"
#include "bylaw/vm/function.h"
#include "bylaw/vm/limits.h"

namespace bylaw::vm {

enum class VerifyError : uint8_t {
#define BYLAW_VERIFY_ERROR(name, code, message) name,
#include "bylaw/vm/verify_error.def"
#undef BYLAW_VERIFY_ERROR
};

// What was found, and where: a row of a section (for kCode an instruction).
struct LoadError {
  VerifyError code = VerifyError::kSound;
  SectionKind section = SectionKind::kCount;  // kCount: the file as a whole.
  uint32_t row = 0;
  std::string detail;  // What the row is about, where a name helps: the function that is missing.

  // "V204 code 17: an operand may hold …".
  std::string Message() const;
};

// "V204".
std::string_view VerifyErrorCode(VerifyError error) noexcept;
// "code" and the like.
std::string_view SectionName(SectionKind kind) noexcept;

// What a host allows; a module that needs more is refused.
struct HostLimits {
  uint32_t steps_max = kStepsMax;
  uint32_t arena_bytes = kArenaBytes;
  bool loose =
      false;  // Take expressions with CEL's own equality (kPolicyLoose). Never for decisions.
};

// Distinct index types: a FactId is a row of the facts, and so on.
enum class FactId : uint32_t {};
enum class RuleId : uint32_t {};
enum class ConditionId : uint32_t {};
enum class StringId : uint32_t {};
enum class ActionId : uint32_t {};  // A place in the module's table of names.
inline constexpr FactId kNoFact{kNone};
inline constexpr ActionId kNoAction{kNone};
inline constexpr RuleId kNoRuleId{kNone};

class LoadResult;
struct LoadedModule;  // module_data.h: what the VM reads.

class Module {
 public:
  // Verifies a copy of `bytes`: for those that belong to somebody else, or may change. `functions`
  // are those of the build (bylaw::stdlib::Functions()); none by default.
  static LoadResult Load(std::string_view bytes, FunctionTable functions = {},
                         const HostLimits& limits = {});
  // The same without a copy: the module keeps the buffer, with all its capacity. Nothing may write
  // to it any more, through a pointer from before. For who has just read a file: a copy of a large
  // one takes as long as the rest.
  static LoadResult Adopt(std::string bytes, FunctionTable functions = {},
                          const HostLimits& limits = {});

  ~Module();
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  // The module's own bytes: hash these, not the file.
  std::string_view bytes() const noexcept;

  // The constitution's id and version ("" if it has none).
  std::string_view id() const noexcept;
  std::string_view version() const noexcept;
  bool strict() const noexcept;

  // The proved bounds of any decision.
  uint32_t steps_max() const noexcept;
  uint32_t arena_max() const noexcept;

  // The fact that conditions call `name`, or kNoFact. Look it up once and keep it.
  FactId fact(std::string_view name) const noexcept;
  std::string_view fact_name(FactId fact) const noexcept;
  // The action that requests call `name`, which may be an alias, or kNoAction: no rule and no
  // catalogue names it (a pattern may match it). Look it up once and keep it.
  ActionId action(std::string_view name) const noexcept;

  uint32_t rule_count() const noexcept;
  std::string_view rule_id(RuleId rule) const noexcept;
  const RuleRow& rule(RuleId rule) const noexcept;
  // The conditions of a rule where its code stands (Emitted::block_rule); begin … begin + count - 1
  // are ConditionIds.
  Range conditions(uint32_t block_rule) const noexcept;
  uint32_t block_rule_count() const noexcept;
  // As written; `unless: x` reads `!(x)`.
  std::string_view condition_text(ConditionId condition) const noexcept;
  uint32_t fact_count() const noexcept;
  const FactRow& fact_row(FactId fact) const noexcept;
  const PolicyRow& policy() const noexcept;
  // What a Range of a row refers to: StringIds, RuleIds … as the row says.
  std::span<const uint32_t> indices(Range range) const noexcept;

  // A string of the module; "" for kNone.
  std::string_view string(uint32_t string_id) const noexcept;
  std::string_view about() const noexcept;   // JSON for people and for review.
  std::string_view source() const noexcept;  // The constitution as it was compiled.

  // The VM's own view (src/module_data.h).
  const LoadedModule& data() const noexcept { return *data_; }

 private:
  friend class LoadResult;
  explicit Module(std::unique_ptr<LoadedModule> data);
  static LoadResult Verified(std::unique_ptr<LoadedModule> data, FunctionTable functions,
                             const HostLimits& limits);

  std::unique_ptr<LoadedModule> data_;
};

// A module, or why there is none.
class LoadResult {
 public:
  explicit operator bool() const noexcept { return module_ != nullptr; }
  const Module& operator*() const noexcept { return *module_; }
  const Module* operator->() const noexcept { return module_.get(); }
  std::shared_ptr<const Module> Share() const noexcept { return module_; }
  const LoadError& error() const noexcept { return error_; }

 private:
  friend class Module;
  std::shared_ptr<const Module> module_;
  LoadError error_;
};

}  // namespace bylaw::vm

#endif  // BYLAW_VM_MODULE_H_
