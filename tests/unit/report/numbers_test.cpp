#include "ledger/report/numbers.hpp"

#include <limits>

#include "ledger/display_width.hpp"
#include "ledger/report.hpp"
#include "ledger/report/padding.hpp"
#include "ledger/report/sums.hpp"
#include "ledger/report/table.hpp"
#include "ledger/result.hpp"
#include "tests/support/catch.hpp"

using namespace ledger;
using namespace ledger::report;

namespace {
constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
}  // namespace

TEST_CASE("tonnes are rounded half away from zero to the kilogram") {
  CHECK(tonnes_text(0) == "0.000");
  CHECK(tonnes_text(499) == "0.000");
  CHECK(tonnes_text(500) == "0.001");
  CHECK(tonnes_text(-499) == "0.000");
  CHECK(tonnes_text(-500) == "-0.001");
  CHECK(tonnes_text(999'999'499) == "999.999");
  CHECK(tonnes_text(999'999'500) == "1,000.000");
  CHECK(tonnes_text(12'345'678'499) == "12,345.678");
  CHECK(tonnes_text(225'123'456'000) == "225,123.456");
  CHECK(tonnes_text(most) == "9,223,372,036,854.776");
  CHECK(tonnes_text(least) == "-9,223,372,036,854.776");
}

TEST_CASE("whole numbers are grouped by threes") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(-1000) == "-1,000");
  CHECK(grouped(123'456'789) == "123,456,789");
  CHECK(grouped(least) == "-9,223,372,036,854,775,808");
}

TEST_CASE("shares are rounded half away from zero") {
  CHECK(permille(1, 2000) == 1);
  CHECK(permille(1, 2001) == 0);
  CHECK(permille(-1, 2000) == -1);
  CHECK(permille(5, 0) == 0);
  CHECK(permille(most, most) == 1000);
  CHECK(percent_text(866) == "86.6 %");
  CHECK(percent_text(-5) == "-0.5 %");
  CHECK(percent_text(12'345) == "1,234.5 %");
}

TEST_CASE("what lies below the whole never reads as all of it") {
  CHECK(permille(99'999, 100'000) == 1000);
  CHECK(permille_reached(99'999, 100'000) == 999);
  CHECK(permille_reached(100'000, 100'000) == 1000);
  CHECK(bar(99'999, 100'000, 4) == "███░");
  CHECK(bar(100'000, 100'000, 4) == "████");
  CHECK(bar(300'000, 100'000, 4) == "████");
  CHECK(bar(-1, 100'000, 4) == "░░░░");
  CHECK(bar(1, 0, 4) == "░░░░");
}

TEST_CASE("a sum that leaves 64 bits is a failure") {
  std::int64_t total = most;
  CHECK_THROWS_AS(add(total, 1), Failure);
  CHECK_THROWS_AS(difference(least, 1), Failure);
  CHECK_THROWS_AS(scaled(most, 1'000, 999), Failure);
  CHECK_THROWS_AS(permille(most, 1), Failure);
  CHECK_THROWS_AS(grams_of_tonnes(most / 1'000), Failure);
  CHECK(scaled(most, 1'000, 1'000) == most);
}

TEST_CASE("Chinese characters take two columns") {
  CHECK(display_width("") == 0);
  CHECK(display_width("LFP") == 3);
  CHECK(display_width("黑粉（电极粉）") == 14);
  CHECK(display_width("ﾊﾝｶｸ") == 4);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("é") == 1);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("𠀀") == 2);
  CHECK(display_width("█░") == 2);
  CHECK(display_width("\xFF\xE4\xB8") == 3);
}

TEST_CASE("padding and shortening go by columns, not by bytes") {
  CHECK(padded_right("铜", 4) == "铜  ");
  CHECK(padded_left("铜", 4) == "  铜");
  CHECK(padded_left("copper", 4) == "copper");
  CHECK(shortened("copper", 6) == "copper");
  CHECK(shortened("copper", 5) == "copp…");
  CHECK(shortened("虚构有限公司", 12) == "虚构有限公司");
  CHECK(shortened("虚构有限公司", 8) == "虚构有…");
  CHECK(display_width(shortened("a虚构有限公司", 9)) == 8);
}

TEST_CASE("table columns align whatever the script") {
  Table table({Align::left, Align::right, Align::left});
  table.row({"铜", "1.000", "a"});
  table.row({"steel", "12.000", ""});
  CHECK(table.text() ==
        "  铜      1.000  a\n"
        "  steel  12.000\n");
}
