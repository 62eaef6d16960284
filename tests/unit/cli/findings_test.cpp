#include <fstream>
#include <set>

#include "cli/finding_words.hpp"
#include "ledger/report.hpp"
#include "tests/unit/cli/place.hpp"

using namespace test;

namespace {

/// The names in the table below "## Findings" of docs/rules.md.
std::set<std::string> documented_findings() {
  std::ifstream in(fs::path(TESTS_DIR) / ".." / "docs" / "rules.md");
  std::set<std::string> names;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) inside = line == "## Findings";
    if (inside && line.starts_with("| `")) names.insert(line.substr(3, line.find('`', 3) - 3));
  }
  return names;
}

/// A battery weighed far off, and, on a later entry, dated before that.
void record_two_findings(const Place& place) {
  const std::string weighed =
      event("weigh", "W-1",
            R"("reason":"stocktake","items":[{"unit":"NOCODE-VATTEST1-1","mass_g":300000}])");
  std::string earlier =
      event("weigh", "W-2",
            R"("reason":"stocktake","items":[{"unit":"NOCODE-VATTEST1-1","mass_g":300000}])");
  earlier.replace(earlier.find("2024-03-05"), 10, "2023-12-05");
  std::ignore = place.record({place.write("e.jsonl", retire("1") + weighed + earlier)}, 0);
}

}  // namespace

TEST_CASE("every finding of docs/rules.md has its sentences, and no other has") {
  std::set<std::string> said;
  for (const cli::FindingWords& words : cli::finding_words()) {
    said.emplace(words.name);
    CHECK_FALSE(words.en.empty());
    CHECK_FALSE(words.zh.empty());
  }
  CHECK(said == documented_findings());
  CHECK(cli::finding_meaning("of_a_later_version", ledger::Language::en).empty());
}

TEST_CASE("a Chinese report names every finding in Chinese beside its stable name") {
  ledger::ReportSource source;
  for (const std::string& name : documented_findings()) source.finding_counts[name] = 1;
  const auto report = ledger::make_report(source, 2024, ledger::CountingRule::net_1);
  const std::string zh = ledger::report_text(report, ledger::Language::zh);
  const std::string en = ledger::report_text(report, ledger::Language::en);
  for (const std::string& name : documented_findings()) {
    CAPTURE(name);
    const auto behind = zh.find("  " + name + " ");
    REQUIRE(behind != std::string::npos);
    CHECK(static_cast<unsigned char>(zh.at(behind + name.size() + 3)) > 0x7F);
    CHECK_THAT(en, ContainsSubstring("  " + name + "  "));
  }
}

TEST_CASE("findings are listed with what they mean, the newest last") {
  const Place place;
  CHECK(place.run({"findings"}).out == "0 findings\n");
  record_two_findings(place);
  const Run listed = place.run({"findings"});
  CHECK(listed.code == 0);
  const auto first = listed.out.find("weighed_mass_differs");
  const auto second = listed.out.find("earlier_than_the_trail");
  REQUIRE(second != std::string::npos);
  CHECK(first < second);
  CHECK_THAT(listed.out, ContainsSubstring("NOCODE-VATTEST1-1"));
  CHECK_THAT(listed.out, ContainsSubstring("2 findings\n"));
  CHECK_THAT(listed.out, ContainsSubstring("weighed_mass_differs (1): a scale found a mass"));
  CHECK_THAT(place.run({"findings", "--lang", "zh"}).out, ContainsSubstring("2 条疑点"));
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("findings of a year, a kind, an operator") {
  const Place place;
  record_two_findings(place);
  const Run early = place.run({"findings", "--year", "2023", "--json"});
  const json line = json::parse(early.out);
  CHECK(line.at("name") == "earlier_than_the_trail");
  CHECK(line.at("subject") == "NOCODE-VATTEST1-1");
  CHECK(line.at("operator") == "VATTEST1");
  CHECK(line.at("at") == "2023-12-05T09:00:00+08:00");
  CHECK(line.at("entry") == 4);
  CHECK(line.at("year") == 2023);
  CHECK_FALSE(line.at("meaning").get<std::string>().empty());
  CHECK_THAT(place.run({"findings", "--rule", "weighed_mass_differs"}).out,
             ContainsSubstring("1 finding\n"));
  CHECK(place.run({"findings", "--operator", "VATTEST0"}).out == "0 findings\n");
  CHECK_THAT(place.run({"findings", "--operator", "VATTEST1"}).out,
             ContainsSubstring("2 findings\n"));
  CHECK(place.run({"findings", "--operator", "VATTEST9"}).code == 3);
  CHECK(place.run({"findings", "--rule", "nonsense"}).code == 2);
  CHECK(place.run({"audit"}).code == 0);
}
