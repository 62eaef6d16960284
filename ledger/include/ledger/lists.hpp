#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// The closed lists that rules read. Each enumerator stands for the text of the same position in
/// `Names<E>::values`; lists only grow, at the end (docs/rules.md, "Closed lists"). Position 0 of a
/// list that has `none` is "not stated" and has no text of its own in an event.
namespace ledger {

enum class EventType : std::uint8_t {
  establish,
  adopt_rules,
  enroll,
  grant_key,
  revoke_key,
  suspend,
  reinstate,
  set_target,
  scrap_vehicle,
  retire,
  bring_in,
  identify,
  weigh,
  inspect,
  dispatch,
  receive,
  dismantle,
  repurpose,
  process,
  deliver,
  dispose,
  report_missing,
  correct,
  approve,
  object,
  attest,
  redact,
  rotate_ledger_key,
  restored,
  close_year,
  succeed,
  snapshot,
  carry
};
enum class Role : std::uint8_t {
  authority,
  regulator,
  battery_maker,
  vehicle_maker,
  importer,
  vehicle_dismantler,
  collector,
  repairer,
  swap_station,
  repurposer,
  recycler
};
enum class Level : std::uint8_t { none, pack, module, cell };
enum class CodeScheme : std::uint8_t { none, gbt34014_24, gbt34014_19, provisional, other };
enum class Chemistry : std::uint8_t {
  none,
  LFP,
  LMFP,
  NCM,
  NCA,
  LMO,
  LCO,
  LTO,
  NIMH,
  SODIUM_ION,
  OTHER,
  MIXED
};
enum class Origin : std::uint8_t { none, vehicle, production_scrap, non_vehicle, imported };
enum class MassBasis : std::uint8_t { none, weighed, declared, estimated };
enum class Route : std::uint8_t {
  none,
  mechanical,
  hydrometallurgy,
  pyrometallurgy,
  direct,
  other,
  dismantling,
  repurposing,
  second_life
};
enum class Purpose : std::uint8_t {
  none,
  product,
  intermediate,
  second_life,
  reuse,
  treatment_elsewhere
};
enum class MissingKind : std::uint8_t { none, lost, stolen, burnt, recovered };
enum class BatteryPresence : std::uint8_t { none, present, absent, replaced };
enum class Bound : std::uint8_t { none, exactly, at_least, more_than };
enum class Element : std::uint8_t { Li, Ni, Co, Mn, Cu, Al, Fe, P, F, C, Ti, O, S, Cl, Pb };

/// Battery materials first, then intermediates, products, wastes, and what is only ever added.
enum class Material : std::uint8_t {
  none,
  cells,
  modules,
  battery_scrap,
  electrode_scrap,
  black_mass,
  in_process,
  mixed_hydroxide,
  alloy,
  slag,
  cathode_material,
  precursor,
  graphite,
  copper,
  aluminium,
  steel,
  plastics,
  electrolyte,
  cables,
  circuit_boards,
  lithium_carbonate,
  lithium_hydroxide_monohydrate,
  lithium_phosphate,
  nickel_sulfate_hexahydrate,
  cobalt_sulfate_heptahydrate,
  manganese_sulfate_monohydrate,
  nickel_hydroxide,
  cobalt_hydroxide,
  iron_phosphate,
  sodium_sulfate,
  residue,
  wastewater,
  coolant,
  reagent,
  part,
  other
};

template <class E>
struct Names;

template <>
struct Names<EventType> {
  static constexpr std::array<std::string_view, 33> values{
      "establish",     "adopt_rules",    "enroll",    "grant_key",
      "revoke_key",    "suspend",        "reinstate", "set_target",
      "scrap_vehicle", "retire",         "bring_in",  "identify",
      "weigh",         "inspect",        "dispatch",  "receive",
      "dismantle",     "repurpose",      "process",   "deliver",
      "dispose",       "report_missing", "correct",   "approve",
      "object",        "attest",         "redact",    "rotate_ledger_key",
      "restored",      "close_year",     "succeed",   "snapshot",
      "carry"};
};
template <>
struct Names<Role> {
  static constexpr std::array<std::string_view, 11> values{
      "authority", "regulator", "battery_maker", "vehicle_maker", "importer", "vehicle_dismantler",
      "collector", "repairer",  "swap_station",  "repurposer",    "recycler"};
};
template <>
struct Names<Level> {
  static constexpr std::array<std::string_view, 4> values{"", "pack", "module", "cell"};
};
template <>
struct Names<CodeScheme> {
  static constexpr std::array<std::string_view, 5> values{"", "gbt34014-24", "gbt34014-19",
                                                          "provisional", "other"};
};
template <>
struct Names<Chemistry> {
  static constexpr std::array<std::string_view, 12> values{
      "", "LFP", "LMFP", "NCM", "NCA", "LMO", "LCO", "LTO", "NIMH", "SODIUM_ION", "OTHER", "MIXED"};
};
template <>
struct Names<Origin> {
  static constexpr std::array<std::string_view, 5> values{"", "vehicle", "production_scrap",
                                                          "non_vehicle", "imported"};
};
template <>
struct Names<MassBasis> {
  static constexpr std::array<std::string_view, 4> values{"", "weighed", "declared", "estimated"};
};
/// The last three are never written in an event: they name where a report puts other work.
template <>
struct Names<Route> {
  static constexpr std::array<std::string_view, 9> values{
      "",      "mechanical",  "hydrometallurgy", "pyrometallurgy", "direct",
      "other", "dismantling", "repurposing",     "second_life"};
};
template <>
struct Names<Purpose> {
  static constexpr std::array<std::string_view, 6> values{
      "", "product", "intermediate", "second_life", "reuse", "treatment_elsewhere"};
};
template <>
struct Names<MissingKind> {
  static constexpr std::array<std::string_view, 5> values{"", "lost", "stolen", "burnt",
                                                          "recovered"};
};
template <>
struct Names<BatteryPresence> {
  static constexpr std::array<std::string_view, 4> values{"", "present", "absent", "replaced"};
};
template <>
struct Names<Bound> {
  static constexpr std::array<std::string_view, 4> values{"", "=", ">=", ">"};
};
template <>
struct Names<Element> {
  static constexpr std::array<std::string_view, 15> values{
      "Li", "Ni", "Co", "Mn", "Cu", "Al", "Fe", "P", "F", "C", "Ti", "O", "S", "Cl", "Pb"};
};
template <>
struct Names<Material> {
  static constexpr std::array<std::string_view, 36> values{"",
                                                           "cells",
                                                           "modules",
                                                           "battery_scrap",
                                                           "electrode_scrap",
                                                           "black_mass",
                                                           "in_process",
                                                           "mixed_hydroxide",
                                                           "alloy",
                                                           "slag",
                                                           "cathode_material",
                                                           "precursor",
                                                           "graphite",
                                                           "copper",
                                                           "aluminium",
                                                           "steel",
                                                           "plastics",
                                                           "electrolyte",
                                                           "cables",
                                                           "circuit_boards",
                                                           "lithium_carbonate",
                                                           "lithium_hydroxide_monohydrate",
                                                           "lithium_phosphate",
                                                           "nickel_sulfate_hexahydrate",
                                                           "cobalt_sulfate_heptahydrate",
                                                           "manganese_sulfate_monohydrate",
                                                           "nickel_hydroxide",
                                                           "cobalt_hydroxide",
                                                           "iron_phosphate",
                                                           "sodium_sulfate",
                                                           "residue",
                                                           "wastewater",
                                                           "coolant",
                                                           "reagent",
                                                           "part",
                                                           "other"};
};

/// The text of a listed value; empty for `none`.
template <class E>
[[nodiscard]] constexpr std::string_view text(E value) {
  return Names<E>::values[static_cast<std::size_t>(value)];
}

/// The listed value with this text, if there is one. Never answers `none`.
template <class E>
[[nodiscard]] constexpr std::optional<E> listed(std::string_view name) {
  if (name.empty()) return std::nullopt;
  for (std::size_t i = 0; i < Names<E>::values.size(); ++i)
    if (Names<E>::values[i] == name) return static_cast<E>(i);
  return std::nullopt;
}

template <class E>
[[nodiscard]] constexpr std::size_t list_size() {
  return Names<E>::values.size();
}

[[nodiscard]] constexpr bool is_battery_mass(Material m) {
  return m >= Material::cells && m <= Material::electrode_scrap;
}
[[nodiscard]] constexpr bool is_intermediate(Material m) {
  return m >= Material::black_mass && m <= Material::slag;
}
[[nodiscard]] constexpr bool is_product(Material m) {
  return m >= Material::cathode_material && m <= Material::sodium_sulfate;
}
/// A role that may have batteries in its stock: all but the authority and the regulator.
[[nodiscard]] constexpr bool is_holder(Role r) {
  return r > Role::regulator;
}

}  // namespace ledger
