#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "ledger/exchange/table.hpp"
#include "ledger/exchange/trade_words.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

using namespace ledger::exchange;
/// "磷酸铁锂 LFP" by column.
using Words = std::map<std::string, std::set<std::string>>;

void add(Words& words, const Field& field) {
  for (const Alias& known : word_aliases()) {
    const auto& list = field.kind->words;
    if (std::find(list.begin(), list.end(), known.word) == list.end()) continue;
    words[field.header].insert(std::string(known.alias) + " " + std::string(known.word));
  }
}

Words accepted() {
  Words words;
  for (const ledger::EventType type : table_types()) {
    const Table& table = *find_table(type);
    for (const Field& field : table.fields) add(words, field);
    for (const Line& line : table.lines)
      for (const Field& field : line.fields) add(words, field);
  }
  words.erase("documents");
  return words;
}

std::string row_of(const std::string& column, const std::set<std::string>& words) {
  std::string row = "| `" + column + "` | ";
  bool is_first = true;
  for (const std::string& word : words) {
    if (!is_first) row += " · ";
    is_first = false;
    row += word;
  }
  return row + " |";
}

}  // namespace

TEST_CASE("docs/csv.md names every Chinese word that a cell may have", "[csv]") {
  std::ifstream in(SOURCE_DIR "/docs/csv.md", std::ios::binary);
  const std::string docs{std::istreambuf_iterator<char>(in), {}};
  std::string rows;
  for (const auto& [column, words] : accepted()) rows += row_of(column, words) + "\n";
  INFO(rows);
  CHECK(docs.find("## Chinese words\n") != std::string::npos);
  CHECK(docs.find("\n" + rows + "\n") != std::string::npos);
}

TEST_CASE("the trade's common words are understood", "[csv]") {
  const auto json_of = [](const char* header, const char* cell) {
    const auto file = files::read(files::with_cell(header, cell));
    INFO(files::shown(file));
    REQUIRE(file.events.size() == 1);
    return file.events.front().json;
  };
  CHECK(json_of("mass_basis", "估计") == json_of("mass_basis", "estimated"));
  CHECK(json_of("mass_basis", "估算") == json_of("mass_basis", "estimated"));
  CHECK(json_of("mass_basis", "称重") == json_of("mass_basis", "weighed"));
  CHECK(json_of("chemistry", "铁锂") == json_of("chemistry", "LFP"));
}

TEST_CASE("a Chinese cell that is no word is answered with the Chinese words", "[csv]") {
  const auto hint_for = [](const char* header, const char* cell) {
    const auto file = files::read(files::with_cell(header, cell));
    REQUIRE(file.problems.size() == 1);
    return file.problems.front().hint;
  };
  CHECK_THAT(hint_for("chemistry", "三元"), ContainsSubstring("NCM or NCA"));
  CHECK_THAT(hint_for("chemistry", "铅酸"), ContainsSubstring("磷酸铁锂 LFP"));
  CHECK_THAT(hint_for("chemistry", "LFPP"), !ContainsSubstring("磷酸铁锂"));
}
