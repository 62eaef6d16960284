#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.hpp"
#include "ledger/hash.hpp"
#include "ledger/lists.hpp"

/// What the entries so far add up to. Plain values: the rules make them, storage keeps them as
/// projections, the audit derives them again. Numbers `no` count from 1 in order of first mention.
namespace ledger {

/// Where grams can be (docs/rules.md, "Accounts"). `consumed` is no account: a unit taken apart
/// has its grams in what was made of it.
enum class Place : std::uint8_t {
  in_service,
  outside,
  added,
  stock,
  transit,
  second_life,
  delivered,
  disposed,
  missing,
  loss,
  weighing_difference,
  consumed
};
template <>
struct Names<Place> {
  static constexpr std::array<std::string_view, 12> values{
      "in_service",          "outside",   "added",    "stock",   "transit",
      "second_life",         "delivered", "disposed", "missing", "loss",
      "weighing_difference", "consumed"};
};

/// One key of an operator. Valid for batches whose first entry lies after `granted` and, when
/// revoked, not after `revoked`.
struct KeyState {
  std::string name;  ///< OPERATOR/LABEL
  PublicKey key{};
  Index granted = -1, revoked = -1;
  std::int64_t until_s = -1;  ///< last second of recording it may sign, -1 for no end
  std::uint64_t types = 0;    ///< bit per EventType it may sign, 0 for all
  std::string holder;         ///< the operator acting with it, empty for its own
  Index untrusted_since = -1;
  bool operator==(const KeyState&) const = default;
};

struct SiteState {
  std::string site, name, region;
  std::int64_t capacity_t = -1;
  bool operator==(const SiteState&) const = default;
};

struct OperatorState {
  std::int64_t no{};
  std::string id;
  bool enrolled = false;  ///< false: only named so far
  bool suspended = false;
  std::uint32_t roles = 0;  ///< bit per Role
  std::string name, region, listing;
  std::int64_t capacity_t = -1;
  Index standing = -1;  ///< last entry that changed what it may do
  Index last = -1;      ///< last entry of its trail
  std::int64_t last_at_s = 0;
  std::vector<SiteState> sites;
  std::vector<KeyState> keys;

  [[nodiscard]] bool has(Role role) const { return (roles >> static_cast<unsigned>(role)) & 1U; }
  bool operator==(const OperatorState&) const = default;
};

struct UnitState {
  std::int64_t no{};
  std::string code;  ///< the first code recorded: its trail id
  CodeScheme code_scheme{};
  Level level{};
  Chemistry chemistry{};
  Origin origin{};
  MassBasis mass_basis{};  ///< how the mass at retirement was known
  Place place = Place::in_service;
  std::int64_t ref = 0;    ///< operator no (stock, missing) or transfer no (transit), else 0
  std::int64_t claim = 0;  ///< transfer no of a receipt whose dispatch is still to come
  std::int64_t mass_g = 0, spent_g = 0, seen_g = 0;
  std::int64_t energy_wh = -1;
  std::int64_t retired_at_s = -1;
  bool counted = false;   ///< its one count as a utilised unit is made
  bool received = false;  ///< its one count as a received unit is made
  Index last = -1;
  std::int64_t last_at_s = 0;
  bool operator==(const UnitState&) const = default;
};

enum class CodeKind : std::uint8_t { own, alias, part };
struct CodeState {
  std::string code;
  std::int64_t unit{};
  CodeKind kind{};
  bool operator==(const CodeState&) const = default;
};

/// Grams of a lot in one place. `claimed_g` of them are received elsewhere already and wait for
/// their dispatch; spent and seen grams are those of the rest.
struct Holding {
  Place place{};
  std::int64_t ref{};
  std::int64_t mass_g{}, claimed_g{}, spent_g{}, seen_g{};
  bool operator==(const Holding&) const = default;
};

struct LotState {
  std::int64_t no{};
  std::string name;  ///< OPERATOR/NO: its trail id
  Material material{};
  std::string other_name;  ///< what it is when the material is `other`
  Chemistry chemistry{};
  Origin origin{};
  bool drawn = false;  ///< some of it was used: it can no longer be topped up
  std::int64_t moisture_permille = -1;
  std::vector<Assay> assay;       ///< the latest
  std::vector<Holding> holdings;  ///< sorted by (place, ref); none is empty of grams
  Index last = -1;
  std::int64_t last_at_s = 0;
  bool operator==(const LotState&) const = default;
};

/// -1 in a mass: that side has not reported the item.
struct TransferItem {
  bool is_lot = false;
  std::int64_t subject{};  ///< unit no or lot no
  std::int64_t dispatched_g = -1, received_g = -1, accepted_g = -1, refused_g = -1;
  std::int64_t claimed_g = 0;  ///< what the sender's stock still shows for an item received first
  bool missing = false;        ///< reported missing on the way
  bool operator==(const TransferItem&) const = default;
};

struct TransferState {
  std::int64_t no{};
  std::int64_t from{}, to{};  ///< operator nos
  std::string slip;
  Index dispatched = -1, received = -1;  ///< first entry of each side
  std::int64_t dispatched_at_s = -1, received_at_s = -1;
  std::vector<TransferItem> items;  ///< sorted by (is_lot, subject)
  bool operator==(const TransferState&) const = default;
};

struct TargetState {
  std::int64_t year{}, mass_t{};
  Bound bound{};
  std::string source;
  Index entry = -1;
  bool operator==(const TargetState&) const = default;
};

struct Finding {
  Index entry{};
  std::string name, subject;
  std::int64_t year{};
  auto operator<=>(const Finding&) const = default;
};

/// Sums that reports are made of: month by month, at the ledger's fixed offset.
struct FigureKey {
  std::int64_t month{};  ///< year * 100 + month
  std::int64_t operator_no{};
  std::string region;  ///< where the work was done; for retired mass, where it was collected
  Chemistry chemistry{};
  Origin origin{};
  Route route{};
  auto operator<=>(const FigureKey&) const = default;
};
struct Figure {
  std::int64_t net_g{}, treated_g{}, second_life_g{}, received_g{}, retired_g{};
  std::int64_t units{}, energy_wh{};                    ///< utilised for the first time
  std::int64_t received_units{}, received_energy_wh{};  ///< received for the first time
  std::int64_t retired_units{}, retired_energy_wh{}, uncoded_units{}, unweighed_units{};
  auto operator<=>(const Figure&) const = default;
};
struct FlowKey {
  std::int64_t month{};
  Place place{};
  auto operator<=>(const FlowKey&) const = default;
};
struct Flow {
  std::int64_t in_g{}, out_g{};
  auto operator<=>(const Flow&) const = default;
};
struct MaterialKey {
  std::int64_t year{};
  Material material{};
  auto operator<=>(const MaterialKey&) const = default;
};
struct MaterialSum {
  std::int64_t made_g{}, used_g{}, delivered_g{}, disposed_g{};
  auto operator<=>(const MaterialSum&) const = default;
};
struct ElementKey {
  std::int64_t year{};
  Element element{};
  auto operator<=>(const ElementKey&) const = default;
};
struct ElementSum {
  std::int64_t recovered_g{};  ///< in products made
  std::int64_t fed_g{};        ///< in black mass consumed
  auto operator<=>(const ElementSum&) const = default;
};
struct DelayKey {
  std::int64_t year{}, days{};
  auto operator<=>(const DelayKey&) const = default;
};
struct AccountKey {
  Place place{};
  std::int64_t operator_no{};  ///< of stock, missing and (the sender's) transit; else 0
  auto operator<=>(const AccountKey&) const = default;
};

/// Sums over entries: the whole ledger's, or what a transaction adds to them.
struct Tallies {
  std::map<FigureKey, Figure> figures;
  std::map<FlowKey, Flow> flows;
  std::map<MaterialKey, MaterialSum> materials;
  std::map<ElementKey, ElementSum> elements;
  std::map<DelayKey, std::int64_t> delays;      ///< units by days from retirement to treatment
  std::map<AccountKey, std::int64_t> accounts;  ///< grams; the sum over all is zero
};

/// A key that signed the ledger's heads until a rotation.
struct FormerLedgerKey {
  std::string vkey;
  Index replaced = -1;  ///< the `rotate_ledger_key` that ended it: it signs heads up to this size
  bool operator==(const FormerLedgerKey&) const = default;
};

/// What entry 0 fixed, and what `adopt_rules` and `rotate_ledger_key` changed.
struct Constitution {
  std::string origin;
  std::string authority;     ///< operator id
  std::string ledger_key;    ///< vkey in force
  std::string recovery_key;  ///< vkey or empty
  std::int64_t utc_offset_min = 480, mass_tolerance_ppm = 5000, batch_window_s = 604800;
  std::int64_t rules = 1;
  std::int64_t founded_at_s = 0;  ///< `at` of entry 0: events before it are history
  std::vector<FormerLedgerKey> former_ledger_keys = {};  ///< oldest first
  bool operator==(const Constitution&) const = default;

  /// The vkey that signs a head of `size` entries: the one in force after the last of them
  /// (docs/format.md, "Ledger keys").
  [[nodiscard]] const std::string& ledger_key_at(std::int64_t size) const {
    for (const FormerLedgerKey& former : former_ledger_keys)
      if (size <= former.replaced) return former.vkey;
    return ledger_key;
  }
};

}  // namespace ledger
