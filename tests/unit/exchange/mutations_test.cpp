#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "ledger/csv.hpp"
#include "ledger/event.hpp"
#include "ledger/exchange/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/exchange/files.hpp"

namespace {

/// Every example, and texts that begin like trouble.
std::vector<std::string> corpus() {
  std::vector<std::string> texts{"\"",           ",,,,\"\"\"",   "type\n\"",
                                 "事件\n退役\n", "\xef\xbb\xbf", "type,type\nretire,retire\n"};
  for (const ledger::EventType type : ledger::exchange::table_types())
    texts.push_back(files::example(std::string(ledger::text(type)) + ".csv"));
  texts.push_back(files::example("retire.zh.csv"));
  return texts;
}

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  std::string mutate(std::string text, const std::string& other) {
    for (std::size_t steps = 1 + below(4); steps > 0; --steps) change(text, other);
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  void change(std::string& text, const std::string& other) {
    constexpr std::string_view trouble = "\"\",;\t\r\n\0 =-.E+0:/\xff\xe7\xc4";
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        text.insert(at, 1, trouble[below(trouble.size())]);
        break;
      case 1:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 2:
        text.erase(at, below(12));
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(80)));
        break;
      default:
        text.insert(at, other.substr(below(other.size() + 1), below(200)));
    }
  }

  std::mt19937 random_;
};

void check_promises(const ledger::CsvFile& file) {
  std::int64_t last_row = 0;
  for (const auto& event : file.events) {
    CHECK(ledger::read_canonical_event(event.json).has_value());
    CHECK(event.first_row > last_row);
    CHECK(event.last_row >= event.first_row);
    last_row = event.last_row;
  }
  for (const auto& problem : file.problems) {
    CHECK(problem.row >= 0);
    CHECK(problem.column >= 0);
    CHECK_FALSE(problem.code.empty());
    CHECK_FALSE(problem.message.empty());
    // What stands under a problem is never recorded.
    for (const auto& event : file.events)
      CHECK((problem.row < event.first_row || problem.row > event.last_row ||
             problem.code == "id_missing"));
  }
}

}  // namespace

TEST_CASE("whatever a file holds, what is read from it are events", "[csv]") {
  const auto texts = corpus();
  for (const std::string& text : texts) check_promises(files::read(text));
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    CAPTURE(seed);
    Mutator mutator(seed);
    const std::string bytes =
        mutator.mutate(texts[seed % texts.size()], texts[(seed / 7) % texts.size()]);
    const auto file = files::read(bytes);
    check_promises(file);
    if (seed % 50 == 0) CHECK(files::shown(file) == files::shown(files::read(bytes)));
  }
}
