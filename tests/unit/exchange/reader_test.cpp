#include <string>
#include <vector>

#include "ledger/csv.hpp"
#include "ledger/exchange/csv_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

using ledger::exchange::CsvReader;
using ledger::exchange::CsvRow;
using ledger::exchange::find_separator;
using Rows = std::vector<std::vector<std::string>>;

struct Cut {
  Rows rows;
  std::vector<std::string> flaws;  ///< "row:column code"
};

Cut cut(std::string_view text, char separator = ',') {
  CsvReader reader(text, separator);
  Cut out;
  CsvRow row;
  bool is_read = true;
  while (is_read) {
    is_read = reader.next(row);
    if (is_read) out.rows.push_back(row.cells);
    for (const auto& flaw : reader.flaws())
      out.flaws.push_back(std::to_string(flaw.row) + ":" + std::to_string(flaw.column) + " " +
                          flaw.complaint.code);
  }
  return out;
}

}  // namespace

TEST_CASE("rows and cells are cut as RFC 4180 says", "[csv]") {
  CHECK(cut("a,b\nc,d\n").rows == Rows{{"a", "b"}, {"c", "d"}});
  CHECK(cut("a,b\r\nc,d").rows == Rows{{"a", "b"}, {"c", "d"}});
  CHECK(cut("a,b\rc,d\r").rows == Rows{{"a", "b"}, {"c", "d"}});
  CHECK(cut("\"a,\"\"b\"\"\",\"c\r\nd\"\n,").rows == Rows{{"a,\"b\"", "c\r\nd"}, {"", ""}});
  CHECK(cut("").rows.empty());
  CHECK(cut("\n\n").rows == Rows{{""}, {""}});
  CHECK(cut("a;b,c", ';').rows == Rows{{"a", "b,c"}});
}

TEST_CASE("what is not CSV is named with row and column", "[csv]") {
  CHECK(cut("a,b\nc,d\"e\n").flaws == std::vector<std::string>{"2:2 stray_quote"});
  CHECK(cut("a,\"b\"c\n").flaws == std::vector<std::string>{"1:2 text_after_quote"});
  CHECK(cut("\"x\ny\"\na,\"b").flaws == std::vector<std::string>{"2:2 unclosed_quote"});
  CHECK(cut(std::string_view("a\0b", 3)).flaws == std::vector<std::string>{"1:1 not_csv"});
}

TEST_CASE("the separator is what the header row is cut at", "[csv]") {
  CHECK(find_separator("type,id\na;b;c;d\n") == ',');
  CHECK(find_separator("type;id\n") == ';');
  CHECK(find_separator("\n\ntype\tid\n") == '\t');
  CHECK(find_separator("\"a;b;c\",d") == ',');
  CHECK(find_separator("") == ',');
}

TEST_CASE("limits hold before anything is kept", "[csv]") {
  const std::string long_cell(ledger::csv_cell_bytes_max, 'x');
  CHECK(cut(long_cell).flaws.empty());
  CHECK(cut(long_cell + "x").flaws == std::vector<std::string>{"1:1 cell_too_long"});
  CHECK(cut("\"" + long_cell + "x\"").flaws == std::vector<std::string>{"1:1 cell_too_long"});

  std::string long_row;
  for (int i = 0; i < 5; ++i) long_row += long_cell + ",";
  CHECK(cut(long_row).flaws == std::vector<std::string>{"1:4 row_too_long"});

  CHECK(cut(std::string(ledger::csv_columns_max - 1, ',')).flaws.empty());
  CHECK(cut(std::string(ledger::csv_columns_max, ',')).flaws ==
        std::vector<std::string>{"1:257 too_many_columns"});

  const std::string rows(static_cast<std::size_t>(ledger::csv_rows_max) + 1, '\n');
  CHECK(cut(std::string_view(rows).substr(1)).flaws.empty());
  CHECK(cut(rows).flaws == std::vector<std::string>{"200001:1 too_many_rows"});

  const auto file = files::read(std::string(ledger::csv_bytes_max + 1, ' '));
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems.front().code == "file_too_large");
}

TEST_CASE("tabs and semicolons separate as well as commas", "[csv]") {
  const std::string plain = files::example("retire.zh.csv");
  const auto expected = files::read(plain).events;
  for (const char separator : {';', '\t'}) {
    std::string text = plain;
    for (char& c : text)
      if (c == ',') c = separator;
    const auto file = files::read(text);
    INFO(files::shown(file));
    REQUIRE(file.events.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      CHECK(file.events[i].json == expected[i].json);
  }
}
