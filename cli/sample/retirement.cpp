// Vehicle dismantlers: vehicles come in, packs are taken off and handed on.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::CodeScheme;
using ledger::MassBasis;

constexpr std::int64_t uncoded_permille = 30, other_code_permille = 5, late_permille = 50;
constexpr std::array<std::string_view, 4> no_code_reasons{"missing", "unreadable", "damaged",
                                                          "duplicate"};
constexpr std::size_t missing_max = 20;

std::string_view drawn_source(Random& random) {
  const std::int64_t roll = random.below(1000);
  if (roll < 620) return "scrapped_vehicle";
  if (roll < 800) return "replaced";
  return roll < 920 ? "swap_station" : "recalled";
}

void retire(World& world, Cluster& cluster, Operator& by, const Plan& plan, Shifts& shifts) {
  Random& random = cluster.random;
  const Moment first = shifts.next(), second = shifts.next();
  Unit unit = new_pack(world, random, plan, by, first / 86'400);
  const std::string_view source = drawn_source(random);
  std::string scrap;
  if (source == "scrapped_vehicle") {
    const bool readable = unit.scheme == CodeScheme::gbt34014_24;
    scrap = world.recorder.scrap_vehicle({by, first}, random.chance(30) ? "replaced" : "present",
                                         readable ? unit.code : std::string(), world.codes.vin());
  } else if (random.chance(15)) {
    world.recorder.scrap_vehicle({by, first}, "absent", {}, world.codes.vin());
  }
  world.recorder.retire({by, second}, unit, source, plan.region, scrap);
  ++world.batteries;
  world.retired_g += unit.mass_g;
  by.units.push_back(std::move(unit));
}

// Some codes can be read after cleaning: the same battery gets a second name.
void read_codes_after_cleaning(World& world, Cluster& cluster, Operator& by, Shifts& shifts) {
  for (const Unit& unit : by.units) {
    if (unit.scheme != CodeScheme::provisional || !cluster.random.chance(200)) continue;
    const std::int64_t made_on = shifts.next() / 86'400 - cluster.random.between(1'461, 2'500);
    world.recorder.identify(
        {by, shifts.next()}, unit,
        world.codes.battery(unit.level, unit.chemistry, made_on, cluster.random));
  }
}

// Stated by hand once in the first cluster, so that even a small sample has each kind.
void lose_and_find(World& world, Cluster& cluster, Operator& by, const Round& round,
                   Shifts& shifts) {
  Random& random = cluster.random;
  const bool first = cluster.number == 0 && &by == cluster.dismantlers.front().company;
  auto found = take(by.missing,
                    [&](const Unit&) { return (first && round.month == 4) || random.chance(100); });
  for (Unit& unit : found) {
    world.recorder.report_missing({by, shifts.next()}, unit, "recovered");
    by.units.push_back(std::move(unit));
  }
  for (Unit& unit : std::exchange(by.lost_on_the_way, {})) {
    world.recorder.report_missing({by, shifts.next()}, unit, "lost");
    if (by.missing.size() < missing_max) by.missing.push_back(std::move(unit));
  }
  auto gone = take(by.units, [&, sure = first && round.month == 2](const Unit&) mutable {
    return std::exchange(sure, false) || random.chance(1);
  });
  for (Unit& unit : gone) {
    const bool stolen = random.chance(300), burnt = !stolen && random.chance(100);
    world.recorder.report_missing({by, shifts.next()}, unit,
                                  stolen  ? "stolen"
                                  : burnt ? "burnt"
                                          : "lost");
    if (!burnt && by.missing.size() < missing_max) by.missing.push_back(std::move(unit));
  }
}

void hand_on_outside(World& world, Cluster& cluster, Operator& by, const Round& round,
                     Shifts& shifts) {
  Random& random = cluster.random;
  const bool first = cluster.number == 0 && &by == cluster.dismantlers.front().company;
  auto reused = take(by.units, [&, sure = first && round.month == 3](const Unit& unit) mutable {
    if (unit.basis != MassBasis::weighed) return false;
    return std::exchange(sure, false) || random.chance(3);
  });
  for (const Unit& unit : reused)
    world.recorder.deliver({by, shifts.next()},
                           {"reuse", "spare_part", {}, "示例汽车维修部（样本）"}, {line_of(unit)});
  if ((first && round.month == 5) || random.chance(20)) {
    const auto away = take_first(by.units, 3);
    if (!away.empty())
      world.recorder.deliver({by, shifts.next()},
                             {"treatment_elsewhere", {}, world.outsiders.front(), {}},
                             lines_of(away));
  }
}

Operator& next_holder(Cluster& cluster) {
  const std::int64_t roll = cluster.random.below(1000);
  if (roll < 550)
    return *cluster.collectors[static_cast<std::size_t>(
        cluster.random.below(std::ssize(cluster.collectors)))];
  if (roll < 900) return *cluster.recyclers[cluster.random.chance(650) ? 0 : 1];
  return *cluster.repurposer;
}

}  // namespace

Unit new_pack(World& world, Random& random, const Plan& plan, Operator& reporter,
              std::int64_t day) {
  static const std::int64_t first_coded = day_number(2011, 1, 1);
  Unit unit;
  unit.chemistry = plan.chemistry;
  unit.mass_g = plan.mass_g;
  unit.energy_wh = plan.energy_wh;
  const std::int64_t made_on = std::max(day - random.between(1'461, 3'287), first_coded);
  if (random.chance(uncoded_permille)) {
    unit.scheme = CodeScheme::provisional;
    unit.code = fmt::format("NOCODE-{}-{}", reporter.id, ++reporter.provisional);
    unit.no_code_reason =
        no_code_reasons[static_cast<std::size_t>(random.below(std::ssize(no_code_reasons)))];
  } else if (random.chance(other_code_permille)) {
    unit.scheme = CodeScheme::other;
    unit.code = fmt::format("SAMPLE:{}-{}", reporter.id, ++reporter.provisional);
  } else {
    // Now and then a label says another chemistry than the report: lawful, and a finding.
    const auto odd = unit.chemistry == Chemistry::LFP ? Chemistry::NCM : Chemistry::LFP;
    const auto labelled = random.chance(2) ? odd : unit.chemistry;
    unit.code = world.codes.battery(unit.level, labelled, made_on, random);
    unit.scanned = random.chance(60);
  }
  const std::int64_t roll = random.below(1000);
  unit.basis = roll < 40   ? MassBasis::estimated
               : roll < 60 ? MassBasis::declared
                           : MassBasis::weighed;
  return unit;
}

void retire_and_send(World& world, Cluster& cluster, const Round& round) {
  if (round.after_year()) return;
  for (Dismantler& dismantler : cluster.dismantlers) {
    Operator& by = *dismantler.company;
    const auto plans = dismantler.supply.next_month(cluster.random);
    Shifts taking_off(round.day(1), 8, 2 * std::ssize(plans));
    for (const Plan& plan : plans) retire(world, cluster, by, plan, taking_off);

    Shifts handing_on(round.day(9), 1, 50 + std::ssize(plans) / 5);
    read_codes_after_cleaning(world, cluster, by, handing_on);
    lose_and_find(world, cluster, by, round, handing_on);
    hand_on_outside(world, cluster, by, round, handing_on);
    send_in_consignments(world, cluster.random, by, std::move(by.units), handing_on, late_permille,
                         [&](Chemistry) -> Operator& { return next_holder(cluster); });
  }
}

}  // namespace cli::sample
