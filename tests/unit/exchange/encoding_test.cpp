#include <iconv.h>
#include <string>

#include "ledger/csv.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

std::string converted(std::string text, const char* encoding) {
  const iconv_t handle = iconv_open(encoding, "UTF-8");
  REQUIRE(handle != iconv_t(-1));
  std::string out(text.size() * 4, '\0');
  char* from = text.data();
  char* to = out.data();
  std::size_t left = text.size(), room = out.size();
  CHECK(iconv(handle, &from, &left, &to, &room) != static_cast<std::size_t>(-1));
  iconv_close(handle);
  out.resize(out.size() - room);
  return out;
}

ledger::CsvFile read_as(std::string_view bytes, const char* encoding) {
  return ledger::read_csv(bytes, {std::string(files::recycler), &files::signer(), encoding});
}

}  // namespace

TEST_CASE("a GB18030 file says what its UTF-8 form says", "[csv]") {
  std::string text = files::example("retire.zh.csv");
  // A character that takes four bytes there.
  text.replace(text.find("外壳有划痕"), 0, "𠮷");
  const auto plain = files::read(text);
  const auto other = files::read(converted(text, "GB18030"));
  CHECK(plain.encoding == "utf-8");
  CHECK(other.encoding == "gb18030");
  REQUIRE(plain.events.size() == 2);
  REQUIRE(other.events.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(plain.events[i].json == other.events[i].json);
    CHECK(plain.events[i].openings.size() == other.events[i].openings.size());
  }
  CHECK(other.events[0].openings[0].text == plain.events[0].openings[0].text);
}

TEST_CASE("a byte order mark is no part of the first header", "[csv]") {
  const std::string text = files::good_row();
  CHECK(files::shown(files::read("\xef\xbb\xbf" + text)) == files::shown(files::read(text)));
}

TEST_CASE("bytes that are no text of either kind are refused", "[csv]") {
  const auto check_refused = [](const ledger::CsvFile& file) {
    CHECK(file.events.empty());
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems.front().code == "encoding_unknown");
    CHECK_FALSE(file.problems.front().hint.empty());
  };
  check_refused(files::read(files::good_row() + "\xff\xff"));
  check_refused(files::read("\xff\xfet\0y\0"));
  check_refused(files::read("\xef\xbb\xbf" + files::good_row() + "\x80"));
  check_refused(read_as(converted(files::example("retire.zh.csv"), "GB18030"), "utf-8"));
  check_refused(read_as(files::good_row(), "latin1"));
  check_refused(read_as(files::good_row() + "\xc4", "gb18030"));
  CHECK(read_as(files::good_row(), "gb18030").events.size() == 1);
}

TEST_CASE("a workbook is named as one", "[csv]") {
  const auto file = files::read(std::string("PK\x03\x04", 4) + "workbook");
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems.front().code == "not_csv");
}

TEST_CASE("an empty file is no table", "[csv]") {
  for (const char* const text : {"", "\n\n", "type,id\n", ",,,\n"}) {
    const auto file = files::read(text);
    CHECK(file.events.empty());
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems.front().code == "no_rows");
  }
}
