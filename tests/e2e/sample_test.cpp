#include <nlohmann/json.hpp>

#include "tests/e2e/process.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;
using nlohmann::json;

namespace {

const std::string audit_program =
    std::string(PYTHON_PROGRAM) + " -B " + SOURCE_DIR + "/examples/offline_audit/audit.py ";

std::string must(const Workshop& workshop, const std::string& command) {
  const Ran ran = run(workshop, command);
  INFO(command << '\n' << ran.out << ran.err);
  REQUIRE(ran.code == 0);
  return ran.out;
}

/// A made-up year of used batteries, recorded by the companies that made it up.
void record_sample(const Workshop& workshop, const std::string& batteries) {
  must(workshop, "celltrail sample try --batteries " + batteries + " --year 2024 --seed 7");
  must(workshop,
       "celltrail init book --origin sample.example/celltrail --authority \"$(cat try/authority)\""
       " --name Sample --authority-key-file try/keys/authority.key");
  must(workshop,
       "celltrail record try/operators.jsonl try/events-*.jsonl --keys try/keys"
       " --openings try/openings.jsonl");
}

json report(const Workshop& workshop, const std::string& rule) {
  return json::parse(must(workshop, "celltrail report 2024 --format json --rule " + rule));
}

json offline_figures(const Workshop& workshop) {
  const std::string out = must(workshop, audit_program + "copy --figures 2024 2> told");
  return json::parse(out.substr(out.find('{')));
}

std::int64_t of_vehicles(const json& report, const std::string& member) {
  for (const json& row : report.at("by_origin"))
    if (row.at("origin") == "vehicle") return row.at(member).get<std::int64_t>();
  return 0;
}

void edit(const Workshop& workshop, const std::string& program, const std::string& file) {
  must(workshop, "rm -rf bad && cp -r copy bad && sed -i '" + program + "' bad/" + file);
}

}  // namespace

TEST_CASE("the same seed gives the same sample, another seed another") {
  const Workshop workshop;
  for (const char* line : {"one --seed 3", "two --seed 3", "three --seed 4"})
    must(workshop, std::string("celltrail sample --batteries 1000 ") + line);
  CHECK(run(workshop, "diff -r one two").code == 0);
  CHECK(run(workshop, "diff -rq one three").code == 1);
}

TEST_CASE("a made-up year from files to figures, and a second program counts the same") {
  const Workshop workshop;
  record_sample(workshop, "1000");
  CHECK_THAT(must(workshop, "celltrail audit"), ContainsSubstring("OK: "));
  must(workshop, "celltrail export copy");

  const json net = report(workshop, "net/1");
  const json gross = report(workshop, "gross/1");
  const json received = report(workshop, "received/1");
  const json offline = offline_figures(workshop);
  CHECK(net.at("utilised_g").get<std::int64_t>() > 100'000'000);
  CHECK(net.at("utilised_g") == offline.at("utilised_g"));
  CHECK(gross.at("utilised_g") == offline.at("gross_g"));
  CHECK(received.at("utilised_g") == offline.at("received_g"));
  for (const json& any : {net, gross, received})
    for (const char* member : {"gross_g", "second_life_g", "treated_g", "received_g"})
      CHECK(any.at(member) == offline.at(member));
  CHECK(of_vehicles(net, "retired_g") == offline.at("retired_g"));
  CHECK(of_vehicles(net, "utilised_g") == offline.at("utilised_g"));
  CHECK(net.at("counted_before_g").get<std::int64_t>() ==
        net.at("gross_g").get<std::int64_t>() - net.at("utilised_g").get<std::int64_t>());

  // Recorded once more, it is the same ledger with the same report.
  must(workshop, "celltrail checkpoint > before");
  must(workshop, "celltrail record try/operators.jsonl try/events-*.jsonl --keys try/keys");
  CHECK(run(workshop, "celltrail checkpoint | cmp - before").code == 0);
  const std::string at = net.at("ledger").at("size").dump();
  CHECK(must(workshop, "celltrail report 2024 --format json --at " + at) ==
        must(workshop, "celltrail report 2024 --format json"));
}

TEST_CASE("the sums of a report are the sums of its splits") {
  const Workshop workshop;
  record_sample(workshop, "200");
  for (const char* rule : {"net/1", "gross/1", "received/1"}) {
    const json whole = report(workshop, rule);
    for (const char* split : {"by_month", "by_route", "by_chemistry", "by_region", "by_operator"}) {
      CAPTURE(rule, split);
      std::int64_t sum_g = 0;
      for (const json& row : whole.at(split)) sum_g += row.at("utilised_g").get<std::int64_t>();
      CHECK(sum_g == whole.at("utilised_g"));
    }
  }
}

TEST_CASE("a ledger whose key was replaced passes the audit that is not ours") {
  const Workshop workshop;
  must(workshop, "celltrail key new safe.key --name VATTEST0/safe > safe");
  must(workshop,
       "celltrail init book --origin ledger.example/trail --authority VATTEST0"
       " --recovery-key \"$(cat safe)\"");
  must(workshop, "celltrail key rotate-ledger --key book-authority.key");
  must(workshop, "celltrail key new desk.key --name VATTEST0/desk");
  must(workshop,
       "celltrail operator grant-key VATTEST0 --key-file desk.key --key safe.key &&"
       " celltrail key rotate-ledger --key desk.key && celltrail export copy");
  CHECK_THAT(must(workshop, audit_program + "copy 2>&1"),
             ContainsSubstring("clean: 4 entries in 4 signed batches"));
  must(workshop, "celltrail audit");
}

TEST_CASE("the offline audit agrees on a fresh export and finds a harmed one") {
  const Workshop workshop;
  record_sample(workshop, "5");
  must(workshop, "celltrail export copy");
  CHECK(run(workshop, audit_program + "copy").code == 0);
  const std::vector<std::pair<std::string, std::string>> harms{
      {"40s/\"mass_g\":1/\"mass_g\":2/;40s/\"at\":\"2023/\"at\":\"2022/", "entries.jsonl"},
      {"60d", "entries.jsonl"},
      {"80{h;d};81G", "entries.jsonl"},
      {"$d", "entries.jsonl"},
      {"100s/\"signature\":\"....../&AA/", "entries.jsonl"},
      {"2s/.*/7/", "checkpoint"},
      {"3s/^./#/", "checkpoint"},
  };
  for (const auto& [program, file] : harms) {
    CAPTURE(program);
    edit(workshop, program, file);
    REQUIRE(run(workshop, "cmp -s copy/" + file + " bad/" + file).code == 1);
    const Ran ran = run(workshop, audit_program + "bad");
    CAPTURE(ran.err);
    CHECK(ran.code == 6);
  }
  CHECK(run(workshop, audit_program + "copy --identity AAAA").code == 6);
}
