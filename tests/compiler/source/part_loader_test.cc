// Standard parts in several versions: which one an import gets.

#include "source/part_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bylaw/compiler/yaml.h"

namespace bylaw::compiler {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr StandardPart kStandard[] = {
    {"std/a", "1.0.0", "part: {id: std/a, version: 1.0.0, constants: {a: 100}}\n"},
    {"std/a", "1.2.0", "part: {id: std/a, version: 1.2.0, constants: {a: 120}}\n"},
    {"std/a", "2.0.0", "part: {id: std/a, version: 2.0.0, constants: {a: 200, b: [x]}}\n"},
    {"std/a", "12.0.0", "part: {id: std/a, version: 12.0.0, constants: {a: 1200}}\n"},
    {"std/c", "1.0.0", "part: {id: std/c, version: 1.0.0, constants: {c: 1}}\n"},
};

struct Loaded {
  std::vector<std::string> values;  // "a 120", of every constant.
  std::vector<std::string> errors;  // "E0250 message | help".
};

// Loads what is named, as a document would.
Loaded Load(const std::vector<std::string>& names, std::vector<Constant> with = {}) {
  const SourceFile document("test.yaml", "");
  DiagnosticSink sink;
  const ReadFile none;
  Files files(none);
  const Places places(document, sink);
  Constitution constitution;
  for (const std::string& name : names) {
    Import import;
    import.name.value = name;
    const auto at = static_cast<uint32_t>(constitution.imports.size());
    import.name.span = {at, at + 1};
    import.with = with;
    constitution.imports.push_back(std::move(import));
  }
  PartLoader(kStandard, files, places, sink).Run(constitution);
  Loaded loaded;
  for (const Constant& constant : constitution.constants) {
    loaded.values.push_back(constant.name.value + " " + constant.value.text);
  }
  for (const Diagnostic& d : sink.Sorted()) {
    loaded.errors.push_back(std::string(CodeText(d.code)) + " " + d.message + " | " + d.help);
  }
  return loaded;
}

TEST(PartLoader, APinTakesTheNewestThatBeginsSo) {
  const struct {
    const char* name;
    const char* value;
  } cases[] = {
      {"std/a", "a 1200"},      {"std/a@1", "a 120"},       {"std/a@1.0", "a 100"},
      {"std/a@1.0.0", "a 100"}, {"std/a@1.2", "a 120"},     {"std/a@12", "a 1200"},
      {"std/c@1", "c 1"},       {"std/a@12.0.0", "a 1200"},
  };
  for (const auto& c : cases) {
    const Loaded loaded = Load({c.name});
    EXPECT_THAT(loaded.errors, IsEmpty()) << c.name;
    EXPECT_THAT(loaded.values, ElementsAre(c.value)) << c.name;
  }
  for (const std::string pin : {"3", "1.1", "1.0.0.0", "", "1.", "v1", "01", "1.0.0 "}) {
    EXPECT_THAT(Load({"std/a@" + pin}).errors,
                ElementsAre("E0250 `std/a` has no version `" + pin +
                            "` | this compiler has 1.0.0, 1.2.0, 2.0.0, 12.0.0; write std/a for "
                            "the newest"));
  }
}

TEST(PartLoader, OneVersionIsThere) {
  EXPECT_THAT(Load({"std/a@1", "std/a@1.2.0"}).values, ElementsAre("a 120"));
  const Loaded loaded = Load({"std/a@1", "std/a"});
  EXPECT_THAT(loaded.values, ElementsAre("a 120"));
  EXPECT_THAT(loaded.errors,
              ElementsAre("E0250 `std/a` is imported in version 12.0.0 here and in 1.2.0 elsewhere "
                          "| name the same version in every import of it"));
}

TEST(PartLoader, SettingsReplaceValues) {
  Constant a;
  a.name.value = "a";
  a.name.span = {10, 11};
  a.value.kind = Value::Kind::kNumber;
  a.value.text = "7";
  EXPECT_THAT(Load({"std/a@1"}, {a}).values, ElementsAre("a 7"));
  EXPECT_THAT(Load({"std/c"}, {a}).errors,
              ElementsAre("E0252 `std/c` has no constant `a` | only constants of the part itself "
                          "can be set"));
  a.value.kind = Value::Kind::kString;
  EXPECT_THAT(Load({"std/a@1"}, {a}).errors,
              ElementsAre("E0252 `a` is another kind of value in `std/a` | write the kind of value "
                          "that it has there, in line 1 of std/a"));
}

}  // namespace
}  // namespace bylaw::compiler
