#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/lists.hpp"

namespace cli::sample {

/// What a table says was retired in one city of one chemistry in one year.
struct TableRow {
  std::string region, city;
  ledger::Chemistry chemistry{};  ///< LFP or NCM
  std::int64_t mass_g{}, energy_wh{};
};

/// The rows of a year from a CSV file with exactly the columns
/// `year,region,province,city,chemistry,retired_t,energy_mwh`, sorted by region and city. Decimal
/// tonnes and megawatt-hours become grams and watt-hours without floating point. Throws
/// ledger::Failure that names the line.
[[nodiscard]] std::vector<TableRow> read_table(const std::filesystem::path& path, int year);

/// A decimal number times a million, rounded half up; nothing when it is not plain digits with at
/// most one point, or a million times it is beyond 10^15.
[[nodiscard]] std::optional<std::int64_t> millionths(std::string_view decimal);

}  // namespace cli::sample
