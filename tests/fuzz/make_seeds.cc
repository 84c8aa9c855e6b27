// Writes the seed corpora to OUT/<target>/: texts of the tree, one file each, and the modules that
// they compile to; and the dictionaries to OUT/<target>.dict.
//
//   fuzz_make_seeds OUT

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "bylaw/vm/opcode.h"
#include "compiling.h"
#include "dictionaries.h"
#include "module_image.h"

namespace bylaw::fuzz {
namespace {

namespace fs = std::filesystem;

// A larger module is too slow to try many of its changes.
constexpr size_t kModuleBytesMax = 24'576;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "%s cannot be read\n", path.c_str());
    std::exit(1);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Lines(const fs::path& path) {
  std::istringstream text(ReadAll(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// The files of one corpus, numbered.
class Corpus {
 public:
  explicit Corpus(fs::path directory) : directory_(std::move(directory)) {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void Add(std::string_view input) {
    std::array<char, 8> name{};
    std::snprintf(name.data(), name.size(), "%04d", count_++);
    std::ofstream(directory_ / name.data(), std::ios::binary) << input;
    bytes_ += input.size();
  }
  int count() const { return count_; }
  size_t bytes() const { return bytes_; }

 private:
  fs::path directory_;
  int count_ = 0;
  size_t bytes_ = 0;
};

class Seeds {
 public:
  Seeds(const fs::path& source, const fs::path& out)
      : source_(source),
        modules_(out / "module"),
        conditions_(out / "condition"),
        constitutions_(out / "constitution"),
        requests_(out / "request"),
        lines_(out / "ledger_line") {}

  // Whether every instruction stands in some module.
  bool Write() {
    const fs::path texts = source_ / "tests/fuzz/seeds";
    for (const std::string& condition : Lines(texts / "conditions.txt")) {
      conditions_.Add(condition);
      AddModule(DocumentOf(condition));
    }
    for (const std::string& request : Lines(texts / "requests.txt")) requests_.Add(request);
    for (const char* directory : {"examples", "examples/semantics", "tests/compiler/source/golden",
                                  "tests/compiler/format/golden"})
      AddConstitutions(source_ / directory);
    const fs::path ledger = source_ / "tests/ledger/golden/00000000000000000000.jsonl";
    for (const std::string& line : Lines(ledger)) lines_.Add(line);
    lines_.Add(ReadAll(ledger));
    std::printf("%d modules (%zu bytes), %d conditions, %d constitutions\n", modules_.count(),
                modules_.bytes(), conditions_.count(), constitutions_.count());
    return HasEveryInstruction();
  }

 private:
  void AddConstitutions(const fs::path& directory) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(directory)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      const std::string text = ReadAll(file);
      constitutions_.Add(text);
      AddModule(text);
    }
  }

  void AddModule(const std::string& document) {
    const Compiled compiled = Compile(document);
    if (!compiled.module) return;
    std::optional<vm::ModuleImage> image = ImageOf(*compiled.module);
    if (compiled.module->size() > kModuleBytesMax || !image) return;
    for (const vm::Instruction& in : image->code) seen_[static_cast<size_t>(in.op)] = true;
    modules_.Add(*compiled.module);
  }

  bool HasEveryInstruction() const {
    bool all = true;
    for (size_t op = 0; op < vm::kOpcodeCount; ++op) {
      if (seen_[op]) continue;
      const std::string name(vm::kOpcodeTexts[op].mnemonic);
      std::fprintf(stderr, "no seed has the instruction %s\n", name.c_str());
      all = false;
    }
    return all;
  }

  fs::path source_;
  Corpus modules_;
  Corpus conditions_;
  Corpus constitutions_;
  Corpus requests_;
  Corpus lines_;
  std::array<bool, vm::kOpcodeCount> seen_{};
};

}  // namespace
}  // namespace bylaw::fuzz

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: fuzz_make_seeds OUT\n");
    return 2;
  }
  using namespace bylaw::fuzz;
  const std::filesystem::path out = arguments[1];
  std::filesystem::create_directories(out);
  for (const auto& [target, words] : Dictionaries())
    std::ofstream(out / (target + ".dict")) << DictionaryFile(words);
  return Seeds(BYLAW_SOURCE_DIR, out).Write() ? 0 : 1;
}
