// The include directions of docs/architecture.md hold for every file, and the static library of vm
// needs nothing but the standard library.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace bylaw {
namespace {

namespace fs = std::filesystem;

// Of each folder: the Bylaw modules and the third-party headers that its files may include.
struct Folder {
  const char* path;
  std::set<std::string> modules;
  std::set<std::string> third_party;  // Prefixes.
};

const Folder kFolders[] = {
    {"vm", {"vm"}, {"xxhash.h", "emmintrin.h"}},
    {"assembly", {"vm", "assembly"}, {}},
    {"stdlib", {"vm", "stdlib"}, {"absl/", "re2/", "uriparser/"}},
    {"sdk/c/src", {"vm", "stdlib"}, {}},
    {"compiler",
     {"vm", "stdlib", "compiler"},
     {"antlr4-runtime.h", "Condition", "yaml", "fyaml", "libfyaml", "openssl/", "nlohmann/",
      "re2/"}},
    {"runtime/ledger", {"ledger"}, {"sodium.h", "openssl/", "nlohmann/", "nonstd/", "tl/"}},
    {"runtime/anchor", {"ledger", "anchor"}, {"openssl/", "curl/", "tl/"}},
    {"runtime/sqlite", {"ledger", "sqlite"}, {"sqlite3.h", "tl/"}},
    {"runtime/query", {"ledger", "sqlite", "query"}, {"nlohmann/", "tl/"}},
    {"runtime/vault", {"ledger", "sqlite", "vault"}, {"sodium.h", "tl/"}},
    {"runtime/report",
     {"vm", "ledger", "anchor", "query", "runtime", "report"},
     {"absl/", "nlohmann/", "tl/", "zip.h"}},
    {"runtime/src",
     {"vm", "stdlib", "ledger", "vault", "runtime"},
     {"sodium.h", "openssl/", "nlohmann/", "nonstd/", "tl/", "httplib.h"}},
    {"runtime/include", {"vm", "stdlib", "ledger", "vault", "runtime"}, {"nonstd/", "tl/"}},
};

// The modules, by the folder under include/bylaw/.
const std::set<std::string> kModules = {"vm",     "assembly", "stdlib", "compiler",
                                        "ledger", "anchor",   "sqlite", "query",
                                        "vault",  "runtime",  "report"};

// Headers of the operating system; only parts that talk to it may.
const std::set<std::string> kSystem = {"fcntl.h", "unistd.h", "dirent.h", "signal.h", "sys/",
                                       "errno.h", "string.h", "netinet/", "arpa/",    "poll.h"};

bool HasPrefixOf(const std::string& header, const std::set<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& p) { return header.rfind(p, 0) == 0; });
}

std::vector<fs::path> SourcesUnder(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::follow_directory_symlink)) {
    const std::string extension = entry.path().extension();
    if (extension == ".h" || extension == ".cc" || extension == ".def")
      files.push_back(entry.path());
  }
  return files;
}

// Headers of `file` with their quotes or brackets.
std::vector<std::pair<char, std::string>> IncludesOf(const fs::path& file) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<std::pair<char, std::string>> includes;
  std::ifstream in(file);
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_search(line, match, kInclude))
      includes.emplace_back(match[1].str()[0], match[2].str());
  }
  return includes;
}

bool IsStandard(const std::string& header) {
  return header.find('/') == std::string::npos && header.find('.') == std::string::npos;
}

TEST(Includes, FollowTheArchitecture) {
  int files = 0;
  for (const Folder& folder : kFolders) {
    const fs::path root = fs::path(BYLAW_SOURCE_DIR) / folder.path;
    for (const fs::path& file : SourcesUnder(root)) {
      ++files;
      for (const auto& [quote, header] : IncludesOf(file)) {
        if (header.rfind("bylaw/", 0) == 0) {
          const std::string module = header.substr(6, header.find('/', 6) - 6);
          EXPECT_TRUE(folder.modules.count(module)) << file << " includes " << header;
          EXPECT_TRUE(kModules.count(module)) << file << " includes " << header;
        } else if (quote == '<') {
          const bool system = std::string_view(folder.path) != "vm" && HasPrefixOf(header, kSystem);
          EXPECT_TRUE(IsStandard(header) || system || HasPrefixOf(header, folder.third_party))
              << file << " includes <" << header << ">";
        } else {
          EXPECT_EQ(header.find(".."), std::string::npos)
              << file << " reaches out of its folder: " << header;
        }
      }
    }
  }
  EXPECT_GT(files, 50);
}

TEST(Includes, PublicHeadersBringNoThirdParty) {
  int headers = 0;
  for (const Folder& folder : kFolders) {
    for (const fs::path& file : SourcesUnder(fs::path(BYLAW_SOURCE_DIR) / folder.path)) {
      if (file.string().find("/include/bylaw/") == std::string::npos) continue;
      ++headers;
      for (const auto& [quote, header] : IncludesOf(file)) {
        const bool own = header.rfind("bylaw/", 0) == 0;
        const bool vocabulary =
            header.rfind("nonstd/", 0) == 0 || header.rfind("tl/", 0) == 0;  // expected<T, E>.
        EXPECT_TRUE(own || vocabulary || IsStandard(header)) << file << " includes " << header;
      }
    }
  }
  EXPECT_GT(headers, 15);
}

TEST(Includes, GuardsAreNamedAfterTheirModule) {
  for (const Folder& folder : kFolders) {
    for (const fs::path& file : SourcesUnder(fs::path(BYLAW_SOURCE_DIR) / folder.path)) {
      if (file.extension() != ".h") continue;
      std::ifstream in(file);
      const std::string text((std::istreambuf_iterator<char>(in)),
                             std::istreambuf_iterator<char>());
      EXPECT_NE(text.find("#ifndef BYLAW_"), std::string::npos) << file;
      EXPECT_EQ(text.rfind("// ", 0), 0u) << file << " does not begin by saying what it is for";
    }
  }
}

// ------------------------------------------------------------------------------------------------
// symbols

// What the library may ask of others: memory, and the parts of the standard library that are no
// headers. No files, no clock, no locale, no threads, no exceptions of its own.
const std::set<std::string> kAllowedSymbols = {
    // libc: bytes.
    "memcpy",
    "memmove",
    "memset",
    "memcmp",
    "memchr",
    "memmem",
    "strlen",
    "bcmp",
    // Memory, and what a failing container calls: never reached after a context is made.
    "operator new(unsigned long)",
    "operator new[](unsigned long)",
    "operator delete(void*)",
    "operator delete[](void*)",
    "operator delete(void*, unsigned long)",
    "operator delete[](void*, unsigned long)",
    "operator new(unsigned long, std::nothrow_t const&)",
    "operator new(unsigned long, std::align_val_t)",
    "operator delete(void*, unsigned long, std::align_val_t)",
    "std::nothrow",
    "std::terminate()",
    "abort",
    "__stack_chk_fail",
    "std::__throw_length_error(char const*)",
    "std::__throw_out_of_range_fmt(char const*, ...)",
    "std::__throw_logic_error(char const*)",
    "std::__throw_bad_alloc()",
    "std::__throw_bad_array_new_length()",
    "std::__throw_bad_optional_access()",
    "std::__glibcxx_assert_fail(char const*, int, char const*, char const*)",
    // std::mutex, when a module is replaced (current_module.h): not when deciding.
    "pthread_mutex_lock",
    "pthread_mutex_unlock",
    "std::__throw_system_error(int)",
    // A function's own static, made once.
    "__cxa_guard_acquire",
    "__cxa_guard_release",
    // Trees (std::map, std::set) and the growth of hash tables.
    "std::_Rb_tree_increment(std::_Rb_tree_node_base*)",
    "std::_Rb_tree_decrement(std::_Rb_tree_node_base*)",
    "std::_Rb_tree_increment(std::_Rb_tree_node_base const*)",
    "std::_Rb_tree_decrement(std::_Rb_tree_node_base const*)",
    "std::_Rb_tree_insert_and_rebalance(bool, std::_Rb_tree_node_base*, std::_Rb_tree_node_base*, "
    "std::_Rb_tree_node_base&)",
    "std::_Rb_tree_rebalance_for_erase(std::_Rb_tree_node_base*, std::_Rb_tree_node_base&)",
    "std::__detail::_Prime_rehash_policy::_M_need_rehash(unsigned long, unsigned long, unsigned "
    "long) const",
    "std::__detail::_Prime_rehash_policy::_M_next_bkt(unsigned long) const",
    "std::_Hash_bytes(void const*, unsigned long, unsigned long)",
    // Doubles from and to text.
    "std::from_chars(char const*, char const*, double&, std::chars_format)",
    "std::to_chars(char*, char*, double)",
    "std::to_chars(char*, char*, double, std::chars_format)",
    // Division of 128-bit integers.
    "__udivti3",
    "__umodti3",
    "__divti3",
    "__modti3",
    "__udivmodti4",
    "__divmodti4",
    // Position-independent code and the unwinder's tables.
    "_GLOBAL_OFFSET_TABLE_",
    "__gxx_personality_v0",
    "_Unwind_Resume",
    "__cxa_begin_catch",
    "__cxa_end_catch",
    "__cxa_rethrow",
    "__dso_handle",
    "__cxa_atexit",
};

// Families: every member function of these.
const std::set<std::string> kAllowedPrefixes = {
    "std::__cxx11::basic_string<char,",
    "vtable for __cxxabiv1::", "std::_Sp_make_shared_tag::", "__libc_single_threaded"};

std::set<std::string> Lines(const std::string& command) {
  std::set<std::string> lines;
  const auto close = [](FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  std::array<char, 4'096> buffer;
  while (pipe != nullptr && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) {
    std::string line = buffer.data();
    while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) line.pop_back();
    lines.insert(line);
  }
  return lines;
}

TEST(Symbols, TheLibraryNeedsOnlyWhatIsListed) {
#ifdef BYLAW_SANITIZED
  GTEST_SKIP() << "sanitizers add symbols of their own";
#endif
  const std::string archive = BYLAW_VM_ARCHIVE;
  const std::set<std::string> defined =
      Lines("nm -C --defined-only --format=just-symbols " + archive);
  const std::set<std::string> undefined =
      Lines("nm -C --undefined-only --format=just-symbols " + archive);
  ASSERT_GT(defined.size(), 100u) << "nm does not list " << archive;
  ASSERT_GT(undefined.size(), 10u);
  for (const std::string& symbol : undefined) {
    if (symbol.empty() || defined.count(symbol) > 0 || symbol.back() == ':') continue;
    EXPECT_TRUE(kAllowedSymbols.count(symbol) > 0 || HasPrefixOf(symbol, kAllowedPrefixes))
        << "vm needs " << symbol;
  }
}

// What a host carries for it, beside the C++ runtime.
TEST(Size, TheLibraryIsSmall) {
#ifdef BYLAW_SANITIZED
  GTEST_SKIP() << "sanitizers add code of their own";
#endif
#ifndef NDEBUG
  GTEST_SKIP() << "what is not optimised is larger";
#endif
  constexpr uint64_t kBytesMax = 300u << 10;
  uint64_t total = 0;  // Of code and data; the last line has all of the archive.
  for (const std::string& line : Lines("size -t " BYLAW_VM_ARCHIVE)) {
    std::istringstream words(line);
    uint64_t text = 0;
    uint64_t data = 0;
    if (line.find("(TOTALS)") != std::string::npos && words >> text >> data) total = text + data;
  }
  EXPECT_GT(total, 100'000u) << "size does not list the archive";
  EXPECT_LT(total, kBytesMax);
}

}  // namespace
}  // namespace bylaw
