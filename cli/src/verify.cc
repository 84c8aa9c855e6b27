// `bylaw verify`: the verifier alone, and what it proved.

#include <nlohmann/json.hpp>

#include "bylaw/runtime/load.h"
#include "bylaw/vm/limits.h"
#include "command.h"
#include "document.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string file;
  bool json = false;
};

Json GoodJson(const vm::Module& module) {
  return {{"verified", true},
          {"constitution_version", module.id()},
          {"constitution_digest", runtime::ModuleDigest(module)},
          {"strict", module.strict()},
          {"bytes", module.bytes().size()},
          {"rules", module.rule_count()},
          {"facts", module.fact_count()},
          {"steps_max", module.steps_max()},
          {"arena_bytes_max", module.arena_max()}};
}

Json BadJson(const vm::LoadError& error) {
  Json json = {
      {"verified", false}, {"code", vm::VerifyErrorCode(error.code)}, {"message", error.Message()}};
  if (error.section != vm::SectionKind::kCount) {
    json["section"] = vm::SectionName(error.section);
    json["row"] = error.row;
  }
  return json;
}

std::string GoodText(const std::string& file, const vm::Module& module) {
  std::string text = Shown(file) + " is sound\n";
  const auto line = [&](std::string_view label, const std::string& value) {
    text += "  " + Padded(label, 14) + value + "\n";
  };
  line("constitution", Shown(module.id()) + (module.strict() ? " (strict)" : ""));
  line("digest", runtime::ModuleDigest(module));
  line("size", Grouped(module.bytes().size()) + " bytes");
  line("rules", Grouped(module.rule_count()));
  line("facts", Grouped(module.fact_count()));
  line("steps", "at most " + Grouped(module.steps_max()) + " a decision");
  line("memory", "at most " + Grouped(module.arena_max()) + " bytes a decision");
  return text;
}

int Verify(const Options& options) {
  auto bytes = ReadFile(options.file, vm::kModuleBytesMax);
  if (!bytes) return Complain(bytes.error(), kExitUsage);
  const vm::LoadResult module = runtime::AdoptModule(std::move(*bytes));
  Output output;
  if (options.json) {
    output << (module ? GoodJson(*module) : BadJson(module.error())).dump() << "\n";
  } else if (module) {
    output << GoodText(options.file, *module);
  } else {
    Complain(options.file + " is refused: " + module.error().Message());
  }
  return output.Finish(module ? kExitOk : kExitFailed);
}

}  // namespace

void AddVerify(CLI::App& app, Run& run) {
  const auto [command, options] = AddCommand(
      app, run, "verify", "Verify a module as every load does; show the proved bounds", Verify);
  command->add_option("MODULE", options->file, "The module; - for standard input")->required();
  command->add_flag("--json", options->json, "Answer as one JSON object");
  command->footer(
      "Exit codes: 0 sound, 1 rejected (with the code and the place), 2 usage or I/O.\n"
      "Example:\n"
      "  bylaw verify lending.bylaw");
}

}  // namespace bylaw::cli
