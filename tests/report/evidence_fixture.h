// Bundles of a ledger, and verify.py on them.
#ifndef BYLAW_TESTS_REPORT_EVIDENCE_FIXTURE_H_
#define BYLAW_TESTS_REPORT_EVIDENCE_FIXTURE_H_

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "bylaw/report/evidence.h"
#include "evidenced_ledger.h"
#include "subprocess.h"
#include "temporary_directory.h"

namespace bylaw::report {

inline constexpr const char* kPython = "/usr/bin/python3";

class EvidenceTest : public testing::TestWithParam<ledger::SigningMode> {
 protected:
  explicit EvidenceTest(const std::optional<ledger::PublicKey>& root_key = std::nullopt,
                        std::uint64_t segment_bytes = ledger::kSegmentBytes)
      : ledger_(GetParam(), root_key, segment_bytes) {
    directory_.Write("ledger.pub", ledger::FixedKey().public_key().Line() + "\n");
  }

  static ledger::SigningMode OtherMode() {
    return GetParam() == ledger::SigningMode::kRecord ? ledger::SigningMode::kCheckpoint
                                                      : ledger::SigningMode::kRecord;
  }

  Result<EvidenceReport> Write(const std::string& name, const Period& period = {},
                               const anchor::Trusted& trusted = {}) {
    const int fd = ::open((directory_ / name).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    auto report = WriteEvidence(
        ledger::kDirectory, ledger::FixedKey().public_key(),
        {.period = period, .trusted = trusted, .software = "bylaw test", .read = ledger_.read()},
        fd);
    ::close(fd);
    return report;
  }
  EvidenceReport Good(const std::string& name, const Period& period = {},
                      const anchor::Trusted& trusted = {}) {
    const auto report = Write(name, period, trusted);
    if (!report) ADD_FAILURE() << report.error().message;
    return report.value_or(EvidenceReport());
  }

  static std::string Script() {
    return std::string(BYLAW_SOURCE_DIR) + "/runtime/report/src/verify.py";
  }

  // evidence_peer.py, about these bundles.
  std::string Peer(const std::string& what, const std::vector<std::string>& names) {
    std::vector<std::string> command = {
        kPython, std::string(BYLAW_SOURCE_DIR) + "/tests/report/evidence_peer.py", Script(),
        directory_ / "ledger.pub", what};
    for (const std::string& name : names) command.push_back(directory_ / name);
    const test::RunResult result = test::RunProgram(command);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  }

  // verify.py as an auditor runs it.
  test::RunResult Verify(const std::string& name, const std::vector<std::string>& more = {}) {
    std::vector<std::string> command = {kPython, Script(), directory_ / name,
                                        directory_ / "ledger.pub"};
    command.insert(command.end(), more.begin(), more.end());
    return test::RunProgram(command);
  }

  // A file of a bundle, by Python's own reader of zip files.
  std::string FileIn(const std::string& name, const std::string& file) {
    const test::RunResult result =
        test::RunProgram({kPython, "-c",
                          "import sys, zipfile; "
                          "sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))",
                          directory_ / name, file});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  }

  test::TemporaryDirectory directory_;
  EvidencedLedger ledger_;
};

inline auto BothModes() {
  return testing::Values(ledger::SigningMode::kRecord, ledger::SigningMode::kCheckpoint);
}

inline std::string ModeName(const testing::TestParamInfo<ledger::SigningMode>& mode) {
  return std::string(ledger::SigningModeText(mode.param));
}

}  // namespace bylaw::report

#endif  // BYLAW_TESTS_REPORT_EVIDENCE_FIXTURE_H_
