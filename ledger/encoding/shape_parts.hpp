#pragma once

#include "ledger/encoding/words.hpp"

/// Parts that the shapes of several event types share.
namespace ledger::encoding::shapes {

void keep_commitment(void* owner, const Found& found);
void keep_assay(void* owner, const Found& found);
void keep_at(void* owner, const Found& found);

// --- Every event -------------------------------------------------------------------------------
inline constexpr auto document_members =
    object_of(must("kind", document_kind), must("sha256", hash_text));
inline constexpr std::array document_forms{Shape{document_members, {}, 0, "document"}};
inline constexpr Kind document = object_in("a document", document_forms);
inline constexpr Kind documents = list_of(document, 0, 16);

inline constexpr auto sealed_members = object_of(
    may("note", hash_text, keep_commitment), may("vin", hash_text, keep_commitment),
    may("plate", hash_text, keep_commitment), may("owner", hash_text, keep_commitment),
    may("customer", hash_text, keep_commitment), may("facility", hash_text, keep_commitment),
    may("carrier", hash_text, keep_commitment), may("contract", hash_text, keep_commitment),
    may("file_names", hash_text, keep_commitment), may("text", hash_text, keep_commitment));
inline constexpr std::array sealed_forms{Shape{sealed_members, {}, 0, "sealed"}};
inline constexpr Kind sealed = object_in("commitments to sealed text", sealed_forms);

/// The members of an event type: the common ones and its own.
template <class... M>
constexpr auto event_of(M... members) {
  return object_of(must("v", one), must("type", event_type, keep<&Event::type>),
                   must("id", event_id, keep<&Event::id>),
                   must("operator", operator_id, keep<&Event::operator_id>),
                   must("at", time, keep_at), may("site", label, keep<&Event::site>),
                   may("documents", documents), may("sealed", sealed), members...);
}

template <class... M>
constexpr auto mass_event_of(M... members) {
  return event_of(must("mass_basis", mass_basis, keep<&Event::mass_basis>), members...);
}

// --- Things --------------------------------------------------------------------------------------
inline constexpr auto assay_members = [] {
  std::array<Member, Names<Element>::values.size()> members{};
  for (std::size_t i = 0; i < members.size(); ++i)
    members[i] = may(Names<Element>::values[i], ppm, keep_assay);
  return sorted(members);
}();
inline constexpr std::array assay_forms{Shape{assay_members, {}, 0, "assay_ppm"}};
inline constexpr Kind assay = object_in("an assay", assay_forms);

/// {unit} or {lot} with its mass: what most events list.
inline constexpr auto weighed_unit_members = object_of(
    must("unit", code, keep<&Item::unit>), must("mass_g", unit_mass, keep<&Item::mass_g>));
inline constexpr auto weighed_lot_members = object_of(
    must("lot", lot_name, keep<&Item::lot>), must("mass_g", lot_mass, keep<&Item::mass_g>));
inline constexpr std::array weighed_forms{Shape{weighed_unit_members, "unit", 0, "unit_item"},
                                          Shape{weighed_lot_members, "lot", 0, "lot_item"}};
inline constexpr Kind weighed = object_in("a unit or a lot", weighed_forms);
inline constexpr Kind weighed_items = list_of(weighed, 1, things_max);

constexpr Member weighed_items_member() {
  return must("items", weighed_items, nullptr, grow<&Event::items>);
}

}  // namespace ledger::encoding::shapes
