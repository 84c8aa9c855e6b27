// An engine on a ledger in a simulated machine.
#ifndef BYLAW_TESTS_RUNTIME_MACHINE_H_
#define BYLAW_TESTS_RUNTIME_MACHINE_H_

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bylaw/runtime/engine.h"
#include "compile_for_test.h"
#include "fixtures.h"

namespace bylaw::runtime {

using Json = nlohmann::json;

struct Machine {
  explicit Machine(std::shared_ptr<const vm::Module> decides = Payments(),
                   const PersonalOptions& personal_options = {})
      : module(std::move(decides)), personal(personal_options) {
    EXPECT_TRUE(ledger::InitOn(host));
    auto opened = Open();
    if (opened) {
      engine.emplace(std::move(*opened));
    } else {
      ADD_FAILURE() << opened.error().message;
    }
  }
  ledger::Result<Engine> Open() {
    auto opened = ledger::OpenOn(host);
    if (!opened) return tl::unexpected<ledger::Error>(opened.error());
    return Engine::Open(module, std::move(*opened), personal);
  }

  Decision Decide(const std::string& request) {
    host.Advance(1000);
    Decision decision;
    engine->Evaluate(request, decision);
    return decision;
  }

  std::vector<Json> Records(const std::string& kind = "evaluation") {
    std::vector<Json> records;
    for (const std::string& line : ledger::LinesOf(ledger::SegmentOn(host))) {
      Json record = Json::parse(line);
      if (record.value("kind", "") == kind) records.push_back(std::move(record));
    }
    return records;
  }

  std::shared_ptr<const vm::Module> module;
  PersonalOptions personal;
  ledger::FakeHost host;
  std::optional<Engine> engine;
};

}  // namespace bylaw::runtime

#endif  // BYLAW_TESTS_RUNTIME_MACHINE_H_
