#include "tests/unit/cli/place.hpp"

using namespace test;

TEST_CASE("a line that stands twice is one event, wherever its batch ends") {
  for (const char* batch : {"1", "2", "3", "1000"}) {
    const Place place;
    const std::string file = place.write("a.jsonl", retire("1") + retire("1") + retire("2") +
                                                        retire("3") + retire("1") + retire("2"));
    const json tried = place.record({file, "--dry-run"}, 0);
    CHECK(tried["accepted"] == 3);
    CHECK(tried["repeated"] == 3);
    const json said = place.record({file, "--batch", batch}, 0);
    CHECK(said["recorded"] == 3);
    CHECK(said["repeated"] == 3);
    const json again = place.record({file, "--receipts", place.path("r"), "--batch", batch}, 0);
    CHECK(again["recorded"] == 0);
    CHECK(again["repeated"] == 6);
    CHECK(place.record({file, "--dry-run"}, 0)["repeated"] == 6);
    CHECK(place.run({"audit"}).code == 0);
  }
}

TEST_CASE("a refused event that stands twice is refused twice, not taken for recorded") {
  const Place place;
  const std::string file = place.write("a.jsonl", retire("1") + weigh("8") + weigh("8"));
  const json tried = place.record({file, "--dry-run"}, 5);
  CHECK(tried["refused"] == 2);
  const json said = place.record({file, "--errors", place.path("out")}, 10);
  CHECK(said["recorded"] == 1);
  CHECK(said["repeated"] == 0);
  CHECK(said["refused"] == 2);
  CHECK(place.lines("out").size() == 2);
}

TEST_CASE("an id with other content in one input is a conflict, tried out or recorded") {
  const Place place;
  const std::string file = place.write("a.jsonl", retire("1") + retire("1", 1) + retire("1"));
  static_cast<void>(place.record({file, "--dry-run"}, 7));
  static_cast<void>(place.record({file}, 7));
  const json said = place.record({file, "--errors", place.path("out")}, 10);
  CHECK(said["recorded"] == 1);
  CHECK(said["repeated"] == 1);
  CHECK(said["refused"] == 1);
  CHECK(place.lines("out").at(0)["line"] == 2);
  CHECK(place.run({"audit"}).code == 0);
}

TEST_CASE("what was recorded is summed up in plain words") {
  const Place place;
  const auto sentence = [&](const std::string& text, std::vector<std::string> more = {}) {
    std::vector<std::string> args{"record", place.write("a.jsonl", text), "--key",
                                  place.path("c.key")};
    args.insert(args.end(), more.begin(), more.end());
    const std::string out = place.run(args).out;
    return out.substr(0, out.find('\n'));
  };
  CHECK(sentence("") == "nothing to record: there is no event in it");
  CHECK(sentence(retire("1")) == "recorded 1 event in 1 batch");
  CHECK(sentence(retire("1")) == "nothing new: the event was there already");
  CHECK(sentence(retire("1") + retire("2")) == "recorded 1 event in 1 batch; 1 was there already");
  CHECK(sentence(retire("1") + retire("2")) == "nothing new: all 2 events were there already");
  CHECK(sentence(retire("1") + retire("2") + retire("3") + retire("4"), {"--batch", "1"}) ==
        "recorded 2 events in 4 batches; 2 were there already");
  CHECK(sentence(weigh("9")) == "recorded nothing; 1 was refused");
  CHECK(sentence(weigh("9") + "\n" + retire("8")) ==
        "recorded nothing; 1 was refused; 1 was not tried");
  CHECK(sentence(retire("1") + weigh("9"), {"--errors", place.path("out")}) ==
        "recorded nothing; 1 was there already; 1 was refused");
  CHECK(sentence(retire("1") + retire("9") + weigh("1"), {"--dry-run"}) ==
        "dry run: 2 events would be recorded; 1 is there already; nothing was written");
}

TEST_CASE("who lacks a key is told which keys would do") {
  const Place place;
  REQUIRE(place.run({"key", "new", place.path("s.key"), "--name", "VATTEST1/spare"}).code == 0);
  const std::string file = place.write("a.jsonl", retire("1"));
  const Run unknown = place.run({"record", file, "--key", place.path("s.key")});
  CHECK(unknown.code == 4);
  CHECK_THAT(unknown.err, ContainsSubstring("a.jsonl:1: the batch that begins here is refused"));
  CHECK_THAT(unknown.err,
             ContainsSubstring("next: sign with VATTEST1/main, which the ledger knows"));
  CHECK_THAT(unknown.err, ContainsSubstring("operator grant-key VATTEST1 --vkey VATTEST1/spare+"));
  const Run none = place.run({"record", file, "--key", place.path("L-authority.key")});
  CHECK(none.code == 4);
  CHECK_THAT(none.err, ContainsSubstring("next: add --key FILE with a key of VATTEST1; the ledger "
                                         "knows VATTEST1/main"));
  const Run stated = place.run(
      {"operator", "suspend", "VATTEST1", "--reason", "other", "--key", place.path("s.key")});
  CHECK(stated.code == 4);
  CHECK_THAT(stated.err, ContainsSubstring("sign with VATTEST1/main"));
}

TEST_CASE("a report at a size beyond the head says where the head is") {
  const Place place;
  const Run beyond = place.run({"report", "2024", "--at", "99"});
  CHECK(beyond.code == 3);
  CHECK_THAT(beyond.err, ContainsSubstring("next: the newest checkpoint is at 2;"));
  CHECK_THAT(beyond.err, !ContainsSubstring("grams"));
}

TEST_CASE("a row that nobody can sign keeps its number in the table") {
  const Place place;
  const std::string table =
      place.write("a.csv",
                  "type,id,at,unit,chemistry,mass_kg,mass_basis,origin,source,region\n"
                  "\n"
                  "retire,R-1,2024-03-05 09:30,04QPE76836300JBC40000903,NCM,412,weighed,"
                  "vehicle,scrapped_vehicle,CN-FJ\n");
  const Run none = place.run(
      {"record", table, "--key", place.path("L-authority.key"), "--operator", "VATTEST1"});
  CHECK_THAT(none.err, ContainsSubstring("a.csv:3: "));
}
