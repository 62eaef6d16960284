#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/encoding/shape.hpp"

/// The CSV tables, derived from the same shapes that read an event: a member that an event gains is
/// a column at once.
namespace ledger::exchange {

/// What a column fills.
struct Field {
  std::string header;       ///< "mass_g", "Li_ppm", "note"
  std::string_view group;   ///< the object around the member: "assay_ppm", "sealed" or none
  std::string_view member;  ///< empty where an element of a list is a bare text
  const encoding::Kind* kind{};
  bool is_required{};  ///< in every form

  [[nodiscard]] bool is_sealed() const { return group == "sealed"; }
};

/// What one row of an event adds to it.
struct Line {
  std::string_view name;  ///< in the column `line`; empty in tables that have no such column
  std::string_view list;  ///< the list that gains an element; empty: members of the event itself
  std::vector<Field> fields;
  bool is_required = false;  ///< the event has one such line (without a list: exactly one)
};

struct Table {
  EventType type{};
  std::vector<Field> fields;            ///< of the event: the same in all its rows
  std::vector<Line> lines;              ///< empty: one row an event
  std::vector<std::string_view> lists;  ///< stand in the event even when they are empty

  [[nodiscard]] bool has_named_lines() const { return !lines.empty() && !lines[0].name.empty(); }
};

[[nodiscard]] const Field* find_field(std::span<const Field> fields, std::string_view header);

/// The event types that have a table.
[[nodiscard]] std::span<const EventType> table_types();

/// Null when events of the type are not reported by table.
[[nodiscard]] const Table* find_table(EventType type);

}  // namespace ledger::exchange
