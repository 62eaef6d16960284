#include "tests/unit/cli/place.hpp"

using namespace test;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* heading = "type,id,at,unit,chemistry,mass_kg,mass_basis,origin,source,region";

std::string row(const std::string& number, const std::string& chemistry = "NCM",
                const std::string& id = "") {
  return "retire,R-" + (id.empty() ? number : id) + ",2024-03-05 09:30,ZZ9PE76836300JBC4000090" +
         number + "," + chemistry + ",412,weighed,vehicle,replaced,CN-FJ\n";
}

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string table(const std::string& rows) {
  return std::string(heading) + "\n" + rows;
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("rows that are refused come back as a table that is recorded once mended") {
  const Place place;
  const std::string file =
      place.write("may.csv", table(row("1") + row("2", "XYZ") + row("1", "NCM", "9")));
  const json tried = place.record({file, "--dry-run"}, 5);
  CHECK(tried["accepted"] == 1);
  CHECK(tried["refused"] == 2);
  const json said = place.record({file, "--errors", place.path("out.csv")}, 10);
  CHECK(said["recorded"] == 1);
  CHECK(said["refused"] == 2);

  std::string rest = text_of(place.path("out.csv"));
  CHECK_THAT(rest, StartsWith(std::string(heading) + ",refusal\n"));
  CHECK_THAT(rest, ContainsSubstring("(value_not_allowed)"));
  CHECK_THAT(rest, ContainsSubstring("unit: the unit ZZ9PE76836300JBC40000901"));
  CHECK_THAT(rest, !ContainsSubstring("R-1,"));
  const json still = place.record({place.path("out.csv"), "--errors", place.path("out2.csv")}, 5);
  CHECK(still["refused"] == 2);
  CHECK(text_of(place.path("out2.csv")) == rest);

  replace(rest, "XYZ", "NCM");
  replace(rest, "ZZ9PE76836300JBC40000901,NCM", "ZZ9PE76836300JBC40000903,NCM");
  CHECK(place.record({place.write("mended.csv", rest)}, 0)["recorded"] == 2);
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("a table's refused rows are not put into a file that is named as JSON Lines") {
  const Place place;
  const std::string file = place.write("may.csv", table(row("1") + row("2", "XYZ")));
  const Run said = place.run(
      {"record", file, "--key", place.path("c.key"), "--errors", place.path("out.jsonl")});
  CHECK(said.code == 2);
  CHECK_THAT(said.err, ContainsSubstring(".csv"));
  CHECK_FALSE(std::filesystem::exists(place.path("out.jsonl")));
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("every row bad is exit 5 and said, however it is written") {
  const Place place;
  const std::string file = place.write("a.csv", table(row("1", "XYZ") + row("2", "XYZ")));
  const Run said =
      place.run({"record", file, "--key", place.path("c.key"), "--errors", place.path("out.csv")});
  CHECK(said.code == 5);
  CHECK_THAT(said.out, ContainsSubstring("recorded nothing; 2 were refused"));
  CHECK_THAT(said.err, ContainsSubstring("a.csv:3: found \"XYZ\""));
  CHECK_THAT(said.err, ContainsSubstring("2 events could not be read from the table"));
  const Run as_json = place.run({"record", file, "--key", place.path("c.key"), "--json"});
  CHECK(as_json.code == 5);
  CHECK(json::parse(as_json.err)["error"]["problems"].size() == 2);
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("a row that is no CSV comes back as it was, and so does all after a broken quote") {
  const Place place;
  const std::string odd = "retire,R-8,2024\"x\",,,,,,,\n";
  const std::string open = "retire,\"R-9,2024\n" + row("4");
  const std::string file = place.write("a.csv", table(row("1") + odd + row("2") + open));
  static_cast<void>(place.record({file, "--errors", place.path("out.csv")}, 10));
  const std::string rest = text_of(place.path("out.csv"));
  CHECK_THAT(rest, ContainsSubstring("\n" + odd));
  CHECK_THAT(rest, EndsWith(open));
  CHECK(place.record({place.path("out.csv"), "--errors", place.path("out2.csv")}, 5)["recorded"] ==
        0);
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("a refusal by the rules names the row and the column beside the pointer") {
  const Place place;
  const std::string file = place.write("a.csv", "\n" + table(row("1") + row("1", "NCM", "9")));
  const Run said = place.run({"record", file, "--key", place.path("c.key"), "--batch", "1"});
  CHECK_THAT(said.err, ContainsSubstring("a.csv:4: event R-9 is refused (already_held)"));
  CHECK_THAT(said.err, ContainsSubstring("column unit, /unit: "));
  const Run tried = place.run(
      {"record", file, "--key", place.path("c.key"), "--batch", "1", "--dry-run", "--json"});
  CHECK(json::parse(tried.err)["error"]["header"] == "unit");
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("refused events are recorded from the file they went to, once mended") {
  const Place place;
  const std::string bad = R"({"v":1, "v":1,"type":"retire"})";
  const std::string file = place.write("a.jsonl", weigh("8") + bad + "\nnonsense\n" + retire("1"));
  CHECK(place.record({file, "--errors", place.path("out")}, 10)["refused"] == 3);
  CHECK_THAT(text_of(place.path("out")), ContainsSubstring("\"event\":" + bad + "}"));
  const json again = place.record({place.path("out"), "--errors", place.path("out2")}, 5);
  CHECK(again["refused"] == 3);
  const auto refused = place.lines("out2");
  REQUIRE(refused.size() == 3);
  CHECK(refused[0]["event"]["id"] == "W-8");
  CHECK(refused[2]["event"] == "nonsense");
  CHECK_THAT(text_of(place.path("out2")), ContainsSubstring("\"event\":" + bad + "}"));
  static_cast<void>(place.record({place.write("b.jsonl", retire("8"))}, 0));
  const json mended = place.record({place.path("out"), "--errors", place.path("out3")}, 10);
  CHECK(mended["recorded"] == 1);
  CHECK(place.record({place.path("out"), "--dry-run"}, 5)["repeated"] == 1);
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("a table is known by its content, from a file of any name or standard input") {
  const Place place;
  const std::string key = place.path("c.key");
  CHECK(place.record({place.write("r.txt", table(row("1")))}, 0)["recorded"] == 1);
  std::string tabs = table(row("2"));
  for (char& c : tabs)
    if (c == ',') c = '\t';
  CHECK(place.record({place.write("r.tsv", tabs), "--encoding", "gbk"}, 0)["recorded"] == 1);
  const Run piped = place.run({"record", "-", "--key", key}, table(row("3")));
  CHECK_THAT(piped.out, ContainsSubstring("recorded 1 event"));
  CHECK(place.record({place.write("events", retire("7"))}, 0)["recorded"] == 1);
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("one file for refusals holds one table and nothing else") {
  const Place place;
  const std::string first = place.write("a.csv", table(row("1", "XYZ")));
  std::string other = table(row("2", "XYZ"));
  replace(other, "mass_kg", "mass_g");
  const std::string out = place.path("out.csv");
  static_cast<void>(place.record({first, place.write("b.csv", other), "--errors", out}, 2));
  static_cast<void>(place.record({first, place.write("c.jsonl", retire("1")), "--errors", out}, 2));
  const std::string same = place.write("d.csv", table(row("2", "XYZ")));
  static_cast<void>(place.record({first, same, "--errors", out}, 5));
  CHECK_THAT(text_of(out), ContainsSubstring("R-1,"));
  CHECK_THAT(text_of(out), ContainsSubstring("R-2,"));
}

TEST_CASE("a witness's key is shown as the key others know the witness by") {
  const Place place;
  const Run made = place.run({"witness", "new", place.path("w1"), "--name", "witness.example/w1"});
  REQUIRE(made.code == 0);
  const Run shown = place.run({"key", "show", place.path("w1/witness.key")});
  CHECK_THAT(shown.out, StartsWith(made.out));
  const Run own = place.run({"key", "show", place.path("c.key"), "--json"});
  CHECK(json::parse(own.out)["witness"] == false);
}

TEST_CASE("what cannot be a witness's name or a log's key is usage, with what to do") {
  const Place place;
  const Run name = place.run({"witness", "new", place.path("w2"), "--name", "NOT A NAME"});
  CHECK(name.code == 2);
  CHECK_THAT(name.err, ContainsSubstring("next: "));
  REQUIRE(place.run({"witness", "new", place.path("w1"), "--name", "witness.example/w1"}).code ==
          0);
  const Run there = place.run({"witness", "new", place.path("w1"), "--name", "witness.example/w1"});
  CHECK(there.code == 2);
  const Run log = place.run({"witness", "serve", place.path("w1"), "--log", "nonsense"});
  CHECK(log.code == 2);
  CHECK_THAT(log.err, ContainsSubstring("next: "));
  const Run acme =
      place.run({"init", place.path("Z"), "--origin", "test.example/z", "--authority", "ACME"});
  CHECK(acme.code == 2);
  CHECK_THAT(acme.err, ContainsSubstring("VAT with the two letters of a country"));
  CHECK_FALSE(fs::exists(place.path("Z-authority.key")));
}

TEST_CASE("doctor says what a missing ledger key stops, and what not") {
  const Place place;
  fs::remove(place.path("L/ledger.key"));
  const Run said = place.run({"doctor"});
  CHECK_THAT(said.out, ContainsSubstring("nothing can be recorded until"));
  CHECK_THAT(said.out, !ContainsSubstring("`audit` needs it"));
  CHECK(place.run({"audit"}).code == 0);
}
