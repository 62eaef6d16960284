#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.hpp"
#include "ledger/model/world.hpp"

namespace ledger::model {

using Verdict = Result<void>;

/// Grams taken out of a stock, and what was counted or seen of them before. The latter may be more:
/// grams that a scale no longer finds.
struct Drawn {
  std::int64_t mass_g{}, spent_g{}, seen_g{};
};

/// One event being judged: what the rules of every type share. Postings made through it always sum
/// to zero, or the program stops.
class Case {
 public:
  Case(World& world, const Event& event, Index index, std::int64_t recorded_at_ms);

  World& world;
  const Event& event;
  const Index index;
  const std::int64_t recorded_at_ms;

  [[nodiscard]] const OperatorState& sender() const { return *sender_; }
  /// Year * 100 + month of the event's `at`, at the ledger's fixed offset.
  [[nodiscard]] std::int64_t month() const { return month_; }
  [[nodiscard]] std::int64_t year() const { return month_ / 100; }
  /// Where the work is done: the site's region, else the operator's.
  [[nodiscard]] const std::string& region() const { return region_; }
  /// Whether the sender's stock is that of a recycler or repurposer (`received/1`).
  [[nodiscard]] bool sender_treats() const;

  // Postings.
  void take_out(Place place, std::int64_t ref, std::int64_t mass_g);
  void put_in(Place place, std::int64_t ref, std::int64_t mass_g);
  /// Grams that a scale no longer finds; negative when it finds more.
  void weighing_difference(std::int64_t mass_g);
  void require_balance() const;

  // Sums for reports.
  [[nodiscard]] Figure& figure(std::string_view region, Chemistry chemistry, Origin origin,
                               Route route);
  void finding(std::string_view name, std::string_view subject);

  // Things. The pointers are JSON Pointers for refusals.
  /// A unit in the sender's stock, free to use, whose booked mass is the one stated.
  [[nodiscard]] Result<UnitState*> held_unit(const Item& item, const std::string& pointer);
  /// As above whatever its mass.
  [[nodiscard]] Result<UnitState*> held_unit(std::string_view code, const std::string& pointer);
  [[nodiscard]] Result<const UnitState*> known_unit(std::string_view code,
                                                    const std::string& pointer);
  [[nodiscard]] Result<const LotState*> known_lot(std::string_view name,
                                                  const std::string& pointer);
  /// Takes grams out of the sender's holding of a lot; afterwards it can't be topped up.
  [[nodiscard]] Result<Drawn> draw(const LotState& lot, std::int64_t mass_g,
                                   const std::string& pointer);
  /// A lot the sender makes or tops up.
  [[nodiscard]] Result<LotState*> make_lot(const Item& item, Chemistry chemistry, Origin origin,
                                           const Drawn& content, const std::string& pointer);
  /// A mass that a scale says. What it finds more is no fresh gram, but where the unit's mass was
  /// not weighed before and none of it was counted.
  void set_mass(UnitState& unit, std::int64_t mass_g);
  /// A later assay (unless empty) or moisture of a lot. What a product is found to hold less comes
  /// off what was recovered: it went in by the old words, and comes off by the new.
  void restate(LotState& lot, const std::vector<Assay>& assay,
               std::optional<std::int64_t> moisture_permille);
  /// Counts a unit or a lot's mass as received for the first time, when the sender treats: what
  /// comes into its stock, and at the latest what it uses.
  void count_received(UnitState& unit);
  void count_received(const LotState& lot, Drawn& content);

 private:
  const OperatorState* sender_;
  std::int64_t month_;
  std::string region_;
  std::int64_t balance_g_ = 0;
};

/// The rules of each type, one file a subject.
[[nodiscard]] Verdict judge_establish(Case& c);
[[nodiscard]] Verdict judge_adopt_rules(Case& c);
[[nodiscard]] Verdict judge_enroll(Case& c);
[[nodiscard]] Verdict judge_grant_key(Case& c);
[[nodiscard]] Verdict judge_revoke_key(Case& c);
[[nodiscard]] Verdict judge_suspend(Case& c);
[[nodiscard]] Verdict judge_reinstate(Case& c);
[[nodiscard]] Verdict judge_set_target(Case& c);
[[nodiscard]] Verdict judge_rotate_ledger_key(Case& c);
[[nodiscard]] Verdict judge_restored(Case& c);
[[nodiscard]] Verdict judge_scrap_vehicle(Case& c);
[[nodiscard]] Verdict judge_retire(Case& c);
[[nodiscard]] Verdict judge_bring_in(Case& c);
[[nodiscard]] Verdict judge_identify(Case& c);
[[nodiscard]] Verdict judge_weigh(Case& c);
[[nodiscard]] Verdict judge_inspect(Case& c);
[[nodiscard]] Verdict judge_dispatch(Case& c);
[[nodiscard]] Verdict judge_receive(Case& c);
[[nodiscard]] Verdict judge_transformation(Case& c);
[[nodiscard]] Verdict judge_deliver(Case& c);
[[nodiscard]] Verdict judge_dispose(Case& c);
[[nodiscard]] Verdict judge_report_missing(Case& c);

/// Findings about a code that is lawful but odd.
void note_odd_code(Case& c, std::string_view code, CodeScheme scheme, Chemistry chemistry);

}  // namespace ledger::model
