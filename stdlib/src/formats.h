// The implementations that formats.def names. Text that is not of the format is kBadArgument: a
// rule that asks about it is undecidable rather than fooled.
//
// Thread-safety: reentrant. Errors: a value of kind kError, as every function of the VM.
#ifndef BYLAW_STDLIB_SRC_FORMATS_H_
#define BYLAW_STDLIB_SRC_FORMATS_H_

#include <memory>
#include <string>

#include "bylaw/vm/function.h"

namespace bylaw::stdlib {

// semver.cc. Numbers may have any length; kOverflow where one that is asked for is no int.
vm::Value SemverOf(const vm::FunctionCall& call) noexcept;
vm::Value IsSemver(const vm::FunctionCall& call) noexcept;
vm::Value Major(const vm::FunctionCall& call) noexcept;
vm::Value Minor(const vm::FunctionCall& call) noexcept;
vm::Value Patch(const vm::FunctionCall& call) noexcept;
vm::Value SemverCompareTo(const vm::FunctionCall& call) noexcept;
vm::Value SemverIsLessThan(const vm::FunctionCall& call) noexcept;
vm::Value SemverIsGreaterThan(const vm::FunctionCall& call) noexcept;

// glob.cc. A constant pattern comes compiled, by PrepareGlob; another under the limits of regex.h.
vm::Value GlobMatches(const vm::FunctionCall& call) noexcept;
std::unique_ptr<vm::Prepared> PrepareGlob(const vm::Value& constant, std::string* error);

// url.cc. kLimit for more than kUrlBytesMax bytes, or some hundred segments.
inline constexpr uint32_t kUrlBytesMax = 8192;
vm::Value UrlOf(const vm::FunctionCall& call) noexcept;
vm::Value IsUrl(const vm::FunctionCall& call) noexcept;
vm::Value GetScheme(const vm::FunctionCall& call) noexcept;
vm::Value GetHost(const vm::FunctionCall& call) noexcept;
vm::Value GetHostname(const vm::FunctionCall& call) noexcept;
vm::Value GetPort(const vm::FunctionCall& call) noexcept;
vm::Value GetEscapedPath(const vm::FunctionCall& call) noexcept;
vm::Value GetPath(const vm::FunctionCall& call) noexcept;  // kBadArgument if decoded it is no UTF-8

// query.cc. kBadArgument for `;`, which some take for `&`, and for what is no UTF-8; kLimit for
// more parameters than a third of the items that a list may have.
vm::Value GetQuery(const vm::FunctionCall& call) noexcept;

// path.cc. kBadArgument for a NUL, and for a root that is relative.
vm::Value PathClean(const vm::FunctionCall& call) noexcept;
vm::Value PathUnder(const vm::FunctionCall& call) noexcept;

// shell.cc. kLimit for more commands and words together than a list may have items.
vm::Value ShellCommands(const vm::FunctionCall& call) noexcept;

// accounts.cc
vm::Value IbanValid(const vm::FunctionCall& call) noexcept;
vm::Value LuhnValid(const vm::FunctionCall& call) noexcept;

}  // namespace bylaw::stdlib

#endif  // BYLAW_STDLIB_SRC_FORMATS_H_
