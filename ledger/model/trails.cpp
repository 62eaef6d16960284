#include <algorithm>

#include "ledger/encoding/time.hpp"
#include "ledger/model/rules.hpp"

namespace ledger::model {
namespace {

/// Collects the trails of one event and moves each on to it.
class Linker {
 public:
  Linker(World& world, const Event& event, Index index)
      : world_(world), event_(event), index_(index), day_(day_of(event.at_s)) {}

  void named_operator(std::string_view id) {
    if (id.empty()) return;
    OperatorState& state = world_.mention_operator(id);
    if (state.last != index_) links_.push_back(TrailLink{state.id, state.last});
    state.last = index_;
    state.last_at_s = event_.at_s;
  }

  void thing(const Item& item) {
    if (!item.unit.empty()) {
      const CodeState* code = world_.find_code(item.unit);
      require(code != nullptr, "an accepted event names known units only");
      move_on(world_.edit_unit(*world_.find_unit(code->unit)));
    } else if (!item.lot.empty()) {
      move_on(world_.edit_lot(*world_.find_lot(item.lot)));
    }
  }
  void things(const std::vector<Item>& items) {
    for (const Item& item : items) thing(item);
  }

  std::vector<TrailLink> sorted() {
    std::sort(links_.begin(), links_.end(),
              [](const TrailLink& a, const TrailLink& b) { return a.id < b.id; });
    return std::move(links_);
  }

 private:
  [[nodiscard]] std::int64_t day_of(std::int64_t seconds) const {
    return encoding::local_day_number(seconds, world_.constitution().utc_offset_min);
  }

  template <class State>
  void move_on(State& state) {
    if (state.last == index_) return;
    const std::string& id = trail_id(state);
    if (state.last >= 0 && day_ < day_of(state.last_at_s))
      world_.add_finding(
          Finding{index_, "earlier_than_the_trail", id,
                  encoding::local_day(event_.at_s, world_.constitution().utc_offset_min).year});
    links_.push_back(TrailLink{id, state.last});
    state.last = index_;
    state.last_at_s = event_.at_s;
  }
  static const std::string& trail_id(const UnitState& unit) { return unit.code; }
  static const std::string& trail_id(const LotState& lot) { return lot.name; }

  World& world_;
  const Event& event_;
  Index index_;
  std::int64_t day_;
  std::vector<TrailLink> links_;
};

}  // namespace

std::vector<TrailLink> link_trails(World& world, const Event& event, Index index) {
  Linker linker(world, event, index);
  for (const std::string_view id :
       {event.operator_id, event.subject, event.to, event.from, event.holder})
    linker.named_operator(id);
  linker.thing(event.thing);
  for (const auto* list : {&event.items, &event.inputs, &event.units, &event.lots})
    linker.things(*list);
  return linker.sorted();
}

}  // namespace ledger::model
