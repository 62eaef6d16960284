#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/unit/cli/run.hpp"

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::Run;

/// A ledger with one made-up collector, in a directory of its own.
class Place {
 public:
  Place() {
    fs::create_directories(directory_);
    REQUIRE(
        run({"init", path("L"), "--origin", "test.example/cli", "--authority", "VATTEST0"}).code ==
        0);
    REQUIRE(run({"key", "new", path("c.key"), "--name", "VATTEST1/main"}).code == 0);
    const Run enrolled =
        run({"operator", "enroll", "VATTEST1", "--name", "Test Collector", "--roles", "collector",
             "--region", "CN-FJ", "--key-file", path("c.key"), "--key", path("L-authority.key")});
    INFO(enrolled.err);
    REQUIRE(enrolled.code == 0);
  }
  ~Place() { fs::remove_all(directory_); }

  [[nodiscard]] std::string path(const std::string& name) const { return directory_ / name; }

  Run run(std::vector<std::string> args, const std::string& input = "") const {
    return test::run(std::move(args), {{"CELLTRAIL_LEDGER", path("L")}}, input);
  }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  [[nodiscard]] std::vector<json> lines(const std::string& name) const {
    std::vector<json> read;
    std::ifstream in(path(name));
    for (std::string line; std::getline(in, line);) read.push_back(json::parse(line));
    return read;
  }

  [[nodiscard]] json record(const std::vector<std::string>& more, int code) const {
    std::vector<std::string> args{"record", "--key", path("c.key"), "--json"};
    args.insert(args.end(), more.begin(), more.end());
    const Run recorded = run(args);
    INFO(recorded.err);
    CHECK(recorded.code == code);
    return recorded.out.empty() ? json() : json::parse(recorded.out);
  }

 private:
  fs::path directory_ =
      fs::temp_directory_path() / ("celltrail-cli-" + std::to_string(getpid()) + "-record");
};

std::string event(const std::string& type, const std::string& id, const std::string& rest) {
  return R"({"v":1,"type":")" + type + R"(","id":")" + id +
         R"(","operator":"VATTEST1","at":"2024-03-05T09:00:00+08:00","mass_basis":"weighed",)" +
         rest + "}\n";
}

std::string retire(const std::string& number, int mass_g = 400'000) {
  return event("retire", "R-" + number,
               R"("unit":"NOCODE-VATTEST1-)" + number +
                   R"(","code_scheme":"provisional","no_code_reason":"missing","level":"pack",)"
                   R"("chemistry":"LFP","origin":"vehicle","source":"replaced",)"
                   R"("region":"CN-FJ","mass_g":)" +
                   std::to_string(mass_g));
}

std::string weigh(const std::string& number) {
  return event("weigh", "W-" + number,
               R"("reason":"stocktake","items":[{"unit":"NOCODE-VATTEST1-)" + number +
                   R"(","mass_g":399000}])");
}

}  // namespace

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
