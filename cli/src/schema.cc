// `bylaw schema`: the JSON Schema of constitutions, for editors.

#include "bylaw/compiler/document.h"
#include "command.h"
#include "output.h"

namespace bylaw::cli {

void AddSchema(CLI::App& app, Run& run) {
  CLI::App* const command =
      app.add_subcommand("schema", "Print the JSON Schema of constitutions, for editors");
  command->callback([&run] {
    run = [] {
      Output output;
      output << compiler::DocumentSchema();
      return output.Finish(kExitOk);
    };
  });
  command->footer(
      "An editor with a YAML language server completes keys and shows what they mean once the\n"
      "first line of a constitution names the schema:\n"
      "  # yaml-language-server: $schema=constitution.schema.json\n"
      "Example:\n"
      "  bylaw schema > constitution.schema.json");
}

}  // namespace bylaw::cli
