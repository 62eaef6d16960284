#include "cli/event_words.hpp"

#include <nlohmann/json.hpp>

#include "tests/support/catch.hpp"

using ledger::Language;
using nlohmann::json;

TEST_CASE("a rotation says which key took the place of which") {
  const json event{{"type", "rotate_ledger_key"},
                   {"old_key", "ledger.example/trail+2c5aed3d+AAAA"},
                   {"new_key", "ledger.example/trail+9a301e13+BB+B"}};
  CHECK(cli::event_words(event, {}, Language::en) ==
        "ledger.example/trail+2c5aed3d → ledger.example/trail+9a301e13");
  CHECK(cli::word("rotate_ledger_key", Language::zh) != "rotate_ledger_key");
}

TEST_CASE("a restoration says how far back it went") {
  const json event{{"type", "restored"}, {"size", 1200}, {"lost_size", 1214}};
  CHECK(cli::event_words(event, {}, Language::en) == "put back to size 1,200, lost 14");
  const json none{{"type", "restored"}, {"size", 1200}, {"lost_size", 1200}};
  CHECK_THAT(cli::event_words(none, {}, Language::en), !ContainsSubstring("lost"));
}

TEST_CASE("what a thing weighed where it was used") {
  const json event{{"type", "process"},
                   {"inputs", {{{"unit", "A"}, {"mass_g", 7}}, {{"lot", "X/1"}, {"mass_g", 9}}}},
                   {"outputs", {{{"lot", "X/2"}, {"mass_g", 16}}}}};
  CHECK(cli::mass_used(event, {"A"}) == 7);
  CHECK(cli::mass_used(event, {"X/1"}) == 9);
  CHECK_FALSE(cli::mass_used(event, {"X/2"}).has_value());
}
