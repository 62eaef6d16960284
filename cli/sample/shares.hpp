#pragma once

#include <cstdint>
#include <string_view>

namespace cli::sample {

/// How retired batteries are spread over China without a table. Source of both: Tian, Peng et al.
/// (2025), "Reducing the environmental impacts of battery recycling through spatial and
/// technological alignment", data set of retired LFP and NCM batteries, base scenario, CC BY 4.0.
/// Modelled figures, not measurements; permille of the mass.

/// The end of the line that provinces share: as many points as a thousand thousandths.
inline constexpr std::int64_t province_line = 1'000'000;
/// The province (ISO 3166-2) at a point of the line; provinces lie on it from north to south.
[[nodiscard]] std::string_view province_at(std::int64_t point);

/// Share of LFP in the mass retired in a year; the rest is NCM.
[[nodiscard]] std::int64_t lfp_permille(int year);

}  // namespace cli::sample
