// `bylaw completion`: completion of subcommands, options and files for bash.

#include "command.h"
#include "output.h"

namespace bylaw::cli {
namespace {

// `case` branches for the words that may follow a command, and those of the commands below it.
void AppendBranches(const CLI::App& command, const std::string& path, std::string& script) {
  std::string words;
  const auto add = [&](const std::string& word) { words += (words.empty() ? "" : " ") + word; };
  for (const CLI::App* sub : command.get_subcommands({})) add(sub->get_name());
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) add("--" + name);
  }
  script += "    '" + path + "') words='" + words + "' ;;\n";
  for (const CLI::App* sub : command.get_subcommands({})) {
    AppendBranches(*sub, path + " " + sub->get_name(), script);
  }
}

std::string BashScript(const CLI::App& app) {
  std::string script =
      "_bylaw() {\n"
      "  local word path=bylaw words=''\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case \"$word\" in [a-z]*) [ -e \"$word\" ] || path=\"$path $word\" ;; esac\n"
      "  done\n"
      "  case \"$path\" in\n";
  AppendBranches(app, "bylaw", script);
  return script +
         "  esac\n"
         "  COMPREPLY=($(compgen -f -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o filenames -F _bylaw bylaw\n";
}

}  // namespace

void AddCompletion(CLI::App& app, Run& run) {
  CLI::App* const command = app.add_subcommand("completion", "Print a completion script");
  auto shell = std::make_shared<std::string>("bash");
  command->add_option("SHELL", *shell, "The shell")->check(CLI::IsMember({"bash"}));
  command->callback([&app, &run, shell] {
    run = [&app] {
      Output output;
      output << BashScript(app);
      return output.Finish(kExitOk);
    };
  });
  command->footer(
      "Example:\n"
      "  source <(bylaw completion bash)");
}

}  // namespace bylaw::cli
