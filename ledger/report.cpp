#include "ledger/report.hpp"

#include <set>

#include <fmt/format.h>

#include "ledger/impl.hpp"
#include "ledger/replay.hpp"
#include "ledger/storage/snapshot.hpp"

namespace ledger {
namespace {

/// Keeps what a report of the year reads: its own months, flows of all months up to its end.
Tallies of_year(Tallies all, std::int64_t year) {
  const auto in_year = [&](std::int64_t month) { return month / 100 == year; };
  std::erase_if(all.figures, [&](const auto& f) { return !in_year(f.first.month); });
  std::erase_if(all.flows, [&](const auto& f) { return f.first.month / 100 > year; });
  std::erase_if(all.materials, [&](const auto& m) { return m.first.year != year; });
  std::erase_if(all.elements, [&](const auto& e) { return e.first.year != year; });
  std::erase_if(all.delays, [&](const auto& d) { return d.first.year != year; });
  return all;
}

std::set<std::int64_t> operators_named(const Tallies& tallies) {
  std::set<std::int64_t> named;
  for (const auto& [key, figure] : tallies.figures) named.insert(key.operator_no);
  return named;
}

/// Rare, and then once more through all entries: what a key added was never kept apart.
std::optional<DoubtfulSource> doubtful_of(const storage::Store& store, std::int64_t size,
                                          const DoubtedKeys& keys, const Progress& progress) {
  if (keys.empty()) return std::nullopt;
  DoubtfulSums sums(keys);
  (void)replay(store, size, progress, &sums);
  return sums.take();
}

ReportSource latest(const Ledger& ledger, const storage::Store& store, std::int64_t year,
                    const Progress& progress) {
  const LedgerInfo info = ledger.info();
  ReportSource source;
  source.size = info.size;
  source.root = info.root;
  source.now_ms = info.last_recorded_at_ms;
  source.rules = info.constitution.rules;
  source.origin = info.origin;
  source.utc_offset_min = info.constitution.utc_offset_min;
  source.tallies = of_year(store.tallies(year, year), year);
  for (const std::int64_t no : operators_named(source.tallies))
    source.operators.push_back(store.operator_by_no(no).value());
  source.targets = store.targets();
  source.finding_counts = store.finding_counts(year);
  source.doubtful = doubtful_of(store, source.size, store.doubted_keys(), progress);
  return source;
}

/// Everything from the entries, at the latest head too: what is kept beside them may be forged.
ReportSource replayed(const storage::Store& store, const Checkpoint& checkpoint, std::int64_t year,
                      const Progress& progress) {
  Replayed then = replay(store, checkpoint.size, progress);
  ReportSource source;
  source.size = checkpoint.size;
  source.root = checkpoint.root;
  source.now_ms = then.last_recorded_at_ms;
  const Constitution& constitution = then.world->constitution();
  source.rules = constitution.rules;
  source.origin = constitution.origin;
  source.utc_offset_min = constitution.utc_offset_min;
  source.tallies = of_year(std::move(then.sums.tallies), year);
  for (const std::int64_t no : operators_named(source.tallies))
    source.operators.push_back(*then.world->operator_by_no(no));
  source.targets = std::move(then.sums.targets);
  for (const Finding& finding : then.sums.findings)
    if (finding.year == year) ++source.finding_counts[finding.name];
  source.doubtful = doubtful_of(store, checkpoint.size, doubted_keys(*then.world), progress);
  return source;
}

}  // namespace

Result<Report> Ledger::report(std::int64_t year, CountingRule rule,
                              std::optional<std::int64_t> at_size, const Progress& progress) const {
  storage::Store& store = impl_->store;
  const storage::Snapshot snapshot(store);
  ReportSource source;
  if (at_size) {
    const auto checkpoint = store.checkpoint(*at_size);
    if (!checkpoint || *at_size == 0)
      return refuse(Refusal::out_of_range, "/size",
                    fmt::format("no checkpoint was made at {} entries; a report speaks of a signed "
                                "head",
                                *at_size));
    source = replayed(store, *checkpoint, year, progress);
  } else {
    source = latest(*this, store, year, progress);
  }
  source.identity = store.leaves(0, 1).at(0);
  return make_report(source, year, rule);
}

Result<std::string> Ledger::written_report(const ReportRequest& request,
                                           const Progress& progress) const {
  const auto made = report(request.year, request.rule, request.at_size, progress);
  if (!made) return tl::unexpected(made.error());
  return written(*made, request.format, request.language);
}

}  // namespace ledger
