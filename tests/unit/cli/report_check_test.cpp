#include <string>

#include "tests/support/catch.hpp"
#include "tests/unit/cli/place.hpp"

TEST_CASE("a report with something nested in it deeper than any stack is refuted in words") {
  const test::Place place;
  const std::string report = place.run({"report", "2024", "--format", "json"}).out;
  const auto verify = [&](const std::string& text) {
    return place.run({"verify", place.write("report", text), "--ledger", place.path("L")});
  };
  CHECK(verify(report).code == 0);
  constexpr std::size_t depth = 1'000'000;
  const std::string nested = std::string(depth, '[') + std::string(depth, ']');
  const test::Run refuted = verify(R"({"aaa":)" + nested + "," + report.substr(1));
  CHECK(refuted.code != 0);
  CHECK((refuted.out + refuted.err).find("/aaa: array") != std::string::npos);
}
