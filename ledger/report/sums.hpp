#pragma once

#include <cstdint>

/// Integer arithmetic of reports. A published figure that wrapped around would be a lie told by the
/// machine, so every step that can leave 64 bits throws Failure instead.
namespace ledger::report {

void add(std::int64_t& total, std::int64_t part);
[[nodiscard]] std::int64_t difference(std::int64_t a, std::int64_t b);
/// a * b / divisor, towards zero, with 128 bits in between. `divisor` is not 0.
[[nodiscard]] std::int64_t scaled(std::int64_t a, std::int64_t b, std::int64_t divisor);
/// part * 1000 / whole, rounded half away from zero; 0 when the whole is 0.
[[nodiscard]] std::int64_t permille(std::int64_t part, std::int64_t whole);
/// Like `permille`, but what lies below the whole never reads 100.0 %: a target missed by a gram is
/// missed.
[[nodiscard]] std::int64_t permille_reached(std::int64_t part, std::int64_t whole);
/// Throws Failure for a mass that has no grams in 64 bits.
[[nodiscard]] std::int64_t grams_of_tonnes(std::int64_t tonnes);

}  // namespace ledger::report
