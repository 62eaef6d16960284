#pragma once

#include <cstdint>

#include "ledger/model/case.hpp"
#include "ledger/state.hpp"

namespace ledger::model {

/// floor(whole * part / total) without leaving 64 bits on the way.
[[nodiscard]] std::int64_t proportion(std::int64_t whole, std::int64_t part, std::int64_t total);

[[nodiscard]] const Holding* find_holding(const LotState& lot, Place place, std::int64_t ref);
/// Grams of it that nobody has received elsewhere.
[[nodiscard]] std::int64_t free_g(const Holding& holding);

/// Adds grams to a holding, making it where there is none.
void put_holding(LotState& lot, Place place, std::int64_t ref, const Drawn& content);
/// A part of it: its share of the spent and seen grams, rounded down and at most its own mass; the
/// last part takes the rest.
[[nodiscard]] Drawn part_of(const Drawn& whole, std::int64_t mass_g);
/// Takes grams that are there out of a holding. An empty holding goes.
Drawn take_holding(LotState& lot, Place place, std::int64_t ref, std::int64_t mass_g);
[[nodiscard]] Holding& edit_holding(LotState& lot, Place place, std::int64_t ref);
void drop_if_empty(LotState& lot, Place place, std::int64_t ref);

/// Grams of a mass that were not counted before. More may have been counted than a thing weighs by
/// now: what a scale no longer finds stays counted (docs/decisions/0013).
[[nodiscard]] std::int64_t fresh_g(std::int64_t mass_g, std::int64_t counted_g);
/// What is counted of a thing once a scale has said otherwise: what it finds more is no fresh gram,
/// what it no longer finds takes no counted one away (docs/decisions/0013, 0014).
[[nodiscard]] std::int64_t counted_after(std::int64_t before_g, std::int64_t after_g,
                                         std::int64_t counted_g);
/// The same for grams of a lot; only those of battery mass are counted.
[[nodiscard]] Drawn weighed_as(const LotState& lot, const Drawn& content, std::int64_t mass_g);

}  // namespace ledger::model
