// A signer behind a socket: OpenSSH's own agent signs ledgers as a key in memory does, and whatever
// an agent does wrong is an error, never a signature.
#include "bylaw/ledger/agent_signer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "scripted_agent.h"
#include "ssh_agent.h"

namespace bylaw::ledger {
namespace {

using testing::HasSubstr;

constexpr std::chrono::milliseconds kPatient{10'000};  // never waited for
constexpr std::chrono::milliseconds kImpatient{20};    // of agents that never answer

PublicKey KeyOf(const test::SshAgent& agent) {
  return *PublicKeyOfOpenSsh("agent-key", test::ReadAll(agent.public_key_file()));
}

InitOptions InitOptionsOn(FakeHost& host, SigningMode mode) {
  InitOptions options;
  options.mode = mode;
  options.host = &host;
  return options;
}

class SshAgentTest : public testing::TestWithParam<SigningMode> {};

TEST_P(SshAgentTest, SignsALedgerAsAKeyInMemoryDoes) {
  const test::SshAgent agent;
  const auto signer = AgentSigner::Open(agent.socket(), KeyOf(agent));
  ASSERT_TRUE(signer) << signer.error().message;
  FakeHost host;
  host.Write(ModulePath(kDirectory, HashOf(kModule)), std::string(kModule));
  {
    FakeHost made;
    const auto done = Ledger::Init(kDirectory, *signer, InitOptionsOn(made, GetParam()));
    ASSERT_TRUE(done) << done.error().message;
    host.Write(SegmentPath(kDirectory), SegmentOn(made));
  }
  auto ledger = OpenOn(host, std::nullopt, kSegmentBytes, *signer);
  ASSERT_TRUE(ledger) << ledger.error().message;
  for (int i = 0; i < 3; ++i) {
    host.Advance(1'000);
    ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  }
  ASSERT_TRUE(ledger->ChangeKey(OtherKey(), "out of the agent"));
  ASSERT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  ASSERT_TRUE(ledger->ChangeKey(*signer, "and back"));
  ASSERT_TRUE(ledger->Close());
  VerifyOptions options;
  options.read.host = &host;
  const auto report = Verify(kDirectory, signer->public_key(), options);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good()) << report->bad->line << report->bad->why;
  EXPECT_EQ(report->records, 9U);
}

INSTANTIATE_TEST_SUITE_P(Modes, SshAgentTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

TEST(SshAgentTest, AKeyThatWasTakenOutOrIsLockedSignsNoMore) {
  const test::SshAgent agent;
  const auto signer = AgentSigner::Open(agent.socket(), KeyOf(agent));
  ASSERT_TRUE(signer) << signer.error().message;
  const auto signature = signer->TrySign(std::string(65'535, 'x'));
  ASSERT_TRUE(signature) << signature.error().message;
  EXPECT_TRUE(signer->public_key().Verifies(std::string(65'535, 'x'), *signature));
  agent.Add({"-D"});
  const auto refused = signer->TrySign("text");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kSigner);
  EXPECT_THAT(refused.error().message, HasSubstr("refuses to sign with key agent-key+"));
  const auto gone = AgentSigner::Open(agent.socket(), KeyOf(agent));
  ASSERT_FALSE(gone);
  EXPECT_THAT(gone.error().message, HasSubstr("does not have key agent-key+"));
}

// draft-ietf-sshm-ssh-agent, section 4.6: byte SSH_AGENTC_SIGN_REQUEST, string key blob, string
// data, uint32 flags.
TEST(AgentSignerTest, AsksAsTheProtocolHasIt) {
  std::vector<std::string> asked;
  {
    ScriptedAgent agent([&](std::string_view request) {
      asked.emplace_back(request);
      return Honest(request);
    });
    const auto signer = AgentSigner::Open(agent.socket(), FixedKey().public_key(), kPatient);
    ASSERT_TRUE(signer) << signer.error().message;
    EXPECT_TRUE(signer->TrySign("text") == FixedKey().Sign("text"));
  }
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0], "\x0b");
  std::string hex;
  AppendHex({AsBytes(asked[1]), asked[1].size()}, hex);
  EXPECT_EQ(hex,
            "0d000000330000000b7373682d6564323535313900000020"
            "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
            "000000047465787400000000");
}

TEST(AgentSignerTest, WhateverAnAgentAnswersWrongIsAnErrorAndNamesTheAgent) {
  const std::string good(AsText(FixedKey().Sign("text")));
  const std::string answer = SignatureAnswer(kSshEd25519, good);
  const struct {
    const char* what;
    std::optional<std::string> answer;
    const char* why;
    std::chrono::milliseconds timeout = kPatient;
  } cases[] = {
      {"refuses", Framed("\x05"), "refuses to sign with key test-ledger+"},
      {"closes", std::nullopt, "closed the connection"},
      {"silent", "", "no answer within 20 ms", kImpatient},
      {"half a length", answer.substr(0, 2), "no answer within", kImpatient},
      {"half an answer", answer.substr(0, 40), "no answer within", kImpatient},
      {"an empty message", Framed(""), "an answer of 0 bytes"},
      {"a huge length", "\xff\xff\xff\xff", "an answer of 4294967295 bytes"},
      {"a length over the most", std::string("\x00\x04\x00\x01", 4), "an answer of 262145 bytes"},
      {"another kind", Framed("\x63"), "is no Ed25519 signature"},
      {"identities", IdentitiesOf(FixedKey().public_key()), "is no Ed25519 signature"},
      {"nothing in it", Framed("\x0e"), "is no Ed25519 signature"},
      {"a length beyond its end", Framed(std::string("\x0e\x00\x00\x00\x09", 5)),
       "is no Ed25519 signature"},
      {"another type", SignatureAnswer("ssh-rsa", good), "is no Ed25519 signature"},
      {"a byte less", SignatureAnswer(kSshEd25519, good.substr(1)), "is no Ed25519 signature"},
      {"a byte more", SignatureAnswer(kSshEd25519, good + "x"), "is no Ed25519 signature"},
      {"more behind it", Framed(answer.substr(kSshLengthBytes) + "x"), "is no Ed25519 signature"},
      {"by another key", SignatureAnswer(kSshEd25519, AsText(OtherKey().Sign("text"))),
       "is not one by key test-ledger+"},
      {"of other data", SignatureAnswer(kSshEd25519, AsText(FixedKey().Sign("texu"))),
       "is not one by key test-ledger+"},
      {"zeros", SignatureAnswer(kSshEd25519, std::string(64, '\0')),
       "is not one by key test-ledger+"},
  };
  for (const auto& each : cases) {
    SCOPED_TRACE(each.what);
    ScriptedAgent agent([&](std::string_view request) {
      return request.starts_with('\x0b') ? Honest(request) : each.answer;
    });
    const auto open = [&] {
      return AgentSigner::Open(agent.socket(), FixedKey().public_key(), each.timeout);
    };
    auto signer = open();
    // An answer that comes can be late too, on a machine that has other things to do.
    for (int tries = 1; !signer && each.timeout == kImpatient && tries < 100; ++tries) {
      signer = open();
    }
    ASSERT_TRUE(signer) << signer.error().message;
    const auto signature = signer->TrySign("text");
    ASSERT_FALSE(signature);
    EXPECT_EQ(signature.error().code, ErrorCode::kSigner);
    EXPECT_THAT(signature.error().message, HasSubstr("agent " + agent.socket() + ": "));
    EXPECT_THAT(signature.error().message, HasSubstr(each.why));
  }
}

TEST(AgentSignerTest, AnAgentThatDoesNotShowTheKeyIsNotOpened) {
  const struct {
    std::string answer;
    const char* why;
  } cases[] = {
      {IdentitiesOf(OtherKey().public_key()), "does not have key test-ledger+"},
      {Framed(std::string("\x0c\x00\x00\x00\x00", 5)), "does not have key"},
      {Framed(std::string("\x0c\xff\xff\xff\xff", 5)), "does not say which keys"},
      {Framed(std::string("\x0c\x00\x00", 3)), "does not say which keys"},
      {Framed("\x05"), "does not say which keys"},
  };
  for (const auto& each : cases) {
    ScriptedAgent agent([&](std::string_view) { return each.answer; });
    const auto signer = AgentSigner::Open(agent.socket(), FixedKey().public_key(), kPatient);
    ASSERT_FALSE(signer);
    EXPECT_THAT(signer.error().message, HasSubstr(each.why));
  }
  for (const std::string& path :
       {std::string("/nowhere/agent"), std::string(), std::string(200, 'x')}) {
    const auto signer = AgentSigner::Open(path, FixedKey().public_key());
    ASSERT_FALSE(signer);
    EXPECT_EQ(signer.error().code, ErrorCode::kSigner);
  }
}

TEST(AgentSignerTest, AConnectionThatTheAgentClosedWhileItWasIdleIsReplaced) {
  int requests = 0;
  ScriptedAgent agent([&](std::string_view request) {
    return ++requests % 2 == 0 ? std::nullopt : Honest(request);
  });
  const auto signer = AgentSigner::Open(agent.socket(), FixedKey().public_key(), kPatient);
  ASSERT_TRUE(signer);
  EXPECT_TRUE(signer->TrySign("text")) << "closed, and asked again on another";
  EXPECT_TRUE(signer->TrySign("text"));
  EXPECT_EQ(agent.connections(), 3);
}

TEST(AgentSignerTest, ThreadsSignSideBySide) {
  ScriptedAgent agent(Honest);
  const auto signer = AgentSigner::Open(agent.socket(), FixedKey().public_key(), kPatient);
  ASSERT_TRUE(signer);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 8; ++i) {
        const std::string text = std::to_string(t) + "/" + std::to_string(i);
        EXPECT_TRUE(signer->TrySign(text) == FixedKey().Sign(text));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(agent.connections(), 4) << "as many as threads sign at once";
}

// Whichever signature does not come, and to whichever thread: each that waits gets the error, the
// ledger is closed, and what was acknowledged stands in it.
class FailingAgentTest : public testing::TestWithParam<SigningMode> {};

TEST_P(FailingAgentTest, ClosesTheLedgerWhileThreadsAppend) {
  for (int good = 2; good < 40; good += 3) {
    FakeHost host;
    ASSERT_TRUE(InitOn(host, Durability::kCommit, GetParam()));
    int signatures = 0;
    ScriptedAgent agent([&](std::string_view request) -> std::optional<std::string> {
      if (request.starts_with('\x0b') || ++signatures <= good + 1) return Honest(request);
      return Framed("\x05");
    });
    const auto signer = AgentSigner::Open(agent.socket(), FixedKey().public_key(), kPatient);
    ASSERT_TRUE(signer);
    auto ledger = OpenOn(host, std::nullopt, kSegmentBytes, *signer);
    ASSERT_TRUE(ledger) << ledger.error().message;
    std::mutex order;
    std::vector<std::uint64_t> acknowledged;
    const auto append = [&] {
      while (true) {
        std::unique_lock<std::mutex> lock(order);
        const auto ticket = ledger->Submit(Evaluation(ledger->ReadClock().time));
        lock.unlock();
        const auto done =
            ticket ? ledger->Wait(*ticket) : Result<void>(tl::unexpected<Error>(ticket.error()));
        if (!done) {
          EXPECT_EQ(done.error().code, ErrorCode::kSigner);
          EXPECT_THAT(done.error().message, HasSubstr("the ledger is closed until"));
          return;
        }
        lock.lock();
        acknowledged.push_back(ticket->seq);
      }
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) threads.emplace_back(append);
    for (std::thread& thread : threads) thread.join();
    EXPECT_FALSE(ledger->Close());
    {
      const Ledger lets_go_of_its_lock = *std::move(ledger);
    }
    ledger = OpenOn(host);
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_TRUE(ledger->recovered().empty()) << "nothing was written that is not signed";
    ASSERT_TRUE(ledger->Close());
    const VerifyReport report = VerifyOn(host);
    EXPECT_TRUE(report.good()) << report.bad->why;
    for (const std::uint64_t seq : acknowledged) EXPECT_LT(seq, report.records);
  }
}

INSTANTIATE_TEST_SUITE_P(Modes, FailingAgentTest,
                         testing::Values(SigningMode::kRecord, SigningMode::kCheckpoint),
                         [](const auto& mode) { return std::string(SigningModeText(mode.param)); });

TEST(FailingAgentTest, ANewKeyThatDoesNotProveItselfLeavesTheLedgerAsItWas) {
  FakeHost host;
  ASSERT_TRUE(InitOn(host));
  ScriptedAgent agent([&](std::string_view request) {
    return request.starts_with('\x0b') ? IdentitiesOf(OtherKey().public_key()) : Framed("\x05");
  });
  const auto signer = AgentSigner::Open(agent.socket(), OtherKey().public_key(), kPatient);
  ASSERT_TRUE(signer);
  auto ledger = OpenOn(host);
  ASSERT_TRUE(ledger);
  const auto changed = ledger->ChangeKey(*signer, "");
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::kSigner);
  EXPECT_TRUE(ledger->Append(Evaluation(ledger->ReadClock().time)));
  ASSERT_TRUE(ledger->Close());
  EXPECT_TRUE(VerifyOn(host).good());
  const auto made = Ledger::Init("/other", *signer, InitOptionsOn(host, SigningMode::kRecord));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::kSigner);
  EXPECT_FALSE(host.Exists(SegmentPath("/other")));
}

TEST(OpenSshKeyTest, IsReadAsItIsWritten) {
  const std::string blob = Base64(SshKey(FixedKey().public_key().bytes()));
  for (const std::string& line : {"ssh-ed25519 " + blob, "ssh-ed25519 " + blob + "\n",
                                  "ssh-ed25519 " + blob + " me@host and more\r\n"}) {
    const auto key = PublicKeyOfOpenSsh("test-ledger", line);
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_EQ(*key, FixedKey().public_key());
  }
  std::string low_order = SshKey({});
  const std::string short_key = SshKey(FixedKey().public_key().bytes()).substr(0, 50);
  for (const std::string& line :
       {std::string(), std::string("ssh-ed25519"), "ssh-rsa " + blob, blob, "ssh-ed25519  " + blob,
        "ssh-ed25519 " + blob + "A", "ssh-ed25519 " + Base64(low_order),
        "ssh-ed25519 " + Base64(short_key), FixedKey().public_key().Line()}) {
    const auto key = PublicKeyOfOpenSsh("test-ledger", line);
    ASSERT_FALSE(key) << line;
    EXPECT_EQ(key.error().code, ErrorCode::kBadKey);
  }
  EXPECT_FALSE(PublicKeyOfOpenSsh("a name", "ssh-ed25519 " + blob));
}

}  // namespace
}  // namespace bylaw::ledger
