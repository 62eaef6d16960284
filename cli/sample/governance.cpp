// The authority: enrols everybody, sets the target, and steps in a few times in the year.
#include <fmt/format.h>

#include "cli/sample/world.hpp"
#include "ledger/key.hpp"

namespace cli::sample {
namespace {

// A key follows from the sample's seed: worth nothing as a secret, and meant to be.
ledger::Signer sample_key(const World& world, const Operator& owner, std::string_view label,
                          std::uint64_t number) {
  Random random(mix(mix(world.options.seed, 0xce117a11), number));
  return {fmt::format("{}/{}", owner.id, label), random.bytes()};
}

std::string second_key_name(const Operator& owner) {
  return fmt::format("{}/second", owner.id);
}

void suspend_for_a_day(World& world, Cluster& cluster, const Round& round) {
  Operator& collector = *cluster.collectors.front();
  Recorder& recorder = world.recorder;
  const std::int64_t day = round.day(28);
  recorder.standing({*world.authority, moment(day, 9)}, "suspend", collector, "other");
  // Who is suspended may still weigh and hand on what it has.
  if (!collector.units.empty()) {
    Unit& unit = collector.units.front();
    unit.mass_g += unit.mass_g / 100'000 * cluster.random.between(-50, 50);
    recorder.weigh({collector, moment(day, 11)}, {line_of(unit)}, "stocktake");
    send(world, {collector, moment(day, 14)}, *cluster.recyclers[1], std::move(collector.units),
         {});
    collector.units.clear();
  }
  recorder.standing({*world.authority, moment(day, 17)}, "reinstate", collector, "other");
}

}  // namespace

void write_enrolments(World& world) {
  const auto keys = world.options.directory / "keys";
  const std::int64_t day = day_number(world.options.year - 1, 12, 20);
  Operator& authority = *world.authority;
  Shifts shifts(day, 2, std::ssize(world.operators) + 2);
  std::uint64_t number = 0;
  for (const auto& company : world.operators) {
    const auto signer = sample_key(world, *company, "main", ++number);
    const bool self = company.get() == &authority;
    ledger::write_key_file(keys / (self ? "authority.key" : company->id + ".key"), signer,
                           std::nullopt);
    // The authority and its key stand in the ledger's first entry already.
    if (!self)
      world.recorder.enroll({authority, shifts.next()}, *company, signer.verifier().text());
  }
  Operator& refiner = *world.clusters.front().recyclers.front();
  const auto second = sample_key(world, refiner, "second", ++number);
  world.recorder.grant_key({authority, shifts.next()}, refiner, second.verifier().text());
  if (world.options.year >= 2024)
    world.recorder.set_target({authority, moment(day_number(2024, 3, 1), 9)}, 2024, 260'000,
                              ">=", "MIIT press conference 2024-02, quoted by AskCI");
}

void govern(World& world, const Round& round) {
  Operator& authority = *world.authority;
  Cluster& first = world.clusters.front();
  Operator& refiner = *first.recyclers.front();
  const Said said{authority, moment(round.day(28), 16)};
  if (round.month == 5) suspend_for_a_day(world, first, round);
  if (round.month == 6) {
    refiner.capacity_t += 2'000;
    refiner.name.insert(refiner.name.find("（"), "（扩产）");
    world.recorder.enroll(said, refiner, {});
  }
  if (round.month == 7)
    world.recorder.revoke_key(said, refiner, second_key_name(refiner), "lost_key");
}

}  // namespace cli::sample
