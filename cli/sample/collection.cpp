// Collectors: weigh what was only estimated, test some, hand on to who can use it.
#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;
using ledger::MassBasis;

constexpr std::size_t weighed_at_once = 20;

// Batteries whose second life is over come back under the code they had in it.
void take_back(World& world, Cluster& cluster, Operator& by, const Round& round, Shifts& shifts) {
  Random& random = cluster.random;
  const bool first = &by == cluster.collectors.front();
  if (!first || cluster.second_life.empty() || (round.month != 2 && !random.chance(500))) return;
  auto ended = take_first(cluster.second_life, 1 + cluster.second_life.size() / 10);
  for (Unit& unit : ended) {
    world.recorder.retire({by, shifts.next()}, unit, "second_life_ended", by.region);
    unit.for_second_life = false;
    by.units.push_back(std::move(unit));
  }
}

void weigh_estimated(World& world, Cluster& cluster, Operator& by, Shifts& shifts) {
  std::vector<Line> lines;
  const auto flush = [&] {
    if (!lines.empty()) world.recorder.weigh({by, shifts.next()}, lines, "estimated_before");
    lines.clear();
  };
  for (Unit& unit : by.units) {
    if (unit.basis == MassBasis::weighed) continue;
    unit.basis = MassBasis::weighed;
    unit.mass_g += unit.mass_g / 1000 * cluster.random.between(-25, 25);
    lines.push_back(line_of(unit));
    if (lines.size() == weighed_at_once) flush();
  }
  flush();
}

void test_some(World& world, Cluster& cluster, Operator& by, Shifts& shifts) {
  Random& random = cluster.random;
  for (Unit& unit : by.units) {
    const bool coded = unit.scheme == ledger::CodeScheme::gbt34014_24;
    if (!coded || unit.energy_wh <= 0 || !random.chance(300)) continue;
    const std::int64_t soh = random.around_middle(520, 900);
    unit.for_second_life = soh >= 760;
    world.recorder.inspect({by, shifts.next()}, unit, soh,
                           unit.for_second_life ? "second_life" : "recycle", "pulse_test");
  }
}

void bring_in_from_outside(World& world, Cluster& cluster, Operator& by, const Round& round,
                           Shifts& shifts) {
  if (&by != cluster.collectors.front() || (round.month != 3 && round.month != 8)) return;
  std::vector<Unit> units;
  for (int i = 0; i < 2; ++i) {
    const Plan plan{Chemistry::LFP, cluster.random.between(300'000, 480'000), 45'000, by.region};
    units.push_back(new_pack(world, cluster.random, plan, by, round.day(11)));
    units.back().basis = MassBasis::weighed;
  }
  Recorder::Opening opening{"outside_sender",       "stock", false,  "replaced",
                            world.outsiders.back(), {},      "OUT-1"};
  world.recorder.bring_in({by, shifts.next()}, opening, units, {});
  for (Unit& unit : units) by.units.push_back(std::move(unit));
}

}  // namespace

void collect(World& world, Cluster& cluster, const Round& round) {
  for (Operator* by : cluster.collectors) receive_all(world, cluster, *by, round.day(11));
  report_late_dispatches(world, cluster);
  for (Operator* by : cluster.collectors) {
    Shifts shifts(round.day(12), 1, 40 + std::ssize(by->units) / 2);
    if (!round.after_year()) bring_in_from_outside(world, cluster, *by, round, shifts);
    take_back(world, cluster, *by, round, shifts);
    weigh_estimated(world, cluster, *by, shifts);
    test_some(world, cluster, *by, shifts);
  }
}

void forward(World& world, Cluster& cluster, const Round& round) {
  Random& random = cluster.random;
  for (Operator* by : cluster.collectors) {
    Shifts shifts(round.day(13), 1, 20 + std::ssize(by->units) / 10);
    auto units = std::move(by->units);
    by->units.clear();
    // In June the first collector keeps some: it will be suspended and may still hand them on.
    if (round.month == 5 && cluster.number == 0 && by == cluster.collectors.front())
      by->units = take_first(units, 8);
    auto usable = take(units, [](const Unit& unit) { return unit.for_second_life; });
    if (!usable.empty())
      send(world, {*by, shifts.next()}, *cluster.repurposer, take_first(usable, 40), {});
    for (Unit& unit : usable) by->units.push_back(std::move(unit));
    send_in_consignments(
        world, random, *by, std::move(units), shifts, 0, [&](Chemistry chemistry) -> Operator& {
          if (cluster.smelter != nullptr && chemistry == Chemistry::NCM && random.chance(200))
            return *cluster.smelter;
          return *cluster.recyclers[random.chance(650) ? 0 : 1];
        });
  }
}

}  // namespace cli::sample
