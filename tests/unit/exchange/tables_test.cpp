#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "ledger/csv.hpp"
#include "ledger/event.hpp"
#include "ledger/exchange/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

std::vector<std::string> expected_events(const std::string& name) {
  std::ifstream in(TESTS_DIR "/unit/exchange/expected/" + name + ".jsonl");
  REQUIRE(in.good());
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Where a sealed member stands, the file of expected events has only its name.
std::string without_commitments(std::string json, const ledger::CsvEvent& event) {
  for (const auto& opening : event.openings) {
    const std::string value = ledger::commitment(opening.salt, opening.text);
    const auto at = json.find(value);
    REQUIRE(at != std::string::npos);
    json.replace(at, value.size(), "@" + opening.member + "@");
  }
  return json;
}

void check_example(const std::string& name, const ledger::CsvFile& file) {
  INFO(files::shown(file));
  CHECK(file.problems.empty());
  const auto expected = expected_events(name);
  REQUIRE(file.events.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(without_commitments(file.events[i].json, file.events[i]) == expected[i]);
    CHECK(ledger::read_canonical_event(file.events[i].json).has_value());
  }
}

}  // namespace

TEST_CASE("every table gives the events that it shows", "[csv]") {
  for (const ledger::EventType type : ledger::exchange::table_types()) {
    const std::string name(ledger::text(type));
    const auto file = files::read(files::example(name + ".csv"));
    CAPTURE(name);
    CHECK(file.type == name);
    CHECK(file.encoding == "utf-8");
    check_example(name, file);
  }
}

TEST_CASE("a table may be all Chinese", "[csv]") {
  const auto file = files::read(files::example("retire.zh.csv"));
  CHECK(file.type == "retire");
  check_example("retire.zh", file);
}

TEST_CASE("the tables on the page are right", "[csv]") {
  std::ifstream in(SOURCE_DIR "/docs/csv.md");
  REQUIRE(in.good());
  std::vector<std::string> tables;
  bool is_inside = false;
  for (std::string line; std::getline(in, line);) {
    const bool is_fence = line == "```";
    if (is_fence && !is_inside) tables.emplace_back();
    if (is_fence) is_inside = !is_inside;
    if (is_inside && !is_fence) tables.back() += line + "\n";
  }
  REQUIRE(tables.size() == 2);
  for (const std::string& table : tables) {
    const auto file = files::read(table);
    INFO(files::shown(file));
    CHECK(file.problems.empty());
    CHECK_FALSE(file.events.empty());
  }
}

TEST_CASE("an event knows its rows", "[csv]") {
  const auto file = files::read(files::example("dispatch.csv"));
  REQUIRE(file.events.size() == 2);
  CHECK(file.events[0].first_row == 2);
  CHECK(file.events[0].last_row == 3);
  CHECK(file.events[1].first_row == 4);
  CHECK(file.events[1].last_row == 4);
}

TEST_CASE("no column of a table stands for two things", "[csv]") {
  for (const ledger::EventType type : ledger::exchange::table_types()) {
    const auto* const table = ledger::exchange::find_table(type);
    REQUIRE(table != nullptr);
    for (const auto& line : table->lines)
      for (const auto& field : line.fields) {
        CAPTURE(ledger::text(type), field.header);
        CHECK(ledger::exchange::find_field(table->fields, field.header) == nullptr);
      }
  }
}

TEST_CASE("sealed text leaves the event and its opening fits", "[csv]") {
  const auto file = files::read(files::with_cell("note", " the gate\nwas open "));
  REQUIRE(file.events.size() == 1);
  const auto& event = file.events.front();
  REQUIRE(event.openings.size() == 1);
  const auto& opening = event.openings.front();
  CHECK(opening.event_id == "R-1");
  CHECK(opening.member == "note");
  CHECK(opening.text == "the gate\nwas open");
  CHECK(opening.salt ==
        files::signer().derive(fmt::format("celltrail/salt/v1/{}/R-1/note", files::recycler)));
  CHECK(event.json.find("gate") == std::string::npos);
  CHECK(event.json.find(ledger::commitment(opening.salt, opening.text)) != std::string::npos);
}

TEST_CASE("without the key nothing is sealed, and nothing is told either", "[csv]") {
  const auto file = ledger::read_csv(files::with_cell("note", "the gate was open"),
                                     {std::string(files::recycler), nullptr, std::nullopt});
  CHECK(file.events.empty());
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems.front().code == "key_needed");
  CHECK(file.problems.front().column == files::column_of("note"));
}

TEST_CASE("the same file twice gives the same bytes", "[csv]") {
  for (const char* const name : {"scrap_vehicle.csv", "retire.zh.csv", "process.csv"}) {
    const std::string bytes = files::example(name);
    CHECK(files::shown(files::read(bytes)) == files::shown(files::read(bytes)));
  }
}

TEST_CASE("a header may be written as people write it", "[csv]") {
  const std::string plain = files::good_row();
  const auto expected = files::read(plain).events.front().json;
  for (const char* const header :
       {"Mass (kg)", "MASS-KG", "weight kg", "质量kg", "质量（公斤）", "重量/千克", " mass_kg "}) {
    std::string text = plain;
    text.replace(text.find("mass_kg"), 7, header);
    CAPTURE(header);
    const auto file = files::read(text);
    INFO(files::shown(file));
    REQUIRE(file.events.size() == 1);
    CHECK(file.events.front().json == expected);
  }
}
