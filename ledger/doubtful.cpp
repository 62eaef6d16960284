#include "ledger/doubtful.hpp"

#include "ledger/encoding/time.hpp"

namespace ledger {

DoubtedKeys doubted_keys(const model::World& world) {
  DoubtedKeys keys;
  world.operators().each([&](const OperatorState& state) {
    for (const KeyState& key : state.keys)
      if (key.untrusted_since >= 0) keys.emplace(key.name, key.untrusted_since);
  });
  return keys;
}

DoubtfulSums::DoubtfulSums(const DoubtedKeys& keys) : keys_(keys) {
  for (const auto& [name, since] : keys) source_.keys.push_back(name);
}

void DoubtfulSums::before(model::World& world, Index index, const Batch& batch) {
  const auto key = keys_.find(batch.head.key);
  is_doubted_ = key != keys_.end() && index >= key->second;
  if (is_doubted_) world.settle();
}

void DoubtfulSums::after(model::World& world, const Event& event) {
  if (!is_doubted_) return;
  const std::int64_t year =
      encoding::local_day(event.at_s, world.constitution().utc_offset_min).year;
  ++source_.entries[year];
  Tallies sums;
  sums.figures = std::move(source_.figures);
  Tallies added;
  added.figures = world.tallies().figures;
  model::add_tallies(sums, added);
  source_.figures = std::move(sums.figures);
  world.settle();
}

}  // namespace ledger
