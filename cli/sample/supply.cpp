#include "cli/sample/supply.hpp"

#include <algorithm>
#include <array>

#include "cli/sample/shares.hpp"

namespace cli::sample {
namespace {

using ledger::Chemistry;

// Packs of the retired Chinese fleet: LFP 100 to 118 Wh/kg, NCM 125 to 151 (domain.md 3.3, S28).
struct PackKind {
  std::int64_t low_g, high_g, low_wh_kg, high_wh_kg;
  [[nodiscard]] constexpr std::int64_t mean_g() const { return (low_g + high_g) / 2; }
};
constexpr PackKind lfp_pack{330'000, 600'000, 100, 118};
constexpr PackKind ncm_pack{260'000, 494'000, 125, 151};
constexpr std::int64_t least_pack_g = 50'000;

const PackKind& kind_of(Chemistry chemistry) {
  return chemistry == Chemistry::LFP ? lfp_pack : ncm_pack;
}

// How much of a year has been retired by the end of each month; more towards its end.
constexpr std::array<std::int64_t, 13> by_month{0,   68,  126, 208, 291, 375, 461,
                                                545, 631, 721, 813, 906, 1000};

std::int64_t up_to(std::int64_t total, int month) {
  const std::int64_t share = by_month[static_cast<std::size_t>(month)];
  return total / 1000 * share + total % 1000 * share / 1000;
}

}  // namespace

Supply::Supply(std::int64_t packs, std::int64_t line_from, std::int64_t line_to, int year)
    : packs_(packs), line_from_(line_from), line_to_(line_to) {
  // The share is one of mass; LFP packs are heavier, so they are a smaller share of packs.
  const std::int64_t lfp = lfp_permille(year) * ncm_pack.mean_g();
  const std::int64_t ncm = (1000 - lfp_permille(year)) * lfp_pack.mean_g();
  lfp_packs_permille_ = 1000 * lfp / (lfp + ncm);
}

Supply::Supply(std::vector<TableRow> rows) {
  for (TableRow& row : rows) rows_.push_back({std::move(row), 0});
}

Plan Supply::drawn(Random& random) const {
  Plan plan;
  plan.chemistry = random.chance(lfp_packs_permille_) ? Chemistry::LFP : Chemistry::NCM;
  const PackKind& kind = kind_of(plan.chemistry);
  plan.mass_g = random.around_middle(kind.low_g, kind.high_g);
  plan.energy_wh = plan.mass_g * random.between(kind.low_wh_kg, kind.high_wh_kg) / 1000;
  plan.region = province_at(random.between(line_from_, line_to_ - 1));
  return plan;
}

void Supply::of_row(Row& row, std::int64_t up_to_g, std::vector<Plan>& plans,
                    Random& random) const {
  const TableRow& stated = row.row;
  // Thousandths of Wh per kilogram, so that the packs' energies come to about the row's.
  const std::int64_t density =
      stated.energy_wh * 1000 / std::max<std::int64_t>(stated.mass_g / 1000, 1);
  const PackKind& kind = kind_of(stated.chemistry);
  while (row.retired_g < up_to_g) {
    const std::int64_t left = stated.mass_g - row.retired_g;
    std::int64_t mass = random.around_middle(kind.low_g, kind.high_g);
    if (left - mass < least_pack_g) mass = left;
    row.retired_g += mass;
    const std::int64_t own = density * random.between(950, 1050) / 1000;
    plans.push_back({stated.chemistry, mass, mass * own / 1'000'000, stated.region});
  }
}

std::vector<Plan> Supply::next_month(Random& random) {
  ++month_;
  std::vector<Plan> plans;
  for (const std::int64_t target = up_to(packs_, month_); retired_ < target; ++retired_)
    plans.push_back(drawn(random));
  for (Row& row : rows_) of_row(row, up_to(row.row.mass_g, month_), plans, random);
  // The rows of a city come in turns, not one after the other.
  for (std::size_t i = plans.size(); !rows_.empty() && i > 1; --i)
    std::swap(plans[i - 1],
              plans[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
  return plans;
}

std::int64_t Supply::expected_g() const {
  std::int64_t sum = packs_ * mean_pack_g;
  for (const Row& row : rows_) sum += row.row.mass_g;
  return sum;
}

}  // namespace cli::sample
