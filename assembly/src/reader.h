// Reads rows, field by field, by the tables of rows.h: what writer.h writes, and numbers in place
// of all of it.

#ifndef BYLAW_ASSEMBLY_READER_H_
#define BYLAW_ASSEMBLY_READER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "lexer.h"
#include "outline.h"
#include "pools.h"
#include "rows.h"
#include "writer.h"

namespace bylaw::assembly {

// Which fields of a row were written, one bit each in the order of its table.
using Fields = uint32_t;

class Reader {
 public:
  Reader(const Outline& outline, Pools& pools) : outline_(outline), pools_(pools) {}

  // Reads what stands behind the keyword, to the end of the line. `row` has what stands where
  // nothing is written.
  template <typename Row>
  Fields ReadRow(Cursor& cursor, const RowTable& table, Row& row, const Place& place = {}) {
    Fields written = 0;
    for (size_t i = 0; i < table.fields.size() && table.fields[i].positional; ++i) {
      if (table.fields[i].form == Form::kPlace) cursor.Expect("->");
      Set(row, table.fields[i], ReadValue(cursor, table.fields[i], place));
      written |= Fields{1} << i;
    }
    while (cursor.ok() && cursor.token() != Token::kEnd) {
      const size_t i = FieldNamed(cursor, table, written);
      if (!cursor.ok()) break;
      Set(row, table.fields[i], ReadValue(cursor, table.fields[i], place));
      written |= Fields{1} << i;
    }
    return written;
  }
  template <typename Row>
  Fields ReadRow(Cursor& cursor, const RowTable& table, Row* row) {
    *row = Blank<Row>(table);
    return ReadRow(cursor, table, *row);
  }

  uint64_t ReadValue(Cursor& cursor, const Field& field, const Place& place = {});

  // Whether the field of this name was written.
  static bool Has(Fields written, const RowTable& table, std::string_view name);

 private:
  // Reads `name=`; the number of the field, which was not written yet.
  static size_t FieldNamed(Cursor& cursor, const RowTable& table, Fields written);
  static uint64_t Max(const Field& field);
  static uint64_t Flags(Cursor& cursor, const Words& words);
  static uint64_t Register(Cursor& cursor, char letter, uint64_t max);
  static uint64_t Range(Cursor& cursor);
  static uint64_t Day(Cursor& cursor);
  uint64_t Text(Cursor& cursor);
  uint64_t Call(Cursor& cursor);
  uint64_t PlaceNamed(Cursor& cursor, const Place& place) const;
  uint64_t Named(Cursor& cursor, const Names& names, std::string_view what) const;
  template <typename ReadItem>
  uint64_t List(Cursor& cursor, ReadItem read_item);

  const Outline& outline_;
  Pools& pools_;
};

}  // namespace bylaw::assembly

#endif  // BYLAW_ASSEMBLY_READER_H_
