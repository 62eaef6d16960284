#pragma once

#include "ledger/encoding/kinds.hpp"

/// The closed lists of events.
namespace ledger::encoding::shapes {

using Words = std::string_view;

inline constexpr Kind level = word_of<Level>("a level");
inline constexpr Kind code_scheme = word_of<CodeScheme>("a code scheme");
inline constexpr Kind unit_chemistry =
    word_of<Chemistry>("a chemistry of a unit", bit(Chemistry::MIXED));
inline constexpr Kind lot_chemistry = word_of<Chemistry>("a chemistry");
inline constexpr Kind origin = word_of<Origin>("an origin");
inline constexpr Kind mass_basis = word_of<MassBasis>("how the mass is known");
inline constexpr Kind purpose = word_of<Purpose>("a purpose");
inline constexpr Kind missing_kind = word_of<MissingKind>("what became of it");
inline constexpr Kind battery_presence = word_of<BatteryPresence>("whether the battery was there");
inline constexpr Kind bound = word_of<Bound>("a bound");
inline constexpr Kind role = word_of<Role>("a role");
inline constexpr Kind event_type = word_of<EventType>("an event type");
/// The other routes only name where a report puts other work.
inline constexpr Kind route =
    word_of<Route>("a route", bits(Route::dismantling, Route::repurposing, Route::second_life));

inline constexpr std::uint64_t battery_materials =
    bits(Material::cells, Material::modules, Material::battery_scrap, Material::electrode_scrap);
inline constexpr std::uint64_t only_added = bits(Material::reagent, Material::part);
inline constexpr Kind battery_material =
    word_of<Material>("a battery material", ~battery_materials, Refusal::material_not_allowed);
inline constexpr Kind lot_material =
    word_of<Material>("a material of lots", only_added, Refusal::material_not_allowed);
/// Battery materials have a form of their own where this one stands.
inline constexpr Kind further_material =
    word_of<Material>("a material that is no battery mass", battery_materials | only_added,
                      Refusal::material_not_allowed);
inline constexpr Kind added_material =
    word_of<Material>("a material that is added", battery_materials, Refusal::material_not_allowed);

inline constexpr std::array<Words, 7> sources{
    "scrapped_vehicle",  "replaced",   "swap_station", "recalled",
    "second_life_ended", "production", "other"};
inline constexpr Kind source = word_in("a source", sources);

inline constexpr std::array<Words, 4> bring_in_reasons{"opening_stock", "outside_sender", "import",
                                                       "other"};
inline constexpr Kind bring_in_reason = word_in("a reason of bring_in", bring_in_reasons);
inline constexpr std::array<Words, 6> weigh_reasons{"estimated_before", "stocktake", "drying",
                                                    "drained",          "damage",    "other"};
inline constexpr Kind weigh_reason = word_in("a reason of weigh", weigh_reasons);
inline constexpr std::array<Words, 6> receive_reasons{"damaged",      "wrong_item", "too_heavy",
                                                      "contaminated", "no_papers",  "other"};
inline constexpr Kind receive_reason = word_in("a reason of receive", receive_reasons);
inline constexpr std::array<Words, 9> reasons{"mistake",    "duplicate",     "wrong_mass",
                                              "wrong_code", "compromised",   "lost_key",
                                              "ceased",     "legal_request", "other"};
inline constexpr Kind reason = word_in("a reason", reasons);
inline constexpr std::array<Words, 5> no_code_reasons{"missing", "unreadable", "damaged",
                                                      "duplicate", "foreign"};
inline constexpr Kind no_code_reason = word_in("why there is no code", no_code_reasons);

inline constexpr std::array<Words, 2> places{"stock", "second_life"};
inline constexpr Kind place = word_in("a place", places);
inline constexpr std::array<Words, 3> decisions{"second_life", "recycle", "hold"};
inline constexpr Kind decision = word_in("a decision", decisions);
inline constexpr std::array<Words, 8> methods{
    "capacity_test", "pulse_test", "impedance", "bms", "icp", "xrf", "gravimetric", "other"};
inline constexpr Kind method = word_in("a method", methods);
inline constexpr std::array<Words, 7> applications{
    "grid_storage", "backup_power", "low_speed_vehicle", "street_lighting", "household_storage",
    "spare_part",   "other"};
inline constexpr Kind application = word_in("an application", applications);
inline constexpr std::array<Words, 12> steps{
    "discharge",     "crushing",        "pyrolysis",    "smelting", "leaching", "extraction",
    "precipitation", "crystallisation", "regeneration", "blending", "drying",   "other"};
inline constexpr Kind step = word_in("a step", steps);
inline constexpr std::array<Words, 8> document_kinds{
    "weighbridge", "slip", "invoice", "contract", "test", "photo", "certificate", "other"};
inline constexpr Kind document_kind = word_in("a kind of document", document_kinds);

/// The R and D codes of the Basel Convention, annex IV.
inline constexpr std::array<Words, 28> operations{
    "D1",  "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D13", "D14",
    "D15", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9",  "R10", "R11", "R12", "R13"};
inline constexpr Kind operation = word_in("an operation D1 to D15 or R1 to R13", operations);

}  // namespace ledger::encoding::shapes
