#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/csv.hpp"
#include "ledger/ledger.hpp"

namespace ledger::exchange {

/// A member of an event in the making, and the cell that it comes from.
struct DraftMember {
  std::string_view group;  ///< the object around it, or none
  std::string_view name;   ///< empty in a list of bare texts
  std::string json;
  std::int64_t row{}, column{};
  std::string shown;  ///< the cell as it was read
};

struct DraftElement {
  std::int64_t row{};
  std::vector<DraftMember> members;
};

struct DraftList {
  std::string_view name;
  std::vector<DraftElement> elements;
};

/// An event in the making: what `read_event` will judge, with the place of every value.
struct Draft {
  std::int64_t first_row{}, last_row{};
  std::vector<DraftMember> members;
  std::vector<DraftList> lists;
  std::vector<SealedText> openings;
};

[[nodiscard]] const DraftMember* find_member(const std::vector<DraftMember>& members,
                                             std::string_view name);

/// The event's JSON, in no particular order.
[[nodiscard]] std::string draft_json(const Draft& draft);

/// The place of every value that came from a cell, by its JSON Pointer.
[[nodiscard]] std::vector<CsvCell> cells_of(const Draft& draft);

/// Where the thing is that a JSON Pointer into `draft_json` leads to. A missing member has the row
/// of what misses it and column 0.
struct DraftPlace {
  std::int64_t row{}, column{};
  std::string member;        ///< the last name on the way
  std::string shown;         ///< the cell, when there is one
  bool is_of_event = false;  ///< a member of the event itself
};
[[nodiscard]] DraftPlace find_place(const Draft& draft, std::string_view pointer);

}  // namespace ledger::exchange
