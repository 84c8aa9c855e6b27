// The keys of the document in docs/constitution.md, and docs/constitution.schema.json, are those of
// document.def.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "bylaw/compiler/document.h"
#include "section.h"

namespace bylaw {
namespace {

using compiler::KeyInfo;
using compiler::Need;
using compiler::Owner;

std::string_view NeedText(Need need) {
  switch (need) {
    case Need::kOptional:
      return "";
    case Need::kRequired:
      return " (required)";
    case Need::kRequiredOfFacts:
      return " (facts only, required)";
    case Need::kOptionalOfFacts:
      return " (facts only)";
    case Need::kRequiredOfEscalations:
      return " (under `escalate` only, required)";
    case Need::kNotOfPermissions:
      return " (not under `permitted`)";
    case Need::kNotOfProhibitions:
      return " (not under `prohibited`)";
    case Need::kReserved:
      return " (refused)";
  }
  return "";
}

std::string Rows(Owner owner, std::string_view prefix = "") {
  std::string rows;
  for (const KeyInfo& key : compiler::kDocumentKeys) {
    if (key.owner != owner) continue;
    const std::string name =
        "`" + std::string(prefix) + std::string(key.name) + "`" + std::string(NeedText(key.need));
    rows += Row({name, ShapeText(key.shape), key.doc});
    // Small objects stand in the table of the one that they belong to.
    if (key.shape == compiler::Shape::kReviews) rows += Rows(Owner::kReview, "reviews: ");
    if (key.owner == Owner::kConstitution && key.shape == compiler::Shape::kConstants)
      rows += Rows(Owner::kFile, "constants: ");
    if (key.shape == compiler::Shape::kImports) rows += Rows(Owner::kImport, "import: ");
    if (key.shape == compiler::Shape::kLimits) rows += Rows(Owner::kLimits, "limits: ");
  }
  return rows;
}

TEST(Docs, KeysOfTheDocument) {
  const std::pair<const char*, Owner> kTables[] = {{"keys_constitution", Owner::kConstitution},
                                                   {"keys_fact", Owner::kType},
                                                   {"keys_rule", Owner::kRule},
                                                   {"keys_action", Owner::kAction},
                                                   {"keys_route", Owner::kRoute}};
  for (const auto& [section, owner] : kTables) {
    ExpectSection("constitution.md", section,
                  Row({"key", "value", "means"}) + "|---|---|---|\n" + Rows(owner));
  }
}

TEST(Docs, Schema) {
  ExpectFile("docs/constitution.schema.json", compiler::DocumentSchema());
}

TEST(DocumentKeys, AreDistinctAndSayWhatTheyMean) {
  std::set<std::pair<Owner, std::string_view>> seen;
  for (const KeyInfo& key : compiler::kDocumentKeys) {
    EXPECT_TRUE(seen.emplace(key.owner, key.name).second) << key.name;
    EXPECT_FALSE(key.doc.empty()) << key.name;
  }
}

}  // namespace
}  // namespace bylaw
