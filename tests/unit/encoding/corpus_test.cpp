#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ledger/event.hpp"
#include "tests/support/catch.hpp"

using namespace ledger;

namespace {

std::vector<std::filesystem::path> kept_inputs() {
  std::vector<std::filesystem::path> paths;
  for (const auto& file : std::filesystem::directory_iterator(TESTS_DIR "/fuzz/corpus/read_event"))
    paths.push_back(file.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// All that an answer says, as one text.
std::string answer(const Result<Event>& event) {
  if (event) return std::string(event->bytes());
  return event.error().pointer + " " + event.error().detail;
}

}  // namespace

TEST_CASE("every kept fuzzing input has one answer, and what is accepted is final") {
  std::size_t accepted = 0, refused = 0;
  for (const auto& path : kept_inputs()) {
    CAPTURE(path.filename().string());
    const std::string text = content(path);
    const auto event = read_event(text);
    CHECK(answer(event) == answer(read_event(text)));
    if (!event) {
      ++refused;
      continue;
    }
    ++accepted;
    const auto again = read_canonical_event(event->bytes());
    REQUIRE(again);
    CHECK(again->bytes() == event->bytes());
    CHECK(named_trails(*again) == named_trails(*event));
  }
  CHECK(accepted > 20);
  CHECK(refused > 20);
}
