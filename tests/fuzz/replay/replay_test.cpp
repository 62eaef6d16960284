#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "tests/fuzz/targets.hpp"
#include "tests/support/catch.hpp"

namespace {

namespace fs = std::filesystem;
const fs::path corpus = TESTS_DIR "/fuzz/corpus";

/// By name, the kept inputs of a kind: good, bad or found.
std::map<std::string, std::string> inputs(std::string_view target, std::string_view kind) {
  std::map<std::string, std::string> all;
  const fs::path folder = corpus / target / kind;
  if (!fs::exists(folder)) return all;
  for (const auto& file : fs::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    all[file.path().filename().string()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return all;
}

/// The input cut and changed at some places: only the promises that hold of any bytes.
void drive_neighbours(const fuzz::Target& target, const std::string& input) {
  constexpr std::size_t places = 24;
  const std::size_t step = std::max<std::size_t>(input.size() / places, 1);
  for (std::size_t at = 0; at < input.size(); at += step) {
    target.run(std::string_view(input).substr(0, at));
    std::string changed = input;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    target.run(changed);
  }
}

}  // namespace

TEST_CASE("every parser keeps its promises on every kept input", "[fuzz]") {
  for (const fuzz::Target& target : fuzz::targets) {
    CAPTURE(target.name);
    const auto good = inputs(target.name, "good"), bad = inputs(target.name, "bad");
    CHECK_FALSE(good.empty());
    CHECK_FALSE(bad.empty());
    for (const auto& [name, input] : good) {
      CAPTURE(name);
      CHECK(target.run(input));
      drive_neighbours(target, input);
    }
    for (const auto& [name, input] : bad) {
      CAPTURE(name);
      CHECK_FALSE(target.run(input));
    }
    for (const auto& [name, input] : inputs(target.name, "found")) {
      CAPTURE(name);
      CHECK_NOTHROW(target.run(input));
    }
  }
}

TEST_CASE("every kept input belongs to a target", "[fuzz]") {
  std::set<std::string> names;
  for (const fuzz::Target& target : fuzz::targets) {
    CHECK(names.emplace(target.name).second);
    CHECK(fs::exists(fs::path(TESTS_DIR "/fuzz/targets") / (std::string(target.name) + ".cpp")));
  }
  for (const auto& folder : fs::directory_iterator(corpus)) {
    const std::string name = folder.path().filename().string();
    CAPTURE(name);
    CHECK(names.contains(name));
    for (const auto& kind : fs::directory_iterator(folder)) {
      const std::string word = kind.path().filename().string();
      CAPTURE(word);
      CHECK((word == "good" || word == "bad" || word == "found"));
    }
  }
}
