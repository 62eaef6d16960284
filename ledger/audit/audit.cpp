#include "ledger/audit.hpp"

#include <algorithm>
#include <future>
#include <limits>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "ledger/audit/chain_check.hpp"
#include "ledger/audit/openings.hpp"
#include "ledger/audit/projections.hpp"
#include "ledger/chain/note.hpp"
#include "ledger/encoding/base64.hpp"
#include "ledger/ledger.hpp"
#include "ledger/storage/head_file.hpp"
#include "ledger/storage/paths.hpp"
#include "ledger/storage/snapshot.hpp"
#include "ledger/threads/ordered_workers.hpp"

namespace ledger {
namespace audit {
namespace {

/// What the head file said before the database was looked at.
struct KeptHead {
  std::optional<storage::Head> last;
  std::uint64_t written = 0;
  std::string unreadable;
};

KeptHead read_head(const std::filesystem::path& file) {
  try {
    const auto head = storage::HeadFile::open(file);
    return {head.last(), head.written(), ""};
  } catch (const std::runtime_error& error) {
    return {std::nullopt, 0, error.what()};
  }
}

/// One audit, from opening the files to the last comparison. Others may write meanwhile: it is of
/// one state of the database, and of a head file that was read before that state was.
class Audit {
 public:
  Audit(const std::filesystem::path& directory, const AuditOptions& options,
        const Progress& progress)
      : paths_(directory),
        options_(options),
        progress_(progress),
        head_(read_head(paths_.head)),
        store_(storage::Store::open(paths_.database, storage::Mode::read)),
        pieces_store_(storage::Store::open(paths_.database, storage::Mode::read)),
        snapshot_(store_),
        pieces_snapshot_(pieces_store_),
        check_(store_, since_batch(), ring_) {
    // A writer may commit between the two. One size, one state: nothing is ever changed.
    while (store_.size() != pieces_store_.size()) {
      snapshot_.renew();
      pieces_snapshot_.renew();
    }
  }

  AuditReport run() {
    report_.size = store_.size();
    auto damage = guarded([&] { return follow_chain(); });
    report_.entries_checked = check_.size();
    if (check_.size() > 0) report_.root = check_.root();
    report_.identity = check_.identity();
    report_.signatures_checked = check_.signatures();
    report_.checkpoints_checked = check_.checkpoints();
    if (!damage && report_.checked_up_to < 0) damage = guarded([&] { return compare_rest(); });
    if (!damage && report_.checked_up_to >= 0) damage = guarded([&] { return compare_head(); });
    if (!damage) damage = compare_openings(paths_.openings, store_, report_);
    if (!damage) count_doubtful();
    if (damage) {
      if (damage->intact.empty()) damage->intact = intact(*damage);
      report_.damage = std::move(damage);
    }
    return report_;
  }

 private:
  using Found = std::optional<DamageReport>;

  /// `since` moves back to the beginning of the batch that holds it: its root covers all of it.
  Index since_batch() {
    if (options_.since <= 0) return 0;
    const auto batch = store_.batch_with(options_.since);
    return batch ? batch->first : 0;
  }

  /// A row so misshapen that storage cannot read it is damage, too.
  template <class Step>
  Found guarded(const Step& step) {
    try {
      return step();
    } catch (const Damage& damage) {
      return DamageReport{check_.size(),
                          fmt::format("entry {} or what is kept with it", check_.size()),
                          "rows that can be read",
                          damage.what(),
                          {}};
    }
  }

  Found follow_chain() {
    const Index since = since_batch();
    PieceReader reader(pieces_store_, report_.size);
    const std::size_t workers = std::max(2U, std::thread::hardware_concurrency());
    threads::OrderedWorkers<Piece, CheckedPiece> pieces(
        workers, 2 * workers, [&] { return reader.next(); },
        [&](Piece piece) { return check_piece(std::move(piece), since, ring_, check_.ids()); });
    while (auto piece = pieces.take()) {
      if (auto damage = check_.follow(*piece)) return damage;
      if (progress_) progress_(check_.size(), report_.size);
    }
    report_.checked_up_to = check_.newer_from();
    return check_.finish();
  }

  Found compare_rest() {
    check_.world().settle();
    const model::Changes derived = check_.world().take_sums();
    report_.accounts_sum_g = accounts_sum(derived.tallies);
    if (report_.accounts_sum_g != 0)
      return DamageReport{
          -1, "accounts", "a sum of 0 g", fmt::format("{} g", report_.accounts_sum_g), {}};
    // Beside each other, each through a connection of its own; told of in the same order always.
    auto beside = std::async(std::launch::async, [this] { return compare_indexes(); });
    const auto projections = guarded([&] {
      return compare_projections(store_, check_.world(), derived, report_.rows_compared);
    });
    const auto indexes = beside.get();
    if (indexes.ids) return indexes.ids;
    report_.rows_compared += report_.size;
    if (projections) return projections;
    if (indexes.contradiction) return indexes.contradiction;
    if (auto damage = compare_head()) return damage;
    return compare_given_checkpoint();
  }

  struct Indexes {
    Found ids, contradiction;
  };
  /// What needs of the derived state the operators' ids alone.
  Indexes compare_indexes() {
    Indexes found;
    found.ids = guarded([&] {
      std::map<std::int64_t, std::string> operator_ids;
      std::as_const(check_.world()).operators().each([&](const OperatorState& state) {
        operator_ids.emplace(state.no, state.id);
      });
      return check_.ids().compare(pieces_store_, operator_ids);
    });
    if (found.ids) return found;
    found.contradiction = guarded([&]() -> Found {
      const auto odd = pieces_store_.contradiction();
      if (!odd) return std::nullopt;
      return DamageReport{-1, odd->where, odd->expected, odd->found, {}};
    });
    return found;
  }

  /// Lawful, and yet to be told: what stands on keys the authority trusts no longer.
  void count_doubtful() {
    std::map<std::string, Index> keys;
    std::as_const(check_.world()).operators().each([&](const OperatorState& state) {
      for (const KeyState& key : state.keys)
        if (key.untrusted_since >= 0) keys.emplace(key.name, key.untrusted_since);
    });
    for (const auto& [name, since] : keys) report_.doubted_keys.push_back(name);
    if (keys.empty()) return;
    store_.each_batch(0, std::numeric_limits<Index>::max(), [&](const Batch& batch) {
      const auto key = keys.find(batch.head.key);
      const Index end = batch.first + batch.head.count;
      if (key != keys.end() && key->second < end)
        report_.doubtful_entries += end - std::max(batch.first, key->second);
      return true;
    });
  }

  /// The head file may be one transaction behind (a crash before it was written), never ahead.
  Found compare_head() {
    if (!head_.unreadable.empty())
      return DamageReport{-1, "head file", "a file that can be read", head_.unreadable, {}};
    const auto& last = head_.last;
    if (!last && report_.size > 0)
      return DamageReport{
          -1, "head file", "the last head that was answered", "nothing: it was emptied", {}};
    if (!last) return std::nullopt;
    if (last->size > report_.size)
      return DamageReport{report_.size,
                          "head file",
                          fmt::format("{} entries", last->size),
                          fmt::format("{} entries in the database", report_.size),
                          {}};
    if (std::cmp_greater(head_.written, check_.checkpoints()))
      return DamageReport{
          -1,
          "checkpoints",
          fmt::format("{} of them, as many as the head file counted", head_.written),
          std::to_string(check_.checkpoints()),
          {}};
    const auto then = store_.checkpoint(last->size);
    if (then && then->root == last->root) return std::nullopt;
    return DamageReport{-1,
                        "head file",
                        "root " + encoding::base64(last->root),
                        then ? "root " + encoding::base64(then->root) : "no checkpoint of its size",
                        {}};
  }

  Found compare_given_checkpoint() {
    if (!options_.checkpoint) return std::nullopt;
    const auto given = chain::open_checkpoint(*options_.checkpoint, check_.world().constitution());
    if (!given)
      return DamageReport{-1,
                          "given checkpoint",
                          "a note signed by this ledger's key in force at its size",
                          "a note that does not verify with it",
                          {}};
    const auto then = store_.checkpoint(given->size);
    if (then && then->root == given->root) return std::nullopt;
    return DamageReport{
        -1,
        fmt::format("given checkpoint of size {}", given->size),
        "root " + encoding::base64(given->root),
        then ? "root " + encoding::base64(then->root)
             : fmt::format("no head of that size; the ledger has {} entries", report_.size),
        {}};
  }

  std::string intact(const DamageReport& damage) const {
    const Index sure = std::min(damage.entry, check_.sure());
    if (damage.entry > 0 && sure > 0)
      return fmt::format("entries 0 to {} are as they were signed and linked{}", sure - 1,
                         sure < damage.entry ? "; those after them belong to the same batch" : "");
    if (damage.entry > 0) return "nothing: the batch of entry 0 is not whole";
    if (damage.entry == 0) return "nothing: entry 0 is the first one that is wrong";
    if (check_.size() == report_.size && report_.size > 0)
      return fmt::format(
          "all {} entries are as they were signed and linked; what is wrong lies "
          "beside them and can be derived again",
          report_.size);
    return fmt::format("entries 0 to {} are as they were signed and linked", check_.sure() - 1);
  }

  storage::Paths paths_;
  AuditOptions options_;
  const Progress& progress_;
  KeptHead head_;
  storage::Store store_, pieces_store_;
  storage::Snapshot snapshot_, pieces_snapshot_;
  crypto::KeyRing ring_;
  ChainCheck check_;
  AuditReport report_;
};

}  // namespace
}  // namespace audit

AuditReport audit_ledger(const std::filesystem::path& directory, const AuditOptions& options,
                         const Progress& progress) {
  // Before anything is read: what a view gives is whatever its writer wanted to be seen.
  if (auto odd = storage::Store::schema_contradiction(storage::Paths(directory).database)) {
    AuditReport report;
    report.damage = DamageReport{-1, odd->where, odd->expected, odd->found,
                                 "nothing is known: the entries were not read"};
    return report;
  }
  return audit::Audit(directory, options, progress).run();
}

}  // namespace ledger
