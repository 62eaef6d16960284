#include "tests/unit/cli/place.hpp"

using namespace test;

TEST_CASE("refused events are set aside, everything else is recorded in its order") {
  const Place place;
  const std::string file =
      place.write("a.jsonl", retire("1") + weigh("8") + retire("2") + "nonsense\n" + weigh("9") +
                                 weigh("1") + retire("3") + weigh("3"));
  const json said = place.record({file, "--errors", place.path("out"), "--batch", "4"}, 10);
  CHECK(said["recorded"] == 5);
  CHECK(said["refused"] == 3);

  const auto refused = place.lines("out");
  REQUIRE(refused.size() == 3);
  CHECK(refused[0]["line"] == 2);
  CHECK(refused[0]["refusal"] == "unknown_unit");
  CHECK(refused[0]["event"]["id"] == "W-8");
  CHECK(refused[1]["line"] == 4);
  CHECK(refused[1]["event"] == "nonsense");
  CHECK(refused[2]["line"] == 5);

  const json again = place.record({file, "--errors", place.path("out2")}, 10);
  CHECK(again["recorded"] == 0);
  CHECK(again["repeated"] == 5);
  CHECK(again["size"] == said["size"]);
}

TEST_CASE("a refused line nested deeper than any event is set aside as text") {
  const Place place;
  const std::string line = R"({"aaa":)" + std::string(60'000, '[') + std::string(60'000, ']') + "}";
  const json said =
      place.record({place.write("a.jsonl", line + "\n"), "--errors", place.path("out")}, 5);
  CHECK(said["refused"] == 1);
  const auto refused = place.lines("out");
  REQUIRE(refused.size() == 1);
  CHECK(refused[0]["event"] == line);
}

TEST_CASE("without a file for them, the first refused event ends the recording") {
  const Place place;
  const std::string file = place.write("a.jsonl", retire("1") + weigh("8") + retire("2"));
  CHECK(place.record({file}, 5)["recorded"] == 0);
  CHECK(place.record({file, "--batch", "1"}, 10)["recorded"] == 1);
  const Run said = place.run({"record", file, "--key", place.path("c.key")});
  CHECK_THAT(said.err, ContainsSubstring("a.jsonl:2: event W-8 is refused (unknown_unit)"));
}

TEST_CASE("an id used again for something else is a conflict") {
  const Place place;
  static_cast<void>(place.record({place.write("a.jsonl", retire("1"))}, 0));
  static_cast<void>(place.record({place.write("b.jsonl", retire("1", 1))}, 7));
}

TEST_CASE("a dry run judges every event and writes nothing") {
  const Place place;
  const std::string file = place.write("a.jsonl", retire("1") + weigh("8") + weigh("1"));
  const json said = place.record({file, "--dry-run"}, 5);
  CHECK(said["accepted"] == 2);
  CHECK(said["refused"] == 1);
  CHECK(json::parse(place.run({"checkpoint", "--json"}).out)["size"] == 2);
}

TEST_CASE("events come from standard input too") {
  const Place place;
  const Run said = place.run({"record", "-", "--key", place.path("c.key")}, retire("1"));
  CHECK(said.code == 0);
  CHECK_THAT(said.out, ContainsSubstring("recorded 1 event in 1 batch"));
}

TEST_CASE("every batch leaves its receipt when they are wanted") {
  const Place place;
  const std::string file = place.write("a.jsonl", retire("1") + retire("2") + retire("3"));
  const json said = place.record({file, "--receipts", place.path("receipts"), "--batch", "2"}, 0);
  CHECK(said["recorded"] == 3);
  const auto receipt = place.lines("receipts/receipt-000000000002-2.json");
  REQUIRE(receipt.size() == 1);
  CHECK(receipt[0]["first"] == 2);
  CHECK(receipt[0]["leaves"].size() == 2);
  CHECK(fs::exists(place.path("receipts/receipt-000000000004-1.json")));
}

TEST_CASE("what was recorded can be read back") {
  const Place place;
  static_cast<void>(place.record({place.write("a.jsonl", retire("1") + weigh("1"))}, 0));
  const Run trail = place.run({"trail", "NOCODE-VATTEST1-1"});
  CHECK(trail.code == 0);
  CHECK_THAT(trail.out, ContainsSubstring("in stock (VATTEST1)"));
  CHECK_THAT(trail.out, ContainsSubstring("Test Collector"));
  const json whole = json::parse(place.run({"trail", "NOCODE-VATTEST1-1", "--json"}).out);
  REQUIRE(whole["entries"].size() == 2);
  CHECK(whole["entries"][0]["entry"]["event"]["type"] == "retire");
  CHECK(json::parse(place.run({"stock", "--json"}).out)["mass_g"] == 399'000);
  CHECK_THAT(place.run({"stock", "VATTEST1"}).out, ContainsSubstring("1 line, 0.399 t"));
  CHECK(place.run({"doctor"}).code == 0);
  CHECK(place.run({"trail", "NOCODE-VATTEST1-2"}).code == 3);
}
