#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/entry.hpp"
#include "ledger/model/kept.hpp"
#include "ledger/model/state_source.hpp"
#include "ledger/state.hpp"

namespace ledger::model {

/// What changed since the last taking: what a transaction stores.
struct Changes {
  std::vector<OperatorState> operators;
  std::vector<UnitState> units;
  std::vector<CodeState> codes;
  std::vector<LotState> lots;
  std::vector<TransferState> transfers;
  std::vector<TargetState> targets;
  std::vector<Finding> findings;
  Tallies tallies;
  std::optional<Constitution> constitution;
};

/// How both sides name a transfer. Looked up by view: a key is made only to be kept.
struct SlipView {
  std::int64_t from, to;
  std::string_view slip;
};
struct Slip {
  std::int64_t from, to;
  std::string slip;
};
struct SlipHash {
  using is_transparent = void;
  std::size_t operator()(const auto& key) const {
    return std::hash<std::string_view>{}(key.slip) ^
           (static_cast<std::size_t>(key.from) * 0x9E3779B97F4A7C15U) ^
           (static_cast<std::size_t>(key.to) * 0xC2B2AE3D27D4EB4FU);
  }
};
struct SameSlip {
  using is_transparent = void;
  bool operator()(const auto& a, const auto& b) const {
    return a.from == b.from && a.to == b.to && std::string_view(a.slip) == b.slip;
  }
};

/// All states the rules read and change, in memory or brought in from a source; with undo, so that
/// a refused batch leaves no trace. Knows no rule. Threads: one.
class World {
 public:
  explicit World(const StateSource& source);

  // Looking up. The pointers stay valid until `drop_settled`.
  [[nodiscard]] const OperatorState* find_operator(std::string_view id);
  [[nodiscard]] const OperatorState* operator_by_no(std::int64_t no);
  [[nodiscard]] const CodeState* find_code(std::string_view code);
  [[nodiscard]] const UnitState* find_unit(std::int64_t no);
  [[nodiscard]] const LotState* find_lot(std::string_view name);
  [[nodiscard]] const TransferState* find_transfer(std::int64_t from, std::int64_t to,
                                                   std::string_view slip);
  [[nodiscard]] const TransferState* find_transfer(std::int64_t no);
  /// The name under which this key is known, empty if it is not.
  [[nodiscard]] std::string owner_of_key(const PublicKey& key);
  [[nodiscard]] bool is_scrap_vehicle(std::string_view operator_id, std::string_view event_id);

  // Changing.
  /// The operator of this id, made known (not enrolled) if it is not yet.
  OperatorState& mention_operator(std::string_view id);
  OperatorState& edit_operator(const OperatorState& state);
  UnitState& edit_unit(const UnitState& state);
  UnitState& add_unit(std::string_view code);
  void add_code(std::string_view code, std::int64_t unit, CodeKind kind);
  /// A part taken out of its whole gets a number and a trail of its own.
  UnitState& release_part(std::string_view code);
  LotState& edit_lot(const LotState& state);
  LotState& add_lot(std::string_view name);
  TransferState& edit_transfer(const TransferState& state);
  TransferState& add_transfer(std::int64_t from, std::int64_t to, std::string_view slip);
  void add_key_owner(const PublicKey& key, std::string_view name);
  void add_scrap_vehicle(std::string_view operator_id, std::string_view event_id);
  void add_target(TargetState target);
  void add_finding(Finding finding);
  Tallies& tallies() { return batch_tallies_; }
  [[nodiscard]] const Constitution& constitution() const { return constitution_; }
  [[nodiscard]] bool is_founded() const { return is_founded_; }
  void found(Constitution constitution);

  // Undo. A mark is good until the next `settle`.
  struct Mark {
    std::size_t operators{}, units{}, codes{}, lots{}, transfers{}, targets{}, findings{}, keys{},
        scraps{};
    Numbers numbers;
    Tallies tallies;
    Constitution constitution;
    bool was_founded{}, constitution_changed{};
  };
  [[nodiscard]] Mark mark();
  void rollback(Mark mark);
  /// Accepts everything since the last settling: no longer undone, waiting to be taken.
  void settle();
  [[nodiscard]] Changes take_changes();
  /// As above without the states, which stay to be looked up: what a replay needs of it.
  [[nodiscard]] Changes take_sums();
  /// How many states are in memory.
  [[nodiscard]] std::size_t states() const;
  /// Frees memory once more than `states_max` are kept; everything must be taken and stored.
  void drop_stored(std::size_t states_max);

  // For the audit: everything in memory.
  [[nodiscard]] const Kept<OperatorState>& operators() const { return operators_; }
  [[nodiscard]] const Kept<UnitState>& units() const { return units_; }
  [[nodiscard]] const Kept<CodeState>& codes() const { return codes_; }
  [[nodiscard]] const Kept<LotState>& lots() const { return lots_; }
  [[nodiscard]] const Kept<TransferState>& transfers() const { return transfers_; }

 private:
  const StateSource& source_;
  Numbers numbers_;
  Constitution constitution_;
  bool is_founded_ = false, constitution_changed_ = false;
  Kept<OperatorState> operators_;
  Kept<UnitState> units_;
  Kept<CodeState> codes_;
  Kept<LotState> lots_;
  Kept<TransferState> transfers_;
  std::unordered_map<std::int64_t, std::string> operator_ids_;
  std::unordered_map<Slip, std::int64_t, SlipHash, SameSlip> transfer_nos_;
  std::map<PublicKey, std::string> key_owners_;
  std::vector<PublicKey> new_key_owners_;
  std::set<std::string, std::less<>> scraps_;
  std::vector<std::string> new_scraps_;
  std::vector<TargetState> targets_;
  std::vector<Finding> findings_;
  Tallies batch_tallies_, settled_tallies_;
};

/// Adds `more` to `sums`. Throws Failure when a sum would leave 64 bits.
void add_tallies(Tallies& sums, const Tallies& more);

/// a + b. Throws Failure when it leaves 64 bits.
[[nodiscard]] std::int64_t checked_sum(std::int64_t a, std::int64_t b);

}  // namespace ledger::model
