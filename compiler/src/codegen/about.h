// What a module says about itself to people: routes, reviews, and the texts of rules, facts and
// actions.
//
// Thread-safety: reentrant.

#ifndef BYLAW_COMPILER_CODEGEN_ABOUT_H_
#define BYLAW_COMPILER_CODEGEN_ABOUT_H_

#include <string>

#include "bylaw/compiler/constitution.h"

namespace bylaw::compiler {

// JSON, compact, keys in byte order; what the document does not say is left out.
// {"actions": {NAME: {aliases, closed, fact_params, irreversible, "params": {NAME: TYPE}}},
//  "facts": {NAME: {from, …TYPE}}, where TYPE is doc, encoding, "fields": {NAME: TYPE}, format,
//             "items": TYPE, personal, type, unit, values
//  "files": [{path, sha256}]: every file that was compiled in, by path,
//  "parts": [{id, name, sha256, version}]: every part that was imported, after those it imports,
//  "review_date", "reviewed_by", "reviews": [{by, date, note}], "review_every_s", "when_overdue",
//  "routes": {NAME: {exclude, expires_in_s, guidance, notify, quorum, remind_after_s,
//             require_signature, reviewers, then}},
//  "rules": {ID: {ask, because, controls, disclose}}}
// `quorum` is a number, or an object of numbers by reviewer. `personal` is also said of what holds
// something that is.
std::string AboutJson(const Constitution& constitution);

}  // namespace bylaw::compiler

#endif  // BYLAW_COMPILER_CODEGEN_ABOUT_H_
