#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "ledger/report.hpp"

namespace cli {

/// What an event says, in a few words: masses, other party, purpose. `about` names the unit (by any
/// of its codes) or lot whose share of it is wanted; the whole event's masses when it is not named
/// in it as a thing with a mass.
[[nodiscard]] std::string event_words(const nlohmann::json& event,
                                      const std::vector<std::string>& about,
                                      ledger::Language language);

/// Grams that an event states of the unit (any of its codes) or lot as something moved, weighed or
/// used up; nothing when it names none of them so.
[[nodiscard]] std::optional<std::int64_t> mass_used(const nlohmann::json& event,
                                                    const std::vector<std::string>& about);

/// The name of an event's type, of a place or of a heading, for people. A word that the catalogue
/// lacks stands for itself.
[[nodiscard]] std::string word(std::string_view name, ledger::Language language);

}  // namespace cli
