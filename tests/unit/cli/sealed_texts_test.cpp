#include "tests/support/catch.hpp"
#include "tests/support/storage_raw.hpp"
#include "tests/unit/cli/place.hpp"

using test::Run;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Noted {
  test::Place place;
  const std::string unit = "NOCODE-VATTEST1-1";
  Noted() {
    (void)place.record(
        {place.write("r.csv",
                     "type,id,at,unit,level,chemistry,mass_kg,mass_basis,origin,source,region,"
                     "no_code_reason,note\n"
                     "retire,R-1,2024-03-05 09:30,NOCODE-VATTEST1-1,pack,LFP,400,weighed,vehicle,"
                     "replaced,CN-FJ,missing,found in bay 7\n")},
        0);
  }
  [[nodiscard]] std::string openings() const { return place.path("L") + "/openings.db"; }
  [[nodiscard]] Run trail(std::vector<std::string> more) const {
    more.insert(more.begin(), {"trail", unit});
    return place.run(more);
  }
};

}  // namespace

TEST_CASE("a trail shows sealed texts to who asks for them") {
  const Noted noted;
  CHECK_FALSE(has(noted.trail({}).out, "bay 7"));
  CHECK_FALSE(has(noted.trail({"--json"}).out, "sealed_texts"));
  const Run shown = noted.trail({"--notes"});
  CHECK(shown.code == 0);
  CHECK(has(shown.out, "sealed: entry 2 note: found in bay 7\n"));
  CHECK(has(noted.trail({"--notes", "--lang", "zh"}).out, "封存文本：记录 2 note：found in bay 7"));
  const auto json = test::json::parse(noted.trail({"--notes", "--json"}).out);
  CHECK(json.at("sealed_texts") ==
        test::json::parse(
            R"([{"entry":2,"member":"note","state":"opened","text":"found in bay 7"}])"));
  const auto audit = test::json::parse(noted.place.run({"audit", "--json"}).out);
  CHECK(audit.at("openings_checked") == 1);
}

TEST_CASE("a text that is not the one sealed is shown by no trail, and fails the audit") {
  const Noted noted;
  tests::run_raw(noted.openings(), "UPDATE opening SET text = 'found in bay 8'");
  const Run shown = noted.trail({"--notes"});
  CHECK(shown.code == 6);
  CHECK(has(shown.out, "sealed: entry 2 note: WRONG"));
  CHECK_FALSE(has(shown.out, "bay 8"));
  const Run json = noted.trail({"--notes", "--json"});
  CHECK(json.code == 6);
  CHECK(has(json.out, R"("state":"wrong"})"));
  const Run audit = noted.place.run({"audit"});
  CHECK(audit.code == 6);
  CHECK(has(audit.out, "DAMAGE: opening of entry 2, \"note\" does not verify"));
  CHECK(has(audit.out, "intact:   all 3 entries"));
  std::filesystem::remove(noted.openings());
  CHECK(has(noted.trail({"--notes"}).out, "sealed: entry 2 note: (not kept here)"));
  CHECK(noted.place.run({"audit"}).code == 0);
}
