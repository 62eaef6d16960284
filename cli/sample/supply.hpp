#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/sample/random.hpp"
#include "cli/sample/table.hpp"
#include "ledger/lists.hpp"

namespace cli::sample {

/// One pack that will be retired.
struct Plan {
  ledger::Chemistry chemistry{};
  std::int64_t mass_g{}, energy_wh{};
  std::string_view region;  ///< where it is collected
};

/// What comes to one dismantler in a year: a number of packs from a stretch of the province line,
/// or, with a table, the grams of its city's rows, to the gram.
class Supply {
 public:
  Supply(std::int64_t packs, std::int64_t line_from, std::int64_t line_to, int year);
  explicit Supply(std::vector<TableRow> rows);

  /// The packs of the next month, January first. Call twelve times.
  std::vector<Plan> next_month(Random& random);
  [[nodiscard]] std::int64_t expected_g() const;

 private:
  struct Row {
    TableRow row;
    std::int64_t retired_g = 0;
  };
  Plan drawn(Random& random) const;
  void of_row(Row& row, std::int64_t up_to_g, std::vector<Plan>& plans, Random& random) const;

  std::int64_t packs_ = 0, retired_ = 0, line_from_ = 0, line_to_ = 0;
  std::int64_t lfp_packs_permille_ = 0;
  std::vector<Row> rows_;
  int month_ = 0;
};

/// Mean mass of a retired pack, about what 260,000 t in 600,000 vehicles come to.
inline constexpr std::int64_t mean_pack_g = 433'000;

}  // namespace cli::sample
