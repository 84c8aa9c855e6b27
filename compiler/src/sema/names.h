// What names stand for: every fact that conditions read, however it came to be known, and the
// constants and definitions of the document.
//
// Thread-safety: belongs to one compilation. Ownership: points into the Constitution, which must
// outlive it.

#ifndef BYLAW_COMPILER_SEMA_NAMES_H_
#define BYLAW_COMPILER_SEMA_NAMES_H_

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bylaw/compiler/constitution.h"
#include "bylaw/compiler/diagnostic.h"
#include "bylaw/vm/format.h"
#include "sema/conditions.h"
#include "sema/type.h"

namespace bylaw::compiler {

// A value that a request gives: declared, built in, a path below params or context, or a name that
// nobody declared and whose type and source are inferred.
struct FactInfo {
  std::string name;  // As conditions write it.
  vm::Source source = vm::Source::kContext;
  std::vector<std::string> path;  // Below params or context.
  Type type;
  const Fact* declaration = nullptr;
  bool undeclared = false;
  bool personal = false;  // Set by MarkPersonal.
  Span first_use;         // Of an undeclared name.

  bool from_params() const {
    return source == vm::Source::kParams || source == vm::Source::kEither;
  }
};

class Names {
 public:
  // Knows the declared facts, constants and definitions, and the built-ins.
  explicit Names(const Constitution& constitution);

  // What `name` was declared as; kNone if it was not.
  Reference Find(std::string_view name) const;

  // Declares a variable of an expression: a value of `context`.
  void Declare(const std::string& name, Type type);
  // The fact of an undeclared name; one for each name.
  FactId Undeclared(std::string_view name, Span use);
  // The fact of a path below params or context; one for each path. Undeclared, but not to be
  // inferred: its type is dyn, or map for all of params or context.
  FactId Path(vm::Source source, const std::vector<std::string>& path);

  // The fact that has an enum with a value of this spelling, itself or inside; or nullptr.
  const Fact* EnumWithValue(std::string_view value) const;

  const FactInfo& operator[](FactId id) const { return facts_[static_cast<uint32_t>(id)]; }
  FactInfo& operator[](FactId id) { return facts_[static_cast<uint32_t>(id)]; }
  uint32_t fact_count() const { return static_cast<uint32_t>(facts_.size()); }

  // Declared names, for "did you mean".
  std::vector<std::string_view> Declared() const;

 private:
  FactId Add(FactInfo fact);
  void AddBuiltIns();
  void AddDeclared(const Constitution& constitution);
  void AddEnumValues(const FactType& type, const Fact& fact);

  std::vector<FactInfo> facts_;
  std::unordered_map<std::string, Reference> declared_;
  std::unordered_map<std::string, FactId> undeclared_;
  std::map<std::string, FactId, std::less<>> paths_;
  std::unordered_map<std::string_view, const Fact*> enum_values_;
};

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_SEMA_NAMES_H_
