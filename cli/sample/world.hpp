#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/sample/codes.hpp"
#include "cli/sample/recorder.hpp"
#include "cli/sample/sample.hpp"
#include "cli/sample/supply.hpp"
#include "cli/sample/things.hpp"

namespace cli::sample {

struct Dismantler {
  Operator* company = nullptr;
  Supply supply;
};

/// A dispatch that its sender has yet to report.
struct LateDispatch {
  Operator* from = nullptr;
  Operator* to = nullptr;
  std::string slip;
  Moment at{};
  std::vector<std::pair<std::string, std::int64_t>> units;
};

/// Companies that hand batteries to one another and to nobody else. What they have in stock is all
/// that the generator remembers of the past.
struct Cluster {
  int number = 0;
  Random random{0};
  std::vector<Dismantler> dismantlers;
  std::vector<Operator*> collectors;
  std::vector<Operator*> recyclers;  ///< the first refines black mass, the second crushes only
  Operator* smelter = nullptr;       ///< pyrometallurgy; in the first cluster alone
  Operator* repurposer = nullptr;
  std::vector<Unit> products;     ///< of the repurposer, not yet delivered
  std::vector<Unit> second_life;  ///< some of those delivered: they will come back
  std::vector<LateDispatch> late;
};

/// A month of the sample; the thirteenth is the January after, when nothing new is retired.
struct Round {
  int month = 0;  ///< 0 to 12
  std::int64_t first_day = 0;

  /// Days since 1970 of a day of this month, 1 to 28.
  [[nodiscard]] std::int64_t day(std::int64_t day_of_month) const {
    return first_day + day_of_month - 1;
  }
  [[nodiscard]] bool after_year() const { return month == 12; }
};

struct World {
  const Options& options;
  Recorder& recorder;
  Codes codes;
  std::vector<std::unique_ptr<Operator>> operators;
  Operator* authority = nullptr;
  Operator* maker = nullptr;  ///< battery maker
  Operator* importer = nullptr;
  std::vector<std::string> outsiders;  ///< ids of companies that are not enrolled
  std::vector<Cluster> clusters;
  std::int64_t batteries = 0, retired_g = 0;
};

// Making the companies (companies.cpp) and writing what the authority says (governance.cpp).
/// `rows` are the table's; empty without one.
void make_companies(World& world, const std::vector<TableRow>& rows);
void write_enrolments(World& world);
void govern(World& world, const Round& round);

// Opening stock and what comes from beyond vehicles (opening.cpp, other_sources.cpp).
void bring_in_opening_stock(World& world, Cluster& cluster);
void other_sources(World& world, Cluster& cluster, const Round& round);

// One month of a cluster, in the order of its days.
void retire_and_send(World& world, Cluster& cluster, const Round& round);
void collect(World& world, Cluster& cluster, const Round& round);
void forward(World& world, Cluster& cluster, const Round& round);
void repurpose_and_deliver(World& world, Cluster& cluster, const Round& round);
void recycle(World& world, Cluster& cluster, const Round& round);
void receive_black_mass(World& world, Cluster& cluster, const Round& round);

// Parts of `recycle`, in order.
void dismantle_packs(World& world, Cluster& cluster, Operator& by, const Round& round);
void crush(World& world, Cluster& cluster, Operator& by, const Round& round);
void smelt(World& world, Cluster& cluster, Operator& by, const Round& round);
void refine(World& world, Cluster& cluster, Operator& by, const Round& round);
void sell_and_dispose(World& world, Cluster& cluster, Operator& by, const Round& round);

/// Random pieces of a battery, for the flows.
[[nodiscard]] Unit new_pack(World& world, Random& random, const Plan& plan, Operator& reporter,
                            std::int64_t day);

// Hand-overs (transfers.cpp).
void send(World& world, const Said& said, Operator& to, std::vector<Unit> units,
          std::vector<Lot> lots, bool report_late = false);
/// Sends units in consignments of 10 to 40 of one chemistry, by `choose`; keeps a rest below 3.
template <class Choose>
void send_in_consignments(World& world, Random& random, Operator& from, std::vector<Unit> units,
                          Shifts& shifts, std::int64_t late_permille, Choose choose);
void receive_all(World& world, Cluster& cluster, Operator& by, std::int64_t day);
void report_late_dispatches(World& world, Cluster& cluster);

template <class Choose>
void send_in_consignments(World& world, Random& random, Operator& from, std::vector<Unit> units,
                          Shifts& shifts, std::int64_t late_permille, Choose choose) {
  for (const auto chemistry : {ledger::Chemistry::LFP, ledger::Chemistry::NCM}) {
    auto rest = take(units, [&](const Unit& unit) { return unit.chemistry == chemistry; });
    while (rest.size() >= 3) {
      auto count = static_cast<std::size_t>(random.between(10, 40));
      if (rest.size() < count + 5) count = rest.size();
      auto load = take_first(rest, count);
      Operator& to = choose(chemistry);
      send(world, {from, shifts.next()}, to, std::move(load), {}, random.chance(late_permille));
    }
    for (Unit& unit : rest) from.units.push_back(std::move(unit));
  }
}

}  // namespace cli::sample
