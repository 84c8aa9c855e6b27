// `bylaw compile`: from a constitution to a module.

#include <filesystem>
#include <nlohmann/json.hpp>

#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/runtime/load.h"
#include "command.h"
#include "document.h"
#include "output.h"
#include "terminal.h"

namespace bylaw::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string file;
  std::string out;
  bool strict = false;
  bool json = false;
  bool sarif = false;
};

std::string DefaultOutput(const std::string& file) {
  std::filesystem::path path(file);
  const auto extension = path.extension();
  if (extension == ".yaml" || extension == ".yml") return path.replace_extension(".bylaw");
  return file + ".bylaw";
}

Json InferredJson(const Compiled& compiled) {
  Json list = Json::array();
  for (const compiler::InferredName& name : compiled.result.inferred) {
    const compiler::Position at = compiled.source.PositionOf(name.span.begin);
    list.push_back({{"name", name.name},
                    {"type", name.type},
                    {"source", name.source},
                    {"line", at.line},
                    {"column", at.column}});
  }
  return list;
}

std::string InferredTable(const Compiled& compiled) {
  if (compiled.result.inferred.empty()) return {};
  std::string table = "inferred, because `facts` does not declare them:\n";
  for (const compiler::InferredName& name : compiled.result.inferred) {
    const compiler::Position at = compiled.source.PositionOf(name.span.begin);
    table += "  " + Padded(Shown(name.name), 24) + " " + Padded(name.type, 8) + " from " +
             Padded(name.source, 18) + " (line " + std::to_string(at.line) + ")\n";
  }
  return table;
}

std::string Summary(const vm::Module& module, const std::string& out) {
  std::string text = Shown(module.id()) + ": " + Grouped(module.rule_count()) + " rules, at most " +
                     Grouped(module.steps_max()) + " steps a decision\n";
  text += "wrote " + Shown(out) + " (" + Grouped(module.bytes().size()) + " bytes, " +
          runtime::ModuleDigest(module) + ")\n";
  return text;
}

Json ReportJson(const Compiled& compiled, const vm::Module* module, const std::string& out) {
  Json report;
  if (module != nullptr) {
    report["module"] = out;
    report["constitution_version"] = module->id();
    report["constitution_digest"] = runtime::ModuleDigest(*module);
    report["strict"] = module->strict();
    report["bytes"] = module->bytes().size();
    report["rules"] = module->rule_count();
    report["steps_max"] = module->steps_max();
  }
  report["errors"] = compiled.errors();
  report["warnings"] = compiled.warnings();
  report["inferred"] = InferredJson(compiled);
  report["diagnostics"] = Json::parse(compiler::RenderJson(compiled.source, compiled.diagnostics));
  return report;
}

std::string ReportText(const Compiled& compiled, const vm::Module* module, const std::string& out) {
  SayDiagnostics(compiled);
  return InferredTable(compiled) + (module != nullptr ? Summary(*module, out) : "");
}

// The report, on standard output unless the module goes there.
int Report(const Options& options, const Compiled& compiled, const vm::Module* module,
           const std::string& out, int exit_code) {
  std::string report;
  if (options.sarif) {
    report = compiler::RenderSarif(compiled.source, compiled.diagnostics, {}, BYLAW_VERSION);
  } else if (options.json) {
    report = ReportJson(compiled, module, out).dump() + "\n";
  } else {
    report = ReportText(compiled, module, out);
  }
  if (out == "-" && module != nullptr) {
    Say(report);
    return exit_code;
  }
  Output output;
  output << report;
  return output.Finish(exit_code);
}

int Compile(const Options& options) {
  if (options.file == "-" && options.out.empty()) {
    return Complain("say with -o where the module of a document from standard input goes",
                    kExitUsage);
  }
  const auto compiled = CompileFile(options.file, options.strict);
  if (!compiled) return Complain(compiled.error(), kExitUsage);
  const std::string out = options.out.empty() ? DefaultOutput(options.file) : options.out;
  if (!compiled->result.module) return Report(options, *compiled, nullptr, out, kExitFailed);

  const vm::LoadResult module = runtime::LoadModule(*compiled->result.module);
  if (!module)
    return Complain("the verifier refuses the module: " + module.error().Message(), kExitFailed);
  if (out == "-") {
    Output output;
    output << module->bytes();
    if (const int done = output.Finish(kExitOk); done != kExitOk) return kExitUsage;
  } else if (const auto done = WriteFile(out, module->bytes()); !done) {
    return Complain(done.error(), kExitUsage);
  }
  return Report(options, *compiled, &*module, out, kExitOk);
}

}  // namespace

void AddCompile(CLI::App& app, Run& run) {
  const auto [command, options] =
      AddCommand(app, run, "compile", "Compile a constitution to a module", Compile);
  command->add_option("FILE", options->file, "The constitution (YAML); - for standard input")
      ->required();
  command->add_option("-o,--output", options->out,
                      "The module; - for standard output (default: FILE with .bylaw)");
  command->add_flag("--strict", options->strict,
                    "Everything must be declared, identified and ordered; warnings are errors");
  AddReportFlags(*command, *options);
  command->footer(
      "Exit codes: 0 compiled, 1 the document has errors (nothing is written), 2 usage or I/O.\n"
      "Examples:\n"
      "  bylaw compile lending.yaml\n"
      "  bylaw compile --strict lending.yaml -o build/lending.bylaw\n"
      "  bylaw compile - -o - < lending.yaml | sha256sum");
}

}  // namespace bylaw::cli
