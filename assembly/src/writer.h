// Writes rows, field by field, by the tables of rows.h.
//
// What a row refers to is written out in its place, and by its number where that would be too much:
// a module may refer to one long text or list from everywhere, and its listing is still no more
// than some times its size.

#ifndef BYLAW_ASSEMBLY_WRITER_H_
#define BYLAW_ASSEMBLY_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "pools.h"
#include "rows.h"

namespace bylaw::assembly {

// Where code stands: the instructions that have names there.
struct Place {
  uint32_t end = vm::kNone;    // Behind the condition, or the part of a reason.
  uint32_t fails = vm::kNone;  // The rule's `fails`.
  uint32_t next = vm::kNone;   // Behind the rule.
  uint32_t rule = vm::kNone;   // Which of its block it is.
};

class Writer {
 public:
  // Of a sound module's rows. `pools` know what the text's tables will say.
  Writer(const vm::ModuleImage& image, const Pools& pools);

  std::string& out() { return out_; }
  Writer& operator<<(std::string_view text) {
    out_.append(text);
    return *this;
  }

  // The keyword; the positional fields; of the others those that are not as in `otherwise`.
  template <typename Row>
  void WriteRow(const RowTable& table, const Row& row, const Row& otherwise,
                const Place& place = {}) {
    out_.append(table.keyword);
    for (const Field& field : table.fields) {
      const uint64_t value = Get(row, field);
      if (!field.positional && value == Get(otherwise, field)) continue;
      out_.push_back(' ');
      if (!field.positional) out_.append(field.name).push_back('=');
      if (field.positional && field.form == Form::kPlace) out_.append("-> ");
      WriteValue(field, value, place);
    }
  }
  template <typename Row>
  void WriteRow(const RowTable& table, const Row& row) {
    WriteRow(table, row, Blank<Row>(table));
  }

  void WriteValue(const Field& field, uint64_t value, const Place& place = {});
  // The constant and its parts; its number where they have no text of their own.
  void WriteConstant(uint32_t id);
  // The place's name, or a label.
  static std::string PlaceName(uint32_t pc, const Place& place);
  // Blanks up to the column, and a comment.
  void Comment(size_t column, std::string_view text);

 private:
  // Whether so many bytes may be written out again; then they are taken off what may be.
  bool Afford(size_t bytes);
  void Number(uint64_t number) { out_.append(std::to_string(number)); }
  void Index(uint64_t row);
  void Text(uint32_t id);
  void Call(uint32_t id);
  void KindSet(uint32_t word);
  void Span(uint64_t pair);
  void Day(int32_t day);
  void Fact(uint32_t id);
  // What has a name: in quotes, if it is the first of that name.
  void Named(const std::unordered_map<std::string_view, uint32_t>& names, uint32_t id,
             std::string_view name);
  void NamedRule(uint32_t id);
  template <typename WriteItem>
  void List(vm::Range range, WriteItem write_item);

  const vm::ModuleImage& image_;
  const Pools& pools_;
  std::string out_;
  size_t affordable_;
  std::unordered_map<uint32_t, std::string> constants_;  // Their texts; empty: by their number.
  std::unordered_map<std::string_view, uint32_t> facts_, rules_, actions_,
      patterns_;  // By the names that their rows are written with.
};

// The rows of constant `id` of a sound module.
ConstantRows RowsOfConstant(const vm::ModuleImage& image, uint32_t id);

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_WRITER_H_
