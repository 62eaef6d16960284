#pragma once

#include "ledger/encoding/shape.hpp"

/// The shapes by subject; each answers with nothing for a type that is not its own.
namespace ledger::encoding::shapes {

[[nodiscard]] std::span<const Shape> founding_forms(EventType type);
[[nodiscard]] std::span<const Shape> stock_forms(EventType type);
[[nodiscard]] std::span<const Shape> transfer_forms(EventType type);
[[nodiscard]] std::span<const Shape> work_forms(EventType type);

}  // namespace ledger::encoding::shapes
