// On real files: the lock between processes, a killed writer, and a record verified with sed,
// sha256sum and openssl.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "case_count.h"
#include "fixtures.h"
#include "page_commands.h"
#include "temporary_directory.h"

namespace bylaw::ledger {
namespace {

// What a shell command prints; its exit code must be 0.
std::string Shell(const std::string& command) {
  std::string output;
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return "cannot run " + command;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
  EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << output;
  return output;
}

class SystemTest : public testing::Test {
 protected:
  void SetUp() override {
    audit_ = directory_.path() + "/audit";
    ASSERT_TRUE(Ledger::Init(audit_, FixedKey()));
    std::filesystem::create_directory(audit_ + "/modules");
    test::WriteAll(ModulePath(audit_, HashOf(kModule)), kModule);
  }

  Result<VerifyReport> VerifyIt() { return Verify(audit_, FixedKey().public_key()); }

  test::TemporaryDirectory directory_;
  std::string audit_;
};

TEST_F(SystemTest, WritesAndVerifies) {
  auto ledger = Ledger::Open(audit_, FixedKey());
  ASSERT_TRUE(ledger) << ledger.error().message;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  }
  ASSERT_TRUE(ledger->ArchiveModule(HashOf("m"), "m"));
  ASSERT_TRUE(ledger->Close());
  const auto report = VerifyIt();
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good()) << report->bad->why;
  EXPECT_EQ(report->records, 23U);
  EXPECT_EQ(test::ReadAll(audit_ + "/modules/" + DigestText(HashOf("m")).substr(7) + ".bylaw"),
            "m");
  EXPECT_EQ(Ledger::Init(audit_, FixedKey()).error().code, ErrorCode::kExists);
}

TEST_F(SystemTest, TheLockHoldsBetweenProcesses) {
  auto ledger = Ledger::Open(audit_, FixedKey());
  ASSERT_TRUE(ledger);
  EXPECT_EQ(Ledger::Open(audit_, FixedKey()).error().code, ErrorCode::kLocked);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto second = Ledger::Open(audit_, FixedKey());
    ::_exit(!second && second.error().code == ErrorCode::kLocked ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(VerifyIt()->good()) << "readers need no lock";
}

// Appends on several threads until the process ends, and tells each acknowledged seq.
void AppendForEver(Ledger& ledger, int tell) {
  std::mutex in_order;
  const auto append = [&] {
    while (true) {
      std::unique_lock<std::mutex> lock(in_order);
      const auto ticket = ledger.Submit(Evaluation(ledger.ReadClock().time));
      lock.unlock();
      if (!ticket || !ledger.Wait(*ticket) || ::write(tell, &ticket->seq, sizeof ticket->seq) < 0) {
        ::_exit(1);
      }
    }
  };
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  for (int i = 1; i < kThreads; ++i) threads.emplace_back(append);
  append();
}

// A writer that tells each acknowledged seq through a pipe, and is killed at some moment.
TEST_F(SystemTest, AKilledWriterLosesNothingAcknowledged) {
  const int kills = test::CaseCount("BYLAW_KILLS", 4);
  for (int round = 0; round < kills; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto ledger = Ledger::Open(audit_, FixedKey());
      if (ledger) AppendForEver(*ledger, pipe[1]);
      ::_exit(1);
    }
    ::close(pipe[1]);
    std::uint64_t last = 0;
    const auto hear = [&] {
      std::uint64_t seq = 0;
      if (::read(pipe[0], &seq, sizeof seq) != static_cast<ssize_t>(sizeof seq)) return false;
      last = std::max(last, seq);
      return true;
    };
    for (int i = 0; i < 20 + 37 * (round % 8); ++i) ASSERT_TRUE(hear());
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    while (hear()) {
    }
    ::close(pipe[0]);
    auto ledger = Ledger::Open(audit_, FixedKey());
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_GT(ledger->size(), last);
    ASSERT_TRUE(ledger->Close());
    EXPECT_TRUE(VerifyIt()->good());
  }
}

// The commands of docs/ledger.md, run as they stand there.
TEST_F(SystemTest, ARecordVerifiesWithCommonTools) {
  {
    auto ledger = Ledger::Open(audit_, FixedKey());
    ASSERT_TRUE(ledger);
    Record record = Evaluation(ledger->ReadClock().time);
    record.action_params =
        JsonObject{R"({"signature":"ed25519:00","note":"\"signature\":\"ed25519:"})"};
    record.reason = "Grüße: \"signature\":\"ed25519:ff\", \\ 1e3";
    ASSERT_TRUE(ledger->Append(record));
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
    ASSERT_TRUE(ledger->Close());
  }
  ASSERT_TRUE(FixedKey().Save(directory_.path() + "/ledger.key", std::nullopt));
  const std::string in = "cd " + directory_.path() + " && LC_ALL=C && ";
  const std::string script = test::CommandsUnder(test::ReadAll(BYLAW_LEDGER_DOCS_DIR "/ledger.md"),
                                                 "## Verify a record by hand");
  ASSERT_THAT(script, testing::HasSubstr("openssl pkeyutl -verify"));
  std::ofstream(directory_.path() + "/commands.sh") << "set -e\n" << script;
  const std::string output = Shell(in + "sh commands.sh 2>&1");
  EXPECT_THAT(output, testing::HasSubstr("Signature Verified Successfully"));
  EXPECT_THAT(output, testing::HasSubstr("the chain holds"));
  EXPECT_THAT(output, testing::Not(testing::HasSubstr("does not")));
}

}  // namespace
}  // namespace bylaw::ledger
