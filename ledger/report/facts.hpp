#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/lists.hpp"

/// What the world outside the ledger says, as compiled in from schema/*.json.
namespace ledger::report {

/// A least share of an element to be recovered, in force in some years. A norm holds for a year
/// when it is in force on that year's last day.
struct NormFact {
  std::string id, source;
  std::vector<Element> elements;
  bool together = false;  ///< one rate over all of `elements`, not one each
  std::int64_t permille{}, from_year{};
  std::optional<std::int64_t> to_year;

  [[nodiscard]] bool is_in_force(std::int64_t year) const {
    return year >= from_year && (!to_year || year <= *to_year);
  }
};
[[nodiscard]] const std::vector<NormFact>& norm_facts();

/// A published national figure: never a target of this ledger, only something to compare with.
struct NationalFact {
  std::int64_t year{}, mass_t{};
  Bound bound{};
  bool is_target = false;
  std::string source;
};
[[nodiscard]] const std::vector<NationalFact>& national_facts();

}  // namespace ledger::report
