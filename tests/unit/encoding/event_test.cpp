#include "ledger/event.hpp"

#include "ledger/encoding/json_reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/encoding/sample_events.hpp"

using namespace ledger;

TEST_CASE("every type of event is read, and its canonical bytes read as the same") {
  for (const auto& sample : samples::all()) {
    CAPTURE(sample.name);
    const auto event = read_event(sample.text);
    if (!event) FAIL(event.error().pointer << ": " << event.error().detail);
    CHECK_FALSE(event->was_canonical_);
    const auto again = read_canonical_event(event->bytes());
    REQUIRE(again);
    CHECK(again->bytes() == event->bytes());
    CHECK(again->was_canonical_);
  }
}

TEST_CASE("white space and escapes do not change the canonical bytes") {
  const std::string& text = samples::named("retire");
  const auto plain = read_event(text);
  const auto spread = read_event(samples::with(" \t\r\n" + text + "\n", ":", " : "));
  const auto escaped = read_event(samples::with(text, "\"retire\"", "\"\\u0072etire\""));
  REQUIRE(plain);
  REQUIRE(spread);
  REQUIRE(escaped);
  CHECK(plain->bytes() == spread->bytes());
  CHECK(plain->bytes() == escaped->bytes());
}

TEST_CASE("what is not canonical is refused where canonical text is expected") {
  const auto event = read_event(samples::named("retire"));
  REQUIRE(event);
  CHECK(read_canonical_event(event->bytes()));
  const auto refused = read_canonical_event(samples::named("retire"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().refusal == Refusal::not_canonical);
}

TEST_CASE("a retirement is read to the last member") {
  const auto event = read_event(samples::named("retire"));
  REQUIRE(event);
  CHECK(event->type == EventType::retire);
  CHECK(event->id == "R-0017");
  CHECK(event->operator_id == samples::recycler);
  CHECK(event->at == "2024-03-20T10:00:00+08:00");
  CHECK(event->at_s == 1'710'900'000);
  CHECK(event->thing.unit == "ZZ9PE76836300JBC40000903");
  CHECK(event->thing.code_scheme == CodeScheme::gbt34014_24);
  CHECK(event->thing.level == Level::pack);
  CHECK(event->thing.chemistry == Chemistry::NCM);
  CHECK(event->thing.mass_g == 412'000);
  CHECK(event->thing.energy_wh == 52'000);
  CHECK(event->thing.origin == Origin::vehicle);
  CHECK(event->thing.source == "scrapped_vehicle");
  CHECK(event->mass_basis == MassBasis::weighed);
  CHECK(event->region == "CN-FJ");
}

TEST_CASE("the lists of a dismantling and a processing are read in order") {
  const auto dismantle = read_event(samples::named("dismantle"));
  REQUIRE(dismantle);
  REQUIRE(dismantle->inputs.size() == 1);
  CHECK(dismantle->inputs[0].mass_g == 411'600);
  REQUIRE(dismantle->units.size() == 1);
  CHECK(dismantle->units[0].level == Level::module);
  REQUIRE(dismantle->lots.size() == 3);
  CHECK(dismantle->lots[2].material == Material::cables);
  CHECK(dismantle->loss_g == 200);
  const auto process = read_event(samples::named("process"));
  REQUIRE(process);
  REQUIRE(process->lots.size() == 4);
  CHECK(process->lots[0].moisture_permille == 4);
  REQUIRE(process->lots[0].assay.size() == 4);
  CHECK(process->lots[0].assay[0].element == Element::Co);
  CHECK(process->lots[0].assay[3].ppm == 236'000);
  CHECK(process->route == Route::mechanical);
}

TEST_CASE("founding and enrolling are read to the last member") {
  const auto event = read_event(samples::named("establish"));
  REQUIRE(event);
  CHECK(event->origin_name == "trail.example/made-up");
  CHECK(event->authority_id == samples::recycler);
  CHECK(event->authority_name == "虚构管理局");
  CHECK(event->utc_offset_min == 480);
  CHECK(event->batch_window_s == 604'800);
  CHECK(event->mass_tolerance_ppm == 5'000);
  const auto enroll = read_event(samples::named("enroll"));
  REQUIRE(enroll);
  CHECK(enroll->roles == std::vector<Role>{Role::collector, Role::repairer});
  REQUIRE(enroll->sites.size() == 2);
  CHECK(enroll->sites[0].capacity_t == 0);
  CHECK_FALSE(enroll->sites[1].capacity_t);
  CHECK(enroll->sites[1].region == "CN");
  const auto grant = read_event(samples::named("grant_key"));
  REQUIRE(grant);
  CHECK(grant->until_s == 1'735'660'800);
  CHECK(grant->types == std::vector<EventType>{EventType::retire, EventType::dispatch});
}

TEST_CASE("text with an escape lives as long as its event") {
  auto event = read_event(samples::named("set_target"));
  REQUIRE(event);
  const Event moved = std::move(*event);
  for (int i = 0; i < 3; ++i) REQUIRE(read_event(samples::named("bring_in")));
  CHECK(moved.thing.source == "made-up plan \"2024\"");
  CHECK(moved.bound == Bound::at_least);
  CHECK(moved.bytes().find(R"(made-up plan \"2024\")") != std::string_view::npos);
}

TEST_CASE("members of other types land in their places") {
  const auto inspect = read_event(samples::named("inspect_lot"));
  REQUIRE(inspect);
  REQUIRE(inspect->thing.assay.size() == 1);
  CHECK(inspect->thing.assay[0].ppm == 1'000'000);
  CHECK(inspect->thing.moisture_permille == 1'000);
  const auto scrap = read_event(samples::named("scrap_vehicle"));
  REQUIRE(scrap);
  REQUIRE(scrap->units.size() == 1);
  CHECK(scrap->battery == BatteryPresence::present);
  CHECK(scrap->site == "YARD-1");
  REQUIRE(scrap->sealed.size() == 2);
  CHECK(scrap->sealed[0].member == "note");
  const auto identify = read_event(samples::named("identify"));
  REQUIRE(identify);
  CHECK(identify->code == "ZZ9PE76836300JBC40000905");
  CHECK(identify->parts.size() == 1);
  const auto bring_in = read_event(samples::named("bring_in"));
  REQUIRE(bring_in);
  CHECK(bring_in->counted);
  CHECK(bring_in->place == "stock");
  CHECK(bring_in->items[3].name == "filter-cake");
  const auto repurpose = read_event(samples::named("repurpose"));
  REQUIRE(repurpose);
  CHECK(repurpose->weighing_g == -1);
  CHECK(repurpose->added[1].name == "glue");
}

TEST_CASE("the trails of an event are its operators, units and lots, each once") {
  const auto event = read_event(samples::named("repurpose"));
  REQUIRE(event);
  const std::string_view r = samples::recycler;
  const std::vector<std::string> expected{std::string(r), std::string(r) + "/CELLS-1",
                                          std::string(r) + "/ST-9", "ZZ9PE76836300JBC40000903",
                                          "ZZ9PE76C3B0221953RP"};
  const auto trails = named_trails(*event);
  CHECK(std::vector<std::string>(trails.begin(), trails.end()) == expected);
  const auto identify = read_event(samples::named("identify"));
  REQUIRE(identify);
  CHECK(named_trails(*identify).size() == 2);
  const auto grant = read_event(samples::named("grant_key"));
  REQUIRE(grant);
  CHECK(named_trails(*grant).size() == 3);
  const auto bring_in = read_event(samples::named("bring_in"));
  REQUIRE(bring_in);
  CHECK(named_trails(*bring_in).size() == 6);
}
