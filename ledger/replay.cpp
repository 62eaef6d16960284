#include "ledger/replay.hpp"

#include <fmt/format.h>

#include "ledger/event.hpp"
#include "ledger/model/rules.hpp"
#include "ledger/storage/batch_cursor.hpp"

namespace ledger {
namespace {

constexpr Index progress_step = 4096;

}  // namespace

Replayed replay(const storage::Store& store, std::int64_t size, const Progress& progress,
                DoubtfulSums* doubtful) {
  Replayed replayed;
  replayed.nothing = std::make_unique<model::StateSource>();
  replayed.world = std::make_unique<model::World>(*replayed.nothing);
  model::World& world = *replayed.world;
  storage::BatchCursor batches(store);
  store.each_entry(0, size, [&](storage::EntryRow&& row) {
    const auto event = read_canonical_event(row.event);
    if (!event)
      throw Damage(fmt::format("replaying entry {}: {}", row.index, event.error().detail));
    const Batch& batch = batches.of(row.index);
    const std::int64_t recorded_at_ms = batch.recorded_at_ms;
    if (doubtful) doubtful->before(world, row.index, batch);
    if (auto applied = model::apply(world, *event, row.index, recorded_at_ms); !applied)
      throw Damage(fmt::format("replaying entry {}: {} ({})", row.index, applied.error().detail,
                               describe(applied.error().refusal).name));
    (void)model::link_trails(world, *event, row.index);
    if (doubtful) doubtful->after(world, *event);
    replayed.last_recorded_at_ms = recorded_at_ms;
    if (row.index % progress_step == 0) {
      world.settle();
      if (progress) progress(row.index, size);
    }
    return true;
  });
  world.settle();
  replayed.sums = world.take_sums();
  if (progress) progress(size, size);
  return replayed;
}

}  // namespace ledger
