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
  Machine() {
    EXPECT_TRUE(ledger::InitOn(host));
    engine.emplace(std::move(*Open()));
  }
  ledger::Result<Engine> Open() {
    auto opened = ledger::OpenOn(host);
    if (!opened) return tl::unexpected<ledger::Error>(opened.error());
    return Engine::Open(Payments(), std::move(*opened));
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

  ledger::FakeHost host;
  std::optional<Engine> engine;
};

}  // namespace bylaw::runtime

#endif  // BYLAW_TESTS_RUNTIME_MACHINE_H_
