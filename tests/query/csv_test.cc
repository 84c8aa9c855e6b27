// CSV: what is read, what is refused, and that nothing written can be executed.

#include "bylaw/query/csv.h"

#include <gtest/gtest.h>

namespace bylaw::query {
namespace {

using Cells = std::vector<std::string>;

TEST(CsvReader, ReadsCellsQuotesAndLines) {
  CsvReader reader(
      "\xEF\xBB\xBF"
      "a,b\r\n\n\"x,\"\"y\"\"\r\nz\",\n,\"\"\nlast,1");
  const std::vector<std::pair<std::uint64_t, Cells>> expected = {
      {1, {"a", "b"}}, {3, {"x,\"y\"\r\nz", ""}}, {5, {"", ""}}, {6, {"last", "1"}}};
  for (const auto& [line, cells] : expected) {
    const auto row = reader.Next();
    ASSERT_TRUE(row) << row.error().message;
    ASSERT_TRUE(*row);
    EXPECT_EQ((*row)->line, line);
    EXPECT_EQ((*row)->cells, cells);
  }
  EXPECT_FALSE(*reader.Next());
}

TEST(CsvReader, KeepsAnEmptyCellAtTheEnd) {
  CsvReader reader("a,");
  EXPECT_EQ((**reader.Next()).cells, (Cells{"a", ""}));
  EXPECT_FALSE(*reader.Next());
}

TEST(CsvReader, RefusesWhatIsAmbiguous) {
  for (const char* text : {"a\"b", "\"a\"b,c", "\"a", "x,\"a\" ,b"}) {
    CsvReader reader(text);
    const auto row = reader.Next();
    ASSERT_FALSE(row) << text;
    EXPECT_EQ(row.error().code, ledger::ErrorCode::kInvalidArgument);
    EXPECT_NE(row.error().message.find("line 1"), std::string::npos) << row.error().message;
  }
}

TEST(CsvWriter, QuotesAndDefusesFormulas) {
  const std::vector<std::pair<std::string, std::string>> cells = {
      {"", ""},
      {"plain", "plain"},
      {"a,b", "\"a,b\""},
      {"a\"b", "\"a\"\"b\""},
      {"a\nb", "\"a\nb\""},
      {"=1+1", "'=1+1"},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "'\tx"},
      {"\rx", "\"'\rx\""},
      {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
      {"a=1", "a=1"},
  };
  for (const auto& [text, expected] : cells) {
    std::string out;
    AppendCsvCell(text, out);
    EXPECT_EQ(out, expected) << text;
  }
}

TEST(CsvWriter, WritesWhatTheReaderReads) {
  const Cells cells = {"a,\"b\"", "", "c\r\nd", "ü"};
  std::string out;
  AppendCsvRow(cells, out);
  CsvReader reader(out);
  EXPECT_EQ((**reader.Next()).cells, cells);
}

}  // namespace
}  // namespace bylaw::query
