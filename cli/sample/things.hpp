#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/sample/calendar.hpp"
#include "ledger/lists.hpp"

/// What a made-up company has. Masses are the ledger's booked masses: every flow below keeps them
/// to the gram, as the rules will when the events are recorded.
namespace cli::sample {

struct Unit {
  std::string code;
  ledger::CodeScheme scheme = ledger::CodeScheme::gbt34014_24;
  ledger::Level level = ledger::Level::pack;
  ledger::Chemistry chemistry{};
  ledger::Origin origin = ledger::Origin::vehicle;
  ledger::MassBasis basis = ledger::MassBasis::weighed;
  std::int64_t mass_g{};
  std::int64_t energy_wh = -1;       ///< -1: not known
  std::string_view no_code_reason;   ///< of a provisional code
  bool scanned = false;              ///< the report keeps the raw scan too
  bool for_second_life = false;      ///< what its inspection decided
  std::vector<std::string> modules;  ///< codes identified as its parts
};

/// Parts per million of dry mass, 0 when not analysed.
struct Assay {
  std::int64_t al{}, co{}, cu{}, fe{}, li{}, mn{}, ni{}, p{};
  [[nodiscard]] bool any() const { return al + co + cu + fe + li + mn + ni + p > 0; }
};

struct Lot {
  std::string name;  ///< OPERATOR/NO
  ledger::Material material{};
  ledger::Chemistry chemistry{};
  ledger::Origin origin{};  ///< of the batteries it comes from, stated in events or not
  std::int64_t mass_g{};
  std::int64_t moisture_permille = -1;
  Assay assay;
  std::int64_t count = 0;  ///< of modules or cells
};

struct Operator;

/// On its way from one company to another.
struct Consignment {
  Operator* from = nullptr;
  Operator* to = nullptr;
  std::string slip;
  Moment sent{};
  std::vector<Unit> units;
  std::vector<Lot> lots;
  bool report_late = false;  ///< the sender reports only after the receiver has
};

struct Operator {
  std::string id, name, region;
  ledger::Role role{};
  std::int64_t capacity_t = -1;
  std::vector<std::string> sites;
  std::int64_t events = 0, lots_made = 0, slips = 0, provisional = 0;

  std::vector<Unit> units;
  std::vector<Unit> missing;          ///< lost or stolen from its stock, or on the way from it
  std::vector<Unit> lost_on_the_way;  ///< sent, never received, not reported yet
  std::vector<Lot> lots;
  std::vector<Consignment> inbox;

  [[nodiscard]] std::string event_id(std::string_view prefix);
  [[nodiscard]] std::string lot_name(std::string_view prefix);
  [[nodiscard]] std::string slip();
};

/// Takes out and returns what `wanted` says yes to; the rest keeps its order.
template <class T, class Wanted>
std::vector<T> take(std::vector<T>& from, Wanted wanted) {
  std::vector<T> taken, kept;
  for (T& each : from) (wanted(each) ? taken : kept).push_back(std::move(each));
  from = std::move(kept);
  return taken;
}

/// Cuts off the first pieces.
template <class T>
std::vector<T> take_first(std::vector<T>& from, std::size_t count) {
  std::size_t seen = 0;
  return take(from, [&](const T&) { return seen++ < count; });
}

}  // namespace cli::sample
