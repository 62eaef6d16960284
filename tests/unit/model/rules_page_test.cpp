#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "ledger/lists.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_ledger.hpp"

// docs/rules.md says the same as the program: its tables are read and held against it.

using namespace ledger;
using namespace made_up;

namespace {

using Row = std::vector<std::string>;

/// The rows of the tables under a heading, cells without the spaces around them.
std::vector<Row> rows_under(const std::string& heading) {
  std::ifstream page(std::string(SOURCE_DIR) + "/docs/rules.md");
  REQUIRE(page);
  std::vector<Row> rows;
  bool is_there = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("#")) is_there = line == "## " + heading;
    if (!is_there || !line.starts_with("|")) continue;
    Row row;
    std::istringstream cells(line.substr(1));
    for (std::string cell; std::getline(cells, cell, '|');) {
      const auto first = cell.find_first_not_of(' ');
      const auto last = cell.find_last_not_of(' ');
      row.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string headings() {
  std::ifstream page(std::string(SOURCE_DIR) + "/docs/rules.md");
  std::string all = "\n";
  for (std::string line; std::getline(page, line);)
    if (line.starts_with("#")) all += line + "\n";
  return all;
}

/// One event of each type, well formed; most of them are refused for some other reason.
std::map<std::string, Said> one_of_each(std::string_view by) {
  const std::string vkey = key_named(fmt::format("{}/desk-9", by)).verifier().text();
  const std::vector<Thing> thing{Thing(pack(1), 400'000)};
  std::map<std::string, Said> all;
  const auto put = [&](std::string_view type, Said said) {
    all.emplace(type, std::move(said.text("operator", by).text("id", fmt::format("X-{}", type))));
  };
  put("enroll", enroll(stranger, "E", "collector"));
  put("grant_key", grant_key(by, "G", vkey));
  put("revoke_key", revoke_key(by, "K", fmt::format("{}/desk-8", by)));
  put("suspend", standing("suspend", stranger, "S"));
  put("reinstate", standing("reinstate", stranger, "S"));
  put("adopt_rules", Said("adopt_rules", by, "A").number("version", 2));
  put("set_target", Said("set_target", by, "A")
                        .number("year", 2024)
                        .number("mass_t", 1)
                        .text("bound", ">=")
                        .text("source", "Made up"));
  put("rotate_ledger_key", rotate_ledger_key("RK", vkey, vkey,
                                             "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUm"
                                             "JygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkM="));
  put("restored", restored("Z", 1, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 2));
  put("scrap_vehicle", scrap_vehicle(by, "V"));
  put("retire", retire(by, "R"));
  put("bring_in", bring_in(by, "B").items({brought(pack(1), 1)}));
  put("identify", identify(by, "N", pack(1)).text("main", pack(2)));
  put("weigh", weigh(by, "W").items(thing));
  put("inspect", inspect(by, "N", pack(1)));
  put("dispatch", dispatch(by, "D", stranger, "T").items(thing));
  put("receive", receive(by, "I", stranger, "T").items({accepted(pack(1), 1)}));
  put("dismantle", dismantle(by, "DM").inputs(thing));
  put("repurpose", repurpose(by, "RP").inputs(thing).mass(400'000));
  put("process", process(by, "P").inputs(thing));
  put("deliver", deliver(by, "DL", "reuse").items(thing));
  put("dispose", dispose(by, "DP").items(thing));
  put("report_missing", missing(by, "M", "lost").items(thing));
  return all;
}

/// The types the rules let this operator send, as a dry run answers.
std::set<std::string> sendable(TempLedger& book, std::string_view by) {
  std::vector<std::string> types;
  std::vector<Event> events;
  for (const auto& [type, said] : one_of_each(by)) {
    auto event = read_event(said.json());
    if (!event) FAIL(type << " " << event.error().pointer << ": " << event.error().detail);
    types.push_back(type);
    events.push_back(std::move(*event));
  }
  std::set<std::string> may;
  const auto answers = book.ledger().dry_run(events);
  for (std::size_t i = 0; i < types.size(); ++i) {
    const bool is_denied = answers[i] && answers[i]->refusal == Refusal::role_not_allowed &&
                           answers[i]->pointer == "/type";
    if (!is_denied) may.insert(types[i]);
  }
  return may;
}

}  // namespace

TEST_CASE("the page of rules describes every refusal as the program does, in its order") {
  const auto rows = rows_under("Refusals");
  REQUIRE(rows.size() == refusal_count + 2);
  for (std::size_t i = 0; i < refusal_count; ++i) {
    const RefusalText& text = describe(static_cast<Refusal>(i));
    CHECK(rows[i + 2] == Row{fmt::format("`{}`", text.name), std::string(text.sentence),
                             std::string(text.source), std::string(text.hint)});
  }
}

TEST_CASE("every section of the page that a refusal names as its source is there") {
  const std::string all = headings();
  const std::string page = "docs/rules.md, ";
  for (std::size_t i = 0; i < refusal_count; ++i) {
    const std::string source(describe(static_cast<Refusal>(i)).source);
    const auto at = source.find(page);
    if (at == std::string::npos) continue;
    CAPTURE(source);
    CHECK(all.find("\n## " + source.substr(at + page.size()) + "\n") != std::string::npos);
  }
}

TEST_CASE("each role sends exactly the types that the page's table marks") {
  const auto rows = rows_under("Who may send what");
  REQUIRE(rows.size() > 2);
  const Row& roles = rows[0];
  REQUIRE(roles.size() == list_size<Role>() + 1);
  TempLedger book;
  for (std::size_t column = 1; column < roles.size(); ++column) {
    const std::string& role = roles[column];
    CAPTURE(role);
    std::set<std::string> marked;
    for (std::size_t i = 2; i < rows.size(); ++i)
      if (rows[i].at(column) == "yes") marked.insert(rows[i][0].substr(1, rows[i][0].size() - 2));
    const bool is_authority = role == "authority";
    if (!is_authority) book.accept(enroll(regulator, fmt::format("E-{}", role), role));
    marked.erase("establish");  // comes once, with the founding
    CHECK(sendable(book, is_authority ? authority : regulator) == marked);
  }
  book.check();
}

TEST_CASE("an event of a type that the role may not send is refused at recording, too") {
  TempLedger book;
  book.refuse(Refusal::role_not_allowed, "/type", retire(regulator, "R-1"));
  book.refuse(Refusal::role_not_allowed, "/type",
              Said("set_target", collector, "E-1")
                  .number("year", 2024)
                  .number("mass_t", 1)
                  .text("bound", ">=")
                  .text("source", "Made up"));
  book.refuse(Refusal::role_not_allowed, "/type",
              process(repurposer, "P-1").inputs({Thing(pack(1), 400'000)}));
  book.accept(retire(collector, "R-1"));
  book.check();
}

TEST_CASE("the page lists every type of event, and those that are reserved") {
  std::ifstream file(std::string(SOURCE_DIR) + "/docs/rules.md");
  std::ostringstream text;
  text << file.rdbuf();
  for (const std::string_view type : Names<EventType>::values) {
    CAPTURE(type);
    CHECK(text.str().find(fmt::format("`{}`", type)) != std::string::npos);
  }
  for (const std::string_view place : Names<Place>::values)
    if (place != "consumed")
      CHECK(text.str().find(fmt::format("| `{}` |", place)) != std::string::npos);
}
