// Attacks by the module: changed behind the verifier's back, or passed off as another. Numbers are
// those of the list of threats.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "../ledger/fixtures.h"
#include "bylaw/ledger/record.h"
#include "bylaw/runtime/load.h"
#include "bylaw/vm/image.h"
#include "pipeline.h"
#include "temporary_directory.h"

namespace bylaw::threats {
namespace {

// The same policy but for the threshold: modules of the same length.
std::string Threshold(const std::string& amount) {
  return Document(R"(
  version: 1.0.0
  facts:
    amount: {type: decimal, from: params, min: 0}
  precedence: [prohibited, escalate, permitted]
  permitted:
    - {id: small, action: pay, conditions: [amount < )" +
                  amount + R"(]}
  escalate:
    - {id: large, action: pay, conditions: [amount >= )" +
                  amount + R"(], route_to: desk}
  routes:
    desk: {reviewers: ["role:desk"], quorum: 1, expires_in: 1h}
)");
}

const std::string kRequest = Request("pay", R"({"amount":5000})");

std::string ModuleOf(const std::string& yaml) {
  const Compiled compiled = Compile(yaml);
  EXPECT_TRUE(compiled.module) << compiled.said;
  return compiled.module.value_or("");
}

runtime::Decision Evaluate(runtime::Engine& engine) {
  runtime::Decision decision;
  engine.Evaluate(kRequest, decision);
  return decision;
}

TEST(Threats, T51_AModuleChangedOnDiskAfterVerificationHasNoEffect) {
  const std::string strict = ModuleOf(Threshold("1000"));
  const std::string lax = ModuleOf(Threshold("9000"));
  ASSERT_EQ(strict.size(), lax.size());
  const test::TemporaryDirectory directory;
  const std::string path = directory.Write("policy.bylaw", strict);

  // As a host that maps the file: what is written to the file changes these bytes at once.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(file, 0);
  void* const map = mmap(nullptr, strict.size(), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  ASSERT_NE(map, MAP_FAILED);
  const std::string_view mapped(static_cast<const char*>(map), strict.size());
  const vm::LoadResult module = runtime::LoadModule(mapped);
  ASSERT_TRUE(module) << module.error().Message();
  auto engine = runtime::Engine::Open(module.Share());
  ASSERT_TRUE(engine);
  const std::string digest(engine->digest());
  EXPECT_EQ(Evaluate(*engine).decision, vm::Decision::kEscalate);

  const std::string garbage(strict.size(), '\xff');
  for (const std::string& bytes : {lax, garbage}) {
    const int changed = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    ASSERT_GE(changed, 0);
    ASSERT_EQ(pwrite(changed, bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
    close(changed);
    ASSERT_EQ(mapped, bytes) << "the change reached what was loaded from";
    const runtime::Decision decision = Evaluate(*engine);
    EXPECT_EQ(decision.decision, vm::Decision::kEscalate);
    EXPECT_EQ(decision.code, vm::Code::kMatched);
    EXPECT_EQ(decision.constitution_digest, digest);
    EXPECT_EQ(runtime::ModuleDigest(*module), digest);
    EXPECT_EQ(module->bytes(), strict);
    auto again = runtime::Engine::Open(module.Share());
    EXPECT_EQ(Evaluate(*again).decision, vm::Decision::kEscalate);
  }
  munmap(map, strict.size());
}

TEST(Threats, T52_AModuleIsCalledByTheDigestOfItsOwnBytes) {
  const std::string strict = ModuleOf(Threshold("1000"));
  const std::string lax = ModuleOf(Threshold("9000"));
  const auto load = [](const std::string& bytes) { return runtime::LoadModule(bytes); };
  ASSERT_TRUE(load(strict));
  ASSERT_TRUE(load(lax));
  // Same id, same version: another digest.
  EXPECT_EQ(load(strict)->id(), load(lax)->id());
  EXPECT_EQ(load(strict)->version(), load(lax)->version());
  EXPECT_NE(runtime::ModuleDigest(*load(strict)), runtime::ModuleDigest(*load(lax)));
  EXPECT_EQ(runtime::ModuleDigest(*load(lax)), ledger::DigestText(ledger::HashOf(lax)));

  // The other's checksum, or the other's whole header: refused.
  for (const size_t bytes : {size_t{40}, sizeof(vm::Header)}) {
    const vm::LoadResult forged = load(strict.substr(0, bytes) + lax.substr(bytes));
    ASSERT_FALSE(forged) << bytes;
    EXPECT_EQ(forged.error().code, vm::VerifyError::kChecksum) << forged.error().Message();
  }
  // Any byte changed: refused, whatever it was for.
  for (size_t at = 0; at < strict.size(); at += 7) {
    std::string changed = strict;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    EXPECT_FALSE(load(changed)) << "byte " << at;
  }
  EXPECT_FALSE(load(strict + "x"));
  EXPECT_FALSE(load(strict.substr(0, strict.size() - 1)));
  // Sealed anew it is a module, but one with a digest of its own.
  std::string sealed = strict;
  sealed[sealed.rfind("1000")] = '9';  // In the source that it carries.
  vm::Reseal(sealed);
  const vm::LoadResult other = load(sealed);
  ASSERT_TRUE(other) << other.error().Message();
  EXPECT_NE(runtime::ModuleDigest(*other), runtime::ModuleDigest(*load(strict)));
}

// The ledger's archive names modules by their digest: a file that lies there under the digest of
// another module is no copy of it.
TEST(Threats, T52_AnArchivedModuleThatIsNotItsDigestsIsRefused) {
  const std::string strict = ModuleOf(Threshold("1000"));
  const std::string lax = ModuleOf(Threshold("9000"));
  const std::string hex = ledger::DigestText(ledger::HashOf(strict)).substr(7);
  const std::string path = std::string(ledger::kDirectory) + "/modules/" + hex + ".bylaw";
  const auto open_with = [&](const std::string& planted) {
    ledger::FakeHost host;
    EXPECT_TRUE(ledger::InitOn(host));
    EXPECT_TRUE(host.CreateDirectory(std::string(ledger::kDirectory) + "/modules"));
    host.Write(path, planted);
    auto ledger = ledger::OpenOn(host);
    EXPECT_TRUE(ledger);
    auto engine = runtime::Engine::Open(runtime::LoadModule(strict).Share(), std::move(*ledger));
    return engine ? "opened" : "refused: " + engine.error().message;
  };
  EXPECT_EQ(open_with(strict), "opened");
  for (const std::string& planted :
       {lax, std::string(), strict.substr(0, strict.size() - 1), strict + "x"}) {
    EXPECT_EQ(open_with(planted).substr(0, 8), "refused:") << planted.size() << " bytes";
  }
}

TEST(Threats, T52_RecordsNameTheModuleThatDecided) {
  const std::string strict = ModuleOf(Threshold("1000"));
  const std::string lax = ModuleOf(Threshold("9000"));
  ledger::FakeHost host;
  ASSERT_TRUE(ledger::InitOn(host));
  for (const std::string& bytes : {strict, lax}) {
    const std::string digest = ledger::DigestText(ledger::HashOf(bytes));
    auto ledger = ledger::OpenOn(host);
    ASSERT_TRUE(ledger);
    auto engine = runtime::Engine::Open(runtime::LoadModule(bytes).Share(), std::move(*ledger));
    ASSERT_TRUE(engine);
    host.Advance(1000);
    EXPECT_EQ(Evaluate(*engine).constitution_digest, digest);
    const std::vector<std::string> lines = ledger::LinesOf(ledger::SegmentOn(host));
    EXPECT_NE(lines.back().find("\"constitution_digest\":\"" + digest), std::string::npos)
        << lines.back();
    ASSERT_TRUE(engine->Close());
  }
  EXPECT_TRUE(ledger::VerifyOn(host).good());
}

}  // namespace
}  // namespace bylaw::threats
