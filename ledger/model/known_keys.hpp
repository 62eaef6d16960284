#pragma once

#include <string>
#include <string_view>

#include "ledger/model/world.hpp"

namespace ledger::model {

/// The name under which these key bytes are known, empty if they are not: an operator's key, or one
/// of the ledger's own, in force or former.
[[nodiscard]] std::string known_as(World& world, const PublicKey& key);

/// Whether this is the key that entry 0 names for the day the authority's others are lost.
[[nodiscard]] inline bool is_recovery_key(const Constitution& constitution,
                                          std::string_view key_name) {
  const std::string_view vkey = constitution.recovery_key;
  return !key_name.empty() && vkey.size() > key_name.size() && vkey.starts_with(key_name) &&
         vkey[key_name.size()] == '+';
}

}  // namespace ledger::model
