#include <sstream>

#include "tests/e2e/process.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;

namespace {

std::string must(const Workshop& workshop, const std::string& command) {
  const Ran ran = run(workshop, command);
  INFO(command << '\n' << ran.out << ran.err);
  REQUIRE(ran.code == 0);
  return ran.out;
}

const std::string trail_program =
    std::string(PYTHON_PROGRAM) + " -B " + SOURCE_DIR + "/examples/offline_audit/trail.py ";

void record_sample(const Workshop& workshop) {
  must(workshop, "celltrail sample try --batteries 20 --year 2024 --seed 7");
  must(workshop,
       "celltrail init book --origin sample.example/celltrail --authority \"$(cat try/authority)\""
       " --name Sample --authority-key-file try/keys/authority.key");
  must(workshop,
       "celltrail record try/operators.jsonl try/events-*.jsonl --keys try/keys"
       " --openings try/openings.jsonl");
  must(workshop,
       "celltrail checkpoint --policy > POLICY; celltrail checkpoint --json |"
       " sed 's/.*\"identity\":\"\\([^\"]*\\)\".*/\\1/' | tr -d '\\n' > IDENTITY");
}

/// The blocks of docs/auditing.md that are marked `sh`, in order.
std::vector<std::string> blocks() {
  std::istringstream page(read_file(fs::path(SOURCE_DIR) / "docs" / "auditing.md"));
  std::vector<std::string> found;
  bool is_inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      is_inside = line == "```sh";
      if (is_inside) found.emplace_back();
    } else if (is_inside) {
      found.back() += line + '\n';
    }
  }
  return found;
}

void demand_two_equal_lines(const std::string& printed) {
  const std::size_t end = printed.find('\n');
  CHECK(end > 40);
  CHECK(printed.substr(0, end + 1) == printed.substr(end + 1));
}

}  // namespace

TEST_CASE("a program written from the format alone proves the same trails") {
  const Workshop workshop;
  record_sample(workshop);
  must(workshop,
       "grep -ho '\"unit\":\"[^\"]*\"' try/events-*.jsonl | cut -d'\"' -f4 | sort -u | head -5 > "
       "ids;"
       " cat try/authority >> ids; echo >> ids;"
       " for id in $(cat ids); do celltrail prove $id -o $id.trail; done 2> told");
  must(workshop, "for file in *.trail; do celltrail verify $file --policy POLICY || exit; done");
  must(workshop, "for file in *.trail; do " + trail_program +
                     "$file --identity \"$(cat IDENTITY)\" 2>> told || exit; done");
  for (const char* edit : {"s/\"prev\":-1/\"prev\":0/", "s/\"trail\":\\[[0-9]*,/\"trail\":[/",
                           "s/\"path\":\\[\"./\"path\":[\"#/", "s/mass_g/mess_g/"}) {
    CAPTURE(edit);
    must(workshop, "for file in *.trail; do sed '" + std::string(edit) +
                       "' $file > bad; cmp -s $file bad && continue; " + trail_program +
                       "bad --identity \"$(cat IDENTITY)\" 2>> told; test $? = 6 || exit 1; "
                       "celltrail verify bad --policy POLICY > told; test $? = 6 || exit 1; done");
  }
  CHECK(run(workshop, trail_program + "\"$(ls *.trail | head -1)\" --identity wrong").code == 6);
  CHECK_THAT(must(workshop, "celltrail audit"), ContainsSubstring("OK: "));
}

TEST_CASE("the checks of docs/auditing.md without our program work as written") {
  const Workshop workshop;
  record_sample(workshop);
  const std::vector<std::string> steps = blocks();
  REQUIRE(steps.size() == 3);
  for (const char* index : {"0", "1", "100", "254"}) {
    CAPTURE(index);
    must(workshop, std::string("celltrail prove ") + index + " -o battery.tlog-proof 2> told");
    demand_two_equal_lines(must(workshop, steps[0] + "test \"$last\" = 0"));
  }
  must(workshop, "printf x >> battery.entry");
  const std::string changed = must(workshop, steps[0]);
  CHECK(changed.substr(0, 44) != changed.substr(45, 44));
  must(workshop, "celltrail checkpoint > checkpoint");
  CHECK_THAT(must(workshop, steps[1]), ContainsSubstring("Signature Verified Successfully"));
  must(workshop, "sed -i 2s/.$/x/ checkpoint");
  CHECK(run(workshop, steps[1]).code != 0);
  must(workshop, "celltrail export copy");
  const std::string identity = must(workshop, steps[2]);
  demand_two_equal_lines(identity);
  CHECK(identity.substr(0, 44) == workshop.read("IDENTITY"));
}
