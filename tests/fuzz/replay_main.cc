// Runs a fuzz target as a plain program, without libFuzzer: over every file that is named, or that
// lies in a directory that is named, then over changed copies of them.
//
//   fuzz_module [--mutations=N] [--seed=N] FILE-OR-DIRECTORY…

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "target.h"

// A target without a mutator of its own has none.
extern "C" __attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t*, size_t, size_t, unsigned);

namespace {

constexpr size_t kInputBytesMax = 1u << 16;

std::mt19937_64& Random() {
  static std::mt19937_64 random;
  return random;
}

size_t Below(size_t count) {
  return count == 0 ? 0 : Random()() % count;
}

std::vector<std::string> FilesOf(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "%s cannot be read\n", path.c_str());
    std::exit(2);
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

// Whether more is to be expected of the input.
bool Run(const std::string& input) {
  // A copy of just this size: reading past its end is seen under ASan.
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  return LLVMFuzzerTestOneInput(bytes.data(), bytes.size()) == 0;
}

std::string Mutated(std::string input) {
  const size_t size = input.size();
  input.resize(std::max(size, kInputBytesMax));
  auto* const data = reinterpret_cast<uint8_t*>(input.data());
  const auto seed = static_cast<unsigned>(Random()());
  input.resize(LLVMFuzzerCustomMutator == nullptr
                   ? LLVMFuzzerMutate(data, size, input.size())
                   : LLVMFuzzerCustomMutator(data, size, input.size(), seed));
  return input;
}

// The number of `--name=N`, or -1.
long long OptionOf(const char* argument, const char* name) {
  const size_t length = std::strlen(name);
  return std::strncmp(argument, name, length) == 0 ? std::atoll(argument + length) : -1;
}

}  // namespace

// Puts in, takes out, overwrites or repeats a few bytes.
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t size_max) {
  std::string text(reinterpret_cast<const char*>(data), size);
  for (size_t changes = 1 + Below(3); changes > 0; --changes) {
    const size_t at = Below(text.size() + 1);
    switch (Below(4)) {
      case 0:
        text.insert(at, 1, static_cast<char>(Below(256)));
        break;
      case 1:
        text.erase(at, 1 + Below(4));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(Below(256));
        break;
      default:
        text.insert(at, text.substr(Below(text.size() + 1), 1 + Below(16)));
        break;
    }
  }
  text.resize(std::min(text.size(), size_max));
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

int main(int count, char** arguments) {
  long long mutations = 0;
  std::vector<std::string> inputs;
  for (int i = 1; i < count; ++i) {
    if (const long long n = OptionOf(arguments[i], "--mutations="); n >= 0) {
      mutations = n;
    } else if (const long long seed = OptionOf(arguments[i], "--seed="); seed >= 0) {
      Random().seed(static_cast<uint64_t>(seed));
    } else {
      for (const std::string& file : FilesOf(arguments[i])) inputs.push_back(ReadFile(file));
    }
  }
  if (inputs.empty()) {
    std::fprintf(stderr, "there is nothing to run\n");
    return 2;
  }
  for (const std::string& input : inputs) Run(input);
  for (long long i = 0; i < mutations; ++i) {
    std::string& input = inputs[Below(inputs.size())];
    std::string mutated = Mutated(input);
    if (Run(mutated) && Below(8) == 0) input = std::move(mutated);  // Changes add up.
  }
  return 0;
}
