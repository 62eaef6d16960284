#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"
#include "tests/unit/cli/run.hpp"

namespace test {

namespace fs = std::filesystem;
using nlohmann::json;

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
      fs::temp_directory_path() / ("celltrail-cli-" + std::to_string(getpid()) + "-place");
};

inline std::string event(const std::string& type, const std::string& id, const std::string& rest) {
  return R"({"v":1,"type":")" + type + R"(","id":")" + id +
         R"(","operator":"VATTEST1","at":"2024-03-05T09:00:00+08:00","mass_basis":"weighed",)" +
         rest + "}\n";
}

inline std::string retire(const std::string& number, int mass_g = 400'000) {
  return event("retire", "R-" + number,
               R"("unit":"NOCODE-VATTEST1-)" + number +
                   R"(","code_scheme":"provisional","no_code_reason":"missing","level":"pack",)"
                   R"("chemistry":"LFP","origin":"vehicle","source":"replaced",)"
                   R"("region":"CN-FJ","mass_g":)" +
                   std::to_string(mass_g));
}

inline std::string weigh(const std::string& number) {
  return event("weigh", "W-" + number,
               R"("reason":"stocktake","items":[{"unit":"NOCODE-VATTEST1-)" + number +
                   R"(","mass_g":399000}])");
}

}  // namespace test
