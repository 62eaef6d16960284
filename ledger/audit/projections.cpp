#include "ledger/audit/projections.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include "ledger/audit/describe.hpp"

namespace ledger::audit {
namespace {

using Found = std::optional<DamageReport>;

Found differs(const std::string& where, std::string expected, std::string found) {
  return DamageReport{-1, where, std::move(expected), std::move(found), {}};
}

/// Holds one stored row against the derived state of the same key.
template <class State>
Found compare_row(const std::string& where, const State* derived, const State& stored) {
  if (!derived) return differs(where, "no such row", describe_state(stored));
  if (*derived == stored) return std::nullopt;
  return differs(where, describe_state(*derived), describe_state(stored));
}

/// Walks the stored rows of one kind, then counts: a missing row is found by the number.
template <class State>
class Rows {
 public:
  Rows(std::string kind, std::int64_t& rows) : kind_(std::move(kind)), rows_(rows) {}

  bool take(const std::string& name, const State* derived, const State& stored) {
    ++seen_;
    ++rows_;
    found_ = compare_row(kind_ + " " + name, derived, stored);
    return !found_;
  }
  /// `name_missing` tells one derived key that no stored row has.
  template <class Kept, class Stored>
  Found end(const Kept& kept, const Stored& is_stored) {
    if (found_ || seen_ == kept.size()) return found_;
    Found missing =
        differs(kind_ + "s", fmt::format("{} rows", kept.size()), fmt::format("{} rows", seen_));
    kept.each([&](const State& state) {
      if (!is_stored(state)) missing = differs(kind_, describe_state(state), "no such row");
    });
    return missing;
  }

 private:
  std::string kind_;
  std::int64_t& rows_;
  std::size_t seen_ = 0;
  Found found_;
};

Found compare_operators(const storage::Store& store, model::World& world, std::int64_t& rows) {
  Rows<OperatorState> compared("operator", rows);
  store.each_operator(
      [&](OperatorState&& s) { return compared.take(s.id, world.operators().find(s.id), s); });
  return compared.end(world.operators(), [&](const OperatorState& s) {
    return store.operator_by_id(s.id).has_value();
  });
}

Found compare_units(const storage::Store& store, model::World& world, std::int64_t& rows) {
  Rows<UnitState> compared("unit", rows);
  store.each_unit(
      [&](UnitState&& s) { return compared.take(s.code, world.units().find(s.no), s); });
  return compared.end(world.units(),
                      [&](const UnitState& s) { return store.unit(s.no).has_value(); });
}

Found compare_codes(const storage::Store& store, model::World& world, std::int64_t& rows) {
  Rows<CodeState> compared("code", rows);
  store.each_code(
      [&](CodeState&& s) { return compared.take(s.code, world.codes().find(s.code), s); });
  return compared.end(world.codes(),
                      [&](const CodeState& s) { return store.code(s.code).has_value(); });
}

Found compare_lots(const storage::Store& store, model::World& world, std::int64_t& rows) {
  Rows<LotState> compared("lot", rows);
  store.each_lot([&](LotState&& s) { return compared.take(s.name, world.lots().find(s.name), s); });
  return compared.end(world.lots(),
                      [&](const LotState& s) { return store.lot_by_no(s.no).has_value(); });
}

Found compare_transfers(const storage::Store& store, model::World& world, std::int64_t& rows) {
  Rows<TransferState> compared("transfer", rows);
  store.each_transfer(
      [&](TransferState&& s) { return compared.take(s.slip, world.transfers().find(s.no), s); });
  return compared.end(world.transfers(), [&](const TransferState& s) {
    return store.transfer_by_no(s.no).has_value();
  });
}

/// A list kept in the order of entries, compared one by one.
template <class State>
Found compare_list(const std::string& kind, const std::vector<State>& derived,
                   const std::vector<State>& stored, std::int64_t& rows) {
  rows += static_cast<std::int64_t>(stored.size());
  for (std::size_t i = 0; i < std::min(derived.size(), stored.size()); ++i)
    if (!(derived[i] == stored[i]))
      return differs(kind, describe_state(derived[i]), describe_state(stored[i]));
  if (derived.size() > stored.size())
    return differs(kind, describe_state(derived[stored.size()]), "no such row");
  if (derived.size() < stored.size())
    return differs(kind, "no such row", describe_state(stored[derived.size()]));
  return std::nullopt;
}

/// A sum that came back to zero keeps its row: the rows are those of the keys ever touched.
template <class Map>
Found compare_sums(const Map& derived, const Map& stored, std::int64_t& rows) {
  rows += static_cast<std::int64_t>(stored.size());
  const auto value = [&](const Map& sums, const auto& key) {
    const auto found = sums.find(key);
    return found == sums.end() ? std::string("no such row") : describe_sum(found->second);
  };
  for (const auto& [key, sum] : derived)
    if (const auto found = stored.find(key); found == stored.end() || found->second != sum)
      return differs(describe_key(key), describe_sum(sum), value(stored, key));
  for (const auto& [key, sum] : stored)
    if (!derived.contains(key)) return differs(describe_key(key), "no such row", describe_sum(sum));
  return std::nullopt;
}

Found compare_tallies(const storage::Store& store, const Tallies& derived, std::int64_t& rows) {
  const Tallies stored = store.tallies(std::numeric_limits<std::int32_t>::min(),
                                       std::numeric_limits<std::int32_t>::max());
  if (auto found = compare_sums(derived.figures, stored.figures, rows)) return found;
  if (auto found = compare_sums(derived.flows, stored.flows, rows)) return found;
  if (auto found = compare_sums(derived.materials, stored.materials, rows)) return found;
  if (auto found = compare_sums(derived.elements, stored.elements, rows)) return found;
  if (auto found = compare_sums(derived.delays, stored.delays, rows)) return found;
  return compare_sums(derived.accounts, stored.accounts, rows);
}

Found compare_findings(const storage::Store& store, std::vector<Finding> derived,
                       std::int64_t& rows) {
  std::vector<Finding> stored;
  store.each_finding([&](Finding&& f) { return stored.push_back(std::move(f)), true; });
  std::sort(derived.begin(), derived.end());
  std::sort(stored.begin(), stored.end());
  return compare_list("findings", derived, stored, rows);
}

Found compare_targets(const storage::Store& store, const std::vector<TargetState>& derived,
                      std::int64_t& rows) {
  return compare_list("targets", derived, store.targets(), rows);
}

Found compare_constitution(const storage::Store& store, const model::World& world) {
  const auto stored = store.constitution();
  if (stored && *stored == world.constitution()) return std::nullopt;
  return differs("constitution", describe_state(world.constitution()),
                 stored ? describe_state(*stored) : "none");
}

}  // namespace

Found compare_projections(const storage::Store& store, model::World& world,
                          const model::Changes& derived, std::int64_t& rows) {
  if (auto found = compare_constitution(store, world)) return found;
  if (auto found = compare_operators(store, world, rows)) return found;
  if (auto found = compare_units(store, world, rows)) return found;
  if (auto found = compare_codes(store, world, rows)) return found;
  if (auto found = compare_lots(store, world, rows)) return found;
  if (auto found = compare_transfers(store, world, rows)) return found;
  if (auto found = compare_targets(store, derived.targets, rows)) return found;
  if (auto found = compare_findings(store, derived.findings, rows)) return found;
  return compare_tallies(store, derived.tallies, rows);
}

std::int64_t accounts_sum(const Tallies& tallies) {
  std::int64_t sum_g = 0;
  for (const auto& [key, mass_g] : tallies.accounts) sum_g = model::checked_sum(sum_g, mass_g);
  return sum_g;
}

}  // namespace ledger::audit
