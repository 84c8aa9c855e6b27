// The cases of verifier/*.cases: pairs of assembly texts, each made from a base by a few changes.

#ifndef BYLAW_TESTS_ASSEMBLY_VERIFIER_CASE_H_
#define BYLAW_TESTS_ASSEMBLY_VERIFIER_CASE_H_

#include <string>
#include <vector>

namespace bylaw::assembly {

struct VerifierCase {
  std::string about;
  std::string refused;  // The whole text.
  std::string accepted;
};

// Reads a file of the folder. What is wrong with it fails the test.
std::vector<VerifierCase> ReadVerifierCases(const std::string& folder, const std::string& file);

}  // namespace bylaw::assembly

#endif  // BYLAW_TESTS_ASSEMBLY_VERIFIER_CASE_H_
