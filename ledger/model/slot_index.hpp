#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "ledger/result.hpp"

namespace ledger::model {

/// Finds numbered slots by the hash of their keys: eight bytes a cell, cells side by side, so that
/// a look-up costs one miss of the cache where a chain of nodes costs two or three. Holds no key:
/// whoever asks compares.
class SlotIndex {
 public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  /// The slot with this hash for which `is_it(slot)` is true, or `none`.
  std::uint32_t find(std::uint64_t hash, const auto& is_it) const {
    const Cell* cell = find_cell(hash, is_it);
    return cell ? cell->slot : none;
  }
  /// No slot that was added before may have the same key.
  void add(std::uint64_t hash, std::uint32_t slot) {
    require(slot < gone, "a slot's number fits its cell");
    if ((used_ + 1) * 4 > cells_.size() * 3) grow();
    place({slot, folded(hash)});
    ++used_;
  }
  void remove(std::uint64_t hash, std::uint32_t slot) {
    const Cell* cell = find_cell(hash, [slot](std::uint32_t other) { return other == slot; });
    require(cell != nullptr, "only what was added is removed");
    cells_[static_cast<std::size_t>(cell - cells_.data())].slot = gone;
  }
  void clear() { *this = SlotIndex(); }

 private:
  struct Cell {
    std::uint32_t slot = none;
    std::uint32_t hash = 0;
  };
  static constexpr std::uint32_t gone = none - 1;  ///< was removed: a search goes on past it

  static std::uint32_t folded(std::uint64_t hash) {
    // The low bits choose the cell, so the high ones must reach them.
    return static_cast<std::uint32_t>((hash * 0x9E3779B97F4A7C15U) >> 32U);
  }

  const Cell* find_cell(std::uint64_t hash, const auto& is_it) const {
    if (cells_.empty()) return nullptr;
    const std::uint32_t wanted = folded(hash);
    const std::size_t mask = cells_.size() - 1;
    for (std::size_t i = wanted & mask;; i = (i + 1) & mask) {
      const Cell& cell = cells_[i];
      if (cell.slot == none) return nullptr;
      if (cell.hash == wanted && cell.slot != gone && is_it(cell.slot)) return &cell;
    }
  }
  void place(Cell cell) {
    const std::size_t mask = cells_.size() - 1;
    std::size_t i = cell.hash & mask;
    while (cells_[i].slot != none) i = (i + 1) & mask;
    cells_[i] = cell;
  }
  void grow() {
    const std::vector<Cell> before =
        std::exchange(cells_, std::vector<Cell>(cells_.empty() ? 64 : cells_.size() * 2));
    used_ = 0;
    for (const Cell& cell : before) {
      if (cell.slot >= gone) continue;
      place(cell);
      ++used_;
    }
  }

  std::vector<Cell> cells_;  ///< a power of two of them, never full
  std::size_t used_ = 0;     ///< cells that end no search
};

}  // namespace ledger::model
