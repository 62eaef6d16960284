#pragma once

#include <cstdint>

#include "ledger/report.hpp"

namespace ledger {

/// A small year 2024, made by hand: one recycler, one repurposer and one collector, three origins.
/// Flows are balanced. The head lies in the year after.
ReportSource small_source();

/// Figures, flows, materials, elements and delays drawn from a seed.
ReportSource random_source(std::uint64_t seed);

/// One figure of origin vehicle in March 2024, by operator 1.
FigureKey figure_key(std::int64_t month = 202403, Origin origin = Origin::vehicle);

/// Seconds since 1970 of midnight, at +08:00, on the first day of a year from 2024 to 2028.
std::int64_t new_year_s(std::int64_t year);

}  // namespace ledger
