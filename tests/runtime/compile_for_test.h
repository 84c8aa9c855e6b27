// A module from the text of a constitution, for tests that need one.

#ifndef BYLAW_TESTS_RUNTIME_COMPILE_FOR_TEST_H_
#define BYLAW_TESTS_RUNTIME_COMPILE_FOR_TEST_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "bylaw/compiler/compile.h"
#include "bylaw/compiler/diagnostic_render.h"
#include "bylaw/runtime/engine.h"
#include "bylaw/runtime/load.h"
#include "bylaw/stdlib/functions.h"

namespace bylaw::runtime {

// Ends the program if the text does not compile: the test is wrong then.
inline std::shared_ptr<const vm::Module> CompileForTest(const std::string& yaml) {
  const compiler::SourceFile source("test.yaml", yaml);
  compiler::DiagnosticSink sink;
  const auto compiled = compiler::Compile(source, {.functions = stdlib::Functions()}, sink);
  if (!compiled.module) {
    std::fputs(compiler::RenderText(source, sink.Sorted()).c_str(), stderr);
    std::abort();
  }
  return LoadModule(*compiled.module).Share();
}

// Payments: permitted below 10,000, escalated from there; and a rule for each thing to be tested.
inline const std::string kPayments = R"(
constitution:
  id: payments-v1
  version: 1.0.0
  reviewed_by: someone
  review_date: 2026-01-01
  precedence: [prohibited, escalate, permitted]
  facts:
    amount: {type: decimal, from: params, min: 0}
    verified: {type: bool, from: context}
    note: {type: string, from: params}
  actions:
    pay: {aliases: [transfer_money]}
  permitted:
    - {id: pay-small, action: pay, conditions: [verified, amount < 10000]}
    - {id: look, action: look}
    - {id: read-note, action: read, conditions: ['size(note) > 0']}
    - {id: share, action: share, targets: [own_team, partner]}
  prohibited:
    - {id: frozen, action: freeze, reason: account_is_frozen}
    - {id: secret, action: whisper, reason: never_told, disclose: nothing}
    - {id: open-book, action: shout, conditions: [amount > 1], disclose: full}
    - {id: strict-limit, action: draw, conditions: [amount > 100]}
    - {id: no-press, action: share, targets: [press]}
    - {id: quoted, action: quote, reason: "{note} for {amount} of {session_id}, {{sic}}"}
    - {id: hushed, action: hush, reason: "{amount}", disclose: nothing}
  escalate:
    - {id: pay-large, action: pay, conditions: [amount >= 10000], route_to: desk}
    - {id: two-desks, action: audit, route_to: [zeta, alpha]}
  routes:
    desk: {reviewers: ["role:desk"], quorum: 1, expires_in: 1h}
    alpha: {reviewers: ["role:alpha"], quorum: 1, expires_in: 1h}
    zeta: {reviewers: ["role:zeta"], quorum: 1, expires_in: 1h}
)";

inline std::shared_ptr<const vm::Module> Payments() {
  static const auto module = CompileForTest(kPayments);
  return module;
}

// Personal facts: read and unread, whole and in part, in a list, and a parameter of the catalogue.
inline const std::string kClinic = R"(
constitution:
  id: clinic-v1
  version: 1.0.0
  reviewed_by: someone
  review_date: 2026-01-01
  facts:
    patient: {type: string, from: params, personal: true}
    relative: {type: map, from: context.relative, fields: {name: {type: string, personal: true}, city: {type: string}}}
    visitors: {type: list, from: params, items: {type: map, fields: {name: {type: string, personal: true}}}}
    unread: {type: string, from: context.file.number, personal: true}
    ward: {type: string, from: params}
  actions:
    admit: {params: {diagnosis: {type: string, personal: true}}}
  permitted:
    - {id: visit, action: visit, conditions: ['patient != ""']}
    - {id: dump, action: dump, conditions: ['size(params) > 0']}
    - {id: admit, action: admit, conditions: ['ward == "a"']}
    - {id: meet, action: meet, conditions: ['size(visitors) > 0', 'relative.city != ""']}
)";

inline std::shared_ptr<const vm::Module> Clinic() {
  static const auto module = CompileForTest(kClinic);
  return module;
}

inline std::string Request(const std::string& action, const std::string& params = "{}",
                           const std::string& context = "{}", const std::string& more = "") {
  return R"({"agent_id":"agent-1","action":")" + action + R"(","params":)" + params +
         R"(,"context":)" + context + more + "}";
}

}  // namespace bylaw::runtime

#endif  // BYLAW_TESTS_RUNTIME_COMPILE_FOR_TEST_H_
