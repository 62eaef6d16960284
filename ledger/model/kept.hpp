#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ledger/model/slot_index.hpp"
#include "ledger/result.hpp"
#include "ledger/state.hpp"

namespace ledger::model {

/// What a state is known by: a part of it that never changes.
inline std::string_view key_of(const OperatorState& state) {
  return state.id;
}
inline std::int64_t key_of(const UnitState& state) {
  return state.no;
}
inline std::string_view key_of(const CodeState& state) {
  return state.code;
}
inline std::string_view key_of(const LotState& state) {
  return state.name;
}
inline std::int64_t key_of(const TransferState& state) {
  return state.no;
}

/// States by key: what is in memory, what of it changed since it was last taken, and how to undo
/// the changes since a mark. References stay valid until the state is dropped or its adding undone.
template <class State>
class Kept {
 public:
  using Key = std::invoke_result_t<decltype([](const State& s) { return key_of(s); }), State>;

  const State* find(Key key) const {
    const std::uint32_t number = number_of(key);
    return number == SlotIndex::none ? nullptr : &slot(number).state;
  }

  /// Brings in what was stored before; no change.
  const State& load(State state) {
    const std::uint32_t number = number_of(key_of(state));
    return number == SlotIndex::none ? place(std::move(state)).state : slot(number).state;
  }

  State& add(State state) {
    require(find(key_of(state)) == nullptr, "a state is added once");
    Slot& added = place(std::move(state));
    added.epoch = epoch_;
    undo_.emplace_back(&added, std::nullopt);
    note_change(added);
    return added.state;
  }

  State& edit(Key key) {
    const std::uint32_t number = number_of(key);
    require(number != SlotIndex::none, "a state is looked up before it is edited");
    Slot& edited = slot(number);
    if (edited.epoch != epoch_) {
      undo_.emplace_back(&edited, edited.state);
      edited.epoch = epoch_;
    }
    note_change(edited);
    return edited.state;
  }

  [[nodiscard]] std::size_t mark() {
    ++epoch_;
    return undo_.size();
  }
  void rollback(std::size_t mark) {
    while (undo_.size() > mark) {
      auto& [changed, before] = undo_.back();
      if (before)
        changed->state = std::move(*before);
      else
        remove(*changed);
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
    // A slot whose adding was undone is no change; used again, it may stand here twice.
    for (Slot* changed : changed_)
      if (std::exchange(changed->changed, false)) states.push_back(changed->state);
    changed_.clear();
    return states;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Everything must have been taken and settled before.
  void drop_all() {
    require(changed_.empty() && undo_.empty(), "only settled states are dropped");
    index_.clear();
    chunks_.clear();
    free_.clear();
    size_ = 0;
  }
  void each(const auto& take) const {
    for (const auto& chunk : chunks_)
      for (const Slot& slot : chunk)
        if (slot.is_used) take(slot.state);
  }

 private:
  struct Slot {
    State state;
    std::uint64_t epoch = 0;
    bool changed = false, is_used = true;
  };
  static constexpr std::size_t chunk_slots = 256;

  Slot& slot(std::uint32_t number) { return chunks_[number / chunk_slots][number % chunk_slots]; }
  const Slot& slot(std::uint32_t number) const {
    return chunks_[number / chunk_slots][number % chunk_slots];
  }
  std::uint32_t number_of(Key key) const {
    return index_.find(std::hash<Key>{}(key),
                       [&](std::uint32_t number) { return key_of(slot(number).state) == key; });
  }

  Slot& place(State state) {
    ++size_;
    const std::uint64_t hash = std::hash<Key>{}(key_of(state));
    if (!free_.empty()) {
      const std::uint32_t number = free_.back();
      free_.pop_back();
      slot(number) = Slot{std::move(state)};
      index_.add(hash, number);
      return slot(number);
    }
    // A chunk never grows past what it reserved, so that nothing in it ever moves.
    if (chunks_.empty() || chunks_.back().size() == chunk_slots)
      chunks_.emplace_back().reserve(chunk_slots);
    index_.add(hash, static_cast<std::uint32_t>((chunks_.size() - 1) * chunk_slots +
                                                chunks_.back().size()));
    return chunks_.back().emplace_back(Slot{std::move(state)});
  }
  void remove(Slot& removed) {
    const Key key = key_of(removed.state);
    const std::uint32_t number = number_of(key);
    index_.remove(std::hash<Key>{}(key), number);
    free_.push_back(number);
    removed = Slot{};
    removed.is_used = false;
    --size_;
  }
  void note_change(Slot& slot) {
    if (slot.changed) return;
    slot.changed = true;
    changed_.push_back(&slot);
  }

  SlotIndex index_;
  std::vector<std::vector<Slot>> chunks_;
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
  std::vector<std::pair<Slot*, std::optional<State>>> undo_;
  std::vector<Slot*> changed_;
  std::uint64_t epoch_ = 1;
};

}  // namespace ledger::model
