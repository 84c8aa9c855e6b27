#include "patches.h"

#include <cstring>

#include "bylaw/vm/image.h"
#include "bylaw/vm/limits.h"
#include "bylaw/vm/module.h"

namespace bylaw::assembly {
namespace {

constexpr size_t kResizeMax = vm::kModuleBytesMax + 1;

// The bytes that the first word names; empty, and an error, where there are none.
std::pair<size_t, size_t> PlaceOf(Cursor& cursor, const std::string& bytes) {
  if (cursor.Take("file")) return {0, bytes.size()};
  vm::Header header{};
  std::memcpy(&header, bytes.data(), std::min(bytes.size(), sizeof header));
  for (uint32_t kind = 0; kind < vm::kSectionCount; ++kind) {
    if (!cursor.IsWord(vm::SectionName(static_cast<vm::SectionKind>(kind)))) continue;
    const vm::SectionRow section = header.sections[kind];
    if (size_t{section.offset} + section.bytes > bytes.size())
      cursor.Fail("this section is not in the file: patch `file` instead");
    cursor.Next();
    return {section.offset, section.bytes};
  }
  cursor.Fail("the name of a section stands here, or `file`");
  return {};
}

void Overwrite(Cursor& cursor, std::string& bytes) {
  const auto [begin, size] = PlaceOf(cursor, bytes);
  if (!cursor.ok()) return;
  const Cursor where = cursor;
  const auto all = static_cast<int64_t>(size);
  int64_t offset = cursor.Whole(-all, all);
  if (offset < 0) offset += all;
  const std::string over = cursor.Quoted("the new bytes");
  if (static_cast<uint64_t>(offset) + over.size() > size) {
    Cursor(where).Fail("the bytes lie outside: there are " + std::to_string(size));
    return;
  }
  if (cursor.ok()) bytes.replace(begin + static_cast<size_t>(offset), over.size(), over);
}

void Seal(std::string& bytes) {
  if (bytes.size() < sizeof(vm::Header)) return;
  const auto size = static_cast<uint32_t>(bytes.size());
  std::memcpy(bytes.data() + offsetof(vm::Header, file_bytes), &size, sizeof size);
  vm::Reseal(bytes);
}

}  // namespace

void Patch(Cursor& cursor, std::string& bytes) {
  if (cursor.Take("patch")) {
    Overwrite(cursor, bytes);
  } else if (cursor.Take("append")) {
    bytes += cursor.Quoted("what is appended");
  } else if (cursor.Take("cut")) {
    bytes.resize(bytes.size() - cursor.Unsigned(bytes.size()));
  } else if (cursor.Take("resize")) {
    bytes.resize(cursor.Unsigned(kResizeMax));
  } else if (cursor.Take("seal")) {
    Seal(bytes);
  } else {
    cursor.Fail("behind ! stands patch, append, cut, resize or seal");
  }
  if (cursor.token() != Token::kEnd) cursor.Fail("nothing more stands here");
}

}  // namespace bylaw::assembly
