#include "ledger/encoding/time.hpp"

#include "tests/support/catch.hpp"

using namespace ledger::encoding;

TEST_CASE("times with an offset are read to the second") {
  CHECK(read_time("1970-01-01T00:00:00+00:00") == 0);
  CHECK(read_time("1970-01-01T08:00:00+08:00") == 0);
  CHECK(read_time("1969-12-31T20:30:00-03:30") == 0);
  CHECK(read_time("2024-02-29T23:59:59+00:00") == 1'709'251'199);
  CHECK(read_time("2000-02-29T00:00:00+14:00") == 951'732'000);
  CHECK(read_time("1960-01-01T00:00:00+00:00") == -315'619'200);
}

TEST_CASE("what is not exactly a time is refused") {
  for (const auto* text : {"",
                           "2024-03-05",
                           "2024-03-05T09:30:00",
                           "2024-03-05T09:30:00Z",
                           "2024-03-05T09:30:00-00:00",
                           "2024-03-05T09:30:60+08:00",
                           "2024-03-05T24:00:00+08:00",
                           "2024-03-05T09:60:00+08:00",
                           "2024-02-30T09:30:00+08:00",
                           "2023-02-29T09:30:00+08:00",
                           "1900-02-29T09:30:00+08:00",
                           "2024-00-05T09:30:00+08:00",
                           "2024-13-05T09:30:00+08:00",
                           "2024-03-00T09:30:00+08:00",
                           "2024-03-05t09:30:00+08:00",
                           "2024-03-05 09:30:00+08:00",
                           "2024-03-05T09:30:00+08:60",
                           "2024-03-05T09:30:00+14:01",
                           "2024-03-05T09:30:00-15:00",
                           "2024-03-05T09:30:00.0+08:00",
                           "2024-03-05T09:30:00+0800",
                           "+024-03-05T09:30:00+08:00",
                           " 2024-03-05T09:30:00+08:00",
                           "2024-03-05T09:30:00+08:00 ",
                           "2024-04-31T09:30:00+08:00"}) {
    CAPTURE(text);
    CHECK_FALSE(read_time(text));
  }
}

TEST_CASE("what looks like a time and is none is told from what does not") {
  const std::string calendar = "no calendar or clock shows this time";
  CHECK(time_advice("2024-02-30T09:30:00+08:00") == calendar);
  CHECK(time_advice("2024-03-05T24:00:00-03:00") == calendar);
  const std::string offset = "an offset is at most 14 hours, and never -00:00";
  CHECK(time_advice("2024-03-05T09:30:00-00:00") == offset);
  CHECK(time_advice("2024-03-05T09:30:00+14:01") == offset);
  CHECK(time_advice("2024-02-30T09:30:00Z").empty());
}

TEST_CASE("times of recording go both ways") {
  CHECK(recorded_at_text(0) == "1970-01-01T00:00:00.000Z");
  CHECK(recorded_at_text(1'709'251'199'007) == "2024-02-29T23:59:59.007Z");
  CHECK(recorded_at_text(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(read_recorded_at("2024-02-29T23:59:59.007Z") == 1'709'251'199'007);
  CHECK_FALSE(read_recorded_at("2024-02-29T23:59:59Z"));
  CHECK_FALSE(read_recorded_at("2024-02-29T23:59:59.007+00:00"));
  CHECK_FALSE(read_recorded_at("2023-02-29T23:59:59.007Z"));
}

TEST_CASE("the calendar day is that of the offset") {
  const auto seconds = *read_time("2023-12-31T16:00:00+00:00");
  CHECK(local_day(seconds, 480).year == 2024);
  CHECK(local_day(seconds, 480).month == 1);
  CHECK(local_day(seconds, 480).day == 1);
  CHECK(local_day(seconds - 1, 480).year == 2023);
  CHECK(local_day_number(0, 0) == 0);
  CHECK(local_day_number(-1, 0) == -1);
  CHECK(local_time_text(seconds, 480) == "2024-01-01T00:00:00+08:00");
  CHECK(local_time_text(seconds, -210) == "2023-12-31T12:30:00-03:30");
  CHECK(local_time_text(seconds, 0) == "2023-12-31T16:00:00+00:00");
}

TEST_CASE("every day of four centuries is written and read as the same") {
  const std::int64_t first = *read_time("1900-01-01T12:00:00+00:00");
  for (std::int64_t day = 0; day < 146'097; day += 1) {
    const std::int64_t seconds = first + day * 86'400;
    if (read_time(local_time_text(seconds, 480)) != seconds) FAIL(seconds);
  }
}
