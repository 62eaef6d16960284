#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/sample/world.hpp"

namespace cli::sample {
namespace {

constexpr std::int64_t refused_permille = 10, reweighed_permille = 300, odd_permille = 3;
constexpr std::array<std::string_view, 4> reasons{"damaged", "wrong_item", "no_papers", "other"};

std::int64_t weighed_again(std::int64_t mass_g, std::int64_t ppm) {
  return std::max<std::int64_t>(mass_g + mass_g / 1000 * ppm / 1000, 1);
}

// Scales differ a little; a few parts in a thousand differ by more than the tolerance, which is
// lawful and a finding.
std::int64_t difference(Random& random) {
  return random.chance(odd_permille * 1000 / reweighed_permille) ? random.between(-30'000, -10'000)
                                                                 : random.between(-3'000, 3'000);
}

// What has not arrived is not listed; its sender will report it. Only dismantlers lose packs, and
// never a whole load.
bool lost(Random& random, const Consignment& load, std::size_t arrived) {
  return !load.report_late && load.from->role == ledger::Role::vehicle_dismantler && arrived > 5 &&
         random.chance(2);
}

void receive(World& world, Cluster& cluster, Operator& by, Consignment& load, Moment at) {
  Random& random = cluster.random;
  std::vector<ReceivedLine> lines;
  std::vector<Unit> accepted;
  std::vector<std::pair<std::string, std::int64_t>> declared;
  lines.reserve(load.units.size() + load.lots.size());
  accepted.reserve(load.units.size());
  std::vector<Unit> refused;
  refused.reserve(load.units.size());
  for (Unit& unit : load.units) {
    if (lost(random, load, lines.size())) {
      load.from->lost_on_the_way.push_back(std::move(unit));
      continue;
    }
    declared.emplace_back(unit.code, unit.mass_g);
    // What the sender has not reported yet is taken as its papers say: the later report must find
    // the same grams.
    if (!load.report_late && random.chance(refused_permille)) {
      refused.push_back(std::move(unit));
      lines.push_back({refused.back().code, false, 0, refused.back().mass_g,
                       reasons[static_cast<std::size_t>(random.below(std::ssize(reasons)))]});
      continue;
    }
    if (!load.report_late && random.chance(reweighed_permille))
      unit.mass_g = weighed_again(unit.mass_g, difference(random));
    accepted.push_back(std::move(unit));
    lines.push_back({accepted.back().code, false, accepted.back().mass_g, 0, {}});
  }
  for (Lot& lot : load.lots) {
    if (random.chance(reweighed_permille))
      lot.mass_g = weighed_again(lot.mass_g, random.between(-2'000, 0));
    lines.push_back({lot.name, true, lot.mass_g, 0, {}});
  }
  world.recorder.receive({by, at}, load.from->id, load.slip, lines);
  if (load.report_late)
    cluster.late.push_back({load.from, &by, load.slip, at - at % 86'400 + 27'000, declared});
  for (Unit& unit : accepted) by.units.push_back(std::move(unit));
  for (Unit& unit : refused) load.from->units.push_back(std::move(unit));
  for (Lot& lot : load.lots) by.lots.push_back(std::move(lot));
}

}  // namespace

void send(World& world, const Said& said, Operator& to, std::vector<Unit> units,
          std::vector<Lot> lots, bool report_late) {
  Consignment load{&said.by,        &to,        said.by.slip(), said.at, std::move(units),
                   std::move(lots), report_late};
  if (!report_late) {
    auto lines = lines_of(load.units);
    for (const Lot& lot : load.lots) lines.push_back(line_of(lot));
    world.recorder.dispatch(said, to.id, load.slip, lines);
  }
  to.inbox.push_back(std::move(load));
}

void receive_all(World& world, Cluster& cluster, Operator& by, std::int64_t day) {
  auto loads = std::move(by.inbox);
  by.inbox.clear();
  Shifts shifts(day, 1, std::ssize(loads));
  for (Consignment& load : loads) receive(world, cluster, by, load, shifts.next());
}

void report_late_dispatches(World& world, Cluster& cluster) {
  // By sender, so that each has one run of events.
  while (!cluster.late.empty()) {
    Operator* const sender = cluster.late.front().from;
    for (const LateDispatch& late :
         take(cluster.late, [&](const LateDispatch& each) { return each.from == sender; })) {
      std::vector<Line> lines;
      for (const auto& [code, mass_g] : late.units) lines.push_back({code, false, mass_g});
      world.recorder.dispatch({*sender, late.at}, late.to->id, late.slip, lines);
    }
  }
}

}  // namespace cli::sample
