#pragma once

#include "tests/property/world.hpp"

namespace property {

/// Every unit, lot, transfer and stock.
[[nodiscard]] Differences compare_things(const ledger::Ledger& ledger, const Books& books);

/// The figures of every year under every counting rule; `at_size` for an earlier head.
[[nodiscard]] Differences compare_reports(const ledger::Ledger& ledger, const Books& books,
                                          std::optional<std::int64_t> at_size = std::nullopt);

/// Every gram: what came in is what is there and what left.
[[nodiscard]] Differences check_conservation(const Books& books);

}  // namespace property
