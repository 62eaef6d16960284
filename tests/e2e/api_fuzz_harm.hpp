#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "tests/property/dice.hpp"

/// What clients get wrong, and what those send who mean harm.
namespace e2e::harm {

/// For a part of a path or a value of a query, as it stands on the wire.
[[nodiscard]] std::string target_part(property::Dice& dice);

/// One member, item or value of it is changed, left out, doubled or put elsewhere.
void json(nlohmann::ordered_json& value, property::Dice& dice);

/// Some bytes are changed, left out, put in or said again.
[[nodiscard]] std::string bytes(std::string text, property::Dice& dice);

/// Much of one thing.
[[nodiscard]] std::string large(property::Dice& dice);

}  // namespace e2e::harm
