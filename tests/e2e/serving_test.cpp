#include <cstdlib>

#include "tests/e2e/process.hpp"
#include "tests/support/catch.hpp"

using namespace e2e;

namespace {

const std::string here = std::string(TESTS_DIR) + "/e2e/";

Ran python(const Workshop& workshop, const std::string& words) {
  return run(workshop, std::string("PYTHONDONTWRITEBYTECODE=1 ") + PYTHON_PROGRAM + " " + words);
}

bool has_program(const Workshop& workshop, const std::string& name) {
  return run(workshop, "command -v " + name).code == 0;
}

}  // namespace

TEST_CASE("the service begins, goes on and ends as its operator expects") {
  const Workshop workshop;
  const Ran ran = python(workshop, here + "serving.py");
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("the service behind nginx, as the example sets it up") {
  const Workshop workshop;
  const Ran ran =
      python(workshop, here + "behind_nginx.py " SOURCE_DIR
                              "/examples/nginx/celltrail.conf " SOURCE_DIR "/build/unpacked");
  if (ran.code == 77) {
    WARN("there is no nginx: the example of it was not tried (packages.txt, [proxy])");
    return;
  }
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE("systemd takes the unit of the example") {
  const Workshop workshop;
  if (!has_program(workshop, "systemd-analyze")) {
    WARN("systemd-analyze is not installed: the example's unit was not tried");
    return;
  }
  // Where the program is not installed, another stands for it.
  const Ran ran = run(workshop, "sed s,/usr/local/bin/celltrail,/bin/true, " SOURCE_DIR
                                "/examples/systemd/celltrail.service > celltrail.service && "
                                "systemd-analyze verify ./celltrail.service");
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
}
