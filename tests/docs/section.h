// Generated sections of the documentation: what stands between `<!-- generated: NAME -->` and
// `<!-- end -->`.

#ifndef BYLAW_TESTS_DOCS_SECTION_H_
#define BYLAW_TESTS_DOCS_SECTION_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace bylaw {

// One row of a table in Markdown.
std::string Row(std::initializer_list<std::string_view> cells);

// The bytes of a file below the project's folder.
std::string ReadProjectFile(const std::string& path);

// Expects that a file below the project's folder is `wanted`; BYLAW_REBASE=1 writes it.
void ExpectFile(const std::string& path, const std::string& wanted);

// Expects that the section `name` of docs/FILE is `section`; BYLAW_REBASE=1 writes it.
void ExpectSection(const std::string& file, const std::string& name, const std::string& section);

}  // namespace bylaw

#endif  // BYLAW_TESTS_DOCS_SECTION_H_
