#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "ledger/result.hpp"
#include "tests/support/catch.hpp"

using namespace ledger;

namespace {

bool is_word(char c) {
  return c == '_' || (c >= 'a' && c <= 'z');
}

/// Names after `Refusal::` in the tests that read, record and replay.
std::set<std::string> refusals_in_tests() {
  const std::string mark = "Refusal::";
  std::set<std::string> names;
  for (const char* folder : {"encoding", "model", "ledger"})
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(TESTS_DIR) / "unit" / folder)) {
      std::ostringstream read;
      read << std::ifstream(file.path()).rdbuf();
      const std::string text = read.str();
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const auto first = at + mark.size();
        auto last = first;
        while (last < text.size() && is_word(text[last])) ++last;
        names.insert(text.substr(first, last - first));
      }
    }
  return names;
}

}  // namespace

TEST_CASE("every refusal has a test that is refused with it") {
  const auto names = refusals_in_tests();
  for (std::size_t i = 0; i < refusal_count; ++i) {
    const std::string name(describe(static_cast<Refusal>(i)).name);
    CAPTURE(name);
    CHECK(names.contains(name));
  }
}
