#include "cli/text.hpp"

#include <sstream>

#include <nlohmann/json.hpp>

#include "cli/event_words.hpp"
#include "cli/progress.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"
#include "ledger/display_width.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("numbers are grouped by thousands") {
  CHECK(cli::grouped(0) == "0");
  CHECK(cli::grouped(999) == "999");
  CHECK(cli::grouped(1000) == "1,000");
  CHECK(cli::grouped(5012344) == "5,012,344");
  CHECK(cli::grouped(-123456) == "-123,456");
  CHECK(cli::grouped(INT64_MIN) == "-9,223,372,036,854,775,808");
  CHECK(cli::kilograms(411600) == "411.600 kg");
  CHECK(cli::kilograms(-5) == "-0.005 kg");
  CHECK(cli::kilograms(-12'345'006) == "-12,345.006 kg");
}

TEST_CASE("a hash is padded base64") {
  ledger::Hash hash{};
  CHECK(cli::base64(hash) == "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  hash.fill(0xFF);
  CHECK(cli::base64(hash) == "//////////////////////////////////////////8=");
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(i);
  CHECK(cli::base64(hash) == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
}

TEST_CASE("local times stand at the ledger's fixed offset") {
  CHECK(cli::local_time(1'709'602'200, 480) == "2024-03-05T09:30:00+08:00");
  CHECK(cli::local_time(-1, 0) == "1969-12-31T23:59:59+00:00");
  CHECK(cli::local_time(0, -210) == "1969-12-31T20:30:00-03:30");
  CHECK(cli::table_time(1'709'602'200, 480) == "2024-03-05 09:30");
}

TEST_CASE("an edit is a letter put in, left out, changed or swapped") {
  CHECK(cli::edit_distance("trail", "trail") == 0);
  CHECK(cli::edit_distance("trial", "trail") == 1);
  CHECK(cli::edit_distance("trai", "trail") == 1);
  CHECK(cli::edit_distance("", "abc") == 3);
  CHECK(cli::edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("what is not near is not suggested") {
  CHECK(cli::nearest("rprt", {"report", "record"}) == "");
  CHECK(cli::nearest("reprt", {"report", "record"}) == "report");
  CHECK(cli::nearest("xyz", {"report", "record"}) == "");
  CHECK(cli::nearest(std::string(100'000, 'a'), {"report"}) == "");
}

TEST_CASE("a Chinese character takes two columns") {
  CHECK(ledger::display_width("abc") == 3);
  CHECK(ledger::display_width("电池") == 4);
  CHECK(ledger::display_width("ＡＢ") == 4);
  CHECK(ledger::display_width("é") == 1);
  CHECK(ledger::display_width("e\u0301") == 1);
  CHECK(ledger::display_width("a→b") == 3);
  CHECK(ledger::display_width("\xff\xfe") == 2);
  CHECK(ledger::display_width("\xe7\x94") == 2);
  CHECK(ledger::fitting_bytes("电池", 3) == 3);
  CHECK(ledger::fitting_bytes("电池", 4) == 6);
  CHECK(ledger::fitting_bytes("电池", 1) == 0);
}

TEST_CASE("columns line up under Chinese text") {
  cli::Table table({{"企业"}, {"t", cli::Table::Align::right}, {"x"}});
  table.add({"甲公司", "1", "a"});
  table.add({"B", "12,345", "b"});
  std::ostringstream out;
  table.write(out, 0);
  CHECK(out.str() ==
        "企业         t  x\n"
        "甲公司       1  a\n"
        "B       12,345  b\n");
}

TEST_CASE("a line too wide for the terminal is cut where it shows") {
  cli::Table table({{"a"}, {"b"}});
  table.add({"1", "电池电池电池"});
  std::ostringstream out;
  table.write(out, 9);
  CHECK(out.str() == "a  b\n1  电池…\n");
}

TEST_CASE("progress says how far, how fast and how long") {
  CHECK(cli::progress_line("record", 41'203, 100'000, 3219ms) ==
        "record 41,203/100,000 41 % 12,799/s 5 s left");
  CHECK(cli::progress_line("record", 500, 0, 1000ms) == "record 500 500/s");
  CHECK(cli::progress_line("audit", 0, 10, 0ms) == "audit 0/10 0 %");
}

TEST_CASE("progress is silent where no person looks") {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Environment environment;
  cli::Context piped{{in, out, err}, environment, {}};
  cli::ProgressLine(piped, "audit").update(1, 2);
  CHECK(err.str().empty());
  environment.err_is_terminal = true;
  cli::Context for_machine{{in, out, err}, environment, {}};
  for_machine.globals.json = true;
  CHECK_FALSE(cli::ProgressLine(for_machine, "audit").is_shown());
  cli::Context watched{{in, out, err}, environment, {}};
  CHECK(cli::ProgressLine(watched, "audit").is_shown());
}

TEST_CASE("an event is told in a few words, in two languages") {
  const auto words = [](const char* text, const char* about, ledger::Language language) {
    return cli::event_words(nlohmann::json::parse(text), {about}, language);
  };
  const char* dispatch =
      R"({"type":"dispatch","to":"VATTEST2","transfer":"W-1",)"
      R"("items":[{"unit":"U1","mass_g":400000},{"lot":"VATTEST1/A","mass_g":600}]})";
  CHECK(words(dispatch, "U1", ledger::Language::en) == "400.000 kg, to VATTEST2, slip W-1");
  CHECK(words(dispatch, "VATTEST1", ledger::Language::zh) ==
        "400.600 kg (2), 交给 VATTEST2, 单号 W-1");
  CHECK(words(R"({"type":"process","step":"crushing","route":"mechanical","loss_g":12000,)"
              R"("inputs":[{"unit":"U","mass_g":268000}],"added":[],)"
              R"("outputs":[{"lot":"L","mass_g":256000}]})",
              "U", ledger::Language::en) ==
        "crushing, mechanical, 268.000 kg → 256.000 kg, loss 12.000 kg");
  CHECK(cli::word("retire", ledger::Language::zh) == "退役");
  CHECK(cli::word("unheard_of", ledger::Language::zh) == "unheard_of");
}

TEST_CASE("a trail tells of each event what is the unit's own") {
  const auto words = [](const char* text, std::vector<std::string> about) {
    return cli::event_words(nlohmann::json::parse(text), about, ledger::Language::en);
  };
  const char* receive =
      R"({"type":"receive","from":"VATTEST2","transfer":"W-1","items":[)"
      R"({"unit":"U1","received_g":400000,"accepted_g":400000,"refused_g":0},)"
      R"({"unit":"U2","received_g":300000,"accepted_g":0,"refused_g":300000,"reason":"damaged"}]})";
  CHECK(words(receive, {"U1"}) == "400.000 kg, from VATTEST2, slip W-1");
  CHECK(words(receive, {"U2"}) ==
        "300.000 kg, from VATTEST2, slip W-1, accepted 0.000 kg, refused 300.000 kg, damaged");
  CHECK(words(receive, {"VATTEST1"}) ==
        "700.000 kg (2), from VATTEST2, slip W-1, accepted 400.000 kg, refused 300.000 kg");
  // An event may name a unit by a later code of it.
  CHECK(words(receive, {"OLD", "U1"}) == words(receive, {"U1"}));

  const char* dismantle =
      R"({"type":"dismantle","inputs":[{"unit":"U1","mass_g":400000},{"unit":"U2","mass_g":300000}],)"
      R"("units":[{"unit":"U3","mass_g":250000}],"lots":[{"lot":"L","mass_g":450000}],"loss_g":0})";
  CHECK(words(dismantle, {"U2"}) == "300.000 kg of 700.000 kg → 700.000 kg, loss 0.000 kg");
  CHECK(words(dismantle, {"U3"}) == "700.000 kg → 250.000 kg of 700.000 kg, loss 0.000 kg");
  CHECK(
      words(R"({"type":"repurpose","inputs":[{"unit":"U1","mass_g":9000}],"added":[],"unit":"U4",)"
            R"("mass_g":8000,"lots":[{"lot":"L","mass_g":1000}],"loss_g":0})",
            {"U4"}) == "9.000 kg → 8.000 kg of 9.000 kg, loss 0.000 kg");
}

TEST_CASE("a typed word is shown short and printable") {
  CHECK(cli::shown("VATTEST1") == "VATTEST1");
  CHECK(cli::shown("") == "''");
  CHECK(cli::shown("a\x1b[31m") == "a?[31m");
  CHECK(cli::shown(std::string(5000, 'A')) == std::string(80, 'A') + "…");
}
