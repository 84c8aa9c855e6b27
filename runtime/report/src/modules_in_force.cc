#include "modules_in_force.h"

#include <nlohmann/json.hpp>

#include "bylaw/ledger/module_archive.h"
#include "bylaw/runtime/load.h"

namespace bylaw::report {
namespace {

std::string TextIn(const nlohmann::json& json, const char* name) {
  const auto at = json.is_object() ? json.find(name) : json.end();
  return json.is_object() && at != json.end() && at->is_string() ? at->get<std::string>() : "";
}

}  // namespace

std::string ModuleInForce::name() const {
  constexpr std::size_t kPrefixChars = 7;  // sha256:
  return ledger::DigestText(digest).substr(kPrefixChars);
}

std::vector<ModuleInForce> ModulesInForce(const std::string& directory,
                                          const Collection& collection,
                                          const ledger::ReadOptions& options) {
  std::vector<ModuleInForce> modules;
  for (const auto& [digest, seq] : collection.modules) {
    ModuleInForce& module = modules.emplace_back();
    module.digest = digest;
    module.first_seq = seq;
    auto bytes = ledger::ReadModule(*options.host, directory, digest);
    if (!bytes) {
      module.why_not = "not in the archive";
      continue;
    }
    const vm::LoadResult loaded = runtime::AdoptModule(std::move(*bytes));
    if (!loaded) {
      module.why_not =
          "in the bundle, but this software does not load it: " + loaded.error().Message();
      continue;
    }
    const auto about = nlohmann::json::parse(loaded->about(), nullptr, false);
    module.id = loaded->id();
    module.version = loaded->version();
    module.reviewed_by = TextIn(about, "reviewed_by");
    module.review_date = TextIn(about, "review_date");
    module.source = loaded->source();
  }
  return modules;
}

}  // namespace bylaw::report
