#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/result.hpp"

namespace ledger::model {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <class Key>
struct KeptHash : std::hash<Key> {};
template <>
struct KeptHash<std::string> : TextHash {};

/// States by key: what is in memory, what of it changed since it was last taken, and how to undo
/// the changes since a mark. References stay valid until the entry is dropped.
template <class Key, class State>
class Kept {
 public:
  const State* find(const auto& key) const {
    const auto slot = slots_.find(key);
    return slot == slots_.end() ? nullptr : &slot->second.state;
  }

  /// Brings in what was stored before; no change.
  const State& load(const Key& key, State state) {
    return slots_.emplace(key, Slot{std::move(state), 0, false}).first->second.state;
  }

  State& add(const Key& key, State state) {
    const auto [slot, is_new] = slots_.emplace(key, Slot{std::move(state), epoch_, false});
    require(is_new, "a state is added once");
    undo_.emplace_back(key, std::nullopt);
    note_change(key, slot->second);
    return slot->second.state;
  }

  State& edit(const auto& key) {
    const auto slot = slots_.find(key);
    require(slot != slots_.end(), "a state is looked up before it is edited");
    if (slot->second.epoch != epoch_) {
      undo_.emplace_back(slot->first, slot->second.state);
      slot->second.epoch = epoch_;
    }
    note_change(slot->first, slot->second);
    return slot->second.state;
  }

  [[nodiscard]] std::size_t mark() {
    ++epoch_;
    return undo_.size();
  }
  void rollback(std::size_t mark) {
    while (undo_.size() > mark) {
      auto& [key, before] = undo_.back();
      if (before)
        slots_.at(key).state = std::move(*before);
      else
        slots_.erase(key);
      undo_.pop_back();
    }
    ++epoch_;
  }
  /// What was done so far can no longer be undone.
  void settle() {
    undo_.clear();
    ++epoch_;
  }

  /// Copies of everything added or edited since the last call.
  [[nodiscard]] std::vector<State> take_changed() {
    std::vector<State> states;
    states.reserve(changed_.size());
    for (const Key& key : changed_) {
      const auto slot = slots_.find(key);
      if (slot == slots_.end() || !slot->second.changed) continue;
      slot->second.changed = false;
      states.push_back(slot->second.state);
    }
    changed_.clear();
    return states;
  }

  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  /// Everything must have been taken and settled before.
  void drop_all() {
    require(changed_.empty() && undo_.empty(), "only settled states are dropped");
    slots_.clear();
  }
  void each(const auto& take) const {
    for (const auto& [key, slot] : slots_) take(key, slot.state);
  }

 private:
  struct Slot {
    State state;
    std::uint64_t epoch;
    bool changed;
  };
  void note_change(const Key& key, Slot& slot) {
    if (slot.changed) return;
    slot.changed = true;
    changed_.push_back(key);
  }

  std::unordered_map<Key, Slot, KeptHash<Key>, std::equal_to<>> slots_;
  std::vector<std::pair<Key, std::optional<State>>> undo_;
  std::vector<Key> changed_;
  std::uint64_t epoch_ = 1;
};

}  // namespace ledger::model
