#include <algorithm>
#include <array>

#include "ledger/intake_impl.hpp"

namespace ledger {
namespace {

/// An exception for each, since each is thrown in a thread of its own.
template <class Thrown>
void fail_all(const std::vector<Posted*>& group, const std::string& text) {
  for (Posted* posted : group) {
    posted->answer.reset();
    posted->failure = std::make_exception_ptr(Thrown(text));
  }
}

void count_commit(IntakeCounts& counts, const GroupDone& done, std::int64_t batches) {
  constexpr std::array<std::int64_t, 10> up_to_ms{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
  ++counts.commits;
  counts.batches += batches;
  counts.events += done.entries;
  counts.batches_of_largest_commit = std::max(counts.batches_of_largest_commit, batches);
  counts.commit_us_sum += done.commit_us;
  std::size_t slot = 0;
  while (slot < up_to_ms.size() && done.commit_us > up_to_ms[slot] * 1000) ++slot;
  ++counts.commit_us[slot];
}

}  // namespace

/// So that the callers' threads verify, not the one that commits.
void Intake::Impl::fill_ring() {
  ledger.store.each_operator([&](OperatorState&& state) {
    for (const KeyState& key : state.keys) ledger.ring.add(key.name, key.key);
    return true;
  });
}

void Intake::Impl::set_committing(std::optional<std::chrono::steady_clock::time_point> since) {
  const std::lock_guard lock(mutex);
  committing_since = since;
}

void Intake::Impl::work(const Turns::Group& group) noexcept {
  std::vector<Posted*> posted;
  // From before the lock: whoever moves the write-ahead log may be the one that hangs.
  set_committing(std::chrono::steady_clock::now());
  const std::lock_guard lock(commit_mutex);
  for (Queued* item : group) {
    if (item->ring_epoch != ring_epoch) item->posted.batch.signature_verified = false;
    posted.push_back(&item->posted);
  }
  record(posted);
  set_committing(std::nullopt);
}

void Intake::Impl::record(const std::vector<Posted*>& group) {
  if (const std::string reason = stopped_because(); !reason.empty()) {
    fail_all<WriteStopped>(group, stopped_text(reason));
    return;
  }
  GroupDone done;
  try {
    record_group(ledger, group, done);
  } catch (...) {
    give_up(group, done);
  }
  count(group, done);
  if (done.entries == 0) return;
  log.committed(ledger.store.wal_bytes());
  if (told_of_head) told_of_head(done.size);
}

/// Of what was thrown, called while it is caught.
void Intake::Impl::give_up(const std::vector<Posted*>& group, const GroupDone& done) {
  try {
    throw;
  } catch (const DiskFull& full) {
    fail_all<DiskFull>(group, full.what());
  } catch (const Damage& damage) {
    stop(damage.what());
    fail_all<Damage>(group, damage.what());
  } catch (const std::exception& failure) {
    std::string text = failure.what();
    if (done.is_storing) {
      stop(text);
      text +=
          "; whether this batch is recorded is unknown: send the same again when the ledger "
          "was opened again";
    }
    fail_all<Failure>(group, text);
  }
  try {
    ++ring_epoch;
    fill_ring();
  } catch (const std::exception&) {
    // What is not in the ring is verified by who commits.
    return;
  }
}

void Intake::Impl::count(const std::vector<Posted*>& group, const GroupDone& done) {
  const std::lock_guard lock(mutex);
  std::int64_t recorded = 0;
  for (const Posted* posted : group) {
    if (!posted->answer)
      ++counts.failed;
    else if (!*posted->answer)
      ++counts.refused;
    else if ((*posted->answer)->repeated)
      ++counts.repeated;
    else
      ++recorded;
  }
  if (done.entries == 0) return;
  count_commit(counts, done, recorded);
  head = {done.size, done.at_ms};
}

}  // namespace ledger
